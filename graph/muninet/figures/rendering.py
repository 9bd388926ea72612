"""Static drawings of views."""

from __future__ import annotations

from muninet.figures import pdf, raster, svg
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
    """
    looks = looks or Looks()
    drawing = composed(view, looks, address)
    if form is Form.PDF:
        return pdf.written(drawing)
    return svg.written(drawing) if form is Form.SVG else raster.written(drawing, looks.scale)
