"""Events that are part of others, and who organised them; read off tests/data/fairs/README.md and seed/*.csv."""

from typing import Any

import pytest
from tests.conftest import TESTS, GraphStates
from tests.queries.conftest import Ask, asking

from muninet.catalogue import Catalogue
from muninet.store.bolt import Store

Rows = list[dict[str, Any]]
GRAND, CRAFT, LOOM = "grand-fair-2018", "craft-day-2018", "loom-talk-2018"


@pytest.fixture
async def ask_fairs(store: Store, catalogue: Catalogue, graph: GraphStates) -> Ask:
    """Asks the tables of tests/data/fairs: events with parts, groups that do something, agreements that end."""
    await graph.reach("fairs", TESTS / "data" / "fairs")
    return asking(store, catalogue)


def ids(nodes: list[Any]) -> list[str]:
    return [node.id for node in nodes]


def listed(rows: Rows) -> list[str]:
    return [row["event"].id for row in rows]


# By the first day, then by name; of the crafts fairs only the one of 2014 was held by a group of the guild.
GUILD = [
    "crafts-fair-2014",
    "needle-talk-2014",
    GRAND,
    LOOM,
    CRAFT,
    "letter-show-2018",
    "guild-supper-2018",
    "grand-fair-2020",
    "yarn-talk-2020",
    "union-hour-2018",
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"network": "fair-guild"}, GUILD),
        ({"network": "fair-guild-north"}, GUILD[:2]),
        ({"network": "guild-crafts"}, GUILD[7:9]),
        # Held by the union, and a part of the guild's fair.
        ({"network": "craft-union"}, GUILD[9:]),
        ({"network": "fair-guild", "without_licence": "letter"}, [*GUILD[:5], *GUILD[6:]]),
        ({"network": "fair-guild", "deprecated": "true"}, [*GUILD[:5], "rumour-walk-2018", *GUILD[5:]]),
        ({"network": "fair-guild", "year": "2014"}, GUILD[:2]),
        ({"year": "2017"}, ["crafts-fair-2017", "needle-talk-2017"]),
        ({"year": "2020", "year_from": "2021"}, []),
        ({"year": "987"}, []),
        # fir-at's organising is deprecated, and the union supported alone; no role is one of its own.
        ({"organiser": "ash-at"}, [CRAFT, "yarn-talk-2020"]),
        ({"organiser": "ash-at", "without_licence": "letter"}, [CRAFT]),
        ({"organiser": "craft-union"}, []),
        ({"organiser": "fir-at"}, []),
        ({"organiser": "fir-at", "deprecated": "true"}, [CRAFT]),
        ({"series": "Grand Fair"}, [GRAND, "grand-fair-2020"]),
    ],
)
async def test_parts_are_events_of_the_network(ask_fairs: Ask, given: dict[str, str], expected: list[str]) -> None:
    assert listed(await ask_fairs("event/list", **given)) == expected
    totals = [row["count"] for row in await ask_fairs("event/facets", **given) if row["facet"] == "total"]
    assert totals == [len(expected)]


async def test_a_list_says_who_organised_and_what_it_is_part_of(ask_fairs: Ask) -> None:
    rows = {row["event"].id: row for row in await ask_fairs("event/list")}

    def of(event: str) -> list[list[str]]:
        return [ids(rows[event][column]) for column in ("held_by", "organisers", "supporters", "part_of")]

    assert of(GRAND) == [["fair-guild"], ["fair-guild"], [], []]
    assert of(CRAFT) == [[], ["ash-at", "fair-office"], ["craft-union"], [GRAND]]
    assert of(LOOM) == [[], [], [], [CRAFT]]
    assert of("rumour-walk-2018") == [[], [], [], []]


async def test_facets_count_parts_organisers_and_one_series(ask_fairs: Ask) -> None:
    found: dict[str, dict[str, int]] = {}
    for row in await ask_fairs("event/facets"):
        found.setdefault(row["facet"], {})[row["value"]] = row["count"]
    assert found["network"] == {"fair-guild": 10, "fair-guild-north": 2, "craft-union": 1}
    assert found["organiser"] == {"ash-at": 2, "fair-guild": 1, "fair-office": 1}
    # "Grand Fair" and "grand fair" are one, as the filter has it.
    assert found["series"] == {"Grand Fair": 2}


def told(rows: Rows) -> set[tuple[str, str, str | None, str | None, int]]:
    """Event, relation, via, part of, length of the way."""
    found = [
        (
            row["event"].id,
            row["relation"],
            row["via"] and row["via"].id,
            row["part_of"] and row["part_of"].id,
            len(row["route"].facts),
        )
        for row in rows
    ]
    assert len(set(found)) == len(found)
    return set(found)


async def test_the_way_from_a_part_to_the_network(ask_fairs: Ask) -> None:
    rows = await ask_fairs("network/events", network="fair-guild")
    assert sorted(set(listed(rows))) == sorted(GUILD)
    assert told(rows) == {
        ("crafts-fair-2014", "HELD_BY", "north-crafts", None, 3),
        ("needle-talk-2014", "HELD_BY", "north-crafts", "crafts-fair-2014", 4),
        (GRAND, "HELD_BY", None, None, 1),
        (GRAND, "ORGANISED", None, None, 1),
        (CRAFT, "HELD_BY", None, GRAND, 2),
        (LOOM, "HELD_BY", None, GRAND, 3),
        ("letter-show-2018", "HELD_BY", None, GRAND, 2),
        # The guild's own event, and told as that alone.
        ("guild-supper-2018", "HELD_BY", None, None, 1),
        ("union-hour-2018", "HELD_BY", None, GRAND, 2),
        ("grand-fair-2020", "HELD_BY", "guild-crafts", None, 2),
        ("yarn-talk-2020", "HELD_BY", "guild-crafts", "grand-fair-2020", 3),
    }
    [talk] = [row for row in rows if row["event"].id == LOOM]
    assert ids(talk["route"].nodes) == [LOOM, CRAFT, GRAND, "fair-guild"]


@pytest.mark.parametrize(
    ("given", "gone", "more"),
    [
        ({"parts": "false"}, [GUILD[1], LOOM, CRAFT, "letter-show-2018", "yarn-talk-2020", "union-hour-2018"], []),
        ({"without_licence": "letter"}, ["letter-show-2018"], []),
        ({"deprecated": "true"}, [], ["rumour-walk-2018"]),
        # What the branch's group held goes, and its part.
        ({"branches": "false"}, GUILD[:2], []),
    ],
)
async def test_parts_that_do_not_count(ask_fairs: Ask, given: dict[str, str], gone: list[str], more: list[str]) -> None:
    found = set(listed(await ask_fairs("network/events", network="fair-guild", **given)))
    assert found == (set(GUILD) - set(gone)) | set(more)


async def test_who_attended_the_parts(ask_fairs: Ask) -> None:
    async def attended(**given: str) -> list[tuple[str, str]]:
        rows = await ask_fairs("event/attendance", network="fair-guild", **given)
        return [(row["attendee"].id, row["event"].id) for row in rows]

    birch = [GRAND, CRAFT, "guild-supper-2018", "yarn-talk-2020", "union-hour-2018"]
    others = [("cedar-at", CRAFT), ("elm-ee", LOOM), ("fir-at", "letter-show-2018")]
    assert await attended() == [
        ("ash-at", GRAND),
        ("ash-at", CRAFT),
        *(("birch-ee", event) for event in birch),
        *others,
    ]
    assert ("fir-at", "letter-show-2018") not in await attended(without_licence="letter")
    assert ("fir-at", "rumour-walk-2018") in await attended(deprecated="true")


Seen = tuple[str, str | None, str | None]


def seen(rows: Rows) -> list[Seen]:
    return [(row["participant"].id, row["role"], row["via_part"] and row["via_part"].id) for row in rows]


ASH: list[Seen] = [("ash-at", "member", None), ("ash-at", "speaker", CRAFT)]
CEDAR: Seen = ("cedar-at", "participant", CRAFT)
ELM: Seen = ("elm-ee", "observer", LOOM)
LETTER: Seen = ("fir-at", "participant", "letter-show-2018")
SPOKE: Seen = ("ida-ott", "speaker", None)
INVITED: list[Seen] = [("cedar-at", None, None), ("fir-at", None, CRAFT)]


def came_for(*events: str) -> set[Seen]:
    return {("ida-ott", "representative", event) for event in events}


async def test_participants_of_parts_count_for_the_event(ask_fairs: Ask) -> None:
    rows = await ask_fairs("event/participants", event=GRAND)
    # The event itself before its parts; three parts of one person stand in the order of the facts' ids.
    assert seen(rows)[:6] == [*ASH, CEDAR, ELM, LETTER, SPOKE]
    assert set(seen(rows)[6:9]) == came_for(CRAFT, "guild-supper-2018", "union-hour-2018")
    assert seen(rows)[9:] == INVITED
    assert [row["only_invited"] for row in rows] == [False] * 9 + [True] * 2
    assert [row["fact"].facts[0].end.id for row in rows[:4]] == [GRAND, CRAFT, CRAFT, LOOM]
    # Of the part itself, its own part is one.
    assert seen(await ask_fairs("event/participants", event=CRAFT, invited="false")) == [
        ("ash-at", "speaker", None),
        ("cedar-at", "participant", None),
        ELM,
        ("ida-ott", "representative", None),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"parts": "false"}, [ASH[0], SPOKE, INVITED[0]]),
        ({"role": "observer"}, [ELM]),
        ({"role": "participant"}, [CEDAR, LETTER]),
        ({"role": "participant", "without_licence": "letter"}, [CEDAR]),
        ({"role": "participant", "deprecated": "true"}, [CEDAR, LETTER, ("fir-at", "participant", "rumour-walk-2018")]),
    ],
)
async def test_participants_narrowed(ask_fairs: Ask, given: dict[str, str], expected: list[Seen]) -> None:
    rows = seen(await ask_fairs("event/participants", event=GRAND, **given))
    assert sorted(rows, key=str) == sorted(expected, key=str)


async def test_a_series_counts_who_was_at_parts(ask_fairs: Ask) -> None:
    columns = ("members", "speakers", "representatives", "observers", "participants", "role_not_stated", "only_invited")

    async def counts(**given: str) -> list[tuple[int, ...]]:
        rows = await ask_fairs("event/series", series="Grand Fair", **given)
        assert listed(rows) == [GRAND, "grand-fair-2020"]
        return [tuple(row[column] for column in columns) for row in rows]

    # Ash and Birch spoke; cedar and fir took part, each invited too; Birch came to three parts, and counts once.
    assert await counts() == [(1, 2, 1, 1, 2, 0, 0), (0, 0, 0, 0, 0, 1, 0)]
    assert await counts(parts="false") == [(1, 1, 0, 0, 0, 0, 1), (0,) * 7]
    # By the register alone fir-at was not at the show of letters; that it was invited to the craft day remains.
    assert await counts(without_licence="letter") == [(1, 2, 1, 1, 1, 0, 1), (0, 0, 0, 0, 0, 1, 0)]


async def test_a_part_links_who_attended_it_to_the_network(ask_fairs: Ask) -> None:
    rows = await ask_fairs("person/connectors", first="fair-guild", second="craft-union")
    ways = [(row["network"].id, row["pattern"], row["route"].nodes[1].id) for row in rows]
    guild, union = "fair-guild", "craft-union"
    through = "ATTENDED>PART_OF>HELD_BY"
    assert {row["person"].id for row in rows} == {"ida-ott"}
    assert ways[0] == (guild, "HOLDS_OFFICE_IN", guild)
    # Ways of one pattern stand in the order of the facts' ids. The supper is the guild's own: no way through the fair.
    assert sorted(ways[1:]) == sorted(
        [
            (guild, "ATTENDED>HELD_BY", GRAND),
            (guild, "ATTENDED>HELD_BY", "guild-supper-2018"),
            (guild, "MAYOR_OF>MEMBER_OF", "birch-ee"),
            (guild, through, CRAFT),
            (guild, through, "union-hour-2018"),
            (union, "ATTENDED>HELD_BY", "union-hour-2018"),
            (union, "MAYOR_OF>MEMBER_OF", "birch-ee"),
        ]
    )


@pytest.mark.parametrize(
    ("entity", "given", "expected"),
    [
        # A part is one on its own day, though the fair began the day before; its own part has but a month.
        (CRAFT, {}, [("2018-05-01", "month", LOOM, "thing"), ("2018-05-02", "day", GRAND, "start")]),
        (LOOM, {}, [("2018-05-01", "month", CRAFT, "start")]),
        # Without a day of its own it stands on the day of the fair.
        ("union-hour-2018", {}, [("2018-05-01", "day", GRAND, "thing")]),
        # The day of the walk rests on the letter.
        ("rumour-walk-2018", {}, []),
        ("rumour-walk-2018", {"deprecated": "true"}, [("2018-05-02", "day", GRAND, "start")]),
        (
            "rumour-walk-2018",
            {"deprecated": "true", "without_licence": "letter"},
            [("2018-05-01", "day", GRAND, "thing")],
        ),
        (
            GRAND,
            {"without_licence": "letter"},
            [
                ("2018-05-02", "day", CRAFT, "thing"),
                ("2018-05-03", "day", "guild-supper-2018", "thing"),
                (None, None, "union-hour-2018", None),
            ],
        ),
    ],
)
async def test_a_part_of_an_event_in_time(
    ask_fairs: Ask, entity: str, given: dict[str, str], expected: list[tuple[str | None, ...]]
) -> None:
    rows = await ask_fairs("entity/timeline", entity=entity, relations="PART_OF", **given)
    found = [(row["on"] and str(row["on"]), row["precision"], row["other"].id, row["dated_by"]) for row in rows]
    assert found == expected
    assert [row["what"] for row in rows] == ["undated" if row["on"] is None else "on" for row in rows]


PANEL, WORKSHOP = "b40-climate-panel-tirana-2024-05", "b40-climate-workshop-tirana-2024-05"
TIRANA = "b40-working-groups-tirana-2024-05"


async def test_the_panel_in_tirana_is_an_event_of_b40(ask_seed: Ask) -> None:
    """By PART_OF.csv and HELD_BY.csv: B40 and two groups of it held the meeting; the workshop is also B40's own."""
    rows = told(await ask_seed("network/events", network="b40"))
    assert {row for row in rows if row[0] in (PANEL, WORKSHOP)} == {
        (PANEL, "HELD_BY", None, TIRANA, 2),
        (PANEL, "HELD_BY", "b40-local-climate-action", TIRANA, 3),
        (PANEL, "HELD_BY", "b40-smart-cities-and-digital-transformation", TIRANA, 3),
        (WORKSHOP, "HELD_BY", None, None, 1),
    }
    met = seen(await ask_seed("event/participants", event=TIRANA))
    # ATTENDED.csv names nobody for the meeting itself, four for the panel and two for the workshop.
    assert len(met) == 6
    assert {row for row in met if row[0] == "pristina-xk"} == {("pristina-xk", "speaker", PANEL)}
    assert {row[0] for row in met if row[2] == WORKSHOP} == {"erion-veliaj", "julinda-dahme"}
    assert await ask_seed("event/participants", event=TIRANA, parts="false") == []


async def test_the_panel_in_tirana_in_time(ask_seed: Ask) -> None:
    async def days(entity: str) -> list[tuple[str, str, str, str]]:
        rows = await ask_seed("entity/timeline", entity=entity, relations="PART_OF")
        return [(str(row["on"]), row["what"], row["other"].id, row["dated_by"]) for row in rows]

    # The meeting began on the 21st; its parts were on the 22nd.
    assert await days(PANEL) == [("2024-05-22", "on", TIRANA, "start")]
    assert await days(TIRANA) == [("2024-05-22", "on", PANEL, "thing"), ("2024-05-22", "on", WORKSHOP, "thing")]
