"""Words in a drawing: how wide they are, where their lines end, and what our font cannot show."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii
from reportlab.pdfbase.ttfonts import TTFont

FAMILY = "Noto Sans"
_FOLDER = Path(__file__).with_name("font")
_ELLIPSIS = "…"
# Names come again with every drawing; addresses hold what anybody asks, and are forgotten.
_MOST_KEPT = 20_000
# Cannot be seen, and turns around what follows: names may hold them, drawings need none of them.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def font_file(*, bold: bool = False) -> Path:
    """The file of our font."""
    return _FOLDER / ("NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf")


@cache
def font(*, bold: bool = False) -> TTFont:
    """Our font, for measuring and for PDF."""
    return TTFont("NotoSans-Bold" if bold else "NotoSans", str(font_file(bold=bold)))


@lru_cache(_MOST_KEPT)
def shown(text: str) -> str:
    """A text as our font can show it: what it has no letters for is transliterated, what cannot be seen is left out."""
    letters = font().face.charToGlyph
    whole = unicodedata.normalize("NFC", text)
    return " ".join(
        "".join(
            letter if ord(letter) in letters else anyascii(letter)
            for letter in ("\u0020" if unicodedata.category(one) == "Zs" or one in "\t\r\n" else one for one in whole)
            if unicodedata.category(letter) not in _UNSEEN
        ).split()
    )


@lru_cache(_MOST_KEPT)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, in the unit of its size."""
    return float(font(bold=bold).stringWidth(text, size))


def lines(text: str, size: float, widest: float, most: int = 1000, *, bold: bool = False) -> list[str]:
    """Break a text into lines.

    Args:
        text: what `shown` returned.
        size: of the letters.
        widest: the width that a line may have; a word that is wider is cut into parts.
        most: lines there may be; what is left ends in an ellipsis.
        bold: whether in bold.
    """
    found: list[str] = []
    line = ""
    for word in _words(text, size, widest, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > widest:
            found.append(line)
            line = word
        else:
            line = longer
    found = [*found, line] if line else found
    if len(found) <= most:
        return found
    return [*found[: most - 1], shortened(" ".join(found[most - 1 :]), size, widest, bold=bold)]


def shortened(text: str, size: float, widest: float, *, bold: bool = False) -> str:
    """A text that fits on a line, an ellipsis in place of what does not."""
    if width(text, size, bold=bold) <= widest:
        return text
    while text and width(text + _ELLIPSIS, size, bold=bold) > widest:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS


def _words(text: str, size: float, widest: float, *, bold: bool) -> list[str]:
    found = []
    for word in text.split():
        rest = word
        while width(rest, size, bold=bold) > widest and len(rest) > 1:
            cut = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or width(rest[:n], size, bold=bold) <= widest)
            found.append(rest[:cut])
            rest = rest[cut:]
        found.append(rest)
    return found
