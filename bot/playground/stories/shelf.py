"""The stories that come with the product, by name."""

from pathlib import Path

from bot.playground.replay.case import Case, read_case

FOLDER = Path(__file__).parent
NAMES = ("order-intake", "pedidos", "credit-notes")  # in the order in which they are offered


def story(name: str) -> Case:
    """The story of that name. Raises ValueError naming those that there are."""
    if name not in NAMES:
        raise ValueError(f"There is no story called {name!r}; there are {', '.join(NAMES)}.")
    return read_case(FOLDER / f"{name}.yaml")
