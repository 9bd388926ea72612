"""Routes over the small graph; every answer is read off tests/data/small/README.md."""

from typing import Any

import pytest
from tests.queries.conftest import Ask

SUPPORTED = "SUPPORTED_BY>MEMBER_OF>MEMBER_OF"
OBSERVING = "SUPPORTED_BY>OBSERVER_OF>MEMBER_OF"
CANDIDATE = "SUPPORTED_BY>CANDIDATE_OF>MEMBER_OF"
ASSOCIATE = "SUPPORTED_BY>MEMBER_OF[associate]>MEMBER_OF"
FORMER = "SUPPORTED_BY>MEMBER_OF[ended]>MEMBER_OF"
BRANCH = "MEMBER_OF>BRANCH_OF>MEMBER_OF"

# (pattern, second node, city) of each route via CEESEN on 1 January 2026, in order.
VIA_CEESEN = [
    (BRANCH, "ceesen-baltic", "jula-ee"),
    (CANDIDATE, "agency-candidate", "erdo-ro"),
    (SUPPORTED, "agency-a", "aldea-ro"),
    (SUPPORTED, "agency-b", "aldea-ro"),
    (SUPPORTED, "agency-returned", "kalda-ee"),
    (ASSOCIATE, "agency-associate", "fenes-ro"),
    (OBSERVING, "agency-observing", "corva-ro"),
]
LONG = [
    ("SUPPORTED_BY>MEMBER_OF>MEMBER_OF>MEMBER_OF>MEMBER_OF", "club-1", "zaba-ro"),
    ("SUPPORTED_BY>MEMBER_OF>MEMBER_OF>MEMBER_OF>MEMBER_OF>MEMBER_OF", "club-0", "vara-ro"),
]
DIRECT = [("MEMBER_OF", "climate-alliance", "lind-at"), ("SUPPORTED_BY>MEMBER_OF", "agency-outside", "brano-ro")]


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["pattern"], row["route"].nodes[1].id, row["city"].id) for row in rows]


def same(rows: list[dict[str, Any]], expected: list[tuple[str, str, str]]) -> bool:
    """Whether these are the routes, those of one city and pattern in any order (their facts' ids are hashes)."""
    names = [(pattern, city) for pattern, _, city in told(rows)]
    return names == [(pattern, city) for pattern, _, city in expected] and sorted(told(rows)) == sorted(expected)


async def test_the_right_cities_in_the_right_groups(ask_small: Ask) -> None:
    rows = await ask_small("path/links")
    assert same(rows, VIA_CEESEN), told(rows)
    for row in rows:
        assert row["route"].nodes[0] == row["city"]
        assert [node.id for node in row["route"].nodes[-2:]] == ["ceesen", "climate-alliance"]
        assert all(row["route"].forward)


async def test_groups_count_routes_and_cities_apart(ask_small: Ask) -> None:
    rows = await ask_small("path/link-groups")
    assert [(row["pattern"], row["routes"], row["cities"]) for row in rows] == [
        (BRANCH, 1, 1),
        (CANDIDATE, 1, 1),
        (SUPPORTED, 3, 2),
        (ASSOCIATE, 1, 1),
        (OBSERVING, 1, 1),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"at": "any", "max_hops": "6"},
        {"via": None, "max_hops": "6"},
        {"direction": "any", "hubs": "true", "via": None},
        {"status": "published"},
        {"deprecated": "true", "branches": "false"},
        {"from_type": "Organisation", "relations": ["affiliation", "PARTY_TO"]},
    ],
)
async def test_the_groups_are_those_of_the_routes(ask_small: Ask, given: dict[str, str | list[str] | None]) -> None:
    routes = await ask_small("path/links", **given, limit="1000")
    groups = await ask_small("path/link-groups", **given, limit="1000")
    assert routes
    counted = [
        (
            pattern := group["pattern"],
            sum(route["pattern"] == pattern for route in routes),
            len({route["city"].id for route in routes if route["pattern"] == pattern}),
        )
        for group in groups
    ]
    assert [(group["pattern"], group["routes"], group["cities"]) for group in groups] == counted
    assert sum(group["routes"] for group in groups) == len(routes)


@pytest.mark.parametrize(
    ("day", "cities"),
    [
        ("2024-09-30", []),
        ("2024-10-01", ["aldea-ro", "aldea-ro", "corva-ro", "dolna-ro", "erdo-ro", "fenes-ro", "jula-ee"]),
        ("2024-12-30", ["aldea-ro", "aldea-ro", "corva-ro", "dolna-ro", "erdo-ro", "fenes-ro", "jula-ee"]),
        ("2024-12-31", ["aldea-ro", "aldea-ro", "corva-ro", "erdo-ro", "fenes-ro", "jula-ee"]),
        ("2025-02-28", ["aldea-ro", "aldea-ro", "corva-ro", "erdo-ro", "fenes-ro", "jula-ee"]),
        ("2025-03-01", ["aldea-ro", "aldea-ro", "corva-ro", "erdo-ro", "fenes-ro", "jula-ee", "kalda-ee"]),
    ],
)
async def test_only_what_holds_on_the_day(ask_small: Ask, day: str, cities: list[str]) -> None:
    rows = await ask_small("path/links", at=day)
    assert sorted(row["city"].id for row in rows) == cities
    assert not any("ended" in row["pattern"] for row in rows)


async def test_at_any_tells_former_members_apart_and_shows_undated_ones(ask_small: Ask) -> None:
    rows = await ask_small("path/links", at="any")
    expected = [
        *VIA_CEESEN[:4],
        (SUPPORTED, "agency-undated", "gorna-ro"),
        *VIA_CEESEN[4:6],
        (FORMER, "agency-former", "dolna-ro"),
        (FORMER, "agency-returned", "kalda-ee"),
        ("SUPPORTED_BY>MEMBER_OF[honorary,ended]>MEMBER_OF", "agency-b", "aldea-ro"),
        VIA_CEESEN[6],
    ]
    assert same(rows, expected), told(rows)


async def test_a_deprecated_fact_counts_only_when_asked_for(ask_small: Ask) -> None:
    rows = await ask_small("path/links", deprecated="true")
    assert same(rows, [*VIA_CEESEN[:4], (SUPPORTED, "agency-deprecated", "hida-ro"), *VIA_CEESEN[4:]]), told(rows)


@pytest.mark.parametrize(
    ("max_hops", "expected"), [("2", []), ("3", 7), ("4", 7), ("5", 8), ("6", 9)], ids=lambda value: str(value)
)
async def test_routes_are_no_longer_than_asked(ask_small: Ask, max_hops: str, expected: int) -> None:
    rows = await ask_small("path/links", max_hops=max_hops)
    assert same(rows, [*VIA_CEESEN, *LONG][: expected or 0]), told(rows)


@pytest.mark.parametrize(("max_hops", "count"), [("1", 1), ("2", 2), ("3", 9), ("4", 9), ("5", 10), ("6", 11)])
async def test_without_via_any_way_will_do(ask_small: Ask, max_hops: str, count: int) -> None:
    rows = await ask_small("path/links", via=None, max_hops=max_hops)
    assert same(rows, [*DIRECT, *VIA_CEESEN, *LONG][:count]), told(rows)


async def test_without_branches_their_members_do_not_count(ask_small: Ask) -> None:
    rows = await ask_small("path/links", branches="false")
    assert same(rows, VIA_CEESEN[1:]), told(rows)


async def test_a_status_asks_for_the_signature(ask_small: Ask) -> None:
    published = await ask_small("path/links", status="published")
    assert same(published, VIA_CEESEN[2:5]), told(published)
    # Kalda signed on 1 September 2025, and its agency came back in March.
    earlier = await ask_small("path/links", status="published", at="2025-08-31")
    assert same(earlier, VIA_CEESEN[2:4]), told(earlier)
    on_hold = await ask_small("path/links", status="on_hold")
    assert same(on_hold, VIA_CEESEN[6:]), told(on_hold)


async def test_shared_projects_and_partnerships_link_only_on_request(ask_small: Ask) -> None:
    rows = await ask_small("path/links", relations=["affiliation", "PARTY_TO", "TAKES_PART_IN"])
    added = sorted(set(told(rows)) - set(VIA_CEESEN))
    assert added == [
        ("PARTY_TO>^PARTY_TO>MEMBER_OF", "energy-pact", "iara-ro"),
        ("TAKES_PART_IN>^TAKES_PART_IN>MEMBER_OF", "warm-homes", "iara-ro"),
    ]


# B40 is no hub: three of its own lead on through its observer, agency A.
THROUGH_B40 = [
    ("CANDIDATE_OF>^OBSERVER_OF>MEMBER_OF>MEMBER_OF", "b40", "kalda-ee"),
    ("MEMBER_OF>^OBSERVER_OF>MEMBER_OF>MEMBER_OF", "b40", "aldea-ro"),
    ("MEMBER_OF>^OBSERVER_OF>MEMBER_OF>MEMBER_OF", "b40", "aldea-ro"),
    ("MEMBER_OF>^OBSERVER_OF>MEMBER_OF>MEMBER_OF", "b40", "jula-ee"),
]


async def test_either_direction_passes_no_hub(ask_small: Ask) -> None:
    rows = await ask_small("path/links", direction="any")
    assert same(rows, [*VIA_CEESEN, *THROUGH_B40]), told(rows)


async def test_a_hub_is_passed_only_when_asked_for(ask_small: Ask) -> None:
    rows = await ask_small("path/links", direction="any", hubs="true", relations=["affiliation", "place"])
    added = sorted(set(told(rows)) - set(VIA_CEESEN) - set(THROUGH_B40))
    covenant = "SIGNATORY_OF>^MEMBER_OF>MEMBER_OF"
    assert added == [
        ("IN_COUNTRY>^IN_COUNTRY>MEMBER_OF", "romania", "iara-ro"),
        (covenant, "covenant-of-mayors", "aldea-ro"),
        (covenant, "covenant-of-mayors", "corva-ro"),
        (covenant, "covenant-of-mayors", "iara-ro"),
        (covenant, "covenant-of-mayors", "kalda-ee"),
    ]


async def test_a_route_may_end_at_a_hub_or_be_asked_to_pass_it(ask_small: Ask) -> None:
    ends = await ask_small("path/links", to="covenant-of-mayors", via=None, max_hops="1")
    assert [row["city"].id for row in ends] == ["aldea-ro", "corva-ro", "iara-ro", "kalda-ee"]
    named = await ask_small("path/links", via="covenant-of-mayors", direction="any", max_hops="3")
    assert [row["city"].id for row in named] == ["aldea-ro", "corva-ro", "iara-ro", "kalda-ee"]


async def test_what_is_avoided_is_not_passed(ask_small: Ask) -> None:
    rows = await ask_small("path/links", avoid="agency-a,ceesen-baltic")
    assert same(rows, [VIA_CEESEN[1], *VIA_CEESEN[3:]]), told(rows)
    assert await ask_small("path/links", avoid="ceesen") == []
    # Where a route starts or ends is not passed.
    assert len(await ask_small("path/links", avoid=["erdo-ro", "climate-alliance"])) == 7


async def test_other_types_can_be_where_routes_start(ask_small: Ask) -> None:
    rows = await ask_small("path/links", from_type="Network", via=None)
    assert told(rows) == [
        ("MEMBER_OF", "climate-alliance", "ceesen"),
        ("BRANCH_OF>MEMBER_OF", "ceesen", "ceesen-baltic"),
    ]


@pytest.mark.parametrize("given", [{"via": "climate-alliance"}, {"to": "ceesen"}, {"via": "aldea-ro"}])
async def test_via_lies_between_the_two_ends(ask_small: Ask, given: dict[str, str]) -> None:
    assert await ask_small("path/links", **given) == []


async def test_the_shortest_routes_and_the_next_longer_ones(ask_small: Ask) -> None:
    rows = await ask_small("path/shortest", from_="aldea-ro", detours="true")
    found = [[node.id for node in row["route"].nodes] for row in rows]
    # Two routes of three facts; of four, by B40 and its observer, once for each of its two memberships.
    by_b40 = ["aldea-ro", "b40", "agency-a", "ceesen", "climate-alliance"]
    assert found == [
        ["aldea-ro", "agency-a", "ceesen", "climate-alliance"],
        ["aldea-ro", "agency-b", "ceesen", "climate-alliance"],
        by_b40,
        by_b40,
    ]
    assert [row["length"] for row in rows] == [3, 3, 4, 4]
    ranks = [row["route"].facts[0].properties["rank"] for row in rows[2:]]
    assert ranks == ["preferred", "normal"]
    alone = await ask_small("path/shortest", from_="aldea-ro")
    assert [row["key"] for row in alone] == [row["key"] for row in rows[:2]]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"from_": "iara-ro"}, []),
        ({"from_": "iara-ro", "hubs": "true", "max_hops": "3"}, [["covenant-of-mayors", "ceesen"]]),
        (
            {"from_": "iara-ro", "relations": ["affiliation", "PARTY_TO", "TAKES_PART_IN"], "max_hops": "3"},
            [["energy-pact", "ceesen"], ["warm-homes", "ceesen"]],
        ),
        ({"from_": "dolna-ro"}, []),
        ({"from_": "dolna-ro", "at": "any"}, [["agency-former", "ceesen"]]),
        ({"from_": "gorna-ro"}, []),
        ({"from_": "gorna-ro", "at": "any"}, [["agency-undated", "ceesen"]]),
        ({"from_": "hida-ro"}, []),
        ({"from_": "hida-ro", "deprecated": "true"}, [["agency-deprecated", "ceesen"]]),
        ({"from_": "climate-alliance", "to": "brano-ro"}, [["agency-outside"]]),
        ({"from_": "zaba-ro"}, []),
        # Club 1 is a member of club 2, and club 2 of club 1: two facts, two routes.
        ({"from_": "zaba-ro", "max_hops": "5"}, [["club-1", "club-2", "club-3", "ceesen"]] * 2),
        ({"from_": "aldea-ro", "avoid": ["agency-b", "b40"]}, [["agency-a", "ceesen"]]),
        ({"from_": "ceesen", "to": "ceesen"}, []),
    ],
)
async def test_shortest_keeps_the_rules_of_routes(
    ask_small: Ask, given: dict[str, str | list[str]], found: list[list[str]]
) -> None:
    rows = await ask_small("path/shortest", **given)
    assert [[node.id for node in row["route"].nodes[1:-1]] for row in rows] == found


async def test_a_planned_part_is_a_link_of_its_own(ask_seed: Ask) -> None:
    """By TAKES_PART_IN.csv a working group plans its part in Pay It Forward, which İstanbul provides already."""
    given = {"to": "pay-it-forward", "via": "", "relations": ["TAKES_PART_IN"], "max_hops": "1"}
    for from_type, pattern in (("WorkingGroup", "TAKES_PART_IN[planned]"), ("City", "TAKES_PART_IN")):
        for question in ("path/link-groups", "path/links"):
            rows = await ask_seed(question, **given, from_type=from_type)
            assert [row["pattern"] for row in rows] == [pattern]
    both = ["istanbul-tr", "b40-smart-cities-and-digital-transformation"]
    told = await ask_seed("entity/compare", ids=both, at="any", relations=["TAKES_PART_IN"])
    parts = {(row["relation"], row["shared"]) for row in told if row["other"].id == "pay-it-forward"}
    assert parts == {("TAKES_PART_IN", False), ("TAKES_PART_IN[planned]", False)}
