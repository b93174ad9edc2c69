"""Draw every message, short and long, in every language, as the page draws it: `python -m tests.contact`."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bot.playground.slack.model import BOT_USER
from bot.playground.stage import Stage
from bot.slack.blocks import render
from prompts.catalog import catalog, languages
from scoring import load_rules
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.contact import data
from tests.contact.samples import SHEETS, Sample, samples

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
DRAW = (Path(__file__).parent / "draw.js").read_text("utf-8")
COLUMN = 430  # CSS pixels, about a phone
COLOURS = 32
LINK = "https://unstick.example/archives/C0ORDERS/p1795446000000001"
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
Row = dict[str, Any]


def rows(sheet: str) -> list[Row]:
    """The messages of a sheet: a row each, a cell for each language and size."""
    rules = load_rules()
    found: dict[str, dict[str, Sample]] = {}
    for language in languages():
        for sample in samples(catalog(language), rules):
            if sample.sheet == sheet:
                found.setdefault(sample.name, {})[f"{language} {sample.size}"] = sample
    return [{"name": name, "cells": {key: cell(one) for key, one in cells.items()}} for name, cells in found.items()]


def cell(sample: Sample) -> dict[str, Any]:
    """What the page needs to draw it: a form as it is, a message as Slack would hold it."""
    if isinstance(sample.body, dict):
        return {"view": sample.body}
    text, blocks = render(sample.body, link=LINK)
    numbered = [{"block_id": f"b{n}", **block} for n, block in enumerate(blocks)]
    return {"message": {"user": BOT_USER, "ts": f"{AT.timestamp():.6f}", "text": text, "blocks": numbered}}


def main() -> None:
    """One picture for each sheet, into docs/pictures."""
    columns = [f"{language} {size.size}" for size in data.SIZES for language in languages()]
    with (
        tempfile.TemporaryDirectory() as folder,
        Stage(f"sqlite:///{Path(folder) / 'contact.sqlite'}", start=AT) as stage,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": COLUMN * len(columns) + 60, "height": 900})
        for sheet in SHEETS:
            page.goto(stage.slack.url)
            page.wait_for_selector("html[data-ready]")
            draw(page, sheet, columns)
        browser.close()


def draw(page: Page, sheet: str, columns: list[str]) -> None:
    """Draw a sheet with the page's own modules and take its picture."""
    page.evaluate(DRAW, {"title": f"Unstick: {sheet}", "rows": rows(sheet), "columns": columns, "width": COLUMN})
    path = PICTURES / f"contact-{sheet}.png"
    page.locator("#contact").screenshot(path=path)
    with Image.open(path) as taken:  # few colours are enough for text, and a third of the size
        few = taken.convert("RGB").quantize(COLOURS)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main()
