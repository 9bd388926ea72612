"""Puts routes into words: a pattern, a label, and one sentence with footnotes."""

from __future__ import annotations

import datetime as dt
import hashlib

from muninet.answers.models import Fact, Footnote, NodeRef, Route
from muninet.answers.reading import Reading
from muninet.answers.shape import fact as shape_fact
from muninet.answers.shape import node_ref
from muninet.answers.wording import Wording
from muninet.model import Schema
from muninet.store.values import FactValue, PathValue

_ENDED = "ended"


def marks(fact: Fact, day: dt.date, schema: Schema) -> tuple[str, ...]:
    """What makes a fact a link of another kind than its type says: its qualified kind, and that it has ended."""
    declared = schema.facts[fact.type].properties
    found = [
        value
        for name, value in fact.properties.items()
        if isinstance(value, str) and value in declared[name].qualifiers
    ]
    if has_ended(fact, day):
        found.append(_ENDED)
    return tuple(found)


def has_ended(fact: Fact, day: dt.date) -> bool:
    """Whether a fact holds no more on that day."""
    return fact.holds_until is not None and dt.date.fromisoformat(fact.holds_until) <= day


def pattern_of(facts: list[Fact], forward: list[bool], day: dt.date, schema: Schema) -> str:
    """The kind of link: types joined by `>`, `^` before a step walked backwards, marks in brackets."""
    steps = []
    for fact, ahead in zip(facts, forward, strict=True):
        found = marks(fact, day, schema)
        steps.append(("" if ahead else "^") + fact.type + (f"[{','.join(found)}]" if found else ""))
    return ">".join(steps)


def label_of(pattern: str, wording: Wording, target: str) -> str:
    """The pattern in words: `supported by a member of a member of Climate Alliance`."""
    words: list[str] = []
    for step in pattern.split(">"):
        type_, _, rest = step.removeprefix("^").partition("[")
        found = tuple(rest.rstrip("]").split(",")) if rest else ()
        phrase = wording.phrase(type_, found, forward=not step.startswith("^"))
        text = phrase.past if _ENDED in found else phrase.link
        words.append(text.replace("(one)", "one") if words else text.removeprefix("(one) "))
    return " ".join([*words, target])


def fact(value: FactValue, reading: Reading) -> Fact:
    """Shape a fact and put it into words."""
    found = shape_fact(value, reading)
    marked = marks(found, reading.day, reading.schema)
    phrase = reading.wording.phrase(found.type, marked, forward=True)
    text = reading.wording.sentence.fact.format(
        a=found.from_.name,
        b=found.to.name,
        phrase=phrase.told(found.properties, has_ended=_ENDED in marked),
        when=when(found, reading.wording),
    )
    return found.model_copy(update={"sentence": text})


def route(path: PathValue, reading: Reading) -> Route:
    """Shape a path as a route that explains itself."""
    nodes = [node_ref(node) for node in path.nodes]
    schema, wording, day = reading.schema, reading.wording, reading.day
    facts = [fact(value, reading) for value in path.facts]
    forward = list(path.forward)
    digest = hashlib.sha256("/".join([nodes[0].id, *(one.id for one in facts)]).encode()).hexdigest()
    return Route(
        id=digest[:16],
        pattern=pattern_of(facts, forward, day, schema),
        length=len(facts),
        nodes=nodes,
        facts=facts,
        forward=forward,
        sentence=sentence(nodes, facts, forward, day, schema, wording),
        footnotes=[Footnote(n=n, fact=one.id, sources=one.sources) for n, one in enumerate(facts, 1)],
    )


def sentence(
    nodes: list[NodeRef], facts: list[Fact], forward: list[bool], day: dt.date, schema: Schema, wording: Wording
) -> str:
    """One sentence that tells the route, each step with its date and a footnote mark."""
    text = ""
    for n, (fact, ahead) in enumerate(zip(facts, forward, strict=True), 1):
        found = marks(fact, day, schema)
        phrase = wording.phrase(fact.type, found, forward=ahead)
        words = wording.sentence
        template = words.first if n == 1 else words.next_person if nodes[n - 1].type == "Person" else words.next
        text += template.format(
            a=nodes[0].name,
            b=nodes[n].name,
            phrase=phrase.told(fact.properties, has_ended=_ENDED in found),
            when=when(fact, wording),
            n=n,
        )
    return text + wording.sentence.end


def when(fact: Fact, wording: Wording) -> str:
    """When a fact holds, or when it happened, in words."""
    words = wording.dates
    since = wording.dates.written(fact.since, fact.since_precision)
    until = wording.dates.written(fact.until, fact.until_precision) or _ended_by(fact.holds_until, wording)
    as_of = wording.dates.written(fact.as_of, fact.as_of_precision)
    if fact.kind == "event" and (since or as_of):
        day = (fact.since_precision or fact.as_of_precision) == "day"
        return (words.on_day if day else words.in_period).format(date=since or as_of)
    if since:
        return words.from_until.format_map({"from": since, "until": until}) if until else words.since.format(date=since)
    if as_of:
        return (
            words.as_of_until.format_map({"from": as_of, "until": until}) if until else words.as_of.format(date=as_of)
        )
    return words.until.format(until=until) if until else words.undated


def written_day(day: dt.date, wording: Wording) -> str:
    """A day in words."""
    return wording.dates.written(day.isoformat(), "day") or ""


def _ended_by(iso: str | None, wording: Wording) -> str | None:
    """The day by which somebody else is known to be in office: no source says when the fact itself ended."""
    day = wording.dates.written(iso, "day")
    return wording.dates.at_latest.format(until=day) if day else None
