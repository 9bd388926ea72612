"""Facts as a page tells them: in words, with what must be known of them, and with their footnotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from muninet.answers.models import Fact, NodeRef, Route
from muninet.answers.sentences import has_ended
from muninet_api.pages.notes import Footnotes, Note, Piece


@dataclass(frozen=True)
class ToldFact:
    """A fact in words, seen from one of its ends.

    Attributes:
        fact: the fact.
        before: the sentence up to the name of the other end; all of it where the name does not stand in it.
        other: the other end; None where the sentence does not name it.
        after: the sentence behind it.
        flags: what must be known: `ended`, `undated`, `deprecated`, `preferred`.
        notes: its footnotes.
    """

    fact: Fact
    before: str
    other: NodeRef | None
    after: str
    flags: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ToldRoute:
    """A route in words.

    Attributes:
        route: the route.
        pieces: its sentence, with the footnotes of the page.
        flags: what must be known of any of its facts.
        notes: the footnotes of all its facts.
    """

    route: Route
    pieces: tuple[Piece, ...]
    flags: tuple[str, ...]
    notes: tuple[Note, ...]


def told_fact(fact: Fact, notes: Footnotes, day: dt.date, seen_from: str | None = None) -> ToldFact:
    """Tell a fact.

    Args:
        fact: the fact.
        notes: the footnotes of the page.
        day: the day that it is looked at on.
        seen_from: id of the end that need not be led to; None leads to where the fact ends.
    """
    # A fact that joins an entity with itself leads nowhere else.
    other = fact.from_ if seen_from == fact.to.id else fact.to
    name = other.name
    if other is fact.from_:
        place = 0 if fact.sentence.startswith(name) else fact.sentence.find(name)
    else:
        # The date in brackets comes last, and may hold the name of a thing that is called like a year.
        place = fact.sentence.rfind(f"{name} (")
    if place < 0 or not name:
        return ToldFact(fact, fact.sentence, None, "", flags([fact], day), notes.of(fact.sources))
    end = place + len(name)
    return ToldFact(fact, fact.sentence[:place], other, fact.sentence[end:], flags([fact], day), notes.of(fact.sources))


def told_route(route: Route, notes: Footnotes, day: dt.date) -> ToldRoute:
    """Tell a route."""
    pieces = notes.told(route)
    cited = dict.fromkeys(source for fact in route.facts for source in fact.sources)
    return ToldRoute(route, pieces, flags(route.facts, day), notes.of(cited))


def flags(facts: Iterable[Fact], day: dt.date) -> tuple[str, ...]:
    """What must be known of facts, each once, in words."""
    found: list[str] = []
    for fact in facts:
        found += ["ended"] if has_ended(fact, day) else []
        found += ["undated"] if fact.certainty == "undated" else []
        found += [fact.rank] if fact.rank != "normal" else []
    return tuple(dict.fromkeys(found))
