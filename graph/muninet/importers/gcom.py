"""The signatories of the Covenant of Mayors, as the Joint Research Centre of the European Commission publishes them.

One row is an organisation that signed: a city, or a group of cities. The platform's own number of it, its
`organisation_id`, is the key; names repeat, and the Global Covenant's `gcom_id` is empty in some rows and used twice in
others. Mayors, coordinators and supporters stand there as of the last update before January 2024, without a day.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from muninet.errors import UsageError
from muninet.importers.bodies import BODIES, body_id
from muninet.importers.findings import RULES
from muninet.importers.points import read_point
from muninet.importers.reading import Reading
from muninet.importers.sheets import WORKBOOKS, Sheet, SheetRow, read_sheet
from muninet.loader.countries import CODES
from muninet.loader.records import Cell, Place, Record
from muninet.model import PartialDate
from muninet.model.names import fold
from muninet.quality.shapes import Shapes

SOURCE = "gcom-mycovenant-2024-01"
COVENANT = "covenant-of-mayors"
AS_OF = "2024-01"
# The published workbook has the signatories in this sheet, behind those that explain it.
_SHEET = "1"
_FLAGS = {
    "2020": "commitment_CoM2020_flag",
    "2030": "commitment_CoM2030_flag",
    "2050": "commitment_CoM2050_flag",
    "Mayors Adapt": "commitment_mayoradapt_flag",
}
COLUMNS = (
    "organisation_id", "organisation_name", "coordinator_name", "supporter_name", "country_code", "country_name",
    "population_adhesion", "organisation_latitude", "organisation_longitude", "group_organisation_id", "group_name",
    *_FLAGS.values(), "adhesion_type", "signatory_status", "mayor", "date_of_adhesion", "group_profile", "gcom_id",
)  # fmt: skip
# What the table writes otherwise than the rest of the world.
_COUNTRIES = {"BA": "Bosnia and Herzegovina", "MD": "Moldova"}
_FORMS = {
    "As an individual signatory": "individual",
    "As a group of signatories committing individually (joint SEAP - option 1)": "group, each committing by itself",
    "As a group of signatories committing collectively (joint SEAP - option 2)": "group, committing together",
}
# Excel counts days from 1900 on, and takes that year for a leap year.
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_KEY = re.compile(r"[a-z0-9]+([-_ ][a-z0-9]+)*", re.IGNORECASE)
_UNDATED = "As of the signatory's last update before January 2024."
_GROUP = "group of municipalities"
_UNLISTED = "Named by its members only; not itself among the signatories."
_SINCE_WHEN = "The table does not say since when."


@dataclass
class _Table:
    """What has been met so far.

    Attributes:
        file: the file, for places.
        reading: told of rows, bad rows and findings.
        shapes: where countries lie.
        listed: every `organisation_id` of the table.
        keys: the row that each of those met so far stands in.
        said: ids and country codes of what several rows name, which is stated once.
    """

    file: str
    reading: Reading
    shapes: Shapes
    listed: frozenset[str]
    keys: dict[str, int] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)


def read_signatories(file: Path, reading: Reading) -> Iterator[Record]:
    """Yield the records of the table: source, covenant, countries, cities, mayors, bodies, and what joins them.

    Args:
        file: the CSV form, or a workbook: the published one, or one with the signatories in its first sheet.
        reading: told of rows, bad rows and findings.

    Raises:
        UsageError: the file cannot be read, or lacks a column.
    """
    opened = _opened(file)
    missing = [name for name in COLUMNS if name not in opened.columns]
    if missing:
        raise UsageError(f"{file}: the header has no column {', '.join(missing)}: it is not the table of signatories")
    # Groups may stand below their members, so the keys are read first; nothing else of the file is kept.
    listed = frozenset(_text(row, "organisation_id") for row in opened.rows())
    table = _Table(str(file), reading, Shapes.load(), listed)
    yield from _frame(table)
    yield from _rows(opened, table)


def _opened(file: Path) -> Sheet:
    if file.suffix.lower() in WORKBOOKS:
        with contextlib.suppress(UsageError):  # no such sheet, or what the second try will tell
            return read_sheet(file, sheet=_SHEET)
    return read_sheet(file)


def _rows(sheet: Sheet, table: _Table) -> Iterator[Record]:
    for row in sheet.rows():
        table.reading.rows += 1
        place = Place(table.file, row.number)
        if row.fault is not None:
            fault = row.fault
            table.reading.problems.add(
                place, None, fault.rule, fault.message, found=fault.found, expected=fault.expected
            )
        else:
            yield from _row({name: _text(row, name) for name in COLUMNS}, place, table)


def _text(row: SheetRow, column: str) -> str:
    """A cell as the CSV form has it. The workbook has a hyphen where nothing is known, and days as days or numbers."""
    cell = row.cells.get(column)
    if cell is None or cell == "-":
        return ""
    return repr(cell) if isinstance(cell, float) else str(cell)


def _frame(table: _Table) -> Iterator[Record]:
    """What the rows refer to."""
    place = Place(table.file)
    yield Record(
        "Source",
        {
            "id": SOURCE,
            "title": "GCoM - MyCovenant, 5th release (January 2024), signatories",
            "publisher": "European Commission Joint Research Centre",
            "published": AS_OF,
            "licence": "CC-BY-4.0",
            "language": "en",
            "description": "Open table by Baldi, Franco, Melica, Treville and Bertoldi (2024).",
        },
        place,
    )
    yield _entity("Network", place, COVENANT, "Covenant of Mayors")


def _row(cells: Mapping[str, str], place: Place, table: _Table) -> Iterator[Record]:
    code = cells["country_code"].upper()
    if not _usable(cells, code, place, table):
        return
    yield from _country(code, cells["country_name"], table)
    city = city_id(cells["organisation_id"])
    yield _city(cells, city, code, place, table)
    yield _signature(cells, city, place, table)
    yield from _mayor(cells, city, place, table)
    for column, type_, label in (
        ("supporter_name", "SUPPORTED_BY", "supporter"),
        ("coordinator_name", "COORDINATED_BY", "coordinator"),
    ):
        if cells[column]:
            yield from _body(cells[column], table)
            to = body_id(cells[column])
            yield _fact(type_, place, city, to, as_of=AS_OF, label=label, note=_SINCE_WHEN)
    yield from _membership(cells, city, code, place, table)


def _usable(cells: Mapping[str, str], code: str, place: Place, table: _Table) -> bool:
    problems, key = table.reading.problems, cells["organisation_id"]
    before = len(problems)
    if not key or not _KEY.fullmatch(key):
        problems.add(place, "organisation_id", "bad-id", "the row has no key", found=key, expected="a number")
    elif key in table.keys:
        problems.add(
            place, "organisation_id", "duplicate-id", f"row {table.keys[key]} has this key", found=key,
            expected="a key of its own",
        )  # fmt: skip
    if not cells["organisation_name"]:
        problems.add(place, "organisation_name", "missing-value", "the row has no name", expected="a name")
    if code not in CODES:
        problems.add(
            place, "country_code", "bad-country", "not a country code", found=code, expected="ISO 3166-1 alpha-2"
        )
    if len(problems) == before:
        table.keys[key] = place.row or 0
    return len(problems) == before


def city_id(key: str) -> str:
    """The id of the organisation with that key; the same in every release of the table."""
    return f"gcom-{_words(key)}"


def _words(text: str) -> str:
    return fold(text).replace(" ", "-")


def _country(code: str, name: str, table: _Table) -> Iterator[Record]:
    known = _COUNTRIES.get(code, name)
    if code not in table.said:
        table.said.add(code)
        yield _entity("Country", Place(table.file), _words(known) or code.lower(), known or code, code=code)


def _city(cells: Mapping[str, str], city: str, code: str, place: Place, table: _Table) -> Record:
    more: dict[str, Cell] = {}
    inhabitants = cells["population_adhesion"]
    if _NUMBER.fullmatch(inhabitants):
        more["population"] = int(float(inhabitants))
        signed = _day(cells["date_of_adhesion"])
        more["population_year"] = signed.first.year if signed else None
    elif inhabitants:
        table.reading.find(
            RULES["unreadable-value"], city, place, inhabitants, "the number of inhabitants cannot be read"
        )
    if cells["group_profile"] == "1":
        more["kind"] = _GROUP
    point = read_point(cells["organisation_latitude"], cells["organisation_longitude"], code, table.shapes)
    for rule, found, message in point.remarks:
        table.reading.find(RULES[rule], city, place, found, message)
    if point.lat is not None:
        more |= {"lat": point.lat, "lon": point.lon}
    identifiers = [f"gcom-org:{cells['organisation_id']}", *([f"gcom:{cells['gcom_id']}"] if cells["gcom_id"] else [])]
    return _entity("City", place, city, cells["organisation_name"], country=code, identifiers=identifiers, **more)


def _day(text: str) -> PartialDate | None:
    """A day, or the number of one as Excel counts them; None where it is neither."""
    if _SERIAL.fullmatch(text):
        text = (_EXCEL_EPOCH + dt.timedelta(days=int(text))).isoformat()
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _signature(cells: Mapping[str, str], city: str, place: Place, table: _Table) -> Record:
    written = cells["date_of_adhesion"]
    since = _day(written)
    if since is None and written:
        table.reading.find(RULES["unreadable-value"], city, place, written, "the day of adhesion cannot be read")
    form = cells["adhesion_type"]
    if form and form not in _FORMS:
        table.reading.find(
            RULES["unknown-word"], city, place, form, "no form of adhesion that the table's definitions know"
        )
    status = cells["signatory_status"]
    if status not in ("", "published", "on_hold"):
        table.reading.find(RULES["unknown-word"], city, place, status, "no status that the table's definitions know")
    signed = [year for year, column in _FLAGS.items() if cells[column] == "1"]
    return _fact(
        "SIGNATORY_OF", place, city, COVENANT, since=since, as_of=AS_OF, status=status, label="signatory",
        commitments=signed, adhesion_form=_FORMS.get(form),
    )  # fmt: skip


def _mayor(cells: Mapping[str, str], city: str, place: Place, table: _Table) -> Iterator[Record]:
    name = cells["mayor"]
    if name.count(",") > 1:
        table.reading.find(RULES["several-names"], city, place, name, "the mayor's name is a list of people")
    elif name:
        key = cells["organisation_id"]
        mayor = f"gcom-mayor-{_words(key)}"
        yield _entity("Person", place, mayor, name, identifiers=[f"gcom-mayor:{key}"])
        yield _fact("MAYOR_OF", place, mayor, city, as_of=AS_OF, label="mayor", note=_UNDATED)


def _body(name: str, table: _Table) -> Iterator[Record]:
    body = body_id(name)
    if body in table.said:
        return
    table.said.add(body)
    place = Place(table.file)
    known = BODIES.get(name)
    identifiers = [f"gcom-body:{_words(name)[:100].strip('-')}"]
    yield _entity(
        known.label if known else "Organisation", place, body, known.name if known else name, identifiers=identifiers
    )
    if known and known.branch_of:
        yield from _body(known.branch_of, table)
        yield _fact("BRANCH_OF", place, body, body_id(known.branch_of), as_of=AS_OF, label="national branch")


def _membership(cells: Mapping[str, str], city: str, code: str, place: Place, table: _Table) -> Iterator[Record]:
    key = cells["group_organisation_id"]
    if not key:
        return
    group = city_id(key)
    if key not in table.listed:
        table.reading.find(
            RULES["missing-group"], city, place, key, f"its group {cells['group_name']!r} is not among the signatories"
        )
        if group not in table.said:
            table.said.add(group)
            yield _entity(
                "City", Place(table.file), group, cells["group_name"] or key, country=code, kind=_GROUP,
                identifiers=[f"gcom-org:{key}"], description=_UNLISTED,
            )  # fmt: skip
    yield _fact("PART_OF", place, city, group, as_of=AS_OF, label="member of a group of signatories")


def _entity(label: str, place: Place, id_: str, name: str, **cells: Cell) -> Record:
    return Record(label, {"id": id_, "name": name, **cells, "sources": [SOURCE]}, place)


def _fact(type_: str, place: Place, start: str, end: str, **cells: Cell) -> Record:
    return Record(type_, {"from": start, "to": end, **cells, "sources": [SOURCE]}, place)
