"""What is told of one municipality: its country, place, identifiers, names and numbers, as far as they can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from muninet.importers.findings import RULES
from muninet.importers.points import Point, read_point
from muninet.importers.reading import Reading
from muninet.importers.wikidata_items import ANY_LANGUAGE, Gathering, Item
from muninet.importers.wikidata_results import coordinates, moment
from muninet.loader.cells import Reader
from muninet.loader.countries import CODES
from muninet.loader.records import Cell, Place
from muninet.model import PartialDate
from muninet.quality.shapes import TOLERANCE_KM, Shapes

_SCHEMES = {"geonames": "geonames", "nuts": "nuts", "locode": "locode", "osmRelation": "osm-relation"}
_NUMBER = re.compile(r"\+?(\d{1,12})(?:\.0+)?")
# The model's bounds of the year that a population is of.
_YEARS = range(1800, 2101)


@dataclass
class Saved:
    """What is at hand while records are made.

    Attributes:
        name: of the file, for places.
        reading: told of rows, bad rows and findings.
        shapes: where countries lie.
        gathering: what was read.
        retrieved: when the query ran.
        readers: read cells of a city as the loader does, by column.
        kinds: what the model lets a city be.
    """

    name: str
    reading: Reading
    shapes: Shapes
    gathering: Gathering
    retrieved: PartialDate | None
    readers: Mapping[str, Reader]
    kinds: tuple[str, ...]

    def reads(self, column: str, value: Cell) -> bool:
        """Whether the loader will take the value for this column."""
        try:
            self.readers[column](value)
        except ValueError:
            return False
        return True

    def find(self, rule: str, item: Item, found: str, message: str) -> None:
        """Note a finding about an item, at its first row."""
        self.find_at(item, rule, found, message, item.row)

    def find_at(self, item: Item, rule: str, found: str, message: str, row: int) -> None:
        """Note a finding about an item at one of its rows."""
        self.reading.find(RULES[rule], entity_id(item.key), Place(self.name, row), found, message)


def entity_id(key: str) -> str:
    """The id of what an item of Wikidata is about: `wikidata-q472`."""
    return f"wikidata-{key.lower()}"


def shown_name(labels: Mapping[str, str], read: Saved) -> str | None:
    """The English name, else one that serves every language, else the first by language; None without any."""
    readable = (labels[one] for one in ("en", ANY_LANGUAGE, *sorted(labels)) if one in labels)
    return next((name for name in readable if read.reads("name", name)), None)


def names_of(labels: Mapping[str, str], read: Saved) -> list[str]:
    """Every name with its language, in the order of languages."""
    names = []
    for language, text in sorted(labels.items()):
        # A few of Wikidata's languages have no tag of BCP 47 (`simple`): the name stays, without one.
        tagged = f"{text}@{language}" if language and language != ANY_LANGUAGE else text
        names += [name for name in (tagged, text) if read.reads("names", [name])][:1]
    return names


def country_of(item: Item, read: Saved) -> str | None:
    """The code of its country; of several the one that a point lies in, None where that tells nothing."""
    codes = [code for code in dict.fromkeys(map(str.upper, item.of("countryCode"))) if code in CODES]
    if len(codes) < 2:
        return codes[0] if codes else None
    inside = [code for code in codes if any(_lies(text, code, read.shapes) for text in item.of("coordinates"))]
    if len(inside) != 1:
        return None
    read.find("several-values", item, ", ".join(codes), f"countries; it lies in {inside[0]}, which is stated")
    return inside[0]


def point_of(item: Item, code: str, read: Saved) -> Point:
    """Its place; of several the first, in the order of their texts, that lies in its country."""
    written = []
    for text in item.of("coordinates"):
        if coordinates(text) is None:
            read.find("unreadable-value", item, text, "no point on earth: Point(longitude latitude)")
        else:
            written.append(text)
    if not written:
        return Point(None, None)
    chosen = next((text for text in written if _lies(text, code, read.shapes)), written[0])
    point = read_point(*(coordinates(chosen) or ("", "")), code, read.shapes)
    if len(written) > 1:
        read.find("several-values", item, "; ".join(written), f"places; {chosen} is stated")
    return point


def _lies(text: str, code: str, shapes: Shapes) -> bool:
    point = read_point(*(coordinates(text) or ("", "")), code, shapes)
    if point.lat is None or point.lon is None:
        return False
    return shapes.contains(code, point.lat, point.lon, tolerance_km=TOLERANCE_KM) is True


def identifiers_of(item: Item, code: str, read: Saved) -> Iterator[str]:
    """Its ids elsewhere, those of them that have the form of their scheme."""
    found = [f"{scheme}:{value}" for variable, scheme in _SCHEMES.items() for value in item.of(variable)]
    for value in item.of("lau"):
        # A code is one country's own; beside it stands the country, as in Eurostat's tables.
        own = re.sub(rf"^{code}[\s_-]?", "", value)
        found.append(f"lau:{code}_{own}")
    for written in found:
        if read.reads("identifiers", [written]):
            yield written
        else:
            read.find("unreadable-value", item, written, "not an identifier of this form; it is left out")


def kind_of(item: Item, read: Saved) -> str | None:
    """What sort of local authority it is, in the model's words; None where the query says none, or several."""
    kinds = item.of("kind")
    for kind in kinds:
        if kind not in read.kinds:
            read.find("unknown-word", item, kind, f"no kind of city; the model knows {', '.join(read.kinds)}")
    known = [kind for kind in kinds if kind in read.kinds]
    if len(known) > 1:
        read.find("several-values", item, "; ".join(known), "kinds of city; none is stated")
    return known[0] if len(known) == 1 else None


def website_of(item: Item, read: Saved) -> str | None:
    """Its page; of several the first, in the order of their addresses."""
    good = [website for website in item.of("website") if read.reads("url", website)]
    for website in item.of("website"):
        if website not in good:
            read.find("unreadable-value", item, website, "not the address of a web page; it is left out")
    if len(good) > 1:
        read.find("several-values", item, "; ".join(good), f"web pages; {good[0]} is stated")
    return good[0] if good else None


def population_of(item: Item, read: Saved) -> dict[str, Cell]:
    """The newest number; where numbers differ and none has a year, nobody can say which holds."""
    numbers: dict[int, set[int]] = {}
    for written, time in item.populations:
        match, when = _NUMBER.fullmatch(written), _year(time)
        if match is None:
            read.find("unreadable-value", item, written, "the number of inhabitants cannot be read")
        else:
            numbers.setdefault(when, set()).add(int(match[1]))
    if not numbers:
        return {}
    year = max(numbers)
    if len(numbers[year]) > 1:
        found = "; ".join(map(str, sorted(numbers[year])))
        read.find("several-values", item, found, f"inhabitants of {year or 'no year'}; none is stated")
        return {}
    return {"population": numbers[year].pop(), "population_year": year or None}


def _year(time: str) -> int:
    """The year of a time, 0 where there is none that the model knows."""
    try:
        year = moment(time, "9").first.year if time else 0
    except ValueError:
        return 0
    return year if year in _YEARS else 0
