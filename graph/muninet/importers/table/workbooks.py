"""Opens workbooks of Excel and LibreOffice, and refuses those that would take all memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, load_workbook

from muninet.errors import UsageError
from muninet.importers.table.texts import Begin
from muninet.loader.problems import nearest_word

# A workbook's cells are held in memory, 32 bytes each, from the first to the last that is filled.
_MOST_CELLS = 10_000_000
_MOST_BYTES = 1 << 30
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?![^>]*\br\s*=)(?:\s[^>]*)?(?<!/)>")
_LINE = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,9})["']""")


def open_workbook(path: Path, sheet: str | None) -> tuple[str, Begin]:
    """Return the name of the sheet and what begins reading its rows, blank ones included.

    Raises:
        UsageError: the workbook cannot be read, is far too large, or has no such sheet.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        _check_size(path)
    book = _opened(path, lambda: load_workbook(path))
    names = book.sheet_names
    if not names:
        raise UsageError(f"{path}: the workbook has no sheets")
    name = names[0] if sheet is None else sheet
    if name not in names:
        near = nearest_word(name, names)
        hint = f" (did you mean {near!r}?)" if near else ""
        raise UsageError(f"{path}: there is no sheet {name!r}{hint}: it has {', '.join(map(repr, names))}")
    rows = _opened(path, lambda: _sheet_of(book, name))
    return name, lambda: ((number, row, None) for number, row in enumerate(rows.iter_rows(), 1))


def _sheet_of(book: CalamineWorkbook, name: str) -> Any:
    return book.get_sheet_by_name(name)


def _opened(path: Path, opening: Callable[[], Any]) -> Any:
    try:
        return opening()
    except PasswordError:
        raise UsageError(f"{path}: it is locked with a password: save it without one") from None
    except (CalamineError, ValueError) as error:
        raise UsageError(f"{path}: no workbook that can be read ({error}): save it anew as .xlsx, or as .csv") from None


def _check_size(path: Path) -> None:
    """Refuse a workbook that would take all memory: one far cell, or text that swells when it is unpacked."""
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
                raise UsageError(f"{path}: unpacked, it takes more than {_MOST_BYTES >> 20} MB: save the sheet as .csv")
            for part in parts.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    with parts.open(part) as file:
                        _check_extent(path, part, file)
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise UsageError(f"{path}: no workbook that can be read ({error}): save it anew as .xlsx, or as .csv") from None


def _check_extent(path: Path, part: str, file: IO[bytes]) -> None:
    row, column, width, kept = 0, 0, 0, b""
    while chunk := file.read(1 << 20):
        chunk = kept + chunk
        cut = chunk.rfind(b"<")
        kept, chunk = chunk[cut:], chunk[:cut]
        found = _FILLED.findall(chunk)
        row = max(row, max((int(number) for _, number in found), default=0))
        letters = max({name for name, _ in found}, key=lambda name: (len(name), name), default=b"")
        column = max(column, sum((sign - 64) * 26**place for place, sign in enumerate(reversed(letters))))
        if _UNPLACED.search(chunk):
            row = max(row, max(map(int, _LINE.findall(chunk)), default=0))
            width += len(_UNPLACED.findall(chunk))
        if row * max(column, min(width, 16384)) > _MOST_CELLS:
            raise UsageError(
                f"{path}: {part} has more than {_MOST_CELLS:,} cells from the first to the last that is filled (row "
                f"{row}, column {column}): delete the stray cell, or save the sheet as .csv"
            )
