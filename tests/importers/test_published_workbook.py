"""The published workbook of the Covenant's signatories, rebuilt from the CSV form: importing either says the same.

SOURCE.md lists what was changed to make the CSV form of it. Here that is reversed: sheet `1` among others, `-` for
empty cells, days as Excel's serial numbers, spaces that do not break, values that are not trimmed, numbers as numbers.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import load_workbook
from tests.importers.conftest import Signatories

from muninet.errors import UsageError
from muninet.importers.gcom import read_signatories
from muninet.importers.importing import IMPORTERS, import_file
from muninet.importers.reading import Reading
from muninet.loader import unload
from muninet.store.bolt import Store

DAY = "date_of_adhesion"
NUMBERS = {"organisation_id", "population_adhesion", "organisation_latitude", "organisation_longitude",
           "group_organisation_id", "group_profile"}  # fmt: skip
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def serial(day: str) -> int:
    """The number of a day as Excel counts: 1 March 1900 is 61, since it takes 1900 for a leap year."""
    return (dt.date.fromisoformat(day) - dt.date(1900, 3, 1)).days + 61


def publish(table: Path, file: Path, columns: Path | None = None) -> Path:
    """Write the workbook that a CSV form may have been made of."""
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    book.add_worksheet("README").write_row(0, 0, ["Copyright", "Reuse is authorised with the source acknowledged."])
    meta = book.add_worksheet("df1_METADATA")
    for number, row in enumerate(_rows(columns) if columns else [["Name", "Type"], ["mayor", "string"]]):
        meta.write_row(number, 0, row)
    sheet = book.add_worksheet("1")
    header, *rows = _rows(table)
    sheet.write_row(0, 0, header)
    for number, row in enumerate(rows, 1):
        for position, (column, text) in enumerate(zip(header, row, strict=True)):
            if column == DAY and text:
                # Excel shows a number or a day, as the cell is formatted.
                sheet.write_number(number, position, serial(text), days if number % 2 else None)
            elif column in NUMBERS and _NUMBER.fullmatch(text):
                sheet.write_number(number, position, float(text))
            else:
                sheet.write_string(number, position, _untidy(text, number) or "-")
    book.close()
    return file


def _untidy(text: str, number: int) -> str:
    """Every third value with a space that does not break, every fifth with blanks around it."""
    if number % 3 == 0:
        text = text.replace(" ", "\u00a0", 1)
    return f" {text}\u00a0 " if text and number % 5 == 0 else text


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


def read(file: Path) -> tuple[list[tuple[str, Any]], list[Any], Reading]:
    """Records and findings without the places that they come from."""
    reading = Reading()
    records: list[tuple[str, Any]] = [(record.type, dict(record.cells)) for record in read_signatories(file, reading)]
    findings = [(one.rule.name, one.entity, one.found, one.message) for one in reading.findings]
    return records, findings, reading


def test_a_day_as_excel_counts() -> None:
    assert (serial("2008-01-15"), serial("2023-12-13")) == (39462, 45273)


def test_the_whole_table_says_the_same_in_either_form(open_data: Path, tmp_path: Path) -> None:
    folder = open_data / "gcom-mycovenant"
    table = folder / "signatories_2024.csv"
    workbook = publish(table, tmp_path / "df1_Signatories_2024.xlsx", folder / "signatories_columns.csv")
    records, findings, reading = read(workbook)
    expected, expected_findings, expected_reading = read(table)
    assert reading.rows == expected_reading.rows == 11_973
    assert len(reading.problems) == len(expected_reading.problems) == 0
    assert Counter(type_ for type_, _ in records) == Counter(type_ for type_, _ in expected)
    different = [(one, other) for one, other in zip(records, expected, strict=True) if one != other]
    assert different == []
    assert [(one, other) for one, other in zip(findings, expected_findings, strict=True) if one != other] == []


def test_what_the_workbook_is_made_of_is_really_in_it(signatories: Signatories, tmp_path: Path) -> None:
    """Without the steps that the importer undoes, the two forms would differ."""
    rows = [{"organisation_id": str(number), "organisation_name": "Ova By"} for number in range(1, 16)]
    file = publish(signatories(*rows), tmp_path / "table.xlsx")
    book = load_workbook(file)
    assert book.sheet_names == ["README", "df1_METADATA", "1"]
    header, *cells = book.get_sheet_by_name("1").to_python()
    named = [dict(zip(map(str, header), row, strict=True)) for row in cells]
    assert {str(row["organisation_name"]) for row in named} == {
        "Ova By", "Ova\u00a0By", " Ova By\u00a0 ", " Ova\u00a0By\u00a0 ",
    }  # fmt: skip
    assert {row["coordinator_name"] for row in named} == {"-"}
    assert [row[DAY] for row in named[:2]] == [dt.date(2015, 3, 4), 42067.0]
    assert {type(row["organisation_id"]) for row in named} == {float}


async def test_both_forms_make_the_same_graph(
    store: Store, empty_graph: object, signatories: Signatories, tmp_path: Path
) -> None:
    table = signatories(
        {"supporter_name": "Agency of Ova", "gcom_id": "EE0001", "group_organisation_id": "3", "group_name": "Both"},
        {"organisation_id": "2", "organisation_name": "Uva By", "organisation_latitude": "58,5", "mayor": "A, B, C"},
        {"organisation_id": "3", "organisation_name": "Both", "group_profile": "1", "mayor": ""},
    )  # fmt: skip
    importer = IMPORTERS["gcom-mycovenant"]
    await import_file(store, importer, table)
    expected = await _graph(store)
    assert len(expected) > 10
    imported = await import_file(store, importer, publish(table, tmp_path / "table.xlsx"))
    assert imported.report.nothing_changed
    await unload(store, importer.dataset)
    assert await _graph(store) == []
    await import_file(store, importer, tmp_path / "table.xlsx")
    assert await _graph(store) == expected


async def _graph(store: Store) -> list[Any]:
    """All entities and facts, with their properties as text."""
    rows = await store.read(
        "MATCH (n:Entity) RETURN n.id AS id, labels(n) AS type, n.statements AS stated UNION ALL "
        "MATCH (:Entity)-[f]->(:Entity) RETURN f.id AS id, [type(f)] AS type, f.statements AS stated"
    )
    return sorted((row[0], sorted(row[1]), row[2]) for row in rows.rows)


def test_a_workbook_without_the_published_sheet_is_read_from_its_first(
    signatories: Signatories, tmp_path: Path
) -> None:
    rows = _rows(signatories({}))
    book = xlsxwriter.Workbook(str(tmp_path / "own.xlsx"))
    sheet = book.add_worksheet("Sheet")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    assert read(tmp_path / "own.xlsx")[2].rows == 1
    (tmp_path / "bad.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(UsageError, match=r"bad\.xlsx: no workbook that can be read"):
        read(tmp_path / "bad.xlsx")
