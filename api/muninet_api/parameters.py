"""Query parameters: what the address holds, checked against what the operation declares, for the catalogue to read."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, get_origin

from fastapi import Path, Query, Request
from pydantic import BeforeValidator, Field, WithJsonSchema

from muninet.answers.wording import languages
from muninet.catalogue import Catalogue, Parameter
from muninet.catalogue import Query as Question
from muninet.catalogue.binding import MOST_VALUES
from muninet.catalogue.values import read_value
from muninet.errors import ParameterError
from muninet.model import Schema

# Ids and names are free text, so that a wrong one is answered with the nearest; control characters are in none.
_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
_LONGEST = 200
_LONGEST_CURSOR = 2000
# Every cursor begins as its content does; a form sends none as an empty text.
_CURSOR = r"^(Wy[IJ][A-Za-z0-9_-]+)?$"

Line = Annotated[str, Field(max_length=_LONGEST, pattern=_PRINTABLE)]
Text = Annotated[Line, Field(min_length=1)]
# One text of a list may hold several values, parted by `;`. However many texts there are, they fit a request's head.
_LONGEST_LIST = 10 * _LONGEST
Items = Annotated[str, Field(max_length=_LONGEST_LIST, pattern=_PRINTABLE)]
# Of a list that may not be empty: more than what parts values.
Item = Annotated[
    str, Field(max_length=_LONGEST_LIST, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x1f\x7f\s;,][^\x00-\x1f\x7f]*$")
]

EntityId = Annotated[
    str,
    Path(
        title="Entity",
        description="Id of an entity.",
        min_length=1,
        max_length=_LONGEST,
        pattern=_PRINTABLE,
        examples=["climate-alliance"],
    ),
]
Words = Annotated[
    str,
    Query(
        title="Words",
        description="A name, whole or begun, in any script, with or without accents, with a slip of the finger or two.",
        min_length=1,
        max_length=_LONGEST,
        pattern=_PRINTABLE,
        examples=["Θεσσαλονίκη"],
    ),
]
_LIMIT = Parameter("limit", "integer", False, False, None, 1, 100, (), "At most this many results.")


def _limit(given: object, parameter: Parameter = _LIMIT) -> object:
    """Worded as the catalogue words it: FastAPI's own checks have other words for the same."""
    if not isinstance(given, str):
        return given
    if not given:
        raise ParameterError(parameter.name, "may not be left empty")
    try:
        (value,) = read_value(parameter, given, dt.date.min)
    except ValueError as error:
        raise ParameterError(parameter.name, str(error)) from None
    return value


Limit = Annotated[int, Query(title="Limit", description=_LIMIT.description, ge=1, le=100), BeforeValidator(_limit)]


def long_limit(description: str) -> Any:
    """The annotation of a `limit` for lists whose rows are small: up to 1000, as questions have it."""
    most = replace(_LIMIT, maximum=1000, description=description)
    query = Query(title="Limit", description=description, ge=1, le=1000)
    return Annotated[int, query, BeforeValidator(functools.partial(_limit, parameter=most))]


Cursor = Annotated[
    str | None,
    Query(
        title="Cursor",
        description="`next` of the page before, unchanged; left out, the first page.",
        max_length=_LONGEST_CURSOR,
        pattern=_CURSOR,
    ),
]


def language() -> inspect.Parameter:
    """The parameter `lang`, with the languages there are."""
    query = Query(title="Language", description="Language of sentences and labels, as a BCP 47 tag.")
    schema = {"type": "string", "enum": list(languages())}
    return keyword("lang", Annotated[Annotated[str, WithJsonSchema(schema)], query], "en")


def entity_types(schema: Schema) -> inspect.Parameter:
    """The parameter `type` of the search, with the types there are."""
    query = Query(
        title="Types",
        description="Only entities of these types. Repeat it, or separate values by `;`.",
        json_schema_extra={"maxItems": MOST_VALUES},
    )
    label = Annotated[str, WithJsonSchema({"type": "string", "enum": [*schema.nodes, ""]})]
    return keyword("type", Annotated[list[label], query], [])


def without_licence(catalogue: Catalogue) -> inspect.Parameter:
    """The parameter `without_licence`, for operations that ask no question of the catalogue."""
    question = catalogue["entity/facts"]
    return next(parameter for parameter in signature_of(question) if parameter.name == "without_licence_")


def declared_only(request: Request) -> None:
    """Refuse parameters that the operation does not declare, and single ones that are given twice.

    Raises:
        ParameterError: naming the parameter, with the nearest declared name.
    """
    route = request.scope["route"]
    if route.path.endswith(":path}"):
        # What answers for all that does not exist says so, whatever it is asked with.
        return
    declared = {field.alias: field for field in route.dependant.query_params}
    for name in request.query_params:
        if name not in declared:
            nearest = difflib.get_close_matches(name, declared, n=1)
            hint = f": did you mean {nearest[0]}?" if nearest else f": there are {', '.join(declared) or 'none here'}"
            raise ParameterError(name, f"is not a parameter of {request.url.path}{hint}")
        values = request.query_params.getlist(name)
        if len(values) > 1 and get_origin(declared[name].field_info.annotation) is not list:
            raise ParameterError(name, f"is given {len(values)} times, and takes one value")


def several(values: Sequence[str], name: str) -> list[str]:
    """The values of a list, given as repeated parameters, separated by `;`, or both.

    Raises:
        ParameterError: there are too many, empty ones among them: an address is refused for its length before what it
            says is read.
    """
    if len(values) > MOST_VALUES:
        raise ParameterError(name, f"takes at most {MOST_VALUES} values, {len(values)} were given")
    return [part.strip() for value in values for part in value.split(";") if part.strip()]


def given_for(question: Question) -> Callable[[Request], Mapping[str, str | list[str] | None]]:
    """Return what reads a question's parameters as texts from the address; those not given are left out."""

    def given(request: Request) -> Mapping[str, str | list[str] | None]:
        found: dict[str, str | list[str] | None] = {}
        for parameter in question.parameters:
            if parameter.name == "after" or parameter.name not in request.query_params:
                continue
            values = request.query_params.getlist(parameter.name)
            # A form sends what was left empty as an empty text.
            found[parameter.name] = several(values, parameter.name) if parameter.is_list else values[-1] or None
        if request.query_params.get("cursor"):
            found["cursor"] = request.query_params["cursor"]
        return found

    return given


def signature_of(
    question: Question, *, required: Sequence[str] = (), optional: Sequence[str] = ()
) -> list[inspect.Parameter]:
    """Return the parameters of an operation that asks a question: typed, bounded, with defaults and examples.

    Args:
        question: the question; its `after` is served as `cursor`.
        required: parameters without a default here; the file's own default becomes the example.
        optional: parameters that may be left out here, meaning none.
    """
    declared = [p for p in question.parameters if p.name != "after"]
    found = [_parameter(p, is_required=p.name in required, is_optional=p.name in optional) for p in declared]
    if len(declared) < len(question.parameters):
        found.append(keyword("cursor", Cursor, None))
    return found


def declared_as(parameters: Sequence[Parameter]) -> list[inspect.Parameter]:
    """Return the parameters of an operation that are declared as those of questions are."""
    return [_parameter(parameter, is_required=False, is_optional=False) for parameter in parameters]


def _parameter(parameter: Parameter, *, is_required: bool, is_optional: bool) -> inspect.Parameter:
    annotation: Any = _annotation(parameter)
    default = _default(parameter)
    if parameter.is_list:
        annotation, default = list[annotation], inspect.Parameter.empty if is_required else default or []
    elif is_required:
        default = inspect.Parameter.empty
    elif parameter.optional or is_optional:
        annotation, default = annotation | Literal[""] | None, None if is_optional else default
    # A parameter may be called as Python's own words are: `class` is the argument `class_`.
    query = Query(
        alias=parameter.name,
        title=parameter.name.replace("_", " ").capitalize(),
        description=_description(parameter),
        min_length=1 if parameter.is_list and not parameter.optional else None,
        # Described only: the catalogue checks it, and counts what stands in one value with separators, too.
        json_schema_extra={"maxItems": MOST_VALUES} if parameter.is_list else None,
        examples=None if parameter.default is None else [_default(parameter)],
    )
    return keyword(f"{parameter.name}_", Annotated[annotation, query], default)


def _annotation(parameter: Parameter) -> Any:
    """The type of a value: free text is checked here; the rest only described, since the catalogue checks it."""
    if parameter.type in ("entity", "string", "licence") and not parameter.choices:
        if not parameter.is_list:
            return Text
        # Of a list that a form left empty, one empty value arrives.
        return Items if parameter.optional else Item
    return Annotated[str, WithJsonSchema(_schema(parameter))]


def _schema(parameter: Parameter) -> dict[str, Any]:
    if parameter.choices:
        # Of a list that a form left empty, one empty value arrives.
        empty = [""] if parameter.is_list and parameter.optional else []
        return {"type": "string", "enum": [*parameter.choices, *empty]}
    day = {"type": "string", "format": "date"}
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    schemas: dict[str, dict[str, Any]] = {
        "integer": {"type": "integer", **{name: int(bound) for name, bound in bounds.items() if bound is not None}},
        "float": {"type": "number", **{name: bound for name, bound in bounds.items() if bound is not None}},
        "boolean": {"type": "boolean"},
        "date": day,
        "at": {"anyOf": [day, {"type": "string", "enum": ["today", "any"]}]},
        "country": {"type": "string", "pattern": "^[A-Za-z]{2}$"},
    }
    return schemas[parameter.type]


def _default(parameter: Parameter) -> Any:
    """The default as the type it has; the catalogue has checked that it is one."""
    text = parameter.default
    if text is None or parameter.is_list:
        return None if text is None else text.split(",")
    if parameter.type in ("integer", "float"):
        return int(text) if parameter.type == "integer" else float(text)
    return text == "true" if parameter.type == "boolean" else text


def _description(parameter: Parameter) -> str:
    text = parameter.description[:1].upper() + parameter.description[1:]
    text += "" if text.endswith((".", "!", "?")) else "."
    if parameter.is_list:
        text += " Repeat it, or separate values by `;`."
    if parameter.optional:
        text += " May be left empty."
    return text


def keyword(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """Return a keyword parameter, for signatures that are built."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
