"""A draft recognises columns in five languages, and reads back once its gaps are filled in."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from muninet.errors import UsageError
from muninet.importers.reading import Reading
from muninet.importers.sheets import read_sheet
from muninet.importers.table import Known, draft, read_mapping, read_table
from muninet.importers.table.vocabulary import FILE, month_named
from muninet.loader import Record
from muninet.model import load_schema
from muninet.model.names import fold

FILLED = {
    "country: {constant: FILL_IN}": "country: {constant: AL}",
    "id: FILL_IN": "id: my-source",
    "published: FILL_IN": "published: 2026",
    "{constant: FILL_IN}": "{constant: b40}",
}
COUNTRIES = {"Deutschland": "DE", "France": "FR", "España": "ES", "Italia": "IT", "Albania": "AL"}


def drafted(folder: Path, content: str, name: str = "members.csv", header_row: int = 1) -> str:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return draft(read_sheet(file, header_row=header_row), load_schema())


def read_back(folder: Path, text: str, name: str = "members.csv") -> tuple[list[Record], Reading]:
    """Fill in what is marked FILL_IN, and import the table through the draft."""
    for todo, filled in FILLED.items():
        text = text.replace(todo, filled)
    file = folder / "draft.yaml"
    file.write_text(text.replace(" FILL_IN", " Something"), encoding="utf-8")
    mapping = read_mapping(file)
    reading = Reading()
    sheet = read_sheet(folder / name, **mapping.declared.table.model_dump())
    return list(read_table(sheet, mapping, reading, known=Known(COUNTRIES))), reading


LISTS = {
    "AL": [
        "Member ID;City;Country;Population;Latitude;Longitude;Member since;Status",
        "7;Tirana;Albania;418,495;41.3;19.8;05/13/2008;active",
    ],
    "DE": [
        "Mitgliedsnummer;Gemeinde;Land;Einwohner (2021);Breitengrad;Längengrad;Beitrittsdatum;Stand",
        "7;Köln;Deutschland;1.073.096;50,9;6,9;13.05.2008;aktiv",
    ],
    "FR": [
        "Code INSEE;Commune;Pays;Nombre d'habitants;Latitude;Longitude;Date d’adhésion;Statut",
        "07;Besançon;France;119 198;47,2;6,0;13 mai 2008;actif",
    ],
    "ES": [
        "Código;Municipio;País;Población;Latitud;Longitud;Fecha de adhesión;Estado",
        "7;Málaga;España;591.637;36,7;-4,4;13/05/2008;activo",
    ],
    "IT": [
        "Codice ISTAT;Comune;Paese;Abitanti;Latitudine;Longitudine;Data di adesione;Condizione",
        "7;Forlì;Italia;116.440;44,2;12,0;13-05-2008;attivo",
    ],
}


@pytest.mark.parametrize("country", LISTS)
def test_five_languages(tmp_path: Path, country: str) -> None:
    header, row = LISTS[country]
    text = drafted(tmp_path, f"{header}\n{row}\n")
    (tmp_path / "raw.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="FILL_IN"):
        read_mapping(tmp_path / "raw.yaml")
    (_, city, member), reading = read_back(tmp_path, text)
    cells = row.split(";")
    digits = int("".join(filter(str.isdigit, cells[3])))
    lat, lon = (float(cell.replace(",", ".")) for cell in cells[4:6])
    wanted = {"name": cells[1], "country": country, "population": digits, "lat": lat, "lon": lon}
    assert {key: city.cells[key] for key in wanted} == wanted
    assert (str(member.cells["since"]), member.cells["status"]) == ("2008-05-13", cells[7])
    assert len(reading.problems) == 0


def test_headers_that_yaml_would_read_otherwise(tmp_path: Path) -> None:
    header = '"Town: ""official""",true,"{x} # \x07",no,"a\\b"'
    text = drafted(tmp_path, f"{header}\nA,1,2,3,4\n")
    (_, city, _), reading = read_back(tmp_path, text)
    assert city.cells["name"] == "A"
    assert len(reading.problems) == 0
    assert all(line.isprintable() for line in text.splitlines())


def test_statuses_networks_and_months_are_recognised(tmp_path: Path) -> None:
    text = drafted(
        tmp_path,
        "List of all members,,,,\nTown,Country,Network,Status,Joined\nA,AL,One,Member,03/2010\nB,AL,Two,Observer,2011\n"
        "C,AL,One,Pending,12/2012\n",
        header_row=2,
    )
    assert "table: {header_row: 2, delimiter" not in text
    assert "table: {header_row: 2}" in text
    records, reading = read_back(tmp_path, text)
    facts = [(r.type, r.cells["from"], r.cells["to"], str(r.cells["since"])) for r in records if "from" in r.cells]
    assert facts == [
        ("MEMBER_OF", "members-al-a", "one", "2010-03"),
        ("OBSERVER_OF", "members-al-b", "two", "2011"),
        ("CANDIDATE_OF", "members-al-c", "one", "2012-12"),
    ]
    assert len(reading.problems) == 0


def test_a_workbook_and_what_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "members.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("Liste 1")
        sheet.write_row(0, 0, ["Ort", "Beitritt", "Bemerkung", "Leer"])
        for row in (1, 2):
            sheet.write(row, 0, f"Ort {row}")
            sheet.write_datetime(row, 1, dt.datetime(2020, 5, row), book.add_format({"num_format": "d.m.yy"}))
        sheet.write(1, 2, "see\nthere\t" + "x" * 100)
    text = draft(read_sheet(file), load_schema())
    assert text.splitlines()[-2:] == [f"# Not used: Bemerkung (see there {'x' * 29}…)", "# Not used: Leer (empty)"]
    records, _ = read_back(tmp_path, text, "members.xlsx")
    assert [str(record.cells["since"]) for record in records if record.type == "MEMBER_OF"] == [
        "2020-05-01",
        "2020-05-02",
    ]


def test_a_sheet_without_rows(tmp_path: Path) -> None:
    records, reading = read_back(tmp_path, drafted(tmp_path, "a,b\n"))
    assert ([record.type for record in records], reading.rows) == (["Source"], 0)


def test_a_word_means_one_thing() -> None:
    tables = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for table in ("columns", "statuses"):
        meant: dict[str, set[str]] = {}
        for meaning, languages in tables[table].items():
            assert list(languages) == ["en", "de", "fr", "es", "it"]
            for word in (word for words in languages.values() for word in words):
                meant.setdefault(fold(word), set()).add(meaning)
        assert {word: names for word, names in meant.items() if len(names) > 1} == {}
    assert {len(months) for months in tables["months"].values()} == {12}


def test_months_by_their_beginnings() -> None:
    words = ["März", "mars", "Mar", "DÉC", "sept.", "jui", "ju", "Brumaire", "agosto"]
    assert [month_named(word) for word in words] == [3, 3, 3, 12, 9, None, None, None, 8]
