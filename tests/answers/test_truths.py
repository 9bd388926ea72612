"""What must be true of the seed. Every expected value is written by hand from the sources."""

import datetime as dt
from typing import Any

import pytest

from muninet.answers import Questions
from muninet.answers.models import LinksAnswer

CEESEN = {"to": "climate-alliance", "via": "ceesen", "limit": "1000"}
PATTERN = "SUPPORTED_BY>MEMBER_OF>MEMBER_OF"


def agency_of(answer: LinksAnswer) -> dict[str, int]:
    counts: dict[str, int] = {}
    for route in answer.routes:
        counts[route.nodes[1].id] = counts.get(route.nodes[1].id, 0) + 1
    return counts


async def test_the_28_signatories_link_to_climate_alliance_via_ceesen(questions: Questions) -> None:
    answer = await questions.links(CEESEN)
    assert answer.total == 28
    assert answer.next is None
    assert len({route.nodes[0].id for route in answer.routes}) == 28
    assert agency_of(answer) == {
        "alba-local-energy-agency": 24,
        "medjimurje-energy-agency": 3,
        "tartu-regional-energy-agency": 1,
    }
    assert [(group.pattern, group.count, group.cities) for group in answer.groups] == [(PATTERN, 28, 28)]
    assert {r.nodes[0].id for r in answer.routes if r.nodes[0].country == "HR"} == {
        "cakovec-hr",
        "prelog-hr",
        "mursko-sredisce-hr",
    }
    assert {r.nodes[0].id for r in answer.routes if r.nodes[0].country == "EE"} == {"tartu-ee"}


async def test_each_route_carries_its_three_facts_their_dates_and_sources(questions: Questions) -> None:
    answer = await questions.links(CEESEN)
    for route in answer.routes:
        assert route.length == 3
        assert [fact.type for fact in route.facts] == ["SUPPORTED_BY", "MEMBER_OF", "MEMBER_OF"]
        assert route.facts[0].certainty == "as_of"
        assert (route.facts[0].since, route.facts[0].as_of) == (None, "2024-01-01")
        assert (route.facts[2].since, route.facts[2].since_precision) == ("2024-10-01", "month")
        assert all(source in answer.sources for note in route.footnotes for source in note.sources)
        assert all(f"[{note.n}]" in route.sentence for note in route.footnotes)
    tartu = next(route for route in answer.routes if route.nodes[0].id == "tartu-ee")
    assert tartu.sentence == (
        "Tartu is supported by Tartu Regional Energy Agency (as of January 2024) [1], "
        "which is a member of CEESEN (as of 20 March 2024) [2], "
        "which is a member of Climate Alliance (since October 2024) [3]."
    )


async def test_22_of_them_have_a_published_signature(questions: Questions) -> None:
    answer = await questions.links({**CEESEN, "status": "published"})
    assert answer.total == 22
    on_hold = await questions.links({**CEESEN, "status": "on_hold"})
    assert {route.nodes[0].id for route in on_hold.routes} == {
        "ocna-mures-ro",
        "hateg-ro",
        "siret-ro",
        "craciunelu-de-jos-ro",
        "craciunelu-de-jos-judetul-alba-ro",
        "poiana-vadului-ro",
    }
    assert agency_of(answer)["alba-local-energy-agency"] == 18


async def test_there_was_no_such_link_before_ceesen_joined(questions: Questions) -> None:
    assert (await questions.links({**CEESEN, "at": "2024-09-01"})).total == 0
    assert (await questions.links({**CEESEN, "at": "2024-09-30"})).total == 0
    assert (await questions.links({**CEESEN, "at": "2024-10-31"})).total == 28


@pytest.mark.parametrize(
    ("day", "city", "mayor"),
    [
        ("2022-04-25", "istanbul-tr", "ekrem-imamoglu"),
        ("2023-06-01", "athens-gr", "kostas-bakoyannis"),
        ("2024-01-15", "athens-gr", "haris-doukas"),
        ("2024-06-01", "tirana-al", "erion-veliaj"),
        ("2025-04-09", "sofia-bg", "vasil-terziev"),
    ],
)
async def test_the_presidency_of_b40_and_who_held_it(questions: Questions, day: str, city: str, mayor: str) -> None:
    answer = await questions.query("network/presidency", {"network": "b40", "at": day})
    assert [(row["city"]["id"], (row["mayor"] or {}).get("id")) for row in answer.rows] == [(city, mayor)]


async def participants(questions: Questions, event: str) -> list[dict[str, Any]]:
    answer = await questions.query("event/participants", {"event": event, "limit": "1000"})
    return answer.rows


ONLINE_MEETINGS = {
    "istanbul-tr",
    "athens-gr",
    "niksic-me",
    "zagreb-hr",
    "tirana-al",
    "sofia-bg",
    "shumen-bg",
    "mugla-tr",
    "thessaloniki-gr",
    "pella-gr",
    "izmir-tr",
    "troyan-bg",
    "pristina-xk",
    "split-hr",
    "tuzi-me",
    "galati-ro",
}


async def test_sixteen_cities_and_two_observers_were_at_the_online_meetings(questions: Questions) -> None:
    found = await questions.search("online working group meetings", types=["Event"])
    rows = await participants(questions, found.results[0].id)
    by_role: dict[str, set[str]] = {}
    for row in rows:
        by_role.setdefault(row["fact"]["properties"].get("role", ""), set()).add(row["fact"]["from"]["id"])
    assert by_role["member"] == ONLINE_MEETINGS
    assert by_role["observer"] == {"union-of-municipalities-of-turkiye", "iclei"}
    assert set(by_role) == {"member", "observer"}
    days = {(row["fact"]["as_of"], row["fact"]["as_of_precision"]) for row in rows}
    assert days == {("2025-04-09", "day")}


@pytest.mark.parametrize(
    ("typed", "city"),
    [
        ("Phristina", "pristina-xk"),
        ("Mugla", "mugla-tr"),
        ("Izmir", "izmir-tr"),
        ("Niksic", "niksic-me"),
        ("Θεσσαλονίκη", "thessaloniki-gr"),
        ("Скопје", "skopje-mk"),
        ("Istanbul", "istanbul-tr"),
        ("İstanbul", "istanbul-tr"),
        ("ISTANBUL", "istanbul-tr"),
        ("istanbul", "istanbul-tr"),
        # One letter wrong, missing, added or swapped, in places that no table lists.
        ("Istambul", "istanbul-tr"),
        ("Tiranna", "tirana-al"),
        ("Sarajvo", "sarajevo-ba"),
        ("Thesaloniki", "thessaloniki-gr"),
        ("Podgorcia", "podgorica-me"),
        # s, ş (cedilla) and ș (comma) are one letter to somebody who types.
        ("Iaşi", "iasi-ro"),
        ("Iași", "iasi-ro"),
        ("Iasi", "iasi-ro"),
        ("Sebeş", "sebes-ro"),
        ("Galaţi", "galati-ro"),
        ("Ocna Mureş", "ocna-mures-ro"),
    ],
)
async def test_a_city_is_found_however_it_is_written(questions: Questions, typed: str, city: str) -> None:
    found = await questions.search(typed)
    assert found.results, typed
    assert found.results[0].id == city
    cities = await questions.search(typed, types=["City"])
    assert cities.results[0].id == city


async def member_ids(questions: Questions, network: str, at: str, relation: str = "MEMBER_OF") -> set[str]:
    given = {"network": network, "at": at, "relation": relation, "limit": "1000"}
    return {row["member"]["id"] for row in (await questions.query("network/members", given)).rows}


async def test_candidates_are_no_members(questions: Questions) -> None:
    candidates = {"tuzla-ba", "zenica-ba", "bijeljina-ba"}
    members = await member_ids(questions, "b40", "2022-04-25")
    assert members.isdisjoint(candidates)
    assert candidates <= await member_ids(questions, "b40", "2022-04-25", "CANDIDATE_OF")
    assert "laktasi-ba" in members


async def test_laktasi_is_a_founding_member_and_was_represented_by_its_deputy_mayor(questions: Questions) -> None:
    answer = await questions.query("city/profile", {"city": "laktasi-ba", "at": "2022-04-25", "limit": "1000"})
    facts = [row["fact"] for row in answer.rows]
    membership = next(fact for fact in facts if fact["type"] == "MEMBER_OF" and fact["to"]["id"] == "b40")
    assert membership["properties"]["kind"] == "founding"
    deputy = [fact["from"]["id"] for fact in facts if fact["type"] == "DEPUTY_MAYOR_OF"]
    assert deputy == ["darko-stankovic"]
    found = await questions.search("Sarajevo meeting", types=["Event"])
    rows = await participants(questions, found.results[0].id)
    present = {row["fact"]["from"]["id"]: row["fact"]["properties"] for row in rows}
    assert present["darko-stankovic"]["on_behalf_of"] == "laktasi-ba"
    assert present["darko-stankovic"]["role"] == "representative"


async def figures(questions: Questions, entity: str) -> list[dict[str, Any]]:
    rows = await questions.store.read(
        "MATCH (e:Entity {id: $id})-[r:REPORTS]->(f:Figure) RETURN f.metric AS metric, f.value AS value, "
        "toString(f.`on`) AS day, f.qualifier AS qualifier, r.sources AS sources ORDER BY f.id",
        {"id": entity},
    )
    return rows.maps()


async def test_b40_counted_27_cities_on_the_day_of_the_sarajevo_meeting(questions: Questions) -> None:
    found = [figure for figure in await figures(questions, "b40") if figure["day"] == "2022-04-25"]
    assert [figure["value"] for figure in found] == [27]


async def test_the_athens_summit_keeps_both_numbers_of_cities(questions: Questions) -> None:
    found = await questions.search("Athens Summit", types=["Event"])
    cities = [
        (figure["value"], tuple(figure["sources"]))
        for figure in await figures(questions, found.results[0].id)
        if "cit" in figure["metric"]
    ]
    assert {value for value, _ in cities} == {66, 73}
    assert len({sources for _, sources in cities}) == 2


async def test_b40_and_balcinet_are_two_networks(questions: Questions) -> None:
    b40, balcinet = await questions.entity("b40"), await questions.entity("balcinet")
    assert {b40.type, balcinet.type} == {"Network"}
    assert b40.id != balcinet.id
    assert balcinet.properties["founded"] == "2001-12-01"
    assert b40.properties["founded"].startswith("2021-11")
    assert (await member_ids(questions, "balcinet", "any")).isdisjoint({"laktasi-ba", "istanbul-tr"})


async def test_every_fact_in_the_graph_has_a_source_that_exists(questions: Questions) -> None:
    facts = await questions.store.read("MATCH ()-[f]->() RETURN count(f)")
    assert facts.single() > 300
    without = await questions.store.read(
        "MATCH ()-[f]->() WHERE coalesce(size(f.sources), 0) = 0 "
        "OR any(s IN f.sources WHERE NOT EXISTS { MATCH (:Source {id: s}) }) RETURN count(f)"
    )
    assert without.single() == 0


async def test_no_member_is_an_observer_or_candidate_only(questions: Questions) -> None:
    for network in ("b40", "ceesen", "climate-alliance", "iclei", "lithuanian-green-municipalities", "gcom"):
        given = {"network": network, "at": "any", "limit": "1000"}
        answer = await questions.query("network/members", given)
        assert {row["fact"]["type"] for row in answer.rows} <= {"MEMBER_OF"}
    observers = {"iclei", "union-of-municipalities-of-turkiye"}
    assert (await member_ids(questions, "b40", "any")).isdisjoint(observers)


async def test_nothing_that_merely_shares_something_with_ceesen_is_a_link(questions: Questions) -> None:
    answer = await questions.links({"to": "climate-alliance", "via": "ceesen", "max_hops": "6", "limit": "1000"})
    assert answer.total == 28
    types = {fact.type for route in answer.routes for fact in route.facts}
    assert types == {"SUPPORTED_BY", "MEMBER_OF"}


async def test_data_as_of_is_the_newest_source_of_the_answer(questions: Questions) -> None:
    answer = await questions.links(CEESEN)
    assert answer.data_as_of is not None
    assert dt.date.fromisoformat(answer.data_as_of) == max(
        dt.date.fromisoformat(source.published or "0001-01-01") for source in answer.sources.values()
    )


async def test_groups_are_the_same_whether_one_page_holds_all_routes_or_not(questions: Questions) -> None:
    given = {"to": "b40", "at": "any"}
    whole = await questions.links({**given, "limit": "1000"})
    assert whole.next is None
    assert len(whole.groups) > 1
    first = await questions.links({**given, "limit": "3"})
    assert first.next is not None
    assert first.groups == whole.groups
    assert first.total == whole.total == len(whole.routes)
