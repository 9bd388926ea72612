"""The page of an entity: its names, identifiers and properties, its facts in groups, and what happened to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from muninet.answers.graphs import TimelineEntry
from muninet.answers.models import Name
from muninet.answers.profiles import FactGroup, ProfileAnswer
from muninet.answers.wording import Wording
from muninet_api.pages.addresses import Value, is_web, query_page
from muninet_api.pages.dates import written
from muninet_api.pages.facts import ToldFact, told_fact
from muninet_api.pages.notes import Footnotes
from muninet_api.pages.tables import plain
from muninet_api.pages.terms import spoken

# Where what an identifier names is found on the web, and how such an identifier is written.
_PLACES = {
    "wikidata": (r"Q\d+", "https://www.wikidata.org/wiki/{}"),
    "geonames": (r"\d+", "https://www.geonames.org/{}"),
    "osm": (r"(node|way|relation)/\d+", "https://www.openstreetmap.org/{}"),
    "viaf": (r"\d+", "https://viaf.org/viaf/{}"),
    "gnd": (r"[\dX-]+", "https://d-nb.info/gnd/{}"),
    "ror": (r"0[a-z\d]+", "https://ror.org/{}"),
    "orcid": (r"[\dX-]+", "https://orcid.org/{}"),
    "lei": (r"[A-Z\d]{20}", "https://search.gleif.org/#/record/{}"),
}
_PRECISION = "_precision"
_HAPPENED = {"begin": "Begins", "on": "Happens", "end": "Ends", "undated": "Undated"}


@dataclass(frozen=True)
class Said:
    """Something said of an entity: what it is called, what it is, and where it is found on the web."""

    label: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class ToldGroup:
    """The facts of one type that begin, or that end, at an entity.

    Attributes:
        anchor: id of its heading.
        label: what stands between the entity and the others.
        kind: the class of the type.
        count: how many there are.
        facts: the first of them, told.
        all: the page that lists all of them; empty where they stand here.
    """

    anchor: str
    label: str
    kind: str
    count: int
    facts: tuple[ToldFact, ...]
    all: str


@dataclass(frozen=True)
class ToldDay:
    """A day of a timeline: when, what, and the fact; of a date of its own the name of that date stands in `what`."""

    on: str
    iso: str
    what: str
    fact: ToldFact | None


def names_of(profile: ProfileAnswer) -> list[Name]:
    """The other names, without the one that is shown."""
    return [name for name in profile.names if name.value != profile.name or name.lang]


def language_of(profile: ProfileAnswer) -> str:
    """The language of the name that is shown; empty where no source says it, or where it is the same in several."""
    found = {name.lang for name in profile.names if name.value == profile.name and name.lang}
    return next(iter(found)) if len(found) == 1 else ""


def identifiers_of(profile: ProfileAnswer) -> list[Said]:
    """Identifiers, those of known schemes as links."""
    found = []
    for text in profile.identifiers:
        scheme, _, value = text.partition(":")
        pattern, place = _PLACES.get(scheme, ("", ""))
        known = bool(place) and re.fullmatch(pattern, value) is not None
        found.append(Said(scheme, value, place.format(quote(value, safe="/")) if known else ""))
    return found


def properties_of(profile: ProfileAnswer, wording: Wording) -> list[Said]:
    """The properties of its type, in words, dates as precise as they are known."""
    found = []
    for name, value in profile.properties.items():
        if name.endswith(_PRECISION) or value in (None, "", []):
            continue
        precision = profile.properties.get(name + _PRECISION)
        values: Sequence[object] = value if isinstance(value, list) else [value]
        text = written(str(value), precision, wording) if precision else "; ".join(map(plain, values))
        found.append(Said(spoken(name), text, text if is_web(text) else ""))
    return found


def groups_of(profile: ProfileAnswer, notes: Footnotes, day: dt.date, asked: Mapping[str, Value]) -> list[ToldGroup]:
    """Its facts by type and direction.

    Args:
        profile: the entity with its facts.
        notes: the footnotes of the page.
        day: the day that it is looked at on.
        asked: what else the page was asked, for the list of all of them.
    """
    return [_group(profile.id, group, notes, day, asked) for group in profile.facts]


def _group(id_: str, group: FactGroup, notes: Footnotes, day: dt.date, asked: Mapping[str, Value]) -> ToldGroup:
    direction = "out" if group.forward else "in"
    every = query_page("entity/facts", **{**asked, "entity": id_, "relations": group.type, "direction": direction})
    return ToldGroup(
        anchor=f"{group.type.lower().replace('_', '-')}-{direction}",
        label=group.label,
        kind=group.kind,
        count=group.count,
        facts=tuple(told_fact(fact, notes, day, seen_from=id_) for fact in group.facts),
        all=every if group.next else "",
    )


def days_of(profile: ProfileAnswer, notes: Footnotes, day: dt.date, wording: Wording) -> list[ToldDay]:
    """What happened to it, oldest first."""
    return [_day(profile.id, entry, notes, day, wording) for entry in profile.timeline.entries]


def _day(id_: str, entry: TimelineEntry, notes: Footnotes, day: dt.date, wording: Wording) -> ToldDay:
    own = spoken(entry.dated_by or "") if entry.fact is None else _HAPPENED[entry.what]
    iso = entry.on.isoformat() if entry.on else ""
    return ToldDay(
        on=written(iso, entry.precision, wording) or "Undated",
        iso=iso[: {"year": 4, "month": 7}.get(entry.precision or "day", 10)],
        what=own,
        fact=told_fact(entry.fact, notes, day, seen_from=id_) if entry.fact else None,
    )
