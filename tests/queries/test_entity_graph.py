"""entity/graph against a plain walk over the tables of the small graph; entity/compare by its README and the seed."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

import pytest
from tests.queries.conftest import Ask
from tests.queries.test_reference import Edge, edges, table

from muninet.catalogue import Catalogue
from muninet.model import Schema

Found = Counter[tuple[int, str, str, str]]


def hubs() -> set[str]:
    """What joins too many: every country and topic, and the networks whose row says so."""
    always = {row["id"] for label in ("Country", "Topic") for row in table(f"nodes/{label}")}
    return always | {row["id"] for row in table("nodes/Network") if row.get("hub") == "true"}


def neighbourhood(entity: str, depth: int, at: str, through_hubs: bool, types: Collection[str]) -> Found:
    """Step by step outwards: each fact with the distance at which it is first met."""
    graph = [edge for edge in edges() if edge.type in types and edge.holds(at) and edge.rank != "deprecated"]
    distances: dict[int, int] = {}
    reached, frontier = {entity}, {entity}
    for distance in range(1, depth + 1):
        ends: set[str] = set()
        for number, edge in enumerate(graph):
            if edge.start in frontier or edge.end in frontier:
                distances.setdefault(number, distance)
                ends |= {edge.start, edge.end}
        frontier = {node for node in ends - reached if through_hubs or node not in hubs()}
        reached |= frontier

    def row(edge: Edge, distance: int) -> tuple[int, str, str, str]:
        return distance, edge.type, edge.start, edge.end

    return Counter(row(graph[number], distance) for number, distance in distances.items())


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("entity", ["ceesen", "iara-ro", "covenant-of-mayors", "heat", "mere-ee", "ana-pop"])
@pytest.mark.parametrize("through_hubs", [False, True])
async def test_the_neighbourhood_is_that_of_the_tables(
    entity: str, depth: int, through_hubs: bool, ask_small: Ask, schema: Schema
) -> None:
    every = set(schema.facts) - {"MENTIONED_IN"}
    # A term that ends with the next one is no matter of one row of a table.
    for at, types in (("any", every), ("2023-06-30", every - {"MAYOR_OF", "PRESIDES"})):
        given = {"entity": entity, "depth": str(depth), "at": at, "hubs": str(through_hubs).lower()}
        if types != every:
            given["relations"] = ",".join(sorted(types))
        rows = await ask_small("entity/graph", **given, limit="1000")
        facts = [(row["distance"], row["fact"].facts[0]) for row in rows]
        found = Counter((distance, fact.type, fact.start.id, fact.end.id) for distance, fact in facts)
        assert found == neighbourhood(entity, depth, at, through_hubs, types)
        assert len({fact.properties["id"] for _, fact in facts}) == len(facts)


def near(rows: list[dict[str, Any]]) -> list[tuple[int, str, str, str]]:
    facts = [(row["distance"], row["fact"].facts[0]) for row in rows]
    return [(distance, fact.type, fact.start.id, fact.end.id) for distance, fact in facts]


async def test_what_lies_around_a_city(ask_small: Ask) -> None:
    first = [
        (1, "ATTENDED", "jula-ee", "summit-2024"),
        (1, "MEMBER_OF", "jula-ee", "b40"),
        (1, "MEMBER_OF", "jula-ee", "ceesen-baltic"),
        (1, "PRESIDES", "jula-ee", "b40"),
    ]
    # Its mayor and its country are undated; ana-pop's presidency of b40 is over, and so is aldea-ro's.
    second = [
        (2, "ATTENDED", "agency-observing", "summit-2024"),
        (2, "ATTENDED", "ana-pop", "summit-2024"),
        (2, "BRANCH_OF", "ceesen-baltic", "ceesen"),
        (2, "CANDIDATE_OF", "kalda-ee", "b40"),
        (2, "HOSTED", "aldea-ro", "summit-2024"),
        (2, "INVITED_TO", "dan-rusu", "summit-2024"),
        (2, "INVITED_TO", "iara-ro", "summit-2024"),
        (2, "MEMBER_OF", "aldea-ro", "b40"),
        (2, "MEMBER_OF", "aldea-ro", "b40"),
        (2, "OBSERVER_OF", "agency-a", "b40"),
    ]
    assert near(await ask_small("entity/graph", entity="jula-ee")) == first
    assert near(await ask_small("entity/graph", entity="jula-ee", depth="2")) == first + second
    deprecated = await ask_small("entity/graph", entity="jula-ee", depth="2", deprecated="true")
    # dolna-ro's presidency, deprecated too, is over since jula-ee's began.
    assert set(near(deprecated)) - {*first, *second} == {(2, "ATTENDED", "dolna-ro", "summit-2024")}
    affiliations = await ask_small("entity/graph", entity="jula-ee", depth="2", relations=["BRANCH_OF", "MEMBER_OF"])
    assert near(affiliations) == [first[1], first[2], second[2], second[7], second[8]]


async def test_pages_that_end_between_two_distances(ask_small: Ask) -> None:
    """A step farther is only taken where it is needed: pages of every length add up to the same."""
    given = {"entity": "jula-ee", "depth": "3", "at": "any"}
    whole = [row["key"] for row in await ask_small("entity/graph", **given, limit="1000")]
    for length in (2, 3, 5, 7):
        paged: list[str] = []
        while page := await ask_small(
            "entity/graph", **given, limit=str(length), **({"after": paged[-1]} if paged else {})
        ):
            paged += [row["key"] for row in page]
        assert paged == whole


async def test_what_lies_around_ceesen_in_the_seed(ask_seed: Ask) -> None:
    """Twelve members, Climate Alliance, the agreement, the seat, the president, and the figure of its founders."""
    found = Counter(row[1] for row in near(await ask_seed("entity/graph")))
    assert found == {"MEMBER_OF": 13, "PARTY_TO": 1, "LOCATED_IN": 1, "HOLDS_OFFICE_IN": 1, "REPORTS": 1}


Held = tuple[str, str, list[str], int]


def held(rows: list[dict[str, Any]]) -> list[Held]:
    """Relation, what it leads to, who holds it, on how many facts."""
    return [(row["relation"], row["other"].id, [one.id for one in row["held_by"]], len(row["facts"])) for row in rows]


SHARED: list[Held] = [("MEMBER_OF", "b40", ["jula-ee", "aldea-ro"], 3)]
DIFFERING: list[Held] = [
    ("ATTENDED", "summit-2024", ["jula-ee"], 1),
    ("HOSTED", "summit-2024", ["aldea-ro"], 1),
    ("MEMBER_OF", "ceesen", ["jula-ee"], 2),
    ("MEMBER_OF", "ceesen-baltic", ["jula-ee"], 1),
    ("PRESIDES", "b40", ["jula-ee"], 1),
    ("SIGNATORY_OF", "covenant-of-mayors", ["aldea-ro"], 1),
    ("SUPPORTED_BY", "agency-a", ["aldea-ro"], 1),
    ("SUPPORTED_BY", "agency-b", ["aldea-ro"], 1),
    ("^DEPUTY_MAYOR_OF", "mai-saar", ["aldea-ro"], 1),
    ("^MAYOR_OF", "dan-rusu", ["aldea-ro"], 1),
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, SHARED + DIFFERING),
        ({"only": "shared"}, SHARED),
        ({"only": "differing"}, DIFFERING),
        ({"branches": "false"}, SHARED + DIFFERING[:2] + DIFFERING[3:]),
        ({"relations": ["office"]}, [DIFFERING[4], DIFFERING[8], DIFFERING[9]]),
        ({"relations": ["HOSTED"]}, DIFFERING[1:2]),
        ({"without_licence": "letter", "only": "shared"}, [("MEMBER_OF", "b40", ["jula-ee", "aldea-ro"], 2)]),
    ],
)
async def test_what_two_cities_share(given: dict[str, str | list[str]], expected: list[Held], ask_small: Ask) -> None:
    rows = await ask_small("entity/compare", ids=["jula-ee", "aldea-ro"], **given)
    assert held(rows) == expected
    assert [row["shared"] for row in rows] == [len(row["held_by"]) == 2 for row in rows]


def test_what_makes_a_link_of_another_kind_is_what_the_model_says(catalogue: Catalogue, schema: Schema) -> None:
    pairs = re.findall(r"\['([A-Z_]+)', '(\w+)'\]", catalogue["entity/compare"].text)
    properties = [(fact.type, prop) for fact in schema.facts.values() for prop in fact.properties.values()]
    assert pairs == [(type_, value) for type_, prop in properties for value in prop.qualifiers]


async def test_an_associate_and_a_member_share_no_membership(ask_small: Ask) -> None:
    rows = await ask_small("entity/compare", ids=["agency-a", "agency-associate"], relations=["MEMBER_OF"])
    assert held(rows) == [
        ("MEMBER_OF", "ceesen", ["agency-a"], 1),
        ("MEMBER_OF[associate]", "ceesen", ["agency-associate"], 1),
    ]


async def test_former_members_share_that_they_were(ask_small: Ask) -> None:
    given = {"ids": ["agency-former", "agency-returned", "agency-a"], "relations": ["MEMBER_OF"]}
    assert held(await ask_small("entity/compare", **given, at="any")) == [
        ("MEMBER_OF", "ceesen", ["agency-returned", "agency-a"], 2),
        ("MEMBER_OF[ended]", "ceesen", ["agency-former", "agency-returned"], 2),
    ]
    assert held(await ask_small("entity/compare", **given)) == [
        ("MEMBER_OF", "ceesen", ["agency-returned", "agency-a"], 2)
    ]


async def test_what_joins_the_compared_is_left_out(ask_small: Ask) -> None:
    rows = await ask_small(
        "entity/compare", ids=["ceesen", "climate-alliance"], relations=["MEMBER_OF", "SIGNATORY_OF"]
    )
    assert ("MEMBER_OF", "climate-alliance") not in {(row["relation"], row["other"].id) for row in rows}
    assert held(rows)[0] == ("MEMBER_OF", "covenant-of-mayors", ["ceesen"], 1)


async def test_what_tirana_and_istanbul_share(ask_seed: Ask) -> None:
    rows = await ask_seed("entity/compare", only="shared")
    assert [(row["relation"], row["other"].id) for row in rows] == [
        ("ATTENDED", "b40-online-working-groups-2025-04"),
        ("ATTENDED", "b40-climate-panel-tirana-2024-05"),
        ("MEMBER_OF", "b40"),
    ]
