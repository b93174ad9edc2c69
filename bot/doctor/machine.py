"""What this installation brings along: the fonts of the reports, and the packages that settings ask for."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

import typst

from bot.doctor.check import Check, ill, well
from bot.settings import Settings

FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")  # as bot/report/parts.typ names them


def look(settings: Settings) -> Iterator[Check]:
    """Fonts, and traces where they are asked for."""
    yield fonts()
    if settings.traces_url:
        yield _traces()


def fonts(needed: Sequence[str] = FONTS) -> Check:
    """Whether Typst's own fonts hold those that the pages are set in; another machine's are not used."""
    there = {name.casefold() for name in typst.Fonts(include_system_fonts=False).families()}
    missing = [name for name in needed if name.casefold() not in there]
    if missing:
        told = f"{', '.join(missing)} missing; install the package typst anew, its fonts are inside"
        return ill("fonts", told)
    return well("fonts", "those of the reports are there")


def _traces() -> Check:
    if find_spec("opentelemetry") and find_spec("opentelemetry.sdk"):
        return well("traces", "the packages for traces are there")
    return ill("traces", "OTEL_EXPORTER_OTLP_ENDPOINT is set; pip install 'unstick[traces]', or unset it")
