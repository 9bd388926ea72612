"""Answers to draw, made by hand: a star, routes, and one whose names are meant to break things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from muninet.answers.models import Fact, NodeRef, Source
from muninet.answers.wording import load_wording
from muninet.figures.layout import placed
from muninet.figures.marks import marks_of, strokes_of
from muninet.figures.models import DrawnFact, DrawnNode, Layout, View
from muninet.figures.times import Moment, placed_in_time
from muninet.model import load_schema

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]> &amp; </text></svg>",
    "\u202eright to left\u0000\x1b\ufffe",
    "Ünïcödé Θεσσαλονίκη Скопје Muğla İstanbul Şırnak თბილისი 東京",
    "",
    "W" * 300,
)
SOURCE = Source(
    id="paper", title="A <b>paper</b> & more", publisher="Somebody's & Co", published="2024-05-01",
    published_precision="month", url="https://example.org/a?b=1&c=2", licence="CC-BY-4.0", retrieved=None,
)  # fmt: skip


def node(id_: str, name: str | None = None, type_: str = "City") -> NodeRef:
    return NodeRef(id=id_, type=type_, name=id_ if name is None else name, country="AL" if type_ == "City" else None)


def fact(id_: str, start: NodeRef, end: NodeRef, type_: str = "MEMBER_OF") -> Fact:
    kind = load_schema().facts[type_].kind
    return Fact.model_validate(
        {
            "id": id_, "type": type_, "class": kind, "from": start, "to": end, "since": "2020-01-01",
            "since_precision": "year", "until": None, "until_precision": None, "as_of": None, "as_of_precision": None,
            "certainty": "dated", "holds_from": "2020-01-01", "holds_until": None, "rank": "normal", "status": None,
            "label": None, "note": None, "properties": {}, "sources": ["paper"], "datasets": ["test"],
            "sentence": f"{start.name} is a member of {end.name} (since 2020).",
        }
    )  # fmt: skip


def view_of(
    nodes: Sequence[NodeRef], facts: Sequence[Fact], focus: Sequence[str], routes: Sequence[Sequence[str]] = ()
) -> View:
    spot, schema = placed(nodes, facts, focus, routes), load_schema()
    return View(
        name="network",
        layout=Layout.GRAPH,
        title="A title with <markup> & more",
        description=f"{len(nodes)} entities joined by {len(facts)} facts.",
        notes=["What held on 1 January 2026."],
        page="/queries/network/members?network=hub",
        query={"name": "network/members", "at": "2026-01-01"},
        graph_version="1",
        data_as_of="2024-05-01",
        width=spot.width,
        height=spot.height,
        nodes=[
            DrawnNode(
                **one.model_dump(),
                x=spot.places[one.id][0],
                y=spot.places[one.id][1],
                r=spot.radii[one.id],
                focus=one.id in focus,
                facts=sum(one.id in (f.from_.id, f.to.id) for f in facts),
            )
            for one in nodes
        ],
        facts=[DrawnFact(fact=one, bend=spot.bends.get(one.id, 0.0), ended=False) for one in facts],
        marks=marks_of(schema, {one.type for one in nodes}),
        strokes=strokes_of(schema, load_wording("en"), {one.type for one in facts}),
        groups=[],
        stories=[],
        ground=None,
        next=None,
        sources={"paper": SOURCE},
        licences=[],
    )


def dated(id_: str, start: NodeRef, end: NodeRef, since: str | None, until: str | None, as_of: str | None) -> Fact:
    """A fact with these dates, or with none."""
    return fact(id_, start, end).model_copy(
        update={"since": since, "until": until, "as_of": as_of, "holds_from": since or as_of, "holds_until": until}
    )


def over_time(count: int = 12) -> View:
    """Facts over time: whole ones, stated ones, undated ones, under hostile names."""
    hub = node("hub", HOSTILE[0], "Network")
    others = [node(f"n{n}", HOSTILE[n % len(HOSTILE)]) for n in range(count)]
    days = [("2010-05-01", None, None), ("2012-01-01", "2015-06-01", None), (None, None, "2020-02-02"), (None,) * 3]
    facts = [dated(f"f{n}", one, hub, *days[n % len(days)]) for n, one in enumerate(others)]
    facts.append(dated("g", others[0], others[1], "2019-01-01", None, None))
    moments = [Moment("hub", dt.date(2009, 3, 1), f"founded {HOSTILE[2]} " + "x" * 200)]
    spot = placed_in_time([hub, *others], facts, ["hub"], dt.date(2026, 1, 1), moments)
    view = view_of([hub, *others], facts, ["hub"])
    return view.model_copy(
        update={
            "layout": Layout.TIME,
            "width": spot.width,
            "height": spot.height,
            "axis": spot.axis,
            "nodes": [
                one.model_copy(
                    update={"x": spot.places[one.id][0], "y": spot.places[one.id][1], "r": spot.radii[one.id]}
                )
                for one in view.nodes
            ],
            "facts": [one.model_copy(update={"trace": spot.traces[one.fact.id]}) for one in view.facts],
        }
    )


def star(count: int) -> tuple[list[NodeRef], list[Fact]]:
    hub = node("hub", "A hub", "Network")
    leaves = [node(f"city-{n:04}", f"City number {n}") for n in range(count)]
    return [hub, *leaves], [fact(f"f{n:04}", leaf, hub) for n, leaf in enumerate(leaves)]


def tangle(count: int) -> tuple[list[NodeRef], list[Fact]]:
    """Networks that share their members, so that nearly everybody has several neighbours."""
    nodes, facts = star(count)
    for other in range(1, 6):
        hub = node(f"hub-{other}", f"Network {other}", "Network")
        nodes.append(hub)
        facts += [
            fact(f"g{other}-{n:04}", one, hub, "SUPPORTED_BY")
            for n, one in enumerate(nodes[1 : count + 1])
            if n % (other + 1) == 0
        ]
    return nodes, facts


def hostile() -> View:
    hub = node("hub", HOSTILE[0], "Network")
    others = [node(f"n{n}", name, "Organisation") for n, name in enumerate(HOSTILE)]
    return view_of([hub, *others], [fact(f"f{n}", one, hub) for n, one in enumerate(others)], ["hub"])
