"""How a drawing is to look: its form, size and ground, within bounds that keep it from filling the memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from muninet.catalogue import Parameter
from muninet.catalogue.values import read_value
from muninet.errors import ParameterError
from muninet.figures.models import Layout
from muninet.figures.questions import Drawable

# Of a drawing, in pixels of CSS, where none is asked for.
HEIGHT = 640
HIGHEST = 4000
Theme = Literal["light", "dark"]
# Pixels of the largest picture: 160 MB while it is drawn.
_MOST_PIXELS = 40_000_000


class Form(StrEnum):
    """What a view can be written as: a drawing, or a file that explores itself."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    HTML = "html"

    @property
    def media_type(self) -> str:
        """Its media type, without parameters."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Form.SVG: "image/svg+xml",
    Form.PNG: "image/png",
    Form.PDF: "application/pdf",
    Form.HTML: "text/html",
}


def _number(name: str, default: int, least: int, most: int, description: str) -> Parameter:
    return Parameter(name, "integer", False, False, str(default), least, most, (), description)


def _choice(name: str, choices: tuple[str, ...], description: str) -> Parameter:
    return Parameter(name, "string", False, False, choices[0], None, None, choices, description)


def _switch(name: str, description: str) -> Parameter:
    return Parameter(name, "boolean", False, False, "true", None, None, (), description)


_LAYOUTS = "how it is laid out: a map shows those whose place is known, `time` each fact from its beginning to its end"
# What drawings take beside the parameters of their question.
LOOKS = (
    _number("width", 960, 200, HIGHEST, "pixels of CSS"),
    Parameter(
        "height",
        "integer",
        False,
        True,
        None,
        200,
        HIGHEST,
        (),
        "pixels of CSS: 640, or as much as facts over time take",
    ),
    _choice("theme", ("light", "dark"), "dark on light, or light on dark"),
    _number("scale", 1, 1, 4, "pixels of a PNG to one of CSS"),
    _switch("title", "the title stands above"),
    _switch("legend", "the legend stands below"),
)


@dataclass(frozen=True)
class Looks:
    """How a drawing is to look.

    Attributes:
        width: of the drawing, in pixels of CSS.
        height: the same; None takes 640, or as much as facts over time take.
        theme: dark on light, or light on dark.
        scale: pixels of a PNG to one of CSS.
        title: whether the title stands above.
        legend: whether the legend stands below.
    """

    width: int = 960
    height: int | None = None
    theme: Theme = "light"
    scale: int = 1
    title: bool = True
    legend: bool = True


def layout_parameter(drawable: Drawable) -> Parameter:
    """The parameter that says how a view is laid out."""
    return _choice("layout", drawable.layouts, _LAYOUTS)


def layout_of(drawable: Drawable, given: Mapping[str, str | None]) -> Layout:
    """Read the layout of a view as it was given, as text.

    Raises:
        ParameterError: it cannot be laid out like that.
    """
    return Layout(_value(layout_parameter(drawable), given))


def looks_of(given: Mapping[str, str | None]) -> Looks:
    """Read looks as they were given, as texts; what was not given is as it ordinarily is.

    Raises:
        ParameterError: one cannot be used, or all together make a picture that is too large.
    """
    looks = Looks(**{parameter.name: _value(parameter, given) for parameter in LOOKS})
    if looks.width * (looks.height or HEIGHT) * looks.scale**2 > _MOST_PIXELS:
        raise ParameterError("scale", f"makes more than {_MOST_PIXELS // 10**6} million pixels: give a smaller one")
    return looks


def _value(parameter: Parameter, given: Mapping[str, str | None]) -> Any:
    text = given.get(parameter.name)
    if text is None:
        if parameter.default is None:
            return None
        text = parameter.default
    try:
        (value,) = read_value(parameter, text, dt.date.min)
    except ValueError as error:
        raise ParameterError(parameter.name, str(error)) from None
    return value
