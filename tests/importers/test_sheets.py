"""Sheets of many kinds become rows, numbered as a spreadsheet shows them."""

import datetime as dt
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from muninet.errors import UsageError
from muninet.importers.sheets import Sheet, read_sheet

DAY = dt.date(2020, 5, 6)


def rows(sheet: Sheet) -> list[tuple[int, tuple[object, ...]]]:
    return [(row.number, tuple(row.cells.values())) for row in sheet.rows()]


def text(folder: Path, content: str | bytes, name: str = "members.csv") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def workbook(folder: Path, fill: Callable[[Any, Any], None], **options: object) -> Path:
    """A workbook with the sheets Notes and Members; `fill` is given the book and the second."""
    file = folder / "members.xlsx"
    with xlsxwriter.Workbook(str(file), options) as book:
        book.add_worksheet("Notes")
        fill(book, book.add_worksheet("Members"))
    return file


def ods(folder: Path, table: str) -> Path:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    file = folder / "members.ods"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        body = f'<office:body><office:spreadsheet><table:table table:name="Members">{table}</table:table>'
        closing = "</office:spreadsheet></office:body></office:document-content>"
        parts.writestr("content.xml", f'<?xml version="1.0"?><office:document-content{spaces}>{body}{closing}')
    return file


def refused(path: Path, **options: Any) -> str:
    with pytest.raises(UsageError) as error:
        list(read_sheet(path, **options).rows())
    return str(error.value).replace(str(path.parent), "…")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_of_every_kind(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    lines = [["Town", "Lat", "Note"], ["Čačak", "43.9", 'says ""yes"""'], [], ["Niš", "", '"two\nlines"']]
    lines[1][2] = '"' + lines[1][2]
    file = text(tmp_path, end.join(delimiter.join(line) for line in lines).encode(encoding))
    sheet = read_sheet(file)
    assert sheet.columns == ("Town", "Lat", "Note")
    assert rows(sheet) == [(2, ("Čačak", "43.9", 'says "yes"')), (4, ("Niš", None, "two\nlines"))]
    assert rows(sheet) == rows(sheet)


def test_decimal_commas_do_not_part_cells(tmp_path: Path) -> None:
    sheet = read_sheet(text(tmp_path, "\ufeffTown, official;Lat;Lon\nA, B;41,3;19,8\nC;42,0;20,1\n"))
    assert rows(sheet) == [(2, ("A, B", "41,3", "19,8")), (3, ("C", "42,0", "20,1"))]
    assert read_sheet(text(tmp_path, "Town\nA, B\n")).columns == ("Town",)


def test_cells_are_trimmed_and_composed(tmp_path: Path) -> None:
    sheet = read_sheet(text(tmp_path, " Town \n\u00a0Durre\u0308s \n"))
    assert (sheet.columns, rows(sheet)) == (("Town",), [(2, ("Durrës",))])


@pytest.mark.parametrize(
    ("encoding", "words", "likely"),
    [
        ("cp1250", "Čačak;Niš;Požega;Łódź;Kőszeg", "cp1250"),
        ("cp1252", "Köln;Besançon;São Paulo;Málaga", "cp1252"),
        ("cp1254", "Muğla;İzmir;Şişli;Eskişehir", "cp1254"),
        ("cp1251", "Ниш;Скопје;Пловдив", "cp1251"),
        ("cp1253", "Αθήνα;Θεσσαλονίκη", "cp1253"),
    ],
)
def test_another_encoding_is_named_with_the_byte_and_the_way_out(
    tmp_path: Path, encoding: str, words: str, likely: str
) -> None:
    file = text(tmp_path, ("Town\n" + "\n".join(words.split(";")) + "\n").encode(encoding))
    message = refused(file)
    first = next(word for word in words.split(";") if not word.isascii())
    offset = next(place for place, byte in enumerate(file.read_bytes()) if byte > 127)
    assert f"byte {offset} (0x" in message
    assert f"{likely} is likely, in which the cell reads {first!r}" in message
    assert f"say encoding {likely}" in message
    assert rows(read_sheet(file, encoding=likely))[0] == (2, (words.split(";")[0],))


def test_a_wrong_byte_far_down_is_told_before_any_row(tmp_path: Path) -> None:
    start = b"Town\n" + b"Aaaa\n" * 200_000
    with pytest.raises(UsageError, match=rf"byte {len(start) + 1} \(0xf6\)"):
        read_sheet(text(tmp_path, start + "Köln\n".encode("cp1252")))
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_sheet(text(tmp_path, b"Town\nK\xc3"))


def test_utf_16_without_its_mark(tmp_path: Path) -> None:
    file = text(tmp_path, "Town;Lat\nNiš;1\n".encode("utf-16-le"))
    assert "say encoding utf-16-le" in refused(file)
    assert rows(read_sheet(file, encoding="utf-16-le")) == [(2, ("Niš", "1"))]


def test_rows_that_cannot_be_parted_carry_a_fault(tmp_path: Path) -> None:
    file = text(tmp_path, 'a,b\n1\n1,2,3\n1,2,,\n1,"x"y\n"",\n5,6\n')
    found = [(row.number, row.fault and row.fault.rule) for row in read_sheet(file).rows()]
    assert found == [(2, "too-few-cells"), (3, "too-many-cells"), (4, None), (5, "bad-csv"), (7, None)]


@pytest.mark.parametrize("content", ['a,b\n1,2\n"open,3\n4,5\n', "a,b\n" + "x" * 200_000 + ",1\n"])
def test_what_cannot_be_parted_any_more_ends_the_reading(tmp_path: Path, content: str) -> None:
    assert "cannot be parted into rows" in refused(text(tmp_path, content))


def test_a_line_without_end_is_not_taken_into_memory(tmp_path: Path) -> None:
    assert "near line 2 one has over 4,000,000 signs" in refused(text(tmp_path, "a,b\n" + "x" * 5_000_000))


def test_text_is_streamed(tmp_path: Path) -> None:
    file = text(tmp_path, "a,b\n" + "some text,more of it\n" * 40_000)
    sheet = read_sheet(file)
    tracemalloc.start()
    try:
        assert sum(1 for _ in sheet.rows()) == 40_000
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("mac", [False, True])
def test_a_workbook(tmp_path: Path, mac: bool) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.merge_range("B1:E1", "All members of the network")
        sheet.write_row("B3", ["Town", "Joined\nin", "Code", "Fee"])
        sheet.write("B4", "Niš")
        sheet.write_datetime("C4", dt.datetime.combine(DAY, dt.time()), day)
        sheet.write("D4", "007")
        sheet.write("E4", 12.5)
        sheet.write_row("B6", ["Tirana", 2015, 7, True])
        sheet.write_formula("E7", "=1+1", None, 2)

    file = workbook(tmp_path, fill, date_1904=mac)
    sheet = read_sheet(file, sheet="Members", header_row=3)
    assert (sheet.name, sheet.columns) == ("Members", ("Town", "Joined in", "Code", "Fee"))
    assert rows(sheet) == [
        (4, ("Niš", DAY, "007", 12.5)),
        (6, ("Tirana", 2015, 7, True)),
        (7, (None, None, None, 2)),
    ]
    assert [type(cell) for cell in rows(sheet)[1][1]] == [str, int, int, bool]
    assert dict(sheet.layout) == {"sheet": "Members", "header_row": 3}


def test_sheets_and_headers_that_are_not_there(tmp_path: Path) -> None:
    file = workbook(tmp_path, lambda _, sheet: sheet.write_row("A2", ["Town", "", "Code", "Town"]))
    assert refused(file, sheet="members") == (
        "…/members.xlsx: there is no sheet 'members' (did you mean 'Members'?): it has 'Notes', 'Members'"
    )
    assert refused(file).startswith("…/members.xlsx:1: the header is empty: say in which row")
    assert "members.xlsx:2: column B has no name" in refused(file, sheet="Members", header_row=2)
    assert "the columns A and C are both named 'a': rename one" in refused(text(tmp_path, "a,b,a\n"))
    assert "the header is empty" in refused(text(tmp_path, ""))
    assert "the header is empty" in refused(text(tmp_path, "a,b\n1,2\n"), header_row=9)
    assert "rows are counted from 1" in refused(text(tmp_path, "a\n"), header_row=0)
    assert "text has no sheets" in refused(text(tmp_path, "a\n"), sheet="x")


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    assert "there is no such file" in refused(tmp_path / "none.csv")
    assert "save it as .xlsx, .ods or .csv" in refused(text(tmp_path, "x", "members.pdf"))
    for name in ("broken.xlsx", "broken.xls", "broken.ods"):
        assert "no workbook that can be read" in refused(text(tmp_path, b"PK\x03\x04 nothing", name))
    assert "there is no encoding 'utf-99'" in refused(text(tmp_path, "a\n"), encoding="utf-99")
    assert "is not one sign" in refused(text(tmp_path, "a\n"), delimiter="::")


def test_an_open_document(tmp_path: Path) -> None:
    def cell(words: str, kind: str = 'office:value-type="string"') -> str:
        return f"<table:table-cell {kind}><text:p>{words}</text:p></table:table-cell>"

    head = f"<table:table-row>{cell('Town')}{cell('Joined')}</table:table-row>"
    day = cell("6.5.", 'office:value-type="date" office:date-value="2020-05-06"')
    blank = '<table:table-cell table:number-columns-repeated="9"/>'
    tail = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    sheet = read_sheet(ods(tmp_path, f"{head}<table:table-row>{cell('Niš')}{day}</table:table-row>{tail}"))
    assert rows(sheet) == [(2, ("Niš", DAY))]


def test_an_old_workbook() -> None:
    file = Path(__file__).parents[1] / "data" / "mappings" / "members.xls"
    assert rows(read_sheet(file)) == [(2, ("Čačak", DAY, 7))]
    # A few bytes were changed: the library asks for 500 GB, and its process ends.
    assert "it is damaged" in refused(file.with_name("damaged.xls"))


def test_formulas_that_failed_are_shown(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("B1", ["Town", "Fee", "Note"])
        sheet.write("B2", "Niš")
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D2", '=A99&"<v>"', None, "fine")
        sheet.write_formula("D3", "=NA()", None, "#N/A")

    file = workbook(tmp_path, fill)
    assert rows(read_sheet(file, sheet="Members")) == [(2, ("Niš", "#DIV/0!", "fine")), (3, (None, None, "#N/A"))]


def test_a_damaged_open_document_does_not_keep_the_reader_busy(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><other:p>a</text:p></table:table-cell>'
    assert "no workbook that can be read" in refused(ods(tmp_path, f"<table:table-row>{cell}</table:table-row>"))


def test_workbooks_that_would_take_all_memory_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def far(_: Any, sheet: Any) -> None:
        sheet.write("A1", "Town")
        sheet.write("XFD1048576", "stray")

    assert "delete the stray cell" in refused(workbook(tmp_path, far), sheet="Members")
    kind = 'table:number-columns-repeated="16384" office:value-type="string"'
    full = f"<table:table-cell {kind}><text:p>a</text:p></table:table-cell>"
    bomb = f'<table:table-row table:number-rows-repeated="1048576">{full}</table:table-row>'
    assert "delete the stray cell" in refused(ods(tmp_path, bomb))
    # By what it is, not by its name.
    far_book = workbook(tmp_path, far).rename(tmp_path / "far.xls")
    assert "delete the stray cell" in refused(far_book, sheet="Members")
    monkeypatch.setattr("muninet.importers.table.workbooks._MOST_BYTES", 1 << 20)
    swollen = tmp_path / "swollen.xlsx"
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b" " * (2 << 20))
    assert "unpacked, it takes more than 1 MB" in refused(swollen)


def test_a_large_workbook(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [f"column {number}" for number in range(22)])
        for row in range(1, 12_001):
            for column in range(0, 22, 2):
                sheet.write_string(row, column, f"{row}")
            sheet.write_datetime(row, 1, dt.datetime(2000, 1, 1) + dt.timedelta(days=row), day)

    sheet = read_sheet(workbook(tmp_path, fill, constant_memory=True), sheet="Members")
    found = list(sheet.rows())
    assert [row.number for row in found] == list(range(2, 12_002))
    assert all(row.cells["column 1"] == dt.date(2000, 1, 1) + dt.timedelta(days=row.number - 1) for row in found)
