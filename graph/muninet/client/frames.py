"""Answers as frames of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from muninet.client.parts import content_of, licence_names
from muninet.client.records import NodeRef, Route
from muninet.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

# Days, none of which is out of bounds: nanoseconds would end in 1677 and 2262.
_DAY = "datetime64[s]"
_TEXT = "str"
_PLAIN = {"integer": "Int64", "float": "Float64", "boolean": "boolean", "string": _TEXT, "date": _DAY}
# What of an entity, a fact and a route becomes a column of its own: how it is called, and of which type it is.
_OF_NODE = {"": ("name", _TEXT), "_id": ("id", _TEXT), "_type": ("type", _TEXT), "_country": ("country", _TEXT)}
_OF_FACT = {
    "": ("id", _TEXT),
    "_type": ("type", _TEXT),
    "_from": ("from_", _TEXT),
    "_to": ("to", _TEXT),
    **{
        f"_{name}{end}": (f"{name}{end}", type_)
        for name in ("since", "until", "as_of")
        for end, type_ in (("", _DAY), ("_precision", _TEXT))
    },
    **{f"_{name}": (name, _TEXT) for name in ("certainty", "rank", "status", "label", "sentence", "sources")},
}
_OF_ROUTE = {
    "": ("sentence", _TEXT),
    "_pattern": ("pattern", _TEXT),
    "_length": ("length", "Int64"),
    "_facts": ("facts", _TEXT),
    "_sources": ("sources", _TEXT),
}
_EXPANDED: dict[str, dict[str, tuple[str, str]]] = {"node": _OF_NODE, "fact": _OF_FACT, "path": _OF_ROUTE}
_LINKS = {
    "city_id": _TEXT, "city": _TEXT, "country": _TEXT, "pattern": _TEXT, "length": "Int64", "facts": _TEXT,
    "sources": _TEXT, "sentence": _TEXT, "licences": _TEXT,
}  # fmt: skip
_RESULTS = {"id": _TEXT, "type": _TEXT, "name": _TEXT, "country": _TEXT, "score": "Float64", "matched": _TEXT}
_NODE = {"id": _TEXT, "type": _TEXT, "name": _TEXT, "country": _TEXT}


def frame(answer: Any) -> pd.DataFrame:
    """Return an answer as a frame, one row a route, a row, a result or the entity; docs/client.md describes it.

    Raises:
        UsageError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise UsageError("to_pandas() needs pandas, which is not installed: pip install 'muninet[pandas]'") from None

    columns = _columns(answer)
    made = pd.DataFrame(
        {name: pd.Series(values, dtype=type_) for name, (type_, values) in columns.items()}, columns=list(columns)
    )
    made.attrs = {
        name: getattr(answer, name)
        for name in ("query", "graph_version", "data_as_of", "next")
        if hasattr(answer, name)
    }
    return made


def _columns(answer: Any) -> dict[str, tuple[str, list[Any]]]:
    """By name, the type of each column and its values."""
    listed = content_of(answer)
    if hasattr(answer, "columns"):
        return _of_rows(answer)
    if hasattr(answer, "routes"):
        rows = [_link(route, answer) for route in listed]
        return {name: (type_, [row[name] for row in rows]) for name, type_ in _LINKS.items()}
    types = _RESULTS if hasattr(answer, "results") else _NODE
    return {name: (type_, [getattr(item, name) for item in listed]) for name, type_ in types.items()}


def _of_rows(answer: Any) -> dict[str, tuple[str, list[Any]]]:
    declared = {column.name for column in answer.columns}
    found: dict[str, tuple[str, list[Any]]] = {}
    for column in answer.columns:
        values = [row[column.name] for row in answer.rows]
        kind, many = column.type.removesuffix("[]"), column.type.endswith("[]")
        if kind not in _EXPANDED:
            found[column.name] = (_PLAIN.get(column.type, "object"), values)
            continue
        for ending, (part, type_) in _EXPANDED[kind].items():
            name = f"{column.name}{ending}"
            # What a question calls a column stays; what is made of another gives way.
            while ending and name in declared:
                name += "_"
            found[name] = ("object" if many else type_, [_cell(value, part, many) for value in values])
    return found


def _cell(value: Any, part: str, many: bool) -> Any:
    """A part of an entity, fact or route; of several, a list of their parts."""
    if value is None:
        return None
    return [_part(item, part) for item in value] if many else _part(value, part)


def _part(value: Any, part: str) -> Any:
    if part in ("from_", "to"):
        return getattr(value, part).id
    if part == "facts":
        return ";".join(fact.id for fact in value.facts)
    return ";".join(value.sources) if part == "sources" else getattr(value, part)


def _link(route: Route, answer: Any) -> dict[str, Any]:
    first: NodeRef = route.nodes[0]
    return {
        "city_id": first.id,
        "city": first.name,
        "country": first.country,
        "pattern": route.pattern,
        "length": route.length,
        "facts": ";".join(fact.id for fact in route.facts),
        "sources": ";".join(route.sources),
        "sentence": route.sentence,
        "licences": ";".join(licence_names(route.sources, answer.sources)),
    }
