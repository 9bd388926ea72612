"""The colours of a drawing beside those of the model: its ground, its words, and what makes a colour stand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from muninet.figures.looks import Theme


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb.

    Attributes:
        ground: behind everything.
        ink: words that matter.
        soft: words beside them.
        line: rules, and outlines of countries.
        land: countries.
    """

    ground: str
    ink: str
    soft: str
    line: str
    land: str


PALETTES: Mapping[Theme, Palette] = {
    "light": Palette(ground="#ffffff", ink="#17212b", soft="#55626e", line="#ccd4db", land="#f0f2ee"),
    "dark": Palette(ground="#12181f", ink="#eef2f6", soft="#a9b5c0", line="#3c4853", land="#1d262f"),
}


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 to 1 (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, ground: str, least: float = 3.0) -> str:
    """A colour of the model as it can be seen on a ground: mixed with black or white until the contrast is enough."""
    towards = "#000000" if luminance(ground) > 0.5 else "#ffffff"
    for step in range(11):
        mixed = _mixed(colour, towards, step / 10)
        if contrast(mixed, ground) >= least:
            return mixed
    return towards


def _mixed(one: str, other: str, share: float) -> str:
    parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)
