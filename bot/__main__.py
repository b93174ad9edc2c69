"""Where `unstick` begins, which is `python -m bot` too."""

import gc

SELDOM = 100_000  # new objects between looks for garbage, until `serve` says how many


def main() -> None:
    """Load everything, then do what the command line says."""
    # What is being loaded is no garbage: looking through it again and again took 0.15 s of a start.
    gc.set_threshold(SELDOM)
    from bot import cli  # noqa: PLC0415

    cli.main()


if __name__ == "__main__":
    main()
