"""Drawings as PNG."""

from __future__ import annotations

import resvg_py

from muninet.figures import svg
from muninet.figures.drawing import Drawing
from muninet.figures.text import FAMILY, font_file


def written(drawing: Drawing, scale: int) -> bytes:
    """Write a drawing in our own font alone, so that it looks the same on every machine.

    Args:
        drawing: the drawing.
        scale: pixels to one of its own.
    """
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.written(drawing).decode("utf-8"),
            zoom=scale,
            font_files=[str(font_file(bold=bold)) for bold in (False, True)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            skip_system_fonts=True,
        )
    )
