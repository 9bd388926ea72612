"""Proposes a mapping from a sheet's header and its first rows, for a person to complete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from muninet.importers.table.guessing import guess_dates, guess_number
from muninet.importers.table.values import as_text
from muninet.importers.table.vocabulary import meanings_of, statuses
from muninet.loader.countries import CODES
from muninet.model import Schema
from muninet.model.names import fold

if TYPE_CHECKING:
    from muninet.importers.sheets import Cell, Sheet

_LOOKED_AT = 500
_MOST_WORDS = 12
_LONGEST_SHOWN = 40
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./()-]*[\w)])?")
_READ_AS_OTHER = ("true", "false", "null")
# Facts for those who are not members, by what their status says.
_OTHER_FACTS = {"candidate": "CANDIDATE_OF", "observer": "OBSERVER_OF"}


def draft(sheet: Sheet, schema: Schema) -> str:
    """Propose a mapping: which columns are names, countries, places, dates and so on, and how they are written.

    Args:
        sheet: an open sheet; its header and first 500 rows are looked at.
        schema: the model that the mapping is for.

    Returns:
        YAML with comments. What a person must say is marked FILL_IN; the rest can be read as it stands.
    """
    rows = [row.cells for row in islice(sheet.rows(), _LOOKED_AT) if row.fault is None]
    samples = {column: [row[column] for row in rows if row[column] is not None] for column in sheet.columns}
    return "\n".join(_Draft(sheet, schema, samples).lines()) + "\n"


class _Draft:
    """A mapping in the making: `by` tells the column of each meaning."""

    def __init__(self, sheet: Sheet, schema: Schema, samples: dict[str, list[Cell]]) -> None:
        self._sheet, self._schema, self._samples = sheet, schema, samples
        self.by = self._recognised()
        if "name" not in self.by:
            self._guess_name()
        self._slug = (fold(sheet.file.stem).replace(" ", "-") or "table")[:40].strip("-")

    def _recognised(self) -> dict[str, str]:
        """The column of each meaning: first where nothing else is said, and where the cells look like it."""
        claims = []
        for position, column in enumerate(self._sheet.columns):
            for meaning, others in meanings_of(column).items():
                claims.append((self._unlike(meaning, self._samples[column]), others, position, meaning, column))
        by: dict[str, str] = {}
        for unlike, others, _, meaning, column in sorted(claims):
            if meaning not in by and column not in by.values() and not (unlike and others):
                by[meaning] = column
        return by

    @staticmethod
    def _unlike(meaning: str, cells: Sequence[Cell]) -> bool:
        """Whether the cells do not look like what the header says."""
        if not cells:
            return False
        if meaning in ("since", "until"):
            return guess_dates(cells) is None
        if meaning == "key":
            return len(set(map(as_text, cells))) < 0.9 * len(cells)
        if meaning in ("name", "network"):
            return not any(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in cells)
        return False

    def _guess_name(self) -> None:
        """The first column of text that means nothing else."""
        for column in self._sheet.columns:
            if column not in self.by.values() and any(isinstance(cell, str) for cell in self._samples[column]):
                self.by["name"] = column
                return
        self.by["name"] = self.by.pop("key", self._sheet.columns[0])

    def lines(self) -> Iterator[str]:
        """The mapping, line by line."""
        looked = max((len(cells) for cells in self._samples.values()), default=0)
        yield f"# A draft, made from the header of {_shown(self._sheet.file.name)} and {looked} of its rows."
        yield "# Complete what is marked FILL_IN, correct the rest, and import with --dry-run first."
        yield f"dataset: {self._slug}"
        yield "source:  # the id alone, where the graph has the source already"
        yield "  id: FILL_IN  # lower-case words, such as my-network-2026"
        yield "  title: FILL_IN"
        yield "  publisher: FILL_IN"
        yield "  published: FILL_IN  # 2026, 2026-03 or 2026-03-14"
        yield "  # licence: CC-BY-4.0"
        yield "  # url: https://…"
        if self._sheet.layout:
            inner = ", ".join(f"{key}: {_word(said)}" for key, said in self._sheet.layout.items())
            yield f"table: {{{inner}}}"
        yield 'empty: ["-", n/a]  # words that say that nothing is known'
        yield "entities:"
        yield "  city:"
        yield "    type: City"
        yield from (f"    {line}" for line in (*self._key(), *self._properties()))
        yield from (f"  {line}" for line in self._network())
        yield "facts:"
        yield from (f"  {line}" for line in self._facts())
        yield from self._rest()

    def _key(self) -> Iterator[str]:
        key, name, country = (self.by.get(meaning) for meaning in ("key", "name", "country"))
        if key is not None:
            cells = list(map(as_text, self._samples[key]))
            twice = "several rows have the same key" if len(set(cells)) < len(cells) else "recognised as the key"
            yield f"id: {{column: {_word(key)}, prefix: {self._slug}}}  # {twice}"
        elif country is not None and name is not None:
            both = f"{_word(country)}, {_word(name)}"
            yield f"id: {{columns: [{both}], prefix: {self._slug}}}  # there is no key: country and name stand for one"
        else:
            yield f"id: {{column: {_word(name)}, prefix: {self._slug}, from_name: true}}  # there is no key: add one"

    def _properties(self) -> Iterator[str]:
        yield f"name: {_word(self.by['name'])}"
        country = self.by.get("country")
        if country is None:
            yield "country: {constant: FILL_IN}  # ISO code such as AL, where all are of one country; or a column"
        else:
            codes = all(as_text(cell).upper() in CODES for cell in self._samples[country])
            yield f"country: {_word(country)}  # {'codes' if codes else 'names of countries'}"
        for name in ("population", "lat", "lon"):
            column = self.by.get(name)
            if column is not None and ({"lat", "lon"} <= self.by.keys() or name == "population"):
                said = guess_number(self._samples[column])
                if name != "population":
                    said.pop("thousands", None)
                yield f"{name}: {_flow(column, said)}"
        if "url" in self.by:
            yield f"url: {_word(self.by['url'])}"

    def _network(self) -> Iterator[str]:
        column = self.by.get("network")
        if column is None:
            yield "network: {type: Network, id: {constant: FILL_IN}}  # the id of a network that the graph has"
            return
        yield "# Every network that the column names, by its name. For those that the graph has, list the ids:"
        yield f"# id: {{column: {_word(column)}, values: {{Name in the list: id-of-the-network}}}}, and no name."
        words = self._words(column)
        if words:
            yield f"# It says {words}."
        yield f"network: {{type: Network, id: {{column: {_word(column)}, from_name: true}}, name: {_word(column)}}}"

    def _facts(self) -> Iterator[str]:
        status = self.by.get("status")
        words = {fold(as_text(cell)): as_text(cell) for cell in self._samples[status]} if status is not None else {}
        others = {
            type_: sorted(word for folded, word in words.items() if folded in statuses(meaning))
            for meaning, type_ in _OTHER_FACTS.items()
            if type_ in self._schema.facts
        }
        excluded = [word for chosen in others.values() for word in chosen]
        yield from self._fact("MEMBER_OF", "is_not", excluded)
        for type_, chosen in others.items():
            if chosen:
                yield from self._fact(type_, "is", chosen)

    def _fact(self, type_: str, test: str, words: Sequence[str]) -> Iterator[str]:
        yield f"- type: {type_}"
        yield "  from: city"
        yield "  to: network"
        status = self.by.get("status")
        if words and status is not None:
            yield f"  when: {{column: {_word(status)}, {test}: [{', '.join(map(_word, words))}]}}"
        for name in ("since", "until"):
            if name in self.by:
                yield from (f"  {line}" for line in self._date(name, self.by[name]))
        if status is not None:
            said = self._words(status)
            yield f"  status: {_word(status)}" + (f"  # says {said}" if said else "")

    def _date(self, name: str, column: str) -> Iterator[str]:
        guess = guess_dates(self._samples[column])
        if guess is None:
            first = next(map(as_text, self._samples[column]), "")
            yield f"# {name}: {_word(column)}  # no form of dates recognised ({_shown(first)}): say its format"
            return
        said = {}
        if guess.patterns:
            said["format"] = ", ".join(f'"{pattern}"' for pattern in guess.patterns)
        notes = ["day first or month first? No row tells"] if guess.either else []
        if guess.unread is not None:
            notes.append(f"not read: {_shown(as_text(guess.unread))}")
        text = f"{{column: {_word(column)}, format: [{said['format']}]}}" if said else _word(column)
        yield f"{name}: {text}" + (f"  # {'; '.join(notes)}" if notes else "")

    def _words(self, column: str) -> str:
        """The different words of a column, where they are few."""
        words = list(dict.fromkeys(map(as_text, self._samples[column])))
        return ", ".join(map(_shown, words)) if len(words) <= _MOST_WORDS else ""

    def _rest(self) -> Iterator[str]:
        """The columns that nothing is made of."""
        rest = [column for column in self._sheet.columns if column not in self.by.values()]
        for column in rest:
            example = next(map(as_text, self._samples[column]), "")
            dated = "; it holds dates" if self._samples[column] and guess_dates(self._samples[column]) else ""
            yield f"# Not used: {_shown(column)}" + (f" ({_shown(example)}{dated})" if example else " (empty)")


def _flow(column: str, said: dict[str, str]) -> str:
    if not said:
        return _word(column)
    return "{" + ", ".join([f"column: {_word(column)}", *(f'{key}: "{sign}"' for key, sign in said.items())]) + "}"


def _word(word: object) -> str:
    """A word as YAML reads it back within braces; quoted, its strange signs escaped, where it must be."""
    text = str(word)
    if isinstance(word, int) or (_PLAIN.fullmatch(text) and text not in _READ_AS_OTHER):
        return text
    return (
        '"'
        + "".join(sign if sign.isprintable() and sign not in '"\\' else f"\\U{ord(sign):08X}" for sign in text)
        + '"'
    )


def _shown(text: str) -> str:
    """Text for a comment: on one line, not long."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"
