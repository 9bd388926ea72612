"""Makes records of the rows of a sheet, as a mapping says: all that a row states, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from muninet.errors import LoadError, LoadProblem, Suggestion
from muninet.importers.reading import NOT_WANTED, NOTHING_STATED, REPEATED, Reading
from muninet.importers.table.checking import TableMapping, check_columns
from muninet.importers.table.known import Known, Wrong, stated_labels, too_long
from muninet.importers.table.mapping import Entity, Fact, Key, Source, Value
from muninet.importers.table.values import CellError, Made, Row, Words, as_text, holds, plain, read_key, read_value
from muninet.loader.checks import read_values
from muninet.loader.problems import Problems
from muninet.loader.records import Cell, Place, Plain, Record
from muninet.model.names import fold

if TYPE_CHECKING:
    from muninet.importers.sheets import Sheet, SheetRow


def read_table(
    sheet: Sheet, mapping: TableMapping, reading: Reading, *, known: Known | None = None
) -> Iterator[Record]:
    """Yield what the rows of a sheet state, as the loader's records; every one has passed the loader's checks of a row.

    The source comes first where the mapping states one. Memory grows with what is stated, not with the file.

    Args:
        sheet: an open sheet.
        mapping: says where everything comes from.
        reading: counts the rows, and takes what is wrong with them; such a row yields nothing.
        known: what the graph has; without it, only codes of countries are read, and no reference is checked.

    Raises:
        UsageError: at once, where the sheet lacks a column; while reading, where the file is damaged.
    """
    check_columns(mapping, sheet.columns, sheet.file)
    known = known or Known()
    folded = {fold(name): code for name, code in known.countries.items()}
    words = Words(frozenset(map(plain, mapping.declared.empty)), folded)
    return _records(sheet, reading, _Frame(mapping, words, known, stated_labels(mapping)))


@dataclass(frozen=True)
class _Frame:
    """What is the same for every row; `stated` are the labels that the mapping states: all rows tell of their ids."""

    mapping: TableMapping
    words: Words
    known: Known
    stated: frozenset[str]


def _records(sheet: Sheet, reading: Reading, frame: _Frame) -> Iterator[Record]:
    mapping = frame.mapping
    source = mapping.declared.source
    if isinstance(source, Source):
        # No row of the table: a problem with the source concerns them all.
        place = Place(f"{mapping.document.file}:{mapping.document.lines['source',]}")
        yield Record("Source", source.model_dump(exclude_none=True), place)
    stated = _Stated()
    for row in sheet.rows():
        reading.rows += 1
        if row.fault is None and not holds(mapping.declared.when, row.cells):
            reading.leave_out(NOT_WANTED)
            continue
        work = _RowWork(frame, stated, row, Place(str(sheet.file), row.number))
        work.run()
        if work.problems:
            reading.refuse(work.problems)
        elif not work.found:
            reading.leave_out(REPEATED if work.known else NOTHING_STATED)
        else:
            stated.add(work.found, row.number)
            yield from (item.record for item in work.found)


@dataclass(frozen=True, slots=True)
class _Item:
    """A record with its values in plain form; `key` is what makes it the same thing, `made` what its id was made of."""

    key: tuple[Any, ...]
    record: Record
    values: dict[str, Plain]
    made: tuple[str, ...] | None = None


@dataclass
class _Stated:
    """What earlier rows state: values and row by key, and what ids were made of."""

    items: dict[tuple[Any, ...], tuple[dict[str, Plain], int]] = field(default_factory=dict)
    made: dict[str, tuple[tuple[str, ...], int]] = field(default_factory=dict)

    def add(self, items: list[_Item], row: int) -> None:
        for item in items:
            self.items[item.key] = item.values, row
            if item.made is not None:
                self.made.setdefault(str(item.values["id"]), (item.made, row))


class _RowWork:
    """What is made of one row, and what is wrong with it."""

    def __init__(self, frame: _Frame, stated: _Stated, row: SheetRow, place: Place) -> None:
        self._frame, self._stated = frame, stated
        self._mapping, self._words = frame.mapping, frame.words
        self._row, self._place = row, place
        self.found: list[_Item] = []
        self.problems: list[LoadProblem] = []
        self.known = False

    def run(self) -> None:
        """Read everything that the mapping makes of the row."""
        fault = self._row.fault
        if fault is not None:
            self._wrong(None, fault.rule, fault.message, fault.found, fault.expected)
            return
        ids = {name: self._entity(entity) for name, entity in self._mapping.declared.entities.items()}
        for fact in self._mapping.declared.facts:
            if holds(fact.when, self._row.cells):
                kind = self._mapping.schema.facts[fact.type]
                starts = self._end(fact.from_, ids, kind.from_labels)
                ends = self._end(fact.to, ids, kind.to_labels)
                for start, end in product(starts, ends):
                    self._fact(fact, start, end)

    def _wrong(
        self, column: str | None, rule: str, message: str, found: str | None = None, expected: str | None = None,
        suggestions: tuple[Suggestion, ...] = (),
    ) -> None:  # fmt: skip
        problem = LoadProblem(self._place.file, self._place.row, column, rule, message, found, expected, suggestions)
        if problem not in self.problems:  # an entity and its fact may read the same cell
            self.problems.append(problem)

    def _note(self, error: CellError) -> None:
        self._wrong(error.column, error.rule, error.message, error.found, error.expected)

    def _entity(self, entity: Entity) -> list[str]:
        """The ids of the entities that the row names; each is kept with what is stated of it."""
        ids = []
        for cells in self._contexts(entity):
            if not holds(entity.when, cells):
                continue
            wrong, key, frame = len(self.problems), ", ".join(entity.id.named) or None, self._frame
            made = self._made(entity.id, cells)
            if made is None:
                if not entity.optional and entity.each is None and len(self.problems) == wrong:
                    expected = "a key (or `optional: true`, where there may be none)"
                    self._wrong(key, "missing-value", f"the key of the {entity.type} is empty", None, expected)
                continue
            ids.append(made.id)
            if not entity.properties:
                self._check(key, frame.known.no_entity(made.id, (entity.type,), frame.stated))
            else:
                self._check(key, frame.known.other_label(made.id, entity.type))
                record = self._record(entity.type, {"id": made.id}, entity.properties, cells)
                self._keep(record, (entity.type, made.id), {**entity.properties, "id": [entity.id]}, made.of)
        return list(dict.fromkeys(ids))

    def _contexts(self, entity: Entity) -> list[Row]:
        if entity.each is None:
            return [self._row.cells]
        text = as_text(self._row.cells[entity.each.column])
        parts = [part.strip() for part in text.split(entity.each.separator)]
        return [{**self._row.cells, entity.each.column: part} for part in parts if part]

    def _made(self, key: Value, cells: Row) -> Made | None:
        try:
            made = read_key(key, cells, self._words)
        except CellError as error:
            self._note(error)
            return None
        if isinstance(key, Key) and made is not None and made.of is not None and made.id in self._stated.made:
            of, row = self._stated.made[made.id]
            if of != made.of:
                message = f"the keys {' '.join(of)!r} (row {row}) and {' '.join(made.of)!r} make the same id {made.id}"
                self._wrong(
                    ", ".join(key.named), "ambiguous-id", message, None, "keys that differ in letters or digits"
                )
        return made

    def _check(self, column: str | None, wrong: Wrong | None) -> None:
        if wrong is not None:
            self._wrong(column, *wrong)

    def _end(self, end: str | Value, ids: Mapping[str, list[str]], labels: Sequence[str]) -> list[str]:
        """The ids at one end of a fact."""
        if isinstance(end, str):
            return ids[end]
        cells: list[Row] = [self._row.cells]
        if end.separator is not None and end.column is not None:
            parts = as_text(self._row.cells[end.column]).split(end.separator)
            cells = [{**self._row.cells, end.column: part.strip()} for part in parts if part.strip()]
        made = [self._made(end, context) for context in cells]
        found = list(dict.fromkeys(one.id for one in made if one is not None))
        for id_ in found:
            self._check(", ".join(end.named) or None, self._frame.known.no_entity(id_, labels, self._frame.stated))
        return found

    def _fact(self, fact: Fact, start: str, end: str) -> None:
        record = self._record(fact.type, {"from": start, "to": end}, fact.properties, self._row.cells)
        self._keep(record, (fact.type, start, end), fact.properties, None)

    def _record(self, type_: str, fixed: dict[str, Cell], properties: Mapping[str, list[Value]], cells: Row) -> Record:
        filled: dict[str, Cell] = dict(fixed)
        for column, values in properties.items():
            prop = self._mapping.property_of(type_, column)
            try:
                read = [read_value(value, prop, cells, self._words) for value in values]
            except CellError as error:
                self._note(error)
                continue
            filled[column] = [part for one in read for part in one] if prop.is_list else read[0]
        filled.setdefault("sources", [self._mapping.declared.source_id])
        return Record(type_, filled, self._place)

    def _keep(
        self, record: Record, key: tuple[Any, ...], properties: Mapping[str, list[Value]], made: tuple[str, ...] | None
    ) -> None:
        """Check a record as the loader will, and keep it unless an earlier row states the same."""
        if self.problems:
            return
        heard = Problems()
        values = read_values(record, self._mapping.forms[record.type], heard)
        if len(heard):
            self._translate(heard, properties)
            return
        for name, value in values.items():
            prop = self._mapping.forms[record.type].properties.get(name)
            if prop is not None:
                wrong = self._frame.known.no_country(prop, value, self._frame.stated) or too_long(prop, value)
                if wrong is not None:
                    self._wrong(self._columns(properties, name), *wrong)
        if self.problems:
            return
        fact = self._mapping.schema.facts.get(record.type)
        if fact is not None:
            key = (*key, *(str(values.get(name)) for name in fact.identity))
        mine = next((item for item in self.found if item.key == key), None)
        there = (mine.values, self._row.number) if mine else self._stated.items.get(key)
        if there is None:
            self.found.append(_Item(key, record, values, made))
        elif there[0] == values:
            self.known = True
        else:
            self._conflict(record, values, *there, properties=properties)

    def _conflict(
        self, record: Record, values: dict[str, Plain], before: dict[str, Plain], row: int,
        properties: Mapping[str, list[Value]],
    ) -> None:  # fmt: skip
        name = next(name for name in {**before, **values} if before.get(name) != values.get(name))
        columns = self._columns(properties, name)
        entity = "id" in values
        what = f"the {record.type} {values['id']}" if entity else f"{values['from']} {record.type} {values['to']}"
        message = f"{what} stands in row {row} with another {name}"
        rule = "conflicting-rows" if entity else "duplicate-fact"
        self._wrong(columns, rule, message, _shown(values.get(name)), f"{_shown(before.get(name))}, as in row {row}")

    def _translate(self, heard: Problems, properties: Mapping[str, list[Value]]) -> None:
        """Tell the loader's problems of the sheet's columns."""
        try:
            heard.refuse()
        except LoadError as error:
            for problem in error.problems:
                column = self._columns(properties, problem.column or "")
                # A column may be called anything: say which property is meant, unless the message does.
                told = column is None or (problem.column or "") in problem.message.split()
                message = problem.message if told else f"{problem.column}: {problem.message}"
                self._wrong(column or problem.column, problem.rule, message, problem.found, problem.expected)

    def _columns(self, properties: Mapping[str, list[Value]], name: str) -> str | None:
        given = properties.get("lat" if name == "location" else name, ())
        return ", ".join(dict.fromkeys(column for value in given for column in value.named)) or None


def _shown(value: Plain | None) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 80 else text[:79] + "…"
