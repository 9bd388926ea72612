"""Reads the header of a query file: title, description and the lines that begin with @."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import cast

from muninet.catalogue.binding import check_default
from muninet.catalogue.nearest import hint
from muninet.catalogue.query import COLUMN_TYPES, PARAMETER_TYPES, Column, Parameter, ParameterType
from muninet.catalogue.subjects import types_named
from muninet.errors import ParameterError
from muninet.model import Schema

_TAGS = ("@param", "@return", "@returns-graph", "@scan", "@slow")
_PARAM = re.compile(r"(?P<name>\S+)\s+(?P<type>\S+)\s+=(?: (?P<default>\S+(?: \S+)*))?(?:  +(?P<rest>\S.*))?")
_RETURN = re.compile(r"(?P<name>\S+)\s+(?P<type>\S+)\s+(?P<rest>\S.*)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BOUNDS = re.compile(r"(?P<low>-?\d+(?:\.\d+)?)\.\.(?P<high>-?\d+(?:\.\d+)?)(?:\s+(?P<rest>.*))?")
_CHOICES = re.compile(r"(?P<choices>[^\s|]+(?:\|[^\s|]+)+)(?:\s+(?P<rest>.*))?")
_BOUNDED = ("integer", "float")
_CHOSEN = ("string", "entity_type", "relation")


class HeaderError(ValueError):
    """A line of a header that breaks a rule."""

    def __init__(self, line: int, message: str) -> None:
        """Take the line's number and what is wrong with it."""
        super().__init__(message)
        self.line = line


@dataclass
class Header:
    """What a header says, with the line of each declaration.

    Attributes:
        title: first line.
        description: paragraphs, separated by an empty line.
        parameters: declared parameters.
        columns: declared columns.
        returns_graph: whether the rows can be drawn.
        scan: reason for a full scan, or None.
        slow: what was measured and why, where it may take longer than others; or None.
        lines: line of each declaration: `$name` for parameters, the name for columns.
        length: how many lines the header has.
    """

    title: str = ""
    description: str = ""
    parameters: list[Parameter] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    returns_graph: bool = False
    scan: str | None = None
    slow: str | None = None
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0


def read_header(text: str, schema: Schema) -> Header:
    """Read the comment lines that a file begins with.

    Raises:
        HeaderError: a line breaks a rule.
    """
    lines = [line.removeprefix("//").strip() for line in _comment_lines(text)]
    if not lines or not lines[0] or lines[0].startswith("@"):
        raise HeaderError(1, "the title is missing: the first line is `// ` and what the query answers, in a few words")
    if len(lines) < 2 or lines[1]:
        raise HeaderError(2, "an empty comment line `//` stands between title and description")
    header = Header(title=lines[0], length=len(lines))
    tagged = next((index for index, line in enumerate(lines) if line.startswith("@")), len(lines))
    header.description = _paragraphs(lines[2:tagged])
    if not header.description:
        raise HeaderError(3, "the description is missing: it says what a row stands for, and in which order rows come")
    for number, line in enumerate(lines[tagged:], tagged + 1):
        _declare(header, line, number, schema)
    return header


def _comment_lines(text: str) -> list[str]:
    found = []
    for line in text.split("\n"):
        if not line.startswith("//"):
            break
        found.append(line)
    return found


def _paragraphs(lines: list[str]) -> str:
    blocks = "\n".join(lines).strip().split("\n\n")
    return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())


def _declare(header: Header, line: str, number: int, schema: Schema) -> None:
    tag, _, rest = line.partition(" ")
    rest = rest.strip()
    if not line:
        raise HeaderError(number, "an empty line among the declarations: move it into the description, or remove it")
    if tag not in _TAGS:
        raise HeaderError(number, f"{tag!r} is no declaration{hint(tag, _TAGS)}: there are {', '.join(_TAGS)}")
    if tag == "@param":
        _add(header, f"${(parameter := _parameter(rest, number, schema)).name}", number)
        header.parameters.append(parameter)
    elif tag == "@return":
        _add(header, (column := _column(rest, number)).name, number)
        header.columns.append(column)
    else:
        _add(header, tag, number)
        _flag(header, tag, rest, number)


def _flag(header: Header, tag: str, rest: str, number: int) -> None:
    if tag == "@scan":
        if not rest:
            raise HeaderError(number, "@scan needs its reason: why must this query read every node or fact?")
        header.scan = rest
    elif tag == "@slow":
        if not re.search(r"[0-9] ms\b", rest):
            raise HeaderError(
                number, "@slow needs what was measured, in ms, and why this query takes longer than others"
            )
        header.slow = rest
    else:
        if rest:
            raise HeaderError(number, f"@returns-graph stands alone, found {rest!r} behind it")
        header.returns_graph = True


def _add(header: Header, name: str, number: int) -> None:
    if name in header.lines:
        raise HeaderError(number, f"{name} is declared twice, first in line {header.lines[name]}")
    header.lines[name] = number


def _parameter(rest: str, number: int, schema: Schema) -> Parameter:
    match = _PARAM.fullmatch(rest)
    if match is None:
        raise HeaderError(
            number,
            "a parameter is written `@param  name  type  = default  description`, two spaces before the description; "
            f"found {rest!r}",
        )
    name, written, default = match["name"], match["type"], match["default"]
    _check_name(name, number)
    type_, is_list, optional = _type(written, PARAMETER_TYPES, number)
    bounds, choices, description = _limits(type_, match["rest"] or "", number)
    vocabulary = _vocabulary(type_, is_list, choices, number, schema)
    parameter = Parameter(
        name=name,
        type=cast(ParameterType, type_),
        is_list=is_list,
        optional=optional,
        default=default,
        minimum=bounds[0],
        maximum=bounds[1],
        choices=choices or tuple(vocabulary),
        description=description,
        names=types_named(name, schema) if type_ == "entity" else (),
        vocabulary=vocabulary,
    )
    if not description and not choices and bounds == (None, None):
        raise HeaderError(number, f"${name} has no description: say what it is for, behind two spaces")
    try:
        check_default(parameter)
    except ParameterError as error:
        raise HeaderError(number, f"the default of ${name} {error.reason}") from None
    return parameter


def _column(rest: str, number: int) -> Column:
    match = _RETURN.fullmatch(rest)
    if match is None:
        raise HeaderError(number, f"a column is written `@return  name  type  description`, found {rest!r}")
    _check_name(match["name"], number)
    type_, is_list, optional = _type(match["type"], COLUMN_TYPES, number)
    return Column(match["name"], type_ + ("[]" if is_list else ""), optional, match["rest"])


def _check_name(name: str, number: int) -> None:
    if _NAME.fullmatch(name) is None:
        raise HeaderError(number, f"{name!r} is no name: small letters, digits and _, a letter first")


def _type(written: str, known: tuple[str, ...], number: int) -> tuple[str, bool, bool]:
    base = written.removesuffix("?")
    optional, item = base != written, base.removesuffix("[]")
    if item not in known:
        raise HeaderError(number, f"there is no type {item!r}{hint(item, known)}: there are {', '.join(known)}")
    return item, item != base, optional


def _limits(type_: str, rest: str, number: int) -> tuple[tuple[float | None, float | None], tuple[str, ...], str]:
    """Take the bounds or choices off the front of a description."""
    bounds, choices = _BOUNDS.fullmatch(rest), _CHOICES.fullmatch(rest)
    if bounds is not None:
        low, high = float(bounds["low"]), float(bounds["high"])
        if type_ not in _BOUNDED:
            raise HeaderError(number, f"bounds ({rest.split()[0]}) go with integer and float, not with {type_}")
        if low > high:
            raise HeaderError(number, f"the bounds {rest.split()[0]} are the wrong way round")
        return (low, high), (), bounds["rest"] or ""
    if choices is not None:
        words = tuple(choices["choices"].split("|"))
        if type_ not in _CHOSEN:
            raise HeaderError(number, f"choices ({rest.split()[0]}) go with {', '.join(_CHOSEN)}, not with {type_}")
        if len(set(words)) != len(words):
            raise HeaderError(number, f"a choice stands twice in {rest.split()[0]}")
        return (None, None), words, choices["rest"] or ""
    return (None, None), (), rest


def _vocabulary(
    type_: str, is_list: bool, choices: tuple[str, ...], number: int, schema: Schema
) -> dict[str, tuple[str, ...]]:
    """The words of the model that a parameter takes, each with what it stands for."""
    words: dict[str, tuple[str, ...]] = {}
    if type_ == "entity_type":
        words = {label: (label,) for label in schema.nodes}
    elif type_ == "relation":
        words = {name: (name,) for name in schema.facts}
        if is_list:
            for kind in schema.classes:
                types = tuple(name for name in schema.of_class(kind) if not schema.facts[name].meets)
                words |= {kind: types} if types else {}
    for choice in choices if words else ():
        if choice not in words:
            raise HeaderError(number, f"the choice {choice} is not in the model{hint(choice, words)}")
    return {word: words[word] for word in choices} if words and choices else words
