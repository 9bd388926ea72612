"""Pictures of answers: drawn here, shown in notebooks, saved as files, or live as a widget."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from muninet.client.errors import BadAnswer
from muninet.errors import UsageError
from muninet.figures.looks import LOOKS, Form, Looks, looks_of
from muninet.figures.models import View
from muninet.figures.rendering import render
from muninet.figures.text import shown

if TYPE_CHECKING:
    from muninet.client.widget import GraphWidget


class Picture:
    """An answer, ready to be drawn.

    Attributes:
        view: what is drawn: entities and facts in their places, looks, words, sources.
        address: of the page that shows the same; empty where no service was asked.
    """

    def __init__(self, view: View, address: str = "") -> None:
        """Make one.

        Args:
            view: what is drawn.
            address: of the page that shows the same.
        """
        self.view = view
        self.address = address

    @property
    def title(self) -> str:
        """What it is called."""
        return self.view.title

    def draw(self, form: str = "svg", **looks: object) -> bytes:
        """Draw it; the same picture makes the same bytes.

        Args:
            form: svg, png, pdf, or html: a file that explores itself.
            looks: width, height, theme, scale, title and legend, as `muninet figure` takes them.

        Raises:
            UsageError: there is no such form, or it needs what this installation lacks.
            ParameterError: a look is unknown or cannot be used.
        """
        if form not in list(Form):
            raise UsageError(f"form {form!r}: give {', '.join(Form)}")
        known = [parameter.name for parameter in LOOKS]
        for name in looks:
            if name not in known:
                raise UsageError(f"{name!r} is no look of a picture: there are {', '.join(known)}")
        given = {name: str(value).lower() for name, value in looks.items() if value is not None}
        return render(self.view, Form(form), looks_of(given) if given else Looks(), address=self.address)

    def save(self, file: str | Path, **looks: object) -> Path:
        """Write it into a file whose name ends in .svg, .png, .pdf or .html, and return its path.

        Args:
            file: its name.
            looks: as for `draw`.

        Raises:
            UsageError: the name ends in something else.
            OSError: it cannot be written.
        """
        path = Path(file)
        path.write_bytes(self.draw(path.suffix.removeprefix(".").lower(), **looks))
        return path

    def widget(self) -> GraphWidget:
        """The picture as a widget of Jupyter: explored there, its positions and what was opened known to Python.

        Raises:
            UsageError: anywidget is not installed, or the element was not built.
        """
        try:
            from muninet.client.widget import GraphWidget
        except ImportError:
            raise UsageError("widgets need anywidget: pip install 'muninet[notebook]'") from None
        return GraphWidget.of(self.view, self.address)

    def _repr_png_(self) -> bytes:
        return self.draw("png", scale=2)

    def _repr_html_(self) -> str:
        """The drawing as an image, which runs nothing and asks nobody, and what is to be seen in words."""
        image = base64.b64encode(self.draw("svg")).decode("ascii")
        told = escape(shown(" ".join([self.view.description, *self.view.notes])))
        return (
            f'<figure style="margin:0"><img src="data:image/svg+xml;base64,{image}" style="max-width:100%" '
            f'alt="{escape(shown(self.title))}"><figcaption>{told}</figcaption></figure>'
        )

    def __repr__(self) -> str:
        """What is to be seen."""
        return f"<Picture {shown(self.title)}: {shown(self.view.description)}>"


def read_picture(content: bytes, address: str) -> Picture:
    """Return a picture.

    Args:
        content: the view as JSON.
        address: of the service or server that it came from.

    Raises:
        BadAnswer: it is no view.
    """
    try:
        # What a newer service adds is passed over.
        view = View.model_validate_json(content, extra="ignore")
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadAnswer.of(f"the answer of {address} is no view ({error.errors()[0]['msg']} at `{place}`)") from None
    return Picture(view, f"{address.rstrip('/')}{view.page}" if address.startswith("http") else "")
