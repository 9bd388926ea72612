"""Opens workbooks of Excel and LibreOffice, and refuses those that would take all memory."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, TypeVar
from xml.parsers.expat import ExpatError, ParserCreate

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, load_workbook

from muninet.errors import UsageError
from muninet.importers.table.texts import Begin, Raw
from muninet.loader.problems import nearest_word

_T = TypeVar("_T")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    LookupError,
    ValueError,
    RuntimeError,
    EOFError,
)
_TRIAL_SECONDS = 120
_TRIAL = """
import resource, sys
from python_calamine import load_workbook
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
book = load_workbook(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""
# A workbook's cells are held in memory, 32 bytes each, from the first to the last that is filled.
_MOST_CELLS = 10_000_000
_MOST_BYTES = 1 << 30
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,12})(\d{1,20})["'][^>]*(?<!/)>""")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?![^>]*\br\s*=)(?:\s[^>]*)?(?<!/)>")
_OPEN_TAG = re.compile(rb"<(?:\w+:)?(table|table-row|table-cell|covered-table-cell)(?:\s([^>]*)|/?)>")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,12})["']""")
# A cell with an error: its place, and what is shown.
_FAILED = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*\br="([A-Za-z]{1,12})(\d{1,20})"[^>]*(?<!/)>"""
    rb"(?:(?!</?(?:\w+:)?c[\s>]).)*?<(?:\w+:)?v>(#[^<]{1,20})<",
    re.DOTALL,
)
_MOST_FAILED = 100_000
_LONGEST_CELL = 1 << 20
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""(?:\w+:)?(\w+)\s*=\s*["']([^"']*)["']""")
_LINE = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,20})["']""")


def open_workbook(path: Path, sheet: str | None) -> tuple[str, Begin]:
    """Return the name of the sheet and what begins reading its rows, blank ones included.

    A formula that failed is given as what the spreadsheet shows (`#N/A`), in .xlsx; elsewhere its cell is empty.

    Raises:
        UsageError: the workbook cannot be read, is far too large, or has no such sheet.
    """
    # By what it is, not by its name: a locked workbook is no archive, and an .xls may be one.
    modern = zipfile.is_zipfile(path)
    if modern:
        _unpacking(path, _check_size)
    else:
        _try_out(path)
    book = _opened(path, lambda: load_workbook(path))
    names = book.sheet_names
    if not names:
        raise UsageError(f"{path}: the workbook has no sheets")
    name = names[0] if sheet is None else sheet
    if name not in names:
        near = nearest_word(name, names)
        hint = f" (did you mean {near!r}?)" if near else ""
        raise UsageError(f"{path}: there is no sheet {name!r}{hint}: it has {', '.join(map(repr, names))}")
    cells = _opened(path, lambda: _sheet_of(book, name))
    failed = _unpacking(path, lambda parts: _failed(path, parts, name)) if modern else {}
    return name, lambda: _rows(cells, failed)


def _rows(cells: Any, failed: dict[int, dict[int, str]]) -> Iterator[Raw]:
    left = cells.start[1] if cells.start else 0
    for number, row in enumerate(cells.iter_rows(), 1):
        for column, shown in failed.get(number, {}).items():
            if 0 <= column - left < len(row):
                row[column - left] = shown
        yield number, row, None


def _sheet_of(book: CalamineWorkbook, name: str) -> Any:
    return book.get_sheet_by_name(name)


def _opened(path: Path, opening: Callable[[], Any]) -> Any:
    try:
        return opening()
    except BaseException as error:
        # The library's own faults, in damaged files, come as panics that are no Exception.
        if type(error).__name__ != "PanicException" and not isinstance(error, CalamineError | ValueError):
            raise
        if isinstance(error, PasswordError):
            raise UsageError(f"{path}: it is locked with a password: save it without one") from None
        raise UsageError(f"{path}: no workbook that can be read ({error}): save it anew as .xlsx, or as .csv") from None


def _try_out(path: Path) -> None:
    """Open an old workbook in another process first: a damaged one may ask for so much memory that the process ends."""
    try:
        tried = subprocess.run(
            [sys.executable, "-I", "-c", _TRIAL, str(path)], capture_output=True, timeout=_TRIAL_SECONDS, check=False
        )
        ended = tried.returncode < 0
    except subprocess.TimeoutExpired:
        ended = True
    if ended:  # errors that Python can tell of are told when it is opened for good
        raise UsageError(f"{path}: no workbook that can be read (it is damaged): save it anew as .xlsx, or as .csv")


def _unpacking(path: Path, work: Callable[[zipfile.ZipFile], _T]) -> _T:
    try:
        with zipfile.ZipFile(path) as parts:
            return work(parts)
    except _DAMAGED as error:
        raise UsageError(f"{path}: no workbook that can be read ({error}): save it anew as .xlsx, or as .csv") from None


def _check_size(parts: zipfile.ZipFile) -> None:
    """Refuse a workbook that would take all memory: one far cell, or text that swells when it is unpacked."""
    path = parts.filename
    if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
        raise UsageError(f"{path}: unpacked, it takes more than {_MOST_BYTES >> 20} MB: save the sheet as .csv")
    for part in parts.namelist():
        if part.endswith(".xml"):
            # The library may not come to an end on a part that is not well-formed.
            parser = ParserCreate()
            for text in _pieces(parts, part):
                parser.Parse(text, False)
            parser.Parse(b"", True)
        if part == "content.xml" or (part.startswith("xl/worksheets/") and part.endswith(".xml")):
            extent = _Extent() if part != "content.xml" else _OpenExtent()
            for text in _pieces(parts, part):
                extent.add(text)
                if extent.cells > _MOST_CELLS:
                    raise UsageError(
                        f"{path}: {part} has more than {_MOST_CELLS:,} cells from the first to the last that is filled "
                        f"(row {extent.row}, column {extent.column}): delete the stray cell, or save the sheet as .csv"
                    )


class _Extent:
    """The last row and column with a filled cell, as far as a sheet's XML has been looked at."""

    def __init__(self) -> None:
        self.row = self.column = self._unplaced = 0

    @property
    def cells(self) -> int:
        return self.row * max(self.column, min(self._unplaced, 16384))

    def add(self, text: bytes) -> None:
        found = _FILLED.findall(text)
        self.row = max(self.row, max((int(number) for _, number in found), default=0))
        letters = max({name for name, _ in found}, key=lambda name: (len(name), name), default=b"")
        self.column = max(self.column, _position(letters))
        unplaced = len(_UNPLACED.findall(text))
        if unplaced:
            self._unplaced += unplaced
            self.row = max(self.row, max(map(int, _LINE.findall(text)), default=0))


class _OpenExtent(_Extent):
    """The same of an OpenDocument, where a row or a cell may stand for many: the largest of its sheets."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = self._times = self._place = 0

    def add(self, text: bytes) -> None:
        for tag, attributes in _OPEN_TAG.findall(text):
            times = _REPEATED.search(attributes)
            number = int(times[1]) if times else 1
            if tag == b"table":
                self._rows = self._times = 0
            elif tag == b"table-row":
                self._rows, self._times, self._place = self._rows + self._times, number, 0
            else:
                self._place += number
                if not attributes.endswith(b"/") or b"value" in attributes:
                    self.row, self.column = max(self.row, self._rows + self._times), max(self.column, self._place)


def _position(letters: bytes) -> int:
    """The number of a column: 1 for A, 27 for AA; 0 for none."""
    return sum(((sign & 95) - 64) * 26**place for place, sign in enumerate(reversed(letters)))


def _pieces(parts: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The text of a part in pieces that begin with a cell, where there are cells."""
    kept = b""
    with parts.open(part) as file:
        while chunk := file.read(1 << 20):
            text = kept + chunk
            cut = max(text.rfind(b"<c "), text.rfind(b"<") if b"<c " not in text else -1)
            if cut < len(text) - _LONGEST_CELL:
                cut = len(text)
            kept = text[cut:]
            yield text[:cut]
    yield kept


def _failed(path: Path, parts: zipfile.ZipFile, sheet: str) -> dict[int, dict[int, str]]:
    """What a sheet shows where a formula failed, by row (from 1) and column (from 0)."""
    failed: dict[int, dict[int, str]] = {}
    count = 0
    for text in _pieces(parts, part) if (part := _part_of(parts, sheet)) else ():
        for letters, number, shown in _FAILED.findall(text):
            failed.setdefault(int(number), {})[_position(letters) - 1] = shown.decode("utf-8", "replace")
            count += 1
            if count > _MOST_FAILED:
                raise UsageError(f"{path}: over {_MOST_FAILED:,} formulas of the sheet {sheet!r} failed: correct them")
    return failed


def _part_of(parts: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the workbook in which a sheet stands."""
    try:
        book, links = parts.read("xl/workbook.xml").decode(), parts.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return None
    for tag in _SHEET.findall(book):
        said = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        if said.get("name") == sheet:
            for link in _LINK.findall(links):
                target = {name: unescape(value) for name, value in _ATTRIBUTE.findall(link)}
                if target.get("Id") == said.get("id"):
                    part = target.get("Target", "")
                    part = part.removeprefix("/") if part.startswith("/") else f"xl/{part}"
                    return part if part in parts.namelist() else None
    return None
