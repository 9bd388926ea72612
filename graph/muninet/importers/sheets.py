"""Opens a sheet, a CSV file or one of a workbook, and hands out its rows one by one."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from muninet.errors import UsageError
from muninet.importers.table.texts import Begin, Fault, open_text
from muninet.importers.table.workbooks import open_workbook

Cell = str | int | float | bool | dt.date | None
TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not blank.

    Attributes:
        number: as a spreadsheet shows it, the first row of the sheet being 1.
        cells: by column; text is trimmed and composed (NFC), a whole number is an int, a day a date, an empty
            cell None.
        fault: why it cannot be used, where it cannot.
    """

    number: int
    cells: Mapping[str, Cell]
    fault: Fault | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet that has been opened.

    Attributes:
        file: as given.
        name: of the sheet within a workbook; None for text.
        columns: names in the header, in order.
        layout: what else was said to open it: sheet, header_row, encoding, delimiter.
        read: begins reading at the first row below the header; `rows` is how to call it.
    """

    file: Path
    name: str | None
    columns: tuple[str, ...]
    layout: Mapping[str, str | int]
    read: Callable[[], Iterator[SheetRow]] = field(repr=False)

    def rows(self) -> Iterator[SheetRow]:
        """Yield the rows below the header, blank ones left out; each call begins anew.

        Raises:
            UsageError: the file is damaged further down, so that nothing after that place can be told.
        """
        return self.read()


def read_sheet(
    path: Path,
    *,
    sheet: str | None = None,
    header_row: int = 1,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Sheet:
    """Open a sheet and read its header.

    Text (.csv, .tsv, .txt) is streamed: memory grows with a row. Of a workbook (.xlsx, .xlsm, .ods, .xls) the one sheet
    is held in memory, some 32 bytes a cell and its text.

    Args:
        path: the file.
        sheet: name of the sheet; the workbook's first by default.
        header_row: number of the row with the names of the columns; rows above it are passed over.
        encoding: of text; by its byte order mark, or UTF-8, by default.
        delimiter: what parts cells of text; found out among comma, semicolon, tab and | by default.

    Raises:
        UsageError: the file cannot be read, has no such sheet, or its header is empty or names a column twice.
    """
    if header_row < 1:
        raise UsageError(f"{path}: the header cannot stand in row {header_row}: rows are counted from 1")
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file: give a table ({', '.join((*TEXTS, *WORKBOOKS))})")
    try:
        name, begin = _opened(path, sheet, header_row, encoding, delimiter)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from None
    columns = _header(path, header_row, begin)
    given = {"sheet": name, "header_row": header_row, "encoding": encoding, "delimiter": delimiter}
    layout = {key: said for key, said in given.items() if said is not None and said != 1}
    return Sheet(path, name, tuple(columns), layout, lambda: _rows(columns, header_row, begin))


def _opened(
    path: Path, sheet: str | None, header_row: int, encoding: str | None, delimiter: str | None
) -> tuple[str | None, Begin]:
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return open_workbook(path, sheet)
    if kind not in TEXTS:
        raise UsageError(f"{path}: not a kind of table that can be read: save it as .xlsx, .ods or .csv (UTF-8)")
    if sheet is not None:
        raise UsageError(f"{path}: text has no sheets: leave out the sheet {sheet!r}")
    return None, open_text(path, header_row, encoding, delimiter)


def _header(path: Path, header_row: int, begin: Begin) -> list[str]:
    place = f"{path}:{header_row}"
    cells = next((cells for number, cells, _ in begin() if number == header_row), ())
    names = [" ".join(str(name if name is not None else "").split()) for name in map(_cell, cells)]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UsageError(f"{place}: the header is empty: say in which row the columns' names stand (header row)")
    for position, name in enumerate(names):
        if not name:
            raise UsageError(
                f"{place}: column {_letters(position)} has no name: give it one, or say in which row the columns' "
                "names stand (header row) if that is a title above them"
            )
        if names.index(name) != position:
            raise UsageError(
                f"{place}: the columns {_letters(names.index(name))} and {_letters(position)} are both named {name!r}: "
                "rename one"
            )
    return names


def _letters(position: int) -> str:
    name = ""
    while position >= 0:
        name = chr(ord("A") + position % 26) + name
        position = position // 26 - 1
    return name


def _rows(columns: Sequence[str], header_row: int, begin: Begin) -> Iterator[SheetRow]:
    for number, raw, fault in begin():
        if number <= header_row:
            continue
        cells = [_cell(value) for value in raw]
        if fault is None and all(cell is None for cell in cells):
            continue
        if fault is None and any(cell is not None for cell in cells[len(columns) :]):
            fault = Fault(
                "too-many-cells", "the row has more cells than the header (a delimiter without quotes?)",
                str(len(cells)), str(len(columns)),
            )  # fmt: skip
        elif fault is None and len(cells) < len(columns):
            fault = Fault(
                "too-few-cells", "the row has fewer cells than the header", str(len(cells)), str(len(columns))
            )
        yield SheetRow(number, dict(zip(columns, cells, strict=False)), fault)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\u00a0", " ")).strip() or None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if value is None or isinstance(value, bool | int | float | dt.date):
        return value
    return str(value)  # a time of day, or a length of time
