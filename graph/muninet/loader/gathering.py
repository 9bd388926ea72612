"""Gathers checked records into what a dataset states, leaving out what stands twice and what is suppressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from muninet.loader.checks import read_values
from muninet.loader.forms import SOURCE, Form
from muninet.loader.problems import Problems, nearest_word
from muninet.loader.records import FactRow, NodeStatement, Place, Plain, Record
from muninet.loader.spool import Spool
from muninet.loader.suppression import Suppression
from muninet.model import Property


@dataclass(frozen=True, slots=True)
class Reference:
    """One id that a row refers to: from which column, and which labels may stand there."""

    id: str
    column: str
    labels: tuple[str, ...]
    place: Place


def gather(
    records: Iterable[Record],
    forms: Mapping[str, Form],
    suppression: Suppression,
    problems: Problems,
    tick: Callable[[], object],
    spool: Spool,
) -> None:
    """Check every record and keep it in `spool`; `tick` is called after each."""
    for record in suppression.people_once_known(records):
        form = forms.get(record.type)
        if form is None:
            near = nearest_word(record.type, forms)
            hint = f" (did you mean {near}?)" if near else ""
            message = f"neither a label nor a fact type{hint}"
            problems.add(record.place, None, "unknown-file", message, found=record.type, expected="one of the model's")
            continue
        if form.kind == "node":
            _gather_node(record, form, spool, suppression, problems)
        else:
            _gather_fact(record, form, spool, suppression, problems)
        tick()
    # A fact may stand before the row that tells whom it is about.
    for id_ in sorted(suppression.met):
        spool.suppressed += spool.leave_out_facts(id_)


def _gather_node(record: Record, form: Form, spool: Spool, suppression: Suppression, problems: Problems) -> None:
    if suppression.leaves_out(record):
        spool.suppressed += 1
        return
    values = read_values(record, form, problems)
    id_ = values.pop("id", None)
    if not isinstance(id_, str):
        return
    if id_ in suppression.ids:
        place = suppression.places[id_]
        message = f"only people can be suppressed, and {record.place} makes it a {form.type}"
        problems.add(place, "id", "not-a-person", message, found=id_, expected="the id of a Person")
    known = spool.read_node(NodeStatement(form.type, id_, values, record.place))
    if known is not None:
        problems.add(
            record.place, "id", "duplicate-id", f"the id is already that of the {known.label} at {known.place}",
            found=id_, expected="an id of its own",
        )  # fmt: skip


def _gather_fact(record: Record, form: Form, spool: Spool, suppression: Suppression, problems: Problems) -> None:
    if record.cells.get("from") in suppression.ids or record.cells.get("to") in suppression.ids:
        spool.suppressed += 1
        return
    values = read_values(record, form, problems)
    start, end = values.pop("from", None), values.pop("to", None)
    spool.read_fact(FactRow(form.type, _text(start), _text(end), values, record.place))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def property_references(
    properties: Mapping[str, Property], values: Mapping[str, Plain], place: Place
) -> Iterator[Reference]:
    """Yield the ids that stand in entity properties: sources, events, those on whose behalf someone came."""
    for name, value in values.items():
        prop = properties.get(name)
        if prop is not None and prop.type.removesuffix("[]") == "entity":
            labels = (SOURCE,) if name == "sources" else prop.to
            for id_ in value if isinstance(value, list) else [value]:
                yield Reference(str(id_), name, labels, place)


def node_references(node: NodeStatement, forms: Mapping[str, Form]) -> Iterator[Reference]:
    """Yield the ids that stand in entity properties of an entity; a source vouches for itself."""
    if node.label != SOURCE:
        yield from property_references(forms[node.label].properties, node.values, node.place)


def row_references(row: FactRow, forms: Mapping[str, Form]) -> Iterator[Reference]:
    """Yield the ids that stand in entity properties of a fact."""
    yield from property_references(forms[row.type].properties, row.values, row.place)
