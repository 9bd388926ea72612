"""Reads the tables of this package: UTF-8, comma, one header; every error names file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from muninet.errors import MuninetError


class TableError(MuninetError):
    """A table that breaks its rules; the message begins with `file:line` or `file:line:column`, and says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        file: path as given.
        line: the line it begins on, the header being 1.
        cells: by column, without blanks at either end.
    """

    file: str
    line: int
    cells: dict[str, str]

    def __str__(self) -> str:
        """Render as `file:line`."""
        return f"{self.file}:{self.line}"

    def filled(self, column: str) -> str:
        """The cell; raises TableError where it is empty."""
        if not self.cells[column]:
            raise self.wrong(column, "is empty: write a value")
        return self.cells[column]

    def choice(self, column: str, choices: Collection[str]) -> str:
        """The cell; raises TableError where it is none of the choices."""
        if self.cells[column] not in choices:
            raise self.wrong(column, f"{self.cells[column]!r} is none of {', '.join(choices)}")
        return self.cells[column]

    def list(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that are parted by `;`."""
        return tuple(part.strip() for part in self.cells[column].split(";") if part.strip())

    def wrong(self, column: str, message: str) -> TableError:
        """The error that the cell of this column is wrong."""
        return TableError(f"{self}:{column}: {message}")


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table; empty lines are left out.

    Raises:
        TableError: the file is absent or not UTF-8, its header is not `columns`, or a row has another number of cells.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise TableError(f"{path}:1: there is no such file: write one with the header {','.join(columns)}") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TableError(f"{path}:{line}: not UTF-8: save the table as UTF-8") from None
    yield from rows_in(text, path, columns)


def rows_in(text: str, path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of what stands, or shall stand, in a table; as `rows_of`."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    line = 1
    try:
        for cells in reader:
            if line == 1 and cells != list(columns):
                raise TableError(f"{path}:1: the header is {','.join(cells)!r}, and must be {','.join(columns)!r}")
            if line > 1 and any(cells):
                if len(cells) != len(columns):
                    raise TableError(f"{path}:{line}: {len(cells)} cells where the header has {len(columns)}")
                yield Row(str(path), line, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{path}:{line}: {error}: close the quotes") from None
    if line == 1:
        raise TableError(f"{path}:1: the file is empty: write the header {','.join(columns)}")
