"""Reads a mapping and checks it against the model: types, properties, ends, constants; and against a sheet's header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from muninet.errors import UsageError
from muninet.importers.table.document import Document, Path_, read_document
from muninet.importers.table.mapping import TAGS, Condition, Declared, Each, Entity, Fact, Key, Layout, Source, Value
from muninet.importers.table.moments import check_format
from muninet.loader.forms import Form, forms_of
from muninet.loader.problems import nearest_word
from muninet.model import Property, Schema, load_schema

# Stands in a draft where a person must say more.
GAP = "FILL_IN"
_NUMBERS = ("integer", "number", "point")
_Error = tuple[Path_, str]


@dataclass(frozen=True)
class TableMapping:
    """A mapping that fits the model.

    Attributes:
        declared: what it says.
        document: where it says it.
        schema: the model that it was checked against.
        forms: of each label and fact type.
    """

    declared: Declared
    document: Document
    schema: Schema
    forms: Mapping[str, Form]

    def property_of(self, type_: str, column: str) -> Property:
        """The property that a column of the model's tables belongs to: `lat` to the place."""
        known = self.forms[type_].properties
        return known[column] if column in known else next(one for one in known.values() if column in one.columns)


def read_mapping(path: Path, schema: Schema | None = None) -> TableMapping:
    """Read a mapping.

    Args:
        path: a YAML file.
        schema: the model; muninet's own by default.

    Raises:
        UsageError: it cannot be read, or does not fit the model; a line for each thing that is wrong, with file, line
            and key path.
    """
    return checked(read_document(path), schema or load_schema())


def checked(document: Document, schema: Schema) -> TableMapping:
    """Check a mapping as written against the model; see read_mapping."""
    # What a draft leaves open would be refused by other words, one after the other.
    refuse(document, _gaps(document.data, ()))
    try:
        declared = Declared.model_validate(document.data)
    except ValidationError as error:
        refuse(document, dict(map(_explained, error.errors(include_url=False))).items())
        raise
    mapping = TableMapping(declared, document, schema, forms_of(schema))
    refuse(document, _misfits(mapping))
    return mapping


def check_columns(mapping: TableMapping, columns: Sequence[str], file: Path) -> None:
    """Check that a sheet has every column that the mapping reads.

    Raises:
        UsageError: it lacks one; a line for each, with the nearest column there is.
    """
    errors = []
    for path, name in _named_columns(mapping.declared):
        if name not in columns:
            there = ", ".join(columns[:30]) + (" …" if len(columns) > 30 else "")
            errors.append((path, f"{file.name} has no column {name!r}{_hint(name, columns)}: it has {there}"))
    refuse(mapping.document, errors)


def refuse(document: Document, errors: Iterable[tuple[Path_, str]]) -> None:
    """Raise UsageError with what is wrong at places of a mapping, a line for each, if anything is."""
    lines = [f"{document.place(path)}{message}" for path, message in errors]
    if lines:
        raise UsageError("\n".join(lines))


def _gaps(data: object, path: Path_) -> Iterator[_Error]:
    """The keys that a draft left for a person to fill in."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _gaps(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _gaps(value, (*path, number))
    elif isinstance(data, str) and GAP in data:
        yield path, f"the draft left this open: say what belongs here instead of {GAP}"


def _hint(word: str, known: Iterable[str]) -> str:
    near = nearest_word(word, known)
    return f" (did you mean {near!r}?)" if near else ""


def _explained(detail: Any) -> _Error:
    path = tuple(part for part in detail["loc"] if part not in (*TAGS, "[key]"))
    kind, message = detail["type"], str(detail["msg"]).removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    if kind == "missing":
        message = "is missing"
    elif kind == "extra_forbidden":
        known = _keys_at(path[:-1])
        message = f"no such key{_hint(str(path[-1]), known)}: there are {', '.join(known)}"
    elif kind != "value_error" and isinstance(detail["input"], str | int | float):
        message += f", found {detail['input']!r}"
    return path, message


def _keys_at(path: Path_) -> list[str]:
    """The keys that there are at a place in a mapping."""
    model: Any = Value
    at: dict[Path_, Any] = {(): Declared, ("table",): Layout, ("source",): Source}
    if path in at:
        model = at[path]
    elif "when" in path:
        model = Condition
    elif path[-1] == "each":
        model = Each
    elif path[0] == "entities" and path[-1] == "id":
        model = Key
    return [field.alias or name for name, field in model.model_fields.items()]


def _misfits(mapping: TableMapping) -> Iterator[_Error]:
    declared = mapping.declared
    if isinstance(declared.source, Source):
        yield from _constants(mapping, "Source", declared.source.model_dump(exclude_none=True), ("source",))
    for name, entity in declared.entities.items():
        yield from _entity(mapping, entity, ("entities", name))
    for number, fact in enumerate(declared.facts):
        yield from _fact(mapping, fact, ("facts", number))


def _entity(mapping: TableMapping, entity: Entity, path: Path_) -> Iterator[_Error]:
    if entity.type not in mapping.schema.nodes:
        yield (*path, "type"), f"no label {entity.type!r}{_hint(entity.type, mapping.schema.nodes)}"
        return
    yield from _properties(mapping, entity.type, entity.properties, path)
    if isinstance(entity.id.constant, list):
        yield (*path, "id", "constant"), "one id, not a list"
    elif entity.id.constant is not None:
        yield from _constants(mapping, entity.type, {"id": entity.id.constant}, (*path, "id"), "constant")
    for word, id_ in (entity.id.values or {}).items():
        if id_ is not None:
            yield from _constants(mapping, entity.type, {"id": id_}, (*path, "id", "values", word), "")
    named = {column for given in entity.properties.get("name", ()) for column in given.named}
    by_name = entity.id.named and set(entity.id.named) <= named and entity.id.values is None
    if by_name and not entity.id.from_name:
        yield (
            (*path, "id"),
            (
                "made from the name alone, and names are shared and change: take a column with a key, add another "
                "column (columns: [Country, Town]), or say from_name: true if there is nothing else"
            ),
        )
    if entity.each is not None and entity.each.column not in entity.id.named:
        yield (*path, "each"), "the id must be made from the column with the list"


def _fact(mapping: TableMapping, fact: Fact, path: Path_) -> Iterator[_Error]:
    if fact.type not in mapping.schema.facts:
        yield (*path, "type"), f"no fact type {fact.type!r}{_hint(fact.type, mapping.schema.facts)}"
        return
    yield from _properties(mapping, fact.type, fact.properties, path)
    labels: list[str | None] = []
    for key, end in (("from", fact.from_), ("to", fact.to)):
        label, errors = _end(mapping, fact, key, end)
        labels.append(label)
        yield from ((path if isinstance(end, Value) else (*path, key), error) for error in errors)
    kind = mapping.schema.facts[fact.type]
    starts = kind.from_labels if labels[0] is None else [labels[0]]
    stops = kind.to_labels if labels[1] is None else [labels[1]]
    if not any(kind.joins(start, stop) for start in starts for stop in stops):
        ends = f"{', '.join(kind.from_labels)} to {', '.join(kind.to_labels)}"
        yield path, f"{fact.type} does not lead from {labels[0] or 'any'} to {labels[1] or 'any'}, but from {ends}"


def _end(mapping: TableMapping, fact: Fact, key: str, end: str | Value) -> tuple[str | None, list[str]]:
    """The label at one end of a fact, None where it is not known, and what is wrong there."""
    entities = mapping.declared.entities
    if isinstance(end, Value):
        ids = [end.constant] if end.constant is not None else list((end.values or {}).values())
        checked_ids = (_constants(mapping, fact.type, {key: id_}, ()) for id_ in ids if id_ is not None)
        return None, [f"{key}: {message}" for errors in checked_ids for _, message in errors]
    if end not in entities:
        return None, [f"no entity {end!r}{_hint(end, entities)}: there are {', '.join(entities)}; an id is a constant"]
    label = entities[end].type
    return (label if label in mapping.schema.nodes else None), []


def _properties(mapping: TableMapping, type_: str, given: Mapping[str, list[Value]], path: Path_) -> Iterator[_Error]:
    form = mapping.forms[type_]
    settable = [column for column in form.columns if column not in ("id", "from", "to")]
    for column, values in given.items():
        if column not in settable:
            yield (*path, column), f"{type_} has no such property{_hint(column, settable)}: {', '.join(settable)}"
            continue
        prop = mapping.property_of(type_, column)
        if len(values) != 1 and not prop.is_list:
            yield (*path, column), "one value, not a list: join columns by `columns: […]`"
        for value in values:
            yield from _value(mapping, type_, column, prop, value, (*path, column))
    if given or form.kind == "fact":
        for column in sorted(form.required - {"id", "from", "to", "sources"} - given.keys()):
            yield (*path, column), f"is missing: every {type_} has one"
    if ("lat" in given) != ("lon" in given):
        yield path, "lat and lon go together"


def _value(
    mapping: TableMapping, type_: str, column: str, prop: Property, value: Value, path: Path_
) -> Iterator[_Error]:
    said = value.model_fields_set
    if prop.type != "date" and said & {"format", "precision"}:
        yield path, f"format and precision are of dates, and {column} is none"
    if prop.type not in _NUMBERS and said & {"decimal", "thousands"}:
        yield path, f"decimal and thousands are of numbers, and {column} is none"
    if not prop.is_list and "separator" in said:
        yield path, f"separator is of lists, and {column} is none"
    if prop.type not in ("string", "string[]", "url") and (value.before or value.after):
        yield path, f"before and after are of text, and {column} is none"
    for pattern in value.format:
        wrong = check_format(pattern)
        if wrong is not None:
            yield (*path, "format"), wrong
    if value.constant is not None:
        yield from _constants(mapping, type_, {column: value.constant}, path[:-1])
    for word, meant in (value.values or {}).items():
        if meant is not None:
            yield from _constants(
                mapping, type_, {column: [meant] if prop.is_list else meant}, (*path, "values", word), ""
            )


def _constants(
    mapping: TableMapping, type_: str, cells: Mapping[str, Any], path: Path_, key: str | None = None
) -> Iterator[_Error]:
    """What the model does not allow among values that are the same for every row."""
    readers = mapping.forms[type_].readers
    for column, cell in cells.items():
        prop = mapping.forms[type_].properties.get(column)
        numeric = prop is not None and prop.type in _NUMBERS
        try:
            # A year or a code written without quotes is a number to YAML, and text or a date to the model.
            plain = str(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) and not numeric else cell
            readers[column](plain)
        except ValueError as error:
            context = getattr(error, "context", None) or {}
            expected = f", expected {context['expected']}" if context.get("expected") else ""
            where = (*path, column) if key is None else (*path, key) if key else path
            yield where, f"{context.get('message', error)}, found {cell!r}{expected}"


def _named_columns(declared: Declared) -> Iterator[tuple[Path_, str]]:
    """Every column that a mapping reads, and where it says so."""
    for number, condition in enumerate(declared.when):
        yield ("when", number), condition.column
    for name, entity in declared.entities.items():
        path: Path_ = ("entities", name)
        yield from (((*path, "id"), column) for column in entity.id.named)
        if entity.each is not None:
            yield (*path, "each"), entity.each.column
        yield from _named_by(entity, path)
    for number, fact in enumerate(declared.facts):
        for key, end in (("from", fact.from_), ("to", fact.to)):
            if isinstance(end, Value):
                yield from ((("facts", number, key), column) for column in end.named)
        yield from _named_by(fact, ("facts", number))


def _named_by(stated: Entity | Fact, path: Path_) -> Iterator[tuple[Path_, str]]:
    for condition in stated.when:
        yield (*path, "when"), condition.column
    for column, values in stated.properties.items():
        for value in values:
            yield from (((*path, column), name) for name in value.named)
