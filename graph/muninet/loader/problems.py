"""Collects what is wrong with a load, and finds what may have been meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from muninet.errors import LoadError, LoadProblem, Suggestion
from muninet.loader.records import Place
from muninet.model.names import fold

# Every rule that a problem may name.
RULES: dict[str, str] = {
    "ambiguous-id": "Two different keys of which the same id would be made.",
    "bad-coordinates": "A latitude or longitude that is no number, out of range, alone, or swapped with the other.",
    "bad-country": "Not an ISO 3166-1 alpha-2 code in capitals (XK for Kosovo).",
    "bad-csv": "A row whose quotes do not close, or with a cell that is far too long.",
    "bad-date": "Not a day, month or year of the calendar in the form 2023-07-14, 2023-07 or 2023.",
    "bad-id": "Not an id: lower-case letters and digits in words parted by single hyphens.",
    "bad-identifier": "Not an identifier of the form scheme:value.",
    "bad-name": "Not a name of the form text or text@language, or one of more than 2,000 characters.",
    "bad-number": "Not a number, not a whole one where it must be, or out of bounds.",
    "bad-url": "Not the address of a web page.",
    "bad-value": "Not true or false where it must be, or not text: a control character in it, say.",
    "conflicting-rows": "Two rows that say different things of the same entity.",
    "duplicate-column": "A column that the table has twice.",
    "duplicate-fact": "The same fact twice: the same type, ends and identifying fields.",
    "duplicate-id": "An id that two rows give to two entities.",
    "duplicate-table": "A table that the load has twice.",
    "duplicate-value": "A value that must be unique, given twice.",
    "empty-file": "A table without even a header.",
    "end-before-start": "An end that is not after the start.",
    "label-conflict": "An entity that another dataset states with another label.",
    "missing-column": "A column that the table must have.",
    "missing-source": "A row without a source.",
    "missing-value": "An empty cell that must not be empty.",
    "no-tables": "A folder without tables.",
    "not-a-person": "A suppressed id that is not a person's.",
    "self-reference": "A fact that leads from an entity to itself.",
    "still-referenced": "An entity that is gone from the dataset while another dataset refers to it.",
    "too-few-cells": "A row with fewer cells than the header.",
    "too-many-cells": "A row with more cells than the header.",
    "unknown-choice": "A value that is not among those that the model allows.",
    "unknown-column": "A column that the model does not know.",
    "unknown-country": "A country code without a Country node.",
    "unknown-file": "A file whose name is neither a label nor a fact type.",
    "unknown-id": "A reference to an entity that is neither in this load nor in the graph.",
    "unknown-role": "A role that is not among those that the model allows.",
    "unknown-source": "A reference to a source that is neither in this load nor in the graph.",
    "unlisted-value": "A word that the mapping's table of values does not list.",
    "wrong-delimiter": "A table whose cells are not parted by commas.",
    "wrong-encoding": "Bytes that are not UTF-8.",
    "wrong-type": "A reference to an entity of a type that the model does not allow there.",
}

_NEAREST = 3
_LEAST_LIKENESS = 60.0
# Looking for what was meant takes some milliseconds each; a load with more unknown ids than this is wrong in one place.
_MOST_SEARCHES = 300


class Problems:
    """What is wrong so far."""

    def __init__(self) -> None:
        """Begin without any."""
        self._found: list[LoadProblem] = []
        self._absent: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found)

    def add(
        self,
        place: Place,
        column: str | None,
        rule: str,
        message: str,
        *,
        found: str | None = None,
        expected: str | None = None,
        suggestions: Iterable[Suggestion] = (),
    ) -> None:
        """Note one; the fields are those of LoadProblem."""
        if rule not in RULES:
            raise KeyError(f"{rule!r} is not one of the loader's rules")
        self._found.append(
            LoadProblem(place.file, place.row, column, rule, message, found, expected, tuple(suggestions))
        )
        if rule == "missing-column" and column is not None:
            self._absent.add((place.file, column))

    def lacks_column(self, file: str, column: str) -> bool:
        """Whether the file's header has been found to lack the column."""
        return (file, column) in self._absent

    def has(self, *rules: str) -> bool:
        """Whether there is one with one of the rules."""
        return any(problem.rule in rules for problem in self._found)

    def take(self, others: Problems) -> None:
        """Add what others have found."""
        self._found += others._found

    def take_rows(self) -> list[LoadProblem]:
        """Take out and return those that are about one row, by row; the others stay."""
        found = sorted((p for p in self._found if p.row is not None), key=_by_row)
        self._found = [problem for problem in self._found if problem.row is None]
        return found

    def refuse(self) -> None:
        """Raise LoadError with all of them, by file, row and column, if there is any."""
        if self._found:
            raise LoadError(sorted(self._found, key=_by_row))


def _by_row(problem: LoadProblem) -> tuple[str, int, str, str, str]:
    return problem.file, problem.row or 0, problem.column or "", problem.rule, problem.message


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a wrong id may have been meant for."""

    id: str
    name: str
    label: str


class Nearest:
    """Finds the entities that a wrong id may have been meant for, by id and by name."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        """Take every entity there is."""
        self._by_label: dict[str, list[Candidate]] = {}
        for candidate in candidates:
            self._by_label.setdefault(candidate.label, []).append(candidate)
        self._folded: dict[str, tuple[dict[int, str], dict[int, str]]] = {}
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Suggestion, ...]] = {}

    def suggest(self, wrong: str, labels: Collection[str]) -> tuple[Suggestion, ...]:
        """Return up to three entities with one of the labels whose id or name is most like `wrong`, best first."""
        key = (wrong, tuple(sorted(labels)))
        if key not in self._known:
            if len(self._known) >= _MOST_SEARCHES:
                return ()
            self._known[key] = self._search(fold(wrong), key[1])
        return self._known[key]

    def _search(self, wanted: str, labels: tuple[str, ...]) -> tuple[Suggestion, ...]:
        best: dict[str, tuple[float, Candidate]] = {}
        for label in labels:
            entities = self._by_label.get(label, [])
            for texts in self._texts(label):
                hits = process.extract(
                    wanted, texts, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_LEAST_LIKENESS, processor=None
                )
                for _, score, index in hits:
                    candidate = entities[index]
                    best[candidate.id] = max(best.get(candidate.id, (0.0, candidate)), (score, candidate), key=_score)
        ranked = sorted(best.values(), key=lambda hit: (-hit[0], hit[1].id))
        return tuple(Suggestion(candidate.id, candidate.name) for _, candidate in ranked[:_NEAREST])

    def _texts(self, label: str) -> tuple[dict[int, str], dict[int, str]]:
        if label not in self._folded:
            entities = self._by_label.get(label, [])
            self._folded[label] = (
                {index: fold(entity.id) for index, entity in enumerate(entities)},
                {index: fold(entity.name) for index, entity in enumerate(entities)},
            )
        return self._folded[label]


def _score(hit: tuple[float, Candidate]) -> float:
    return hit[0]


def nearest_word(wrong: str, words: Iterable[str]) -> str | None:
    """The word most like `wrong`, whatever its case; None where none is."""
    folded: Mapping[str, str] = {word: word.lower() for word in words}
    hit = process.extractOne(wrong.lower(), folded, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
    return str(hit[2]) if hit else None
