"""Views as files."""

from __future__ import annotations

from muninet.figures import offline, pdf, raster, svg
from muninet.figures.frame import composed
from muninet.figures.looks import Form, Looks
from muninet.figures.models import View


def render(view: View, form: Form, looks: Looks | None = None, *, address: str = "") -> bytes:
    """Draw a view; the same view makes the same bytes.

    Args:
        view: what to draw.
        form: what to write it as.
        looks: its size and ground; None takes the ordinary ones.
        address: of the page that shows the same; empty where it is not known.

    Raises:
        UsageError: the form needs the element, and that has not been built.
    """
    looks = looks or Looks()
    if form is Form.HTML:
        return offline.written(view, looks, address)
    drawing = composed(view, looks, address)
    if form is Form.PDF:
        return pdf.written(drawing)
    return svg.written(drawing) if form is Form.SVG else raster.written(drawing, looks.scale)
