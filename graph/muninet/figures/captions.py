"""The words of a view: what is to be seen, what must be known to read it, and where a page shows the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from muninet.answers.asking import Given
from muninet.answers.models import Group, Model
from muninet.answers.sentences import written_day
from muninet.answers.wording import Wording
from muninet.export.subgraph import Subgraph
from muninet.figures.models import Layout, Story
from muninet.figures.questions import Drawable
from muninet.figures.times import Moment


def description_of(shown: Subgraph, groups: Sequence[Group], wording: Wording) -> str:
    """What is to be seen: how many entities and facts, and the kinds of link, each with its own count."""
    words = wording.views
    if not shown.facts:
        return words.nothing
    drawn = words.drawn.format(entities=words.entities.of(len(shown.nodes)), facts=words.facts.of(len(shown.facts)))
    if not groups:
        return drawn
    kinds = [
        words.kind.format(label=one.label, routes=words.routes.of(one.count), starts=words.starts.of(one.cities))
        for one in groups
    ]
    return f"{drawn} {words.kinds.format(kinds='; '.join(kinds))}"


def day_note(asked: Mapping[str, Any], wording: Wording) -> str:
    """Which day the facts hold on."""
    day = day_asked(asked)
    return wording.views.on_day.format(day=written_day(day, wording)) if day else wording.views.any_day


def day_asked(asked: Mapping[str, Any]) -> dt.date | None:
    """The day that a question asks about; None for any."""
    at = asked.get("at")
    return None if at in (None, "any") else dt.date.fromisoformat(str(at))


def stories_of(shown: Subgraph) -> list[Story]:
    """The answer in sentences: its routes, or its facts where it has none."""
    if not shown.routes:
        return [
            Story(
                sentence=f"{fact.sentence.removesuffix('.')} [1].", facts=[fact.id], nodes=[fact.from_.id, fact.to.id]
            )
            for fact in shown.facts.values()
        ]
    found = {}
    for told in shown.routes:
        nodes = [told.start]
        for id_ in told.facts:
            ends = (shown.facts[id_].from_.id, shown.facts[id_].to.id)
            nodes.append(ends[1] if ends[0] == nodes[-1] else ends[0])
        found[told.start, told.facts] = Story(sentence=told.sentence, facts=list(told.facts), nodes=nodes)
    return list(found.values())


def moments_of(answer: Model) -> list[Moment]:
    """The dates of the entity itself that a timeline tells."""
    rows = getattr(answer, "results", ())
    return [
        Moment(str(answer.query["entity"]), dt.date.fromisoformat(str(row.on)), _happened(row))  # type: ignore[attr-defined]
        for row in rows
        if getattr(row, "dated_by", None) and row.fact is None and row.on
    ]


def happened_of(answer: Model) -> dict[str, dt.date]:
    """The days that a timeline gives to facts without dates, by id: those of what they lead to."""
    rows = getattr(answer, "results", ())
    return {
        row.fact.id: dt.date.fromisoformat(str(row.on))
        for row in rows
        if getattr(row, "dated_by", None) not in (None, "fact", "successor") and row.fact is not None and row.on
    }


def _happened(row: Any) -> str:
    return f"{row.dated_by.replace('_', ' ')} {str(row.on)[: {'year': 4, 'month': 7}.get(row.precision or 'day', 10)]}"


def page_of(drawable: Drawable, given: Given, layout: Layout) -> str:
    """Path and query of the page that shows the same; parameters in the order in which they were given."""
    named = {name: value for name, value in given.items() if value not in (None, "", [])}
    path = drawable.page.format_map({name: quote(str(value), safe="") for name, value in named.items()})
    rest: dict[str, Any] = {name: value for name, value in named.items() if f"{{{name}}}" not in drawable.page}
    if layout is not drawable.layouts[0]:
        rest["layout"] = str(layout)
    query = urlencode(rest, doseq=True, quote_via=quote)
    return f"{path}?{query}" if query else path
