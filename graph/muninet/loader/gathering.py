"""Gathers checked records into what a dataset states, leaving out what stands twice and what is suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from muninet.loader.checks import read_values
from muninet.loader.forms import SOURCE, Form
from muninet.loader.problems import Problems, nearest_word
from muninet.loader.records import NodeStatement, Place, Plain, Record
from muninet.loader.suppression import Suppression
from muninet.model import Property


@dataclass(frozen=True, slots=True)
class FactRow:
    """A checked row of a fact table; its ends may be missing or point nowhere."""

    type: str
    start: str | None
    end: str | None
    values: dict[str, Plain]
    place: Place


@dataclass(frozen=True, slots=True)
class Reference:
    """One id that a row refers to: from which column, and which labels may stand there."""

    id: str
    column: str
    labels: tuple[str, ...]
    place: Place


@dataclass
class Gathered:
    """The rows of a load, checked one by one.

    Attributes:
        nodes: by id.
        facts: in the order read.
        suppressed: how many rows were left out for the suppression list.
    """

    nodes: dict[str, NodeStatement] = field(default_factory=dict)
    facts: list[FactRow] = field(default_factory=list)
    suppressed: int = 0


def gather(
    records: Iterable[Record],
    forms: Mapping[str, Form],
    suppression: Suppression,
    problems: Problems,
    tick: Callable[[], object],
) -> Gathered:
    """Check every record; `tick` is called after each."""
    gathered = Gathered()
    for record in records:
        form = forms.get(record.type)
        if form is None:
            near = nearest_word(record.type, forms)
            hint = f" (did you mean {near}?)" if near else ""
            message = f"neither a label nor a fact type{hint}"
            problems.add(record.place, None, "unknown-file", message, found=record.type, expected="one of the model's")
            continue
        if form.kind == "node":
            _gather_node(record, form, gathered, suppression, problems)
        else:
            _gather_fact(record, form, gathered, suppression, problems)
        tick()
    return gathered


def _gather_node(record: Record, form: Form, gathered: Gathered, suppression: Suppression, problems: Problems) -> None:
    if form.type == suppression.label and record.cells.get("id") in suppression.ids:
        gathered.suppressed += 1
        return
    values = read_values(record, form, problems)
    id_ = values.pop("id", None)
    if not isinstance(id_, str):
        return
    if id_ in suppression.ids:
        place = suppression.places[id_]
        message = f"only people can be suppressed, and {record.place} makes it a {form.type}"
        problems.add(place, "id", "not-a-person", message, found=id_, expected="the id of a Person")
    known = gathered.nodes.get(id_)
    if known is not None:
        problems.add(
            record.place, "id", "duplicate-id", f"the id is already that of the {known.label} at {known.place}",
            found=id_, expected="an id of its own",
        )  # fmt: skip
        return
    gathered.nodes[id_] = NodeStatement(form.type, id_, values, record.place)


def _gather_fact(record: Record, form: Form, gathered: Gathered, suppression: Suppression, problems: Problems) -> None:
    if record.cells.get("from") in suppression.ids or record.cells.get("to") in suppression.ids:
        gathered.suppressed += 1
        return
    values = read_values(record, form, problems)
    start, end = values.pop("from", None), values.pop("to", None)
    row = FactRow(form.type, _text(start), _text(end), values, record.place)
    gathered.facts.append(row)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def property_references(
    properties: Mapping[str, Property], values: Mapping[str, Plain], place: Place
) -> Iterator[Reference]:
    """Yield the ids that stand in entity properties: sources, events, those on whose behalf someone came."""
    for name, prop in properties.items():
        if prop.type.removesuffix("[]") == "entity" and name in values:
            value = values[name]
            labels = (SOURCE,) if name == "sources" else prop.to
            for id_ in value if isinstance(value, list) else [value]:
                yield Reference(str(id_), name, labels, place)


def references(gathered: Gathered, forms: Mapping[str, Form]) -> Iterator[Reference]:
    """Yield every id that stands in an entity property of a row."""
    for node in gathered.nodes.values():
        if node.label != SOURCE:
            yield from property_references(forms[node.label].properties, node.values, node.place)
    for fact in gathered.facts:
        yield from property_references(forms[fact.type].properties, fact.values, fact.place)


def referenced_ids(gathered: Gathered, forms: Mapping[str, Form]) -> set[str]:
    """Every id that a row refers to, the ends of facts among them."""
    ends = {end for fact in gathered.facts for end in (fact.start, fact.end) if end is not None}
    return ends | {reference.id for reference in references(gathered, forms)}
