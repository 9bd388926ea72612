"""Reads text as rows of cells: its encoding, what parts its cells, quotes."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from muninet.errors import UsageError

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "|"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 1 << 18
_LONGEST_LINE = 4_000_000
# Letters that are common in the languages that each of the older encodings is for.
_LETTERS = {
    "cp1252": "äöüßéàçñóíáêôâîïãõåøæèëÄÖÜÉÅØ’",
    "cp1250": "čšžćđśłęążźőűřěťďňČŠŽĆĐŚŁ",
    "cp1254": "şığİŞĞçöü",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяјњљџћђќѓѕ",
    "cp1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the text of a row cannot be read: one of the loader's rules, in words, what was found and expected."""

    rule: str
    message: str
    found: str | None = None
    expected: str | None = None


# A row's number, its cells, and why it cannot be read.
Raw = tuple[int, Sequence[object], Fault | None]
Begin = Callable[[], Iterator[Raw]]


def open_text(path: Path, header_row: int, encoding: str | None, delimiter: str | None) -> Begin:
    """Return what begins reading the rows of a text file, blank ones included.

    Raises:
        UsageError: the delimiter or the encoding cannot be used, or the file is not in that encoding.
    """
    if delimiter is not None and len(delimiter) != 1:
        raise UsageError(f"the delimiter {delimiter!r} is not one sign: give one of , ; | or a tab")
    encoding = encoding or _marked(path)
    sample = _checked(path, encoding)
    parted = delimiter or _delimiter(sample, header_row)
    return lambda: _lines(path, encoding, parted)


def _lines(path: Path, encoding: str, delimiter: str) -> Iterator[Raw]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            line = reader.line_num + 1
            try:
                yield number, next(reader), None
            except StopIteration:
                return
            except csv.Error as error:
                if "limit" in str(error) or "unexpected end" in str(error):  # what follows would be taken for rows
                    raise UsageError(
                        f"{path}:{number}: from line {line} on, the text cannot be parted into rows ({error}): look "
                        f"for a quote that does not close; a cell holds {csv.field_size_limit()} characters at most"
                    ) from None
                expected = 'quotes in pairs, a quote within quotes doubled ("")'
                yield number, (), Fault("bad-csv", f"the row cannot be read ({error})", None, expected)


def _marked(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    if b"\x00" in start:
        likely = "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
        raise UsageError(f"{path}: zero bytes: it looks like UTF-16 without its mark: say encoding {likely}")
    return "utf-8"


def _checked(path: Path, encoding: str) -> str:
    """Decode the whole file once, so that a wrong encoding is told before anything is made of it; return its start."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        raise UsageError(f"there is no encoding {encoding!r}: utf-8, utf-16, cp1250, cp1252 … are some") from None
    sample, pending, line, read = "", 0, 1, 0
    with path.open("rb") as file:
        chunk = b"-"
        while chunk:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise UsageError(_undecodable(path, encoding, read, chunk, error)) from None
            read += len(chunk)
            sample = sample or text
            first, *others = re.split(r"\r\n?|\n", text)
            longest = max(pending + len(first), *map(len, others), 0)
            if longest > _LONGEST_LINE:
                raise UsageError(
                    f"{path}: near line {line + len(others)} one has over {_LONGEST_LINE:,} signs: no table"
                )
            line += len(others)
            pending = len(others[-1]) if others else pending + len(first)
    return sample


def _undecodable(path: Path, encoding: str, read: int, chunk: bytes, error: UnicodeDecodeError) -> str:
    # The decoder may have kept the start of a sign from the chunk before; `object` is what it had at hand.
    place = read + len(chunk) - len(error.object) + error.start
    byte = error.object[error.start]
    text = f"{path}: byte {place} ({byte:#04x}) is not {encoding.removesuffix('-sig').upper()}"
    begin = max(error.object.rfind(end, 0, error.start) for end in (b"\n", b"\r", b",", b";", b"\t", b"|")) + 1
    cell = re.split(rb"[\r\n,;\t|]", error.object[begin : begin + 80])[0]
    scores = {name: _score(error.object.decode(name, "replace"), _LETTERS[name]) for name in _LETTERS}
    first, second = sorted(scores, key=lambda name: -scores[name])[:2]
    reading = {name: cell.decode(name, "replace").strip(' "') for name in (first, second)}
    return (
        f"{text}; {first} is likely, in which the cell reads {reading[first]!r} (in {second}: {reading[second]!r}): "
        f"say encoding {first}, or save it as UTF-8"
    )


def _score(text: str, letters: str) -> int:
    """How much a text looks like what was written: its common letters, less for words of two scripts."""
    own = sum(map(letters.count, set(text) - set(map(chr, range(128)))))
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    mixed = sum(bool(re.search("[a-zA-Z]", word) and re.search("[\u0370-\u04ff]", word)) for word in words)
    return own + sum(map(text.count, letters)) - 5 * mixed


def _delimiter(sample: str, header_row: int) -> str:
    """The one that parts the header and the rows below it alike, into most cells."""

    def merit(delimiter: str) -> tuple[float, int]:
        rows: list[list[str]] = []
        try:
            for row in csv.reader(sample.splitlines(keepends=True)[:200], delimiter=delimiter):
                rows.append(row)  # noqa: PERF402 - rows before an error count
        except csv.Error:
            pass
        below = [row for row in rows[header_row - 1 :] if row]
        width = len(below[0]) if below else 1
        return (sum(len(row) == width for row in below) / len(below) if width > 1 else 0.0), width

    return max(_DELIMITERS, key=merit)
