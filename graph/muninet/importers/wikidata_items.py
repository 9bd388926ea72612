"""Puts the rows of a query together: one item has a row for each language of its name and for each head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from muninet.importers.reading import Reading
from muninet.importers.wikidata_results import ResultRow, Results, item_key
from muninet.loader.records import Place

# Why rows are left out that nothing is wrong with in themselves.
OF_REFUSED = "of-a-refused-item"
# What an item may have several of, each a value by itself.
LISTED = ("countryCode", "coordinates", "website", "geonames", "lau", "nuts", "locode", "osmRelation", "kind")
_RANKS = {"PreferredRank": "preferred", "NormalRank": "normal", "DeprecatedRank": "deprecated"}
# Labels in this language stand for every language that has none of its own.
ANY_LANGUAGE = "mul"


class Office(NamedTuple):
    """One statement of a head of government, as the rows write it.

    Attributes:
        head: id of the person's item; None where nobody knows who it is.
        start: time of the start; empty where none is stated.
        start_precision: as a number, empty where the query did not ask.
        end: time of the end.
        end_precision: as that of the start.
        ended: whether it has ended, on a day that nobody knows.
        rank: `preferred`, `normal` or `deprecated`.
    """

    head: str | None
    start: str
    start_precision: str
    end: str
    end_precision: str
    ended: bool
    rank: str


@dataclass
class Item:
    """What all rows of one item say of it.

    Attributes:
        key: its id: `Q472`.
        row: the first row that it stands in.
        labels: names by language.
        values: of `LISTED`, what stands there, in the order of rows.
        populations: (number, time of it).
        offices: heads of government, each with the first row that it stands in.
    """

    key: str
    row: int
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    populations: list[tuple[str, str]] = field(default_factory=list)
    offices: dict[Office, int] = field(default_factory=dict)

    def of(self, variable: str) -> list[str]:
        """What stands there, sorted: rows come in no order."""
        return sorted(self.values.get(variable, ()))


@dataclass
class Gathering:
    """Everything that was read.

    Attributes:
        items: by id.
        heads: names of heads by id and language.
        retrieved: when the query ran, where it says so.
        rows: how many there are of each item.
    """

    items: dict[str, Item] = field(default_factory=dict)
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    retrieved: str = ""
    rows: dict[str, int] = field(default_factory=dict)


def gather_items(results: Results, file: str, reading: Reading) -> Gathering:
    """Put rows together by item; rows without one are problems."""
    gathering = Gathering()
    for row in results.rows:
        reading.rows += 1
        place = Place(file, row.number)
        if row.fault is not None:
            reading.problems.add(
                place, None, "bad-value", f"the row cannot be read: {row.fault}", expected="variable: {type, value}"
            )
            continue
        key = item_key(row.text("item"))
        if key is None:
            reading.problems.add(
                place, "item", "bad-id", "no item of Wikidata", found=row.text("item") or None,
                expected="http://www.wikidata.org/entity/Q472",
            )  # fmt: skip
            continue
        gathering.rows[key] = gathering.rows.get(key, 0) + 1
        gathering.retrieved = max(gathering.retrieved, row.text("retrieved"))
        _take(row, gathering.items.setdefault(key, Item(key, row.number)), gathering)
    return gathering


def _take(row: ResultRow, item: Item, gathering: Gathering) -> None:
    _label(row, "itemLabel", item.key, item.labels)
    for variable in LISTED:
        text = row.text(variable)
        if text and text not in item.values.setdefault(variable, []):
            item.values[variable].append(text)
    population = (row.text("population"), row.text("populationDate"))
    if population[0] and population not in item.populations:
        item.populations.append(population)
    for office in _office(row):
        item.offices.setdefault(office, row.number)
        if office.head is not None:
            _label(row, "headLabel", office.head, gathering.heads.setdefault(office.head, {}))


def _label(row: ResultRow, variable: str, key: str, labels: dict[str, str]) -> None:
    text = " ".join(row.text(variable).split())
    # Wikidata's label service writes the id where there is no label.
    if text and text != key:
        language = row.terms[variable].language
        # Of several the first by the alphabet, so that the order of rows does not matter.
        labels[language] = min(text, labels.get(language, text))


def _office(row: ResultRow) -> Iterator[Office]:
    head = item_key(row.text("head"))
    if head is None and not row.is_unknown("head"):
        return
    yield Office(
        head,
        row.text("start"),
        row.text("startPrecision"),
        row.text("end"),
        row.text("endPrecision"),
        row.is_unknown("end"),
        _RANKS.get(row.text("rank").rpartition("#")[2], "normal"),
    )
