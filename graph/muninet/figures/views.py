"""Makes a view of an answer: what it shows, where, and in which words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from muninet.answers import Questions, lookups
from muninet.answers.asking import Given
from muninet.answers.licences import WITHOUT
from muninet.answers.models import Fact, Group, Location, Model, NodeRef
from muninet.answers.sentences import has_ended
from muninet.answers.wording import Wording, load_wording
from muninet.export.subgraph import Subgraph, subgraph_of
from muninet.figures.apart import Apart, told_apart
from muninet.figures.captions import day_asked, day_note, description_of, happened_of, moments_of, page_of, stories_of
from muninet.figures.land import placed_on_map
from muninet.figures.layout import bends_of, placed, radii_of
from muninet.figures.marks import marks_of, strokes_of
from muninet.figures.models import Axis, DrawnFact, DrawnNode, Ground, Layout, Trace, View
from muninet.figures.questions import Drawable
from muninet.figures.times import placed_in_time

# On a map places say more than sizes.
_ON_MAP = 0.75


@dataclass(frozen=True)
class _Shown:
    """What of an answer is drawn, and where: see the fields of View."""

    nodes: Sequence[NodeRef]
    facts: Sequence[Fact]
    spots: Mapping[str, tuple[float, float]]
    radii: Mapping[str, float]
    width: float
    height: float
    bends: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    undrawn: Sequence[Fact] = ()
    ground: Ground | None = None
    traces: Mapping[str, Trace] = field(default_factory=dict)
    axis: Axis | None = None
    notes: tuple[str, ...] = ()


async def view(
    questions: Questions, drawable: Drawable, given: Given, *, layout: Layout | None = None, lang: str = "en"
) -> View:
    """Ask a question and make a picture of its answer.

    Args:
        questions: whom to ask.
        drawable: the view.
        given: its parameters as texts.
        layout: how it is laid out; None means the ordinary way.
        lang: language of titles and sentences.

    Raises:
        ParameterError: a parameter is unknown or cannot be used.
        UnknownEntityError: an id that no entity has.
        StoreUnavailableError: the graph changes faster than the picture can be made.
    """
    layout = layout or drawable.layouts[0]
    answer: Any = await drawable.ask(questions, given, lang)
    about = await _about(questions, drawable, answer.query)
    found, wording = subgraph_of((list(about.values()), answer)), load_wording(lang)
    apart = (
        told_apart(answer.results, drawable.apart, about, wording) if drawable.apart and layout is Layout.MAP else None
    )
    places: dict[str, Location] = {}
    if layout is Layout.MAP:
        answer, places = await questions.placed(answer, found.nodes, _several(given.get(WITHOUT)))
    groups = _groups(answer, found)
    if layout is Layout.MAP:
        shown = _on_map(found, places, list(about), wording, apart)
    elif layout is Layout.TIME:
        shown = _over_time(found, list(about), answer, questions.asking.today(), wording)
    else:
        shown = _as_graph(found, list(about))
    notes = [day_note(answer.query, wording), *shown.notes, *([wording.views.more] if answer.next else [])]
    return View(
        name=drawable.name,
        layout=layout,
        title=drawable.title(answer.query, {id_: node.name for id_, node in about.items()}, wording),
        description=description_of(found, groups, wording),
        notes=notes,
        page=page_of(drawable, given, layout),
        **{
            name: getattr(answer, name)
            for name in ("query", "graph_version", "data_as_of", "next", "sources", "licences")
        },
        width=shown.width,
        height=shown.height,
        ground=shown.ground,
        axis=shown.axis,
        undrawn=list(shown.undrawn),
        groups=groups,
        stories=stories_of(found),
        **_looks(questions, shown, set(about), answer.query, wording, apart),
    )


async def _about(questions: Questions, drawable: Drawable, asked: Mapping[str, Any]) -> dict[str, NodeRef]:
    """The entities that the question is about, by id, in the order in which it names them."""
    ids = [id_ for name in drawable.about for id_ in _several(asked.get(name))]
    known = await lookups.refs(questions.store, ids)
    return {id_: known[id_] for id_ in ids if id_ in known}


def _several(value: Any) -> Sequence[str]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _groups(answer: Model, found: Subgraph) -> list[Group]:
    """The kinds of link of an answer; where it does not say at how many entities they start, those of its routes."""
    starts: dict[str, set[str]] = {}
    for route in found.routes:
        starts.setdefault(route.pattern, set()).add(route.start)
    return [
        one if isinstance(one, Group) else Group(**one.model_dump(), cities=len(starts[one.pattern]))
        for one in getattr(answer, "groups", [])
    ]


def _as_graph(found: Subgraph, about: Sequence[str]) -> _Shown:
    nodes, facts = list(found.nodes.values()), list(found.facts.values())
    routes = [story.nodes for story in stories_of(found)] if found.routes else []
    spot = placed(nodes, facts, about, routes)
    return _Shown(nodes, facts, spot.places, spot.radii, spot.width, spot.height, spot.bends)


def _over_time(found: Subgraph, about: Sequence[str], answer: Model, today: dt.date, wording: Wording) -> _Shown:
    nodes, facts, words = list(found.nodes.values()), list(found.facts.values()), wording.views
    spot = placed_in_time(nodes, facts, about, today, moments_of(answer), happened_of(answer))
    notes = [
        *([words.stated] if spot.stated else []),
        *([words.undated.of(spot.undated)] if spot.undated else []),
    ]
    return _Shown(
        nodes, facts, spot.places, spot.radii, spot.width, spot.height, traces=spot.traces, axis=spot.axis,
        notes=tuple(notes),
    )  # fmt: skip


def _looks(
    questions: Questions,
    shown: _Shown,
    about: Collection[str],
    asked: Mapping[str, Any],
    wording: Wording,
    apart: Apart | None,
) -> dict[str, Any]:
    """The drawn entities and facts of a view, and how they look."""
    touched = Counter(end for fact in (*shown.facts, *shown.undrawn) for end in (fact.from_.id, fact.to.id))
    day = day_asked(asked) or questions.asking.today()
    return {
        "nodes": [
            DrawnNode(
                **node.model_dump(),
                x=shown.spots[node.id][0],
                y=shown.spots[node.id][1],
                r=shown.radii[node.id],
                focus=node.id in about,
                facts=touched[node.id],
                location=shown.places.get(node.id),
                mark=apart.mark_of[node.id] if apart else None,
            )
            for node in shown.nodes
        ],
        "facts": [
            DrawnFact(
                fact=fact,
                bend=shown.bends.get(fact.id, 0.0),
                ended=has_ended(fact, day),
                trace=shown.traces.get(fact.id),
            )
            for fact in shown.facts
        ],
        "marks": apart.marks if apart else marks_of(questions.schema, {node.type for node in shown.nodes}),
        "strokes": strokes_of(questions.schema, wording, {fact.type for fact in shown.facts}),
    }


def _on_map(
    found: Subgraph, places: Mapping[str, Location], about: Sequence[str], wording: Wording, apart: Apart | None
) -> _Shown:
    """Those that have a place, and the facts between them."""
    wanted = [node for node in found.nodes.values() if apart is None or node.id in apart.mark_of]
    nodes = [node for node in wanted if node.id in places]
    facts = [fact for fact in found.facts.values() if fact.from_.id in places and fact.to.id in places]
    undrawn = [fact for fact in found.facts.values() if (fact.from_.id in places) != (fact.to.id in places)]
    radii = {id_: round(radius * _ON_MAP, 1) for id_, radius in radii_of(nodes, facts, about).items()}
    located = {node.id: places[node.id] for node in nodes}
    spot = placed_on_map(located, radii)
    missing, words = len(wanted) - len(nodes), wording.views
    notes = (*([words.nowhere.of(missing)] if missing else []), *([words.fanned] if spot.fanned else []))
    return _Shown(
        nodes, facts, spot.places, radii, spot.width, spot.height, bends_of(facts), located, undrawn, spot.ground,
        notes=notes,
    )  # fmt: skip
