"""path/links and path/shortest against a plain walk over the tables of the small graph, without a line in common."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.queries.conftest import TODAY, Ask

SMALL = Path(__file__).parents[1] / "data" / "small"
HUBS = {"austria", "estonia", "romania", "covenant-of-mayors"}
MEETING = {"PARTY_TO", "TAKES_PART_IN"}
AFFILIATION = {
    *("MEMBER_OF", "OBSERVER_OF", "CANDIDATE_OF", "SIGNATORY_OF"),
    *("SUPPORTED_BY", "COORDINATED_BY", "BRANCH_OF", "WORKING_GROUP_OF"),
}
Route = tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """A row of a table of facts."""

    type: str
    start: str
    end: str
    since: str
    until: str
    as_of: str
    rank: str

    def holds(self, at: str) -> bool:
        """Whether it counts on a day: texts compare as dates do, `~` is later than any digit."""
        start = self.since or self.as_of
        ended = self.until and (at >= self.until if len(self.until) == 10 else at > self.until + "~")
        return at == "any" or bool(start and at >= start and not ended)


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((SMALL / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def edges() -> list[Edge]:
    found = []
    for file in sorted((SMALL / "facts").glob("*.csv")):
        for row in table(f"facts/{file.stem}"):
            since, until, as_of = (row.get(name) or "" for name in ("since", "until", "as_of"))
            found.append(Edge(file.stem, row["from"], row["to"], since, until, as_of, row.get("rank") or "normal"))
    places = table("nodes/City") + table("nodes/Region")
    countries = {"AT": "austria", "EE": "estonia", "RO": "romania"}
    stated = {(edge.start, edge.end) for edge in found if edge.type == "IN_COUNTRY"}
    implied = [(place["id"], countries[place["country"]]) for place in places]
    return found + [Edge("IN_COUNTRY", *pair, "", "", "", "normal") for pair in implied if pair not in stated]


@dataclass(frozen=True)
class Asked:
    """The parameters of path/links, with its defaults."""

    to: str = "climate-alliance"
    via: str | None = "ceesen"
    at: str = "2026-01-01"
    max_hops: int = 4
    direction: str = "up"
    relations: frozenset[str] = frozenset(AFFILIATION)
    avoid: frozenset[str] = frozenset()
    hubs: bool = False
    branches: bool = True
    deprecated: bool = False

    def given(self) -> dict[str, Any]:
        flags = {name: str(getattr(self, name)).lower() for name in ("hubs", "branches", "deprecated")}
        lists: dict[str, Any] = {"relations": sorted(self.relations), "avoid": sorted(self.avoid) or None}
        plain = {"to": self.to, "via": self.via, "at": self.at, "direction": self.direction}
        return {**plain, **flags, **lists, "max_hops": str(self.max_hops)}

    def follows(self, edge: Edge) -> bool:
        return (
            edge.type in self.relations
            and (self.branches or edge.type != "BRANCH_OF")
            and (self.deprecated or edge.rank != "deprecated")
            and edge.holds(self.at)
        )

    def passes(self, node: str) -> bool:
        return node not in self.avoid and (self.hubs or node not in HUBS or node == self.via)


def routes(asked: Asked, start: str, graph: list[Edge]) -> Iterator[Route]:
    """Every simple route from a node, one node after the other, as alternating nodes and `TYPE` or `^TYPE`."""

    def walk(passed: Route) -> Iterator[Route]:
        here, nodes = passed[-1], passed[::2]
        if here == asked.to:
            if asked.via is None or asked.via in nodes[1:-1]:
                yield passed
            return
        if len(nodes) > asked.max_hops or (len(nodes) > 1 and not asked.passes(here)):
            return
        for edge in graph:
            if not asked.follows(edge):
                continue
            if edge.start == here and edge.end not in nodes:
                yield from walk((*passed, edge.type, edge.end))
            either_way = asked.direction == "any" or edge.type in MEETING
            if either_way and edge.end == here and edge.start not in nodes:
                yield from walk((*passed, "^" + edge.type, edge.start))

    if start != asked.to:
        yield from walk((start,))


def told(row: dict[str, Any]) -> Route:
    route = row["route"]
    steps: list[str] = [route.nodes[0].id]
    for ahead, fact, node in zip(route.forward, route.facts, route.nodes[1:], strict=True):
        steps += [("" if ahead else "^") + fact.type, node.id]
    return tuple(steps)


CASES = [
    Asked(),
    *(Asked(at=at) for at in ("any", "2024-09-30", "2024-10-01", "2024-12-31", "2023-07-31")),
    *(Asked(via=None, max_hops=hops) for hops in range(1, 7)),
    *(Asked(max_hops=hops) for hops in range(1, 7)),
    *(Asked(direction="any", max_hops=hops, at="any") for hops in (1, 2, 3, 4, 5, 6)),
    *(Asked(direction="any", max_hops=hops, via=None) for hops in (3, 5, 6)),
    Asked(direction="any", hubs=True, max_hops=5),
    Asked(direction="any", hubs=True, via=None, at="any", max_hops=6),
    Asked(direction="any", hubs=True, relations=frozenset({*AFFILIATION, "IN_COUNTRY"}), at="any"),
    Asked(direction="any", via="covenant-of-mayors", max_hops=5),
    Asked(relations=frozenset(AFFILIATION | MEETING), max_hops=6, deprecated=True),
    Asked(relations=frozenset(MEETING), to="iara-ro", via=None),
    Asked(direction="any", relations=frozenset(AFFILIATION | MEETING), to="iara-ro", via="warm-homes", max_hops=6),
    Asked(to="covenant-of-mayors", max_hops=6),
    Asked(to="b40", via=None, direction="any", max_hops=6, at="any"),
    Asked(to="b40", via="agency-a", direction="any", max_hops=5, deprecated=True),
    Asked(branches=False, direction="any", max_hops=6),
    Asked(avoid=frozenset({"agency-a", "club-2"}), direction="any", max_hops=6),
    Asked(avoid=frozenset({"ceesen"})),
    Asked(to="ceesen", via="ceesen"),
]


def named(asked: Asked) -> str:
    """What differs from the defaults."""
    own = {name: value for name, value in vars(asked).items() if value != getattr(Asked(), name)}
    return (
        ",".join(f"{k}={'+'.join(sorted(v)) if isinstance(v, frozenset) else v}" for k, v in own.items()) or "defaults"
    )


@pytest.mark.parametrize("asked", CASES, ids=named)
async def test_links_are_the_routes_that_a_plain_walk_finds(ask_small: Ask, asked: Asked) -> None:
    graph = edges()
    cities = [row["id"] for row in table("nodes/City")]
    rows = await ask_small("path/links", **asked.given(), limit="1000")
    assert len(rows) < 1000
    assert sorted(map(told, rows)) == sorted(route for city in cities for route in routes(asked, city, graph))


def test_the_plain_walk_finds_routes_of_every_length() -> None:
    asked = Asked(direction="any", hubs=True, via=None, at="any", max_hops=6)
    lengths = {len(route) // 2 for route in routes(asked, "vara-ro", edges())}
    assert lengths == {6}
    assert {len(route) // 2 for route in routes(asked, "aldea-ro", edges())} == {3, 4, 5, 6}


@pytest.mark.parametrize("start", ["aldea-ro", "iara-ro", "kalda-ee", "vara-ro", "agency-a", "b40"])
@pytest.mark.parametrize("end", ["climate-alliance", "jula-ee", "club-3", "covenant-of-mayors"])
@pytest.mark.parametrize("hubs", [False, True])
async def test_shortest_are_the_shortest_that_a_plain_walk_finds(
    ask_small: Ask, start: str, end: str, hubs: bool
) -> None:
    asked = Asked(to=end, via=None, direction="any", max_hops=6, hubs=hubs, at="any")
    every = sorted(routes(asked, start, edges()), key=len)
    given = {"hubs": str(hubs).lower(), "at": "any", "max_hops": "6", "limit": "1000"}
    alone = [told(row) for row in await ask_small("path/shortest", from_=start, to=end, **given)]
    rows = [told(row) for row in await ask_small("path/shortest", from_=start, to=end, detours="true", **given)]
    lengths = sorted({len(route) for route in every})
    shortest = [route for route in every if len(route) == lengths[0]] if lengths else []
    assert sorted(route for route in rows if len(route) == lengths[0]) == sorted(shortest) if lengths else rows == []
    assert sorted(alone) == sorted(shortest)
    # Behind them come all of one longer length, none left out; trails that pass a node twice may take that place.
    longer = [route for route in rows if lengths and len(route) > lengths[0]]
    assert sorted(longer) == sorted(route for route in every if longer and len(route) == len(longer[0]))


def test_the_walk_and_the_questions_speak_of_the_same_day() -> None:
    assert dt.date.fromisoformat(Asked().at) == TODAY
