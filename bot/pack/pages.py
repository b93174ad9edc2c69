"""The security pack as PDF, set by Typst with its own fonts alone."""

from pathlib import Path

import typst

from bot.pack.pack import Pack

HOUSE = Path(__file__).parents[1]


def pdf(pack: Pack) -> bytes:
    """The pack as PDF; the same pack gives the same bytes."""
    made = typst.compile(
        HOUSE / "pack" / "pack.typ",
        root=HOUSE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"document": pack.model_dump_json()},
    )
    if not isinstance(made, bytes):
        raise TypeError("the pack is meant to be one file")
    return made
