"""What commands print: tables and colours on a terminal, plain text in a pipe; errors and asides on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from muninet.export.tables import Cell
from muninet.progress import BarProgress, PlainProgress, Progress


class ReportFormat(StrEnum):
    """How the report of a load is printed."""

    TEXT = "text"
    JSON = "json"


def say(text: str) -> None:
    """Print a line for a person on standard error, so that it never mixes with data."""
    Console(stderr=True, highlight=False).print(escape(text), soft_wrap=True)


def say_error(text: str) -> None:
    """Print an error on standard error."""
    Console(stderr=True, highlight=False).print(f"[bold red]error:[/] {escape(text)}", soft_wrap=True)


def write(text: str) -> None:
    """Print data on standard output as it stands."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def write_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], title: str | None = None) -> None:
    """Print a table: drawn and wrapped on a terminal; tab-separated, one row a line, in a pipe."""
    if not on_terminal():
        lines = [columns, *([_text(cell) for cell in row] for row in rows)]
        sys.stdout.write("".join("\t".join(line) + "\n" for line in lines))
        return
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(_text(cell)) for cell in row))
    Console().print(table)


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars where standard error is a terminal, lines elsewhere."""
    if sys.stderr.isatty():
        with BarProgress() as bars:
            yield bars
    else:
        plain = PlainProgress()
        yield plain
        plain.done()


def _text(cell: Cell) -> str:
    """A cell on one line: what would break a row of the plain form is a space."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return " ".join(str(cell).split())
