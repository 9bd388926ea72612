"""Reads a table's bytes into rows: encoding, quotes, header, and the line that each row begins on."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from muninet.errors import UsageError
from muninet.loader.problems import Problems, nearest_word
from muninet.loader.records import Place

_LINE_END = re.compile(rb"\r\n|\r|\n")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its cells by column, and whether its text could be read whole."""

    line: int
    cells: dict[str, str]
    damaged: bool


def read_rows(
    file: Path, columns: Collection[str], required: Collection[str], problems: Problems, *, of: str
) -> Iterator[Row]:
    """Yield the rows of a table; what is wrong with the file, its header or the shape of its rows goes to `problems`.

    Args:
        file: a CSV file with a header; UTF-8, a byte order mark is accepted.
        columns: those that it may have; others are an error.
        required: those that it must have.
        problems: where to report.
        of: what the table is of, for messages.

    Raises:
        UsageError: the file cannot be read.
    """
    text, damaged, spoilt = _decoded(file, problems)
    if not text.strip():
        problems.add(Place(str(file)), None, "empty-file", "the file is empty", expected="a header row")
        return
    delimiter = _delimiter(text)
    if delimiter != ",":
        problems.add(
            Place(str(file), 1), None, "wrong-delimiter", "the cells are not parted by commas",
            found="tab" if delimiter == "\t" else delimiter, expected="commas (CSV)",
        )  # fmt: skip
        spoilt = True
    reader = _Lines(file, text, delimiter, problems)
    header = next(iter(reader), None)
    if header is None:
        return
    names = [_clean(name) for name in header[1]]
    names = _check_header(Place(str(file), header[0]), names, columns, required, problems, of)
    for line, cells in reader:
        place = Place(str(file), line)
        torn = spoilt or any(line <= bad <= reader.last for bad in damaged)
        if not torn and len(cells) != len(names):
            many = len(cells) > len(names)
            problems.add(
                place, None, "too-many-cells" if many else "too-few-cells",
                "the row has more cells than the header (a comma without quotes?)"
                if many
                else "the row has fewer cells than the header",
                found=str(len(cells)), expected=str(len(names)),
            )  # fmt: skip
            torn = True
        yield Row(line, {name: _clean(cell) for name, cell in zip(names, cells, strict=False) if name in columns}, torn)


class _Lines:
    """The rows of a CSV text that are not blank, each with the line it begins on; `last` is the one it ends on."""

    def __init__(self, file: Path, text: str, delimiter: str, problems: Problems) -> None:
        self._file, self._problems = file, problems
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        self.last = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            begin = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                too_long = "limit" in str(error)
                expected = 'quotes in pairs, a quote within quotes doubled ("")'
                if too_long:
                    expected = f"cells of at most {csv.field_size_limit()} characters, and {expected}"
                self._problems.add(
                    Place(str(self._file), begin), None, "bad-csv", f"the row cannot be read ({error})",
                    expected=expected,
                )  # fmt: skip
                if too_long:  # in the middle of a cell: what follows would be taken for rows
                    return
                continue
            self.last = self._reader.line_num
            if any(cell.strip() for cell in cells):
                yield begin, cells


def _decoded(file: Path, problems: Problems) -> tuple[str, list[int], bool]:
    """The text, the lines with bytes that are not UTF-8, and whether all of it is in another encoding."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    if raw.startswith(_UTF_16):
        problems.add(
            Place(str(file)), None, "wrong-encoding", "the file is UTF-16", found="a UTF-16 byte order mark",
            expected="UTF-8",
        )  # fmt: skip
        return raw.decode("utf-16", errors="replace"), [], True
    try:
        return raw.decode("utf-8-sig"), [], False
    except UnicodeDecodeError:
        pass
    damaged = []
    begin = 0
    for number, line in enumerate(_LINE_END.split(raw), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            damaged.append(number)
            offset = raw.index(line, begin) + error.start
            problems.add(
                Place(str(file), number), None, "wrong-encoding",
                f"not UTF-8 at byte {offset}{_likely(line)}", found=line[error.start : error.end].hex(" "),
                expected="UTF-8",
            )  # fmt: skip
        begin = raw.index(line, begin) + len(line)
    return raw.decode("utf-8-sig", errors="replace"), damaged, False


def _likely(line: bytes) -> str:
    for encoding in ("cp1250", "cp1254"):
        try:
            words = [word for word in re.split(r"[,;\"]", line.decode(encoding)) if not word.isascii()]
        except UnicodeDecodeError:
            continue
        return f" (in {encoding} it would be {words[0].strip()!r})" if words else ""
    return ""


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count) if "," not in header else ","


def _clean(cell: str) -> str:
    """A cell without outer white space, in composed form, so that what looks the same is the same."""
    return unicodedata.normalize("NFC", cell.replace("\u00a0", " ")).strip()


def _check_header(
    place: Place, names: list[str], columns: Collection[str], required: Collection[str], problems: Problems, of: str
) -> list[str]:
    """Report what is wrong with a header; return it with slips corrected, so that the rows are still checked."""
    absent = [name for name in columns if name in required and name not in names]
    corrected = {}
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name:
            problems.add(place, name, "duplicate-column", "the header has this column twice")
        if name not in columns:
            near = nearest_word(name, columns) if name else None
            if near is not None and near not in names:
                corrected[name] = near
            hint = f" (did you mean {near}?)" if near else ""
            problems.add(
                place, name or None, "unknown-column", f"{of} has no column of that name{hint}", found=name,
                expected="one of " + ", ".join(columns),
            )  # fmt: skip
    for name in absent:
        if name not in corrected.values():
            problems.add(place, name, "missing-column", f"the column {name} is missing", expected=f"a column {name}")
    return [corrected.get(name, name) for name in names]
