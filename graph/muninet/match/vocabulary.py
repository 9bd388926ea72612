"""The field's own words, as three tables that anyone can extend: words.csv, spellings.csv and exonyms.csv.

words.csv says what the words about a name mean: the kind of authority (municipality, county, union …), where a place
lies (Judeţul …), or another spelling of a word within names (St., Istočno). A row holds for the countries that it
names, or everywhere. spellings.csv lists letters that are written in more than one way. exonyms.csv lists the names of
one place in several languages, and former names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from muninet.match.tables import Row, TableError, rows_of
from muninet.model.names import fold

KINDS = (
    "municipality",
    "city",
    "borough",
    "district",
    "county",
    "province",
    "region",
    "metropolitan",
    "union",
    "group",
    "part",
)
SAYS = (*KINDS, "addition", "spelling", "nothing")
# Where a word stands in a name. For additions: `after` the word follows what it is about (Județul Alba), `before` it
# stands behind it (Lviv region), `beside` the word is itself the addition (Karşıyaka İzmir).
POSITIONS = ("prefix", "suffix", "anywhere", "after", "before", "beside")
PLACES = ("start", "end", "anywhere")
_DOUBLED = re.compile(r"(.)\1")
_COUNTRY = re.compile(r"[A-Z]{2}")
_TABLES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase about names.

    Attributes:
        tokens: its folded words.
        language: of the word, ISO 639-1.
        position: where it stands in a name; see POSITIONS.
        says: a kind of authority, or `addition`, `spelling`, `nothing`.
        countries: codes of the countries whose names it is looked for in; empty for all.
        reads: for spellings, the folded word that it stands for.
    """

    tokens: tuple[str, ...]
    language: str
    position: str
    says: str
    countries: frozenset[str]
    reads: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """Letters that are also written otherwise: `writes` is read as `reads` at a place (`where`) within a word."""

    writes: str
    reads: str
    where: str
    countries: frozenset[str]

    def apply(self, word: str) -> str:
        """The word as it reads; a word is never shortened to fewer than three letters at its end."""
        if self.where == "anywhere":
            return word.replace(self.writes, self.reads)
        if self.where == "start":
            return self.reads + word[len(self.writes) :] if word.startswith(self.writes) else word
        cut = len(word) - len(self.writes)
        return word[:cut] + self.reads if word.endswith(self.writes) and cut >= 3 else word


@dataclass(frozen=True, slots=True)
class CountryWords:
    """The words that hold in one country: phrases by position, all words in them, and the length of the longest."""

    phrases: Mapping[str, Mapping[tuple[str, ...], Word]]
    tokens: frozenset[str]
    longest: int
    spellings: tuple[Spelling, ...]
    exonyms: dict[str, str] = field(default_factory=dict)
    _spelt: dict[str, str] = field(default_factory=dict, repr=False)

    def spelt(self, word: str) -> str:
        """A folded word with letters that are written in several ways made one, doubled letters too."""
        if word not in self._spelt:
            reads = word
            for spelling in self.spellings:
                reads = spelling.apply(reads)
            self._spelt[word] = _DOUBLED.sub(r"\1", reads)
        return self._spelt[word]

    def key(self, words: Iterable[str]) -> str:
        """Folded words as spelt, squeezed into one."""
        return "".join(map(self.spelt, words))

    def exonym(self, words: Iterable[str]) -> str | None:
        """The key of the first name of the place that has this name of folded words; None where none is listed."""
        return self.exonyms.get(self.key(words))


@dataclass(frozen=True)
class Vocabulary:
    """All three tables.

    Attributes:
        words: of words.csv.
        spellings: of spellings.csv, in its order, which is that of application.
        exonyms: of exonyms.csv, by country: all names of a place, the first one first.
    """

    words: tuple[Word, ...]
    spellings: tuple[Spelling, ...]
    exonyms: Mapping[str, Sequence[tuple[str, ...]]]
    _of_country: dict[str | None, CountryWords] = field(default_factory=dict, repr=False, compare=False)

    def of_country(self, country: str | None) -> CountryWords:
        """What holds in a country; for None only what holds everywhere. A country's own row goes before a general."""
        if country not in self._of_country:
            phrases: dict[str, dict[tuple[str, ...], Word]] = {position: {} for position in POSITIONS}
            for word in sorted(self.words, key=lambda word: bool(word.countries)):
                if not word.countries or country in word.countries:
                    phrases[word.position][word.tokens] = word
            spellings = tuple(s for s in self.spellings if not s.countries or country in s.countries)
            tokens = frozenset(token for of_position in phrases.values() for phrase in of_position for token in phrase)
            found = CountryWords(phrases, tokens, self._longest, spellings)
            for names in self.exonyms.get(country or "", ()):
                first = found.key(fold(names[0]).split())
                found.exonyms.update((found.key(fold(name).split()), first) for name in names)
            self._of_country[country] = found
        return self._of_country[country]

    @cached_property
    def _longest(self) -> int:
        return max((len(word.tokens) for word in self.words), default=0)


@lru_cache(maxsize=1)
def standard_vocabulary() -> Vocabulary:
    """The tables that come with muninet; read once."""
    return read_vocabulary(_TABLES)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read the three tables of a folder.

    Raises:
        TableError: a table breaks its rules; the message begins with `file:line`.
    """
    return Vocabulary(
        tuple(_words(rows_of(folder / "words.csv", ("word", "language", "position", "says", "countries", "reads")))),
        tuple(_spellings(rows_of(folder / "spellings.csv", ("writes", "reads", "where", "countries", "why")))),
        _exonyms(rows_of(folder / "exonyms.csv", ("country", "name", "also"))),
    )


def _words(rows: Iterable[Row]) -> Iterable[Word]:
    known: dict[tuple[tuple[str, ...], str, str], Row] = {}
    for row in rows:
        tokens = tuple(fold(row.filled("word")).split())
        if not tokens:
            raise row.wrong("word", f"{row.cells['word']!r} has no letter or digit")
        position = row.choice("position", POSITIONS)
        says = row.choice("says", SAYS)
        if (position in ("after", "before", "beside")) != (says == "addition"):
            raise row.wrong(
                "position", f"{position!r} does not go with {says!r}: additions stand after, before, beside"
            )
        if bool(row.cells["reads"]) != (says == "spelling"):
            raise row.wrong("reads", "spellings have one, and no other row has: write the word that it stands for")
        countries = _countries(row)
        for country in countries or {""}:
            earlier = known.setdefault((tokens, position, country), row)
            if earlier is not row:
                raise TableError(
                    f"{row}: {row.cells['word']!r} stands in line {earlier.line} already: keep one of them"
                )
        yield Word(tokens, row.filled("language"), position, says, countries, fold(row.cells["reads"]))


def _spellings(rows: Iterable[Row]) -> Iterable[Spelling]:
    for row in rows:
        writes, reads = row.filled("writes"), row.cells["reads"]
        for column, letters in (("writes", writes), ("reads", reads)):
            if fold(letters) != letters:
                raise row.wrong(column, f"{letters!r} must be small plain letters (a-z), as names are after folding")
        row.filled("why")
        yield Spelling(writes, reads, row.choice("where", PLACES), _countries(row))


def _exonyms(rows: Iterable[Row]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    known: dict[tuple[str, str], Row] = {}
    for row in rows:
        country = row.filled("country")
        if not _COUNTRY.fullmatch(country):
            raise row.wrong("country", f"{country!r} is not a country's code of two capitals")
        if not row.list("also"):
            raise row.wrong("also", "is empty: write the other names, parted by ;")
        names = (row.filled("name"), *row.list("also"))
        for name in names:
            earlier = known.setdefault((country, fold(name)), row)
            if earlier is not row:
                raise row.wrong("also", f"{name!r} is a name of {earlier.cells['name']} (line {earlier.line}) too")
        found.setdefault(country, []).append(names)
    return found


def _countries(row: Row) -> frozenset[str]:
    for country in row.list("countries"):
        if not _COUNTRY.fullmatch(country):
            raise row.wrong("countries", f"{country!r} is not a country's code of two capitals")
    return frozenset(row.list("countries"))
