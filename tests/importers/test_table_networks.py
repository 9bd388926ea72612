"""17,000 memberships of 59 networks in one sheet, through one mapping of some twenty lines."""

from collections import Counter
from pathlib import Path

import pytest
import xlsxwriter

from muninet.errors import LoadError
from muninet.importers.reading import Reading
from muninet.importers.sheets import read_sheet
from muninet.importers.table import Known, read_mapping, read_table
from muninet.loader import Place, Record
from muninet.loader.checks import read_values
from muninet.loader.forms import forms_of
from muninet.loader.problems import Problems
from muninet.model import load_schema

MAPPING = Path(__file__).parents[1] / "data" / "mappings" / "many.yaml"
HEADER = ["Network", "City", "Country", "Status", "Year of joining"]
COUNTRIES = ["AL", "BA", "Greece", "Türkiye"]
NETWORKS, ROWS = 59, 17_000


def row(number: int) -> list[str | int]:
    """City `number // 59 + 1` in the network `number % 59 + 1`; every 1,000th row has no year that can be read."""
    network, city = number % NETWORKS + 1, number // NETWORKS + 1
    status = ["full member", "associate", "observer"][number % 3]
    year: str | int = 1990 + number % 35 if number % 1000 else "unknown"
    return [f"Network {network}", f"City {city}", COUNTRIES[city % 4], status, year]


def written(folder: Path, kind: str) -> Path:
    file = folder / f"networks.{kind}"
    table: list[list[str | int]] = [[*HEADER], *map(row, range(ROWS))]
    if kind == "csv":
        file.write_text("\n".join(";".join(str(cell) for cell in cells) for cells in table) + "\n", encoding="utf-8")
    else:
        with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
    return file


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_seventeen_thousand_rows(tmp_path: Path, kind: str) -> None:
    file = written(tmp_path, kind)
    reading = Reading()
    known = Known({"Greece": "GR", "Turkey": "TR", "Türkiye": "TR"})
    records = list(read_table(read_sheet(file), read_mapping(MAPPING), reading, known=known))
    with pytest.raises(LoadError) as caught:
        reading.problems.refuse()
    wrong = [(problem.row, problem.rule, problem.found) for problem in caught.value.problems]
    assert wrong == [(row, "bad-date", "unknown") for row in range(2, 17_002, 1000)]
    assert (reading.rows, reading.left_out.total()) == (17_000, 0)
    assert len({record.place.row for record in records}) == 16_983
    observers = sum(1 for number in range(ROWS) if number % 3 == 2 and number % 1000)
    assert Counter(record.type for record in records) == {
        "City": 289, "Network": 59, "MEMBER_OF": 16_983 - observers, "OBSERVER_OF": observers,
    }  # fmt: skip
    # Row 2 has no year, so that the first city is stated by row 3, and the first network by the second city's row.
    rows = {record.cells["id"]: record.place.row for record in records if "id" in record.cells}
    assert (rows["many-ba-city-1"], rows["many-network-1"]) == (3, 2 + NETWORKS)
    assert records[2] == Record(
        "MEMBER_OF",
        {
            "from": "many-ba-city-1",
            "to": "many-network-2",
            "since": records[2].cells["since"],
            "status": "associate",
            "sources": ["many-networks-2025"],
        },
        Place(str(file), 3),
    )
    assert str(records[2].cells["since"]) == "1991"
    problems, forms = Problems(), forms_of(load_schema())
    for record in records:
        read_values(record, forms[record.type], problems)
    assert len(problems) == 0
