"""Makes a view of an answer: what it shows, where, and in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muninet.answers import Questions, lookups
from muninet.answers.asking import Given
from muninet.answers.licences import WITHOUT
from muninet.answers.models import Fact, Group, Location, Model, NodeRef
from muninet.answers.sentences import has_ended
from muninet.answers.wording import Wording, load_wording
from muninet.export.subgraph import Subgraph, subgraph_of
from muninet.figures.captions import day_asked, day_note, description_of, page_of, stories_of
from muninet.figures.land import placed_on_map
from muninet.figures.layout import bends_of, placed, radii_of
from muninet.figures.marks import marks_of, strokes_of
from muninet.figures.models import DrawnFact, DrawnNode, Ground, Layout, View
from muninet.figures.questions import Drawable

# On a map places say more than sizes.
_ON_MAP = 0.75


@dataclass(frozen=True)
class _Shown:
    """What of an answer is drawn, and where: see the fields of View."""

    nodes: Sequence[NodeRef]
    facts: Sequence[Fact]
    spots: Mapping[str, tuple[float, float]]
    radii: Mapping[str, float]
    bends: Mapping[str, float]
    width: float
    height: float
    places: Mapping[str, Location]
    ground: Ground | None = None
    notes: tuple[str, ...] = ()


async def view(
    questions: Questions, drawable: Drawable, given: Given, *, layout: Layout = Layout.GRAPH, lang: str = "en"
) -> View:
    """Ask a question and make a picture of its answer.

    Args:
        questions: whom to ask.
        drawable: the view.
        given: its parameters as texts.
        layout: how it is laid out.
        lang: language of titles and sentences.

    Raises:
        ParameterError: a parameter is unknown or cannot be used.
        UnknownEntityError: an id that no entity has.
        StoreUnavailableError: the graph changes faster than the picture can be made.
    """
    answer: Any = await drawable.ask(questions, given, lang)
    about = await _about(questions, drawable, answer.query)
    found = subgraph_of((list(about.values()), answer))
    places: dict[str, Location] = {}
    if layout is Layout.MAP:
        answer, places = await questions.placed(answer, found.nodes, _several(given.get(WITHOUT)))
    wording = load_wording(lang)
    groups = _groups(answer, found)
    shown = _on_map(found, places, list(about), wording) if layout is Layout.MAP else _as_graph(found, list(about))
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
        groups=groups,
        stories=stories_of(found),
        **_looks(questions, shown, set(about), answer.query, wording),
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
    return _Shown(nodes, facts, spot.places, spot.radii, spot.bends, spot.width, spot.height, {})


def _looks(
    questions: Questions, shown: _Shown, about: Collection[str], asked: Mapping[str, Any], wording: Wording
) -> dict[str, Any]:
    """The drawn entities and facts of a view, and how they look."""
    touched = Counter(end for fact in shown.facts for end in (fact.from_.id, fact.to.id))
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
            )
            for node in shown.nodes
        ],
        "facts": [
            DrawnFact(fact=fact, bend=shown.bends.get(fact.id, 0.0), ended=has_ended(fact, day)) for fact in shown.facts
        ],
        "marks": marks_of(questions.schema, {node.type for node in shown.nodes}),
        "strokes": strokes_of(questions.schema, wording, {fact.type for fact in shown.facts}),
    }


def _on_map(found: Subgraph, places: Mapping[str, Location], about: Sequence[str], wording: Wording) -> _Shown:
    """Those that have a place, and the facts between them."""
    nodes = [node for node in found.nodes.values() if node.id in places]
    facts = [fact for fact in found.facts.values() if fact.from_.id in places and fact.to.id in places]
    radii = {id_: round(radius * _ON_MAP, 1) for id_, radius in radii_of(nodes, facts, about).items()}
    located = {node.id: places[node.id] for node in nodes}
    spot = placed_on_map(located, radii)
    missing, words = len(found.nodes) - len(nodes), wording.views
    notes = (*([words.nowhere.of(missing)] if missing else []), *([words.fanned] if spot.fanned else []))
    return _Shown(
        nodes, facts, spot.places, radii, bends_of(facts), spot.width, spot.height, located, spot.ground, notes
    )
