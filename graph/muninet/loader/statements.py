"""What datasets state: its canonical form, the identity of facts, and the merge that the graph shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json, to_json

from muninet.loader.records import Plain
from muninet.model import FactType, NodeType, PartialDate, Property, Schema
from muninet.model.names import fold

# The dataset whose word comes first where several state a single value; the others follow by name.
FIRST_DATASET = "seed"
# Raised when visible properties follow from statements in another way: rows written before are then written anew.
_DERIVATION = 4
# How much of a name lists are sorted by.
_SORTED = 1_000
_FINENESS = {"year": 0, "month": 1, "day": 2}

Values = Mapping[str, Plain]


def canonical(values: Values) -> str:
    """Render values as JSON that is the same for the same values."""
    return to_json(dict(sorted(values.items()))).decode()


def parsed(statement: str) -> dict[str, Plain]:
    """Read what `canonical` wrote."""
    values: dict[str, Plain] = from_json(statement)
    return values


def fact_id(fact: FactType, start: str, end: str, values: Values) -> str:
    """Return a fact's id: 16 hexadecimal digits that depend on its type, its ends and its identifying values alone."""
    identity = [fact.type, start, end, {name: values[name] for name in sorted(fact.identity) if name in values}]
    return hashlib.sha256(to_json(identity)).hexdigest()[:16]


def derivation(schema: Schema) -> str:
    """Return a token that changes when the same statements would show as other properties."""
    nodes = {label: [node.hub, _kinds(schema.node_properties_of(label))] for label, node in schema.nodes.items()}
    facts = {type_: [fact.exclusive, _kinds(schema.fact_properties_of(type_))] for type_, fact in schema.facts.items()}
    return hashlib.sha256(json.dumps([_DERIVATION, nodes, facts], sort_keys=True).encode()).hexdigest()[:16]


def _kinds(properties: Mapping[str, Property]) -> dict[str, list[str | None]]:
    return {name: [prop.type, prop.default] for name, prop in properties.items()}


def merged(statements: Mapping[str, Values]) -> dict[str, Plain]:
    """Merge what several datasets state of one thing, by dataset name; the order in which they came does not matter.

    Of single values the first in the order of datasets counts (`seed`, then by name), lists are united in that order,
    and `as_of` is the earliest.
    """
    result: dict[str, Plain] = {}
    for name in sorted(statements, key=lambda name: (name != FIRST_DATASET, name)):
        result = united(result, statements[name])
    return result


def united(first: Values, second: Values) -> dict[str, Plain]:
    """Unite two statements of one thing: lists are joined, `as_of` is the earlier, else the first one counts."""
    result = dict(first)
    for key, value in second.items():
        known = result.get(key)
        if known is None:
            result[key] = value
        elif key == "as_of":
            result[key] = min(str(known), str(value), key=_earliness)
        elif isinstance(known, list) and key != "location":
            result[key] = list(dict.fromkeys([*known, *value]))  # type: ignore[misc]
    return result


def _earliness(text: str) -> tuple[dt.date, int]:
    date = PartialDate.parse(text)
    return date.first, -_FINENESS[date.precision]


def node_properties(schema: Schema, label: str, id_: str, statements: Mapping[str, str]) -> dict[str, Any]:
    """Return every property that the graph shows of a node, the derived ones among them.

    A `location` is a list [lat, lon] here; dates are datetime.date.
    """
    stated = {name: parsed(text) for name, text in statements.items()}
    values = merged(stated)
    shown = _shown(values, schema.node_properties_of(label))
    names = [_split_name(str(name)) for name in values.get("names", ())]  # type: ignore[union-attr]
    names += [(name, "") for name in _other_names(stated, {str(shown["name"]), *(name for name, _ in names)})]
    if names:
        shown |= {"names": [name for name, _ in names], "names_lang": [language for _, language in names]}
    search_names = _search_names([shown["name"], *(name for name, _ in names), id_])
    shown |= {
        "id": id_,
        "search_names": search_names,
        # An index holds no more than some 8,000 bytes; the id alone tells names apart that are the same up to there.
        "sort_key": "\t".join((label, search_names[0][:_SORTED], id_)),
        "hub": _is_hub(schema.nodes[label], values),
    }
    return shown | _owners(statements)


def fact_properties(fact: FactType, schema: Schema, id_: str, statements: Mapping[str, str]) -> dict[str, Any]:
    """Return every property that the graph shows of a fact; its end by a successor in office comes later."""
    values = merged({name: parsed(text) for name, text in statements.items()})
    shown = _shown(values, schema.fact_properties_of(fact.type))
    start = shown.get("since", shown.get("as_of"))
    shown["id"] = id_
    shown["certainty"] = "dated" if "since" in shown else "as_of" if "as_of" in shown else "undated"
    if start is not None:
        shown["holds_from"] = start
    if "until" in values:
        shown["holds_until"] = PartialDate.parse(str(values["until"])).ends()
    return shown | _owners(statements)


def _owners(statements: Mapping[str, str]) -> dict[str, list[str]]:
    return {"datasets": sorted(statements), "statements": [statements[name] for name in sorted(statements)]}


def _shown(values: Values, properties: Mapping[str, Property]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: prop.default for name, prop in properties.items() if prop.default is not None}
    for name, value in values.items():
        if name in properties and properties[name].type == "date":
            date = PartialDate.parse(str(value))
            shown |= {name: date.first, f"{name}_precision": date.precision}
        else:
            shown[name] = value
    return shown


def _other_names(stated: Mapping[str, Values], shown: set[str]) -> list[str]:
    """What datasets call a node whose name another one gives: it is found by that too."""
    names = (str(stated[dataset]["name"]) for dataset in sorted(stated) if "name" in stated[dataset])
    return list(dict.fromkeys(name for name in names if name not in shown))


def _split_name(text: str) -> tuple[str, str]:
    words, at, language = text.rpartition("@")
    return (words, language) if at else (text, "")


def _search_names(names: list[str]) -> list[str]:
    folded = [fold(name) for name in names]
    # The first one sorts the entity in lists, so there always is one: an id folds to words.
    return list(dict.fromkeys(name for name in folded if name))


def _is_hub(node: NodeType, values: Values) -> bool:
    return node.hub or values.get("hub") is True
