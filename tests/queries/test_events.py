"""Events: series, who attended which, who met whom, lists; read off tests/data/small/README.md and seed/*.csv."""

import csv
from collections import Counter
from typing import Any

import pytest
from tests.queries.conftest import Ask

from muninet._home import home

Rows = list[dict[str, Any]]
COUNTS = (
    "members",
    "observers",
    "candidates",
    "speakers",
    "host_role",
    "representatives",
    "participants",
    "role_not_stated",
    "only_invited",
)


def ids(nodes: list[Any]) -> list[str]:
    return [node.id for node in nodes]


def editions(rows: Rows) -> list[tuple[str, str | None, list[str], dict[str, int]]]:
    """Each event with its edition, its hosts, and the counts that are not zero."""
    return [(r["event"].id, r["edition"], ids(r["hosts"]), {name: r[name] for name in COUNTS if r[name]}) for r in rows]


async def test_a_series_in_order_with_cities_by_role(ask_small: Ask) -> None:
    # Mere came in two roles: itself as host, through Jüri as a speaker. Liis spoke for the league, which is no city.
    # Jüri's invitation of 2021 adds nothing, since Mere came. Ried's own attendance of 2019 is deprecated.
    first = {"observers": 1, "speakers": 1, "host_role": 1, "representatives": 1, "only_invited": 1}
    expected = [
        ("lake-days-2019", "1", ["mere-ee"], first),
        ("lake-days-2021", "2", [], {"members": 2, "role_not_stated": 1}),
        ("lake-days-next", "3", [], {"only_invited": 1}),
    ]
    assert editions(await ask_small("event/series", series="Lake Days")) == expected
    assert editions(await ask_small("event/series", series="LAKE days")) == expected
    told = await ask_small("event/series", series="Lake Days", deprecated="true")
    assert editions(told)[0][3] == {**first, "members": 1}
    assert await ask_small("event/series", series="Lake") == []


async def test_a_day_is_as_precise_as_its_source(ask_seed: Ask) -> None:
    """A conference "at the end of 2022" did not begin on New Year's Day."""
    rows = await ask_seed("event/list", city="vilnius-lt")
    precision = {row["event"].id: (row["start_precision"], row["end_precision"]) for row in rows}
    assert precision["green-municipalities-conference-2022"] == ("year", "year")
    for question in ("event/attendance", "event/series", "network/events", "city/events", "person/events"):
        assert {row["start_precision"] for row in await ask_seed(question)} <= {"day", "month", "year", None}


async def test_the_summits_of_the_seed(ask_seed: Ask) -> None:
    # Sofia: two mayors spoke for their cities; two people and four cities were announced.
    assert editions(await ask_seed("event/series")) == [
        ("b40-istanbul-summit-2021", "1", ["istanbul-tr"], {"host_role": 1}),
        ("b40-athens-summit-2023", "2", ["athens-gr"], {"host_role": 1, "representatives": 1}),
        ("b40-tirana-summit-2024", "3", ["tirana-al"], {"host_role": 1, "representatives": 1, "only_invited": 1}),
        ("b40-sofia-summit-2025", "4", ["sofia-bg"], {"speakers": 2, "only_invited": 6}),
    ]


def attended(rows: Rows) -> list[tuple[str, str, str | None, str | None]]:
    return [(r["attendee"].id, r["event"].id, r["role"], r["person"] and r["person"].id) for r in rows]


LAKES = [
    ("lake-league", "lake-days-2021", "speaker", "liis-lepp"),
    ("mere-ee", "lake-days-2019", "host", None),
    ("mere-ee", "lake-days-2019", "speaker", "juri-jogi"),
    ("mere-ee", "lake-days-2021", "member", None),
    ("nomme-ee", "lake-days-2019", "observer", None),
    ("orgu-ee", "lake-days-2021", None, None),
    ("ried-at", "lake-days-2019", "representative", "resi-rauch"),
    ("ried-at", "lake-days-2021", "member", None),
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # The second edition was held by a working group of the league.
        ({"network": "lake-league"}, LAKES),
        ({"network": None, "series": "lake days"}, LAKES),
        ({"network": "lake-league", "from_type": "Network"}, LAKES[:1]),
        ({"network": "lake-league", "role": "member"}, [LAKES[3], LAKES[7]]),
        ({"network": "mill-towns", "series": "lake days"}, []),
        (
            {"network": "mill-towns"},
            [
                ("mere-ee", "mill-meeting-2022", "representative", "liis-lepp"),
                ("ried-at", "mill-meeting-2022", "host", None),
            ],
        ),
    ],
)
async def test_who_attended_which_editions(ask_small: Ask, given: dict[str, str | None], expected: list[Any]) -> None:
    rows = await ask_small("event/attendance", **given)
    # Two facts of one city at one event stand in the order of their ids, which mean nothing.
    assert sorted(attended(rows), key=str) == sorted(expected, key=str)
    told = [(row["attendee"].properties["search_names"][0], str(row["start"])) for row in rows]
    assert told == sorted(told)
    assert not any(row["only_invited"] for row in rows)


async def test_the_invited_only_when_asked_for(ask_small: Ask) -> None:
    rows = await ask_small("event/attendance", network=None, series="Lake Days", invited="true")
    assert attended([row for row in rows if row["only_invited"]]) == [
        ("mere-ee", "lake-days-2021", None, "juri-jogi"),
        ("mere-ee", "lake-days-next", None, None),
        ("orgu-ee", "lake-days-2019", None, None),
    ]
    assert attended(await ask_small("event/attendance", network="lake-league", role="member", deprecated="true"))[
        1:
    ] == [
        ("ried-at", "lake-days-2019", "member", None),
        ("ried-at", "lake-days-2021", "member", None),
    ]


async def test_attendance_on_the_seed(ask_seed: Ask) -> None:
    # ATTENDED.csv for Athens: its mayors at two summits, and the city itself online.
    rows = await ask_seed("event/attendance", from_type="City")
    assert [row[1:] for row in attended(rows) if row[0] == "athens-gr"] == [
        ("b40-athens-summit-2023", "host", "kostas-bakoyannis"),
        ("b40-tirana-summit-2024", "representative", "haris-doukas"),
        ("b40-online-working-groups-2025-04", "member", None),
    ]
    # Three cities spoke at the panel in Tirana, a part of b40's meeting there, and the mayor of one of them for it.
    panel = [row for row in attended(rows) if row[1] == "b40-climate-panel-tirana-2024-05"]
    assert sorted(row[0] for row in panel) == ["istanbul-tr", "pristina-xk", "tirana-al", "tirana-al"]


def met(rows: Rows) -> list[tuple[str, list[str]]]:
    for row in rows:
        assert row["events"] == len(row["shared"])
        # Whatever the other did there is shown, at each of these events.
        assert {fact.facts[0].end.id for fact in row["facts"]} == set(ids(row["shared"]))
    return [(row["other"].id, ids(row["shared"])) for row in rows]


RIED = ("ried-at", ["lake-days-2019", "lake-days-2021", "mill-meeting-2022"])
FIRST, SECOND = ["lake-days-2019"], ["lake-days-2021"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            # Jüri and Liis stood for Mere, but in 2021 Liis came for the league. Orgu was only invited in 2019.
            {"entity": "mere-ee"},
            [
                RIED,
                ("lake-league", SECOND),
                ("liis-lepp", SECOND),
                ("nomme-ee", FIRST),
                ("orgu-ee", SECOND),
                ("resi-rauch", FIRST),
            ],
        ),
        ({"entity": "mere-ee", "other_type": "Person"}, [("liis-lepp", SECOND), ("resi-rauch", FIRST)]),
        ({"entity": "mere-ee", "year_from": "2022"}, [("ried-at", ["mill-meeting-2022"])]),
        # Liis was at two; whom she stood for is not listed for that: Mere for 2021 only, and not the league.
        (
            {"entity": "liis-lepp"},
            [("ried-at", ["lake-days-2021", "mill-meeting-2022"]), ("mere-ee", SECOND), ("orgu-ee", SECOND)],
        ),
        ({"entity": "puhja-ee"}, []),
    ],
)
async def test_who_was_at_the_same_events(ask_small: Ask, given: dict[str, str], expected: list[Any]) -> None:
    assert met(await ask_small("event/co-attendance", **given)) == expected


async def test_hosts_are_present_unless_left_out(ask_seed: Ask) -> None:
    # Sarajevo hosted the meeting of 2022, and its mayor was there for it.
    async def of(entity: str, **given: str) -> dict[str, list[str]]:
        return dict(met(await ask_seed("event/co-attendance", entity=entity, **given)))

    assert (await of("sarajevo-ba"))["istanbul-tr"] == ["b40-sarajevo-meeting-2022"]
    # Nobody else is named for the working groups' meeting that Tirana hosted.
    hosted, alone = await of("tirana-al"), await of("tirana-al", hosts="false")
    assert hosted.keys() == alone.keys()
    assert hosted["athens-gr"] == ["b40-tirana-summit-2024", "b40-online-working-groups-2025-04"]
    assert hosted["pristina-xk"] == ["b40-climate-panel-tirana-2024-05", "b40-online-working-groups-2025-04"]


def listed(rows: Rows) -> list[str]:
    return [row["event"].id for row in rows]


LAKE_DAYS = ["lake-days-2019", "lake-days-2021"]
# The branch is one since 2020: its walk of 2019 was not the league's.
LEAGUE = ["lake-days-2019", "east-walk-2021", "lake-days-2021"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"network": "lake-league"}, LEAGUE),
        ({"network": "lake-league-east"}, ["east-walk-2019", "east-walk-2021"]),
        ({"network": "lake-league", "sort": "-start"}, LEAGUE[::-1]),
        ({"series": "lake days"}, [*LAKE_DAYS, "lake-days-next"]),
        # An undated event is last either way, and in no year.
        ({"series": "lake days", "sort": "-start"}, ["lake-days-2021", "lake-days-2019", "lake-days-next"]),
        ({"series": "lake days", "sort": "name"}, ["lake-days-2019", "lake-days-2021", "lake-days-next"]),
        ({"series": "lake days", "year_to": "2020"}, ["lake-days-2019"]),
        ({"series": "lake days", "year_from": "2020"}, ["lake-days-2021"]),
        ({"series": "lake days", "online": "true"}, ["lake-days-2021"]),
        ({"series": "lake days", "online": "false"}, []),
        ({"city": "mere-ee"}, ["pact-signing-2010", "lake-days-2019"]),
        ({"country": "AT"}, ["mill-meeting-2022"]),
        ({"city": "mere-ee", "country": "AT"}, []),
        ({"city": "mere-ee", "kind": "signing"}, ["pact-signing-2010"]),
    ],
)
async def test_lists_of_events(ask_small: Ask, given: dict[str, str], expected: list[str]) -> None:
    assert listed(await ask_small("event/list", **given)) == expected


async def test_a_list_says_where_by_whom_and_whose(ask_small: Ask) -> None:
    first, second = await ask_small("event/list", network="lake-league", kind="conference")
    assert (str(first["start"]), str(first["end"]), first["edition"]) == ("2019-06-01", "2019-06-02", "1")
    assert [ids(first[column]) for column in ("places", "hosts", "held_by")] == [
        ["mere-ee"],
        ["mere-ee"],
        ["lake-league"],
    ]
    assert [ids(second[column]) for column in ("places", "hosts", "held_by")] == [[], [], ["lake-shores"]]
    assert (first["online"], second["online"]) == (None, True)


def seed_events() -> list[dict[str, str]]:
    return list(csv.DictReader((home("seed") / "nodes" / "Event.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("sort", ["start", "-start", "name"])
async def test_all_events_of_the_seed_page_by_page(ask_seed: Ask, sort: str) -> None:
    found, key = [], None
    while page := await ask_seed("event/list", sort=sort, limit="5", after=key):
        found += page
        key = page[-1]["key"]
    assert sorted(listed(found)) == sorted(row["id"] for row in seed_events())
    if sort == "name":
        names = [row["event"].properties["search_names"][0] for row in found]
        assert names == sorted(names)
    else:
        days = [row["start"] for row in found]
        assert days[-1] is None
        assert days[:-1] == sorted(days[:-1], reverse=sort == "-start")


async def test_filters_on_the_seed(ask_seed: Ask) -> None:
    # HELD_BY.csv names ten events of b40; by PART_OF.csv the panel is a part of one of them.
    assert len(await ask_seed("event/list", network="b40")) == 11
    assert listed(await ask_seed("event/list", country="PT")) == [
        "climate-alliance-general-assembly-2024",
        "climate-alliance-conference-2024",
    ]
    # Two of them are named as this working group's too, and one of these has two parts.
    assert listed(await ask_seed("event/list", network="b40-local-climate-action")) == [
        "b40-working-groups-tirana-2024-05",
        "b40-climate-panel-tirana-2024-05",
        "b40-climate-workshop-tirana-2024-05",
        "b40-online-working-groups-2025-04",
    ]


async def test_facets_of_events(ask_seed: Ask) -> None:
    found: dict[str, dict[str, int]] = {}
    for row in await ask_seed("event/facets"):
        found.setdefault(row["facet"], {})[row["value"]] = row["count"]
    events = seed_events()
    assert found["total"] == {"": len(events)}
    assert found["kind"] == Counter(row["kind"] for row in events if row["kind"])
    assert found["series"] == Counter(row["series"] for row in events if row["series"])
    assert found["year"] == Counter(row["start"][:4] for row in events if row["start"])
    assert found["online"] == {"true": 1}
    assert found["network"] == {
        "b40": 11,
        "lithuanian-green-municipalities": 3,
        "climate-alliance": 2,
        "balcinet": 1,
        "ceesen": 1,
    }
    # Four were held in Tirana; those that it also hosted count once.
    assert (found["city"]["tirana-al"], found["country"]["AL"]) == (4, 4)


async def test_facets_of_the_events_of_a_network(ask_small: Ask) -> None:
    rows = await ask_small("event/facets", network="lake-league")
    assert [(r["facet"], r["value"], r["label"], r["count"]) for r in rows] == [
        ("city", "mere-ee", "Mere", 1),
        ("country", "EE", "Estonia", 1),
        ("kind", "conference", "conference", 2),
        ("kind", "meeting", "meeting", 1),
        ("network", "lake-league", "Lake League", 3),
        ("network", "lake-league-east", "Lake League East", 1),
        ("online", "true", "true", 1),
        ("organiser", "orgu-ee", "Orgu", 1),
        ("series", "Lake Days", "Lake Days", 2),
        ("total", "", "", 3),
        ("year", "2021", "2021", 2),
        ("year", "2019", "2019", 1),
    ]
