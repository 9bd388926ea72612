"""What the keepers of a graph ask: what it holds, what has aged, what does not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest
from tests.queries.conftest import TODAY, Ask

from muninet.catalogue import Catalogue, bind
from muninet.catalogue.tokens import tokens
from muninet.loader import Place, Record, load_records
from muninet.model import Schema
from muninet.store.bolt import Store


def test_every_type_of_the_model_is_counted(catalogue: Catalogue, schema: Schema) -> None:
    query = catalogue["admin/counts"]
    words = [token.text for token in tokens(query.text)]
    assert {word for word in words if word in schema.nodes} == set(schema.nodes)
    assert {word for word in words if word in schema.facts} == set(schema.facts)


async def test_counting_reads_the_count_store(
    catalogue: Catalogue, schema: Schema, store: Store, seed_graph: object
) -> None:
    query = catalogue["admin/counts"]
    operators = (await store.explain(query.text, bind(query, {}, TODAY).cypher)).operators
    counted = [one for one in operators if one in {"NodeCountFromCountStore", "RelationshipCountFromCountStore"}]
    assert len(counted) == len(schema.nodes) + len(schema.facts)


async def test_types_of_which_there_are_none_are_left_out(ask_small: Ask) -> None:
    rows = await ask_small("admin/counts")
    assert ("fact", "MENTIONED_IN") not in {(row["what"], row["type"]) for row in rows}
    assert all(row["count"] for row in rows)


async def stale(ask: Ask, **given: str | list[str]) -> list[tuple[str, str, str | None]]:
    """Who, the newest source, and its day."""
    rows = await ask("admin/stale", **given)
    return [
        (row["fact"].nodes[0].id, row["source"] and row["source"].id, row["newest"] and row["newest"].isoformat())
        for row in rows
    ]


REGISTER = ("register", "2025-06-01")
LETTER = ("letter", "2025-07-31")


async def test_a_fact_ages_with_its_newest_source(ask_small: Ask) -> None:
    async def presidencies(day: str, **given: str | list[str]) -> list[tuple[str, str, str | None]]:
        return await stale(ask_small, relations=["PRESIDES"], years="1", at=day, **given)

    # Those of aldea-ro and lind-at ended when the next one began, those of agency-outside and agency-a by themselves.
    old = [("agency-b", "notebook", "2019-05-31")]
    aged = [*old, ("agency-b", *REGISTER), ("jula-ee", *REGISTER)]
    assert await presidencies("2026-06-01") == old
    assert await presidencies("2026-06-02") == aged
    # The letter is of July 2025: it is more than a year old when the next July is over.
    assert await presidencies("2026-07-31") == aged
    assert await presidencies("2026-08-01") == [*aged, ("corva-ro", *LETTER)]
    assert await presidencies("2026-08-01", without_licence=["letter"]) == aged


async def test_what_has_an_end_does_not_age(ask_small: Ask) -> None:
    # ana-pop's and mari-maa's terms have an end, juri-jogi's ends with the next one, kalle-kivi's is deprecated.
    # What stands in eva-lup's letter is younger.
    found = await stale(ask_small, relations="MAYOR_OF", years="1", at="2026-06-02")
    assert {row[0] for row in found} == {"dan-rusu", "tiit-kask", "liis-lepp", "peep-pold", "resi-rauch"}


async def test_two_sources_are_as_old_as_the_newer_one(ask_small: Ask) -> None:
    async def aged(day: str) -> set[str]:
        return {row[0] for row in await stale(ask_small, relations="MEMBER_OF", years="1", at=day)}

    # agency-associate's membership stands in the register and in the letter.
    assert await aged("2026-08-01") - await aged("2026-07-31") == {"agency-associate"}


async def test_what_has_aged_in_the_seed(ask_seed: Ask) -> None:
    """Three years before 2026 began: members that only the pages on the Sarajevo meeting of 2022 name."""
    found = await stale(ask_seed, relations="MEMBER_OF", years="3", at="2026-01-01")
    named = (
        "belgrade-rs constanta-ro dubrovnik-hr edirne-tr kotor-me laktasi-ba podgorica-me pula-hr sarajevo-ba skopje-mk"
    )
    assert [row[0] for row in found] == named.split()
    assert {row[2] for row in found} == {"2022-12-31"}
    # No source says when the page was published that tells of the Compact of Mayors.
    more = await stale(ask_seed, relations="MEMBER_OF", years="3", at="2026-01-01", unknown="true")
    assert more == [*found, ("compact-of-mayors", None, None)]


Conflict = tuple[str, str, str, frozenset[str]]


def conflict(rule: str, about: str, what: str, *others: str) -> Conflict:
    return rule, about, what, frozenset(others)


def disagreements(rows: Iterable[dict[str, Any]]) -> list[Conflict]:
    """Rule, subject and matter of each, and the other ends of its facts; sorted."""
    found = []
    for row in rows:
        ends = {node.id for fact in row["facts"] for node in fact.nodes}
        found.append(conflict(row["rule"], row["about"].id, row["what"], *(ends - {row["about"].id})))
    return sorted(found, key=lambda one: one[:3])


SECRETARIAT = "HOSTS_SECRETARIAT_OF"
BY_THE_LEDGER = [
    conflict("dates", "lake-office", SECRETARIAT, "mill-towns"),
    conflict("figures", "lake-days-2019", "people", *(f"lake-days-2019-people-{n}" for n in ("40", "60", "about"))),
]
BY_THE_LETTER = [conflict("figures", "lake-league", "members", "lake-members-2019", "lake-members-2019-letter")]
BY_THE_NOTEBOOK = [
    conflict("dates", "agency-b", SECRETARIAT, "climate-alliance"),
    conflict("dates", "club-0", SECRETARIAT, "climate-alliance"),
    conflict("dates", "club-3", SECRETARIAT, "climate-alliance"),
    conflict("figures", "pact-signing-2010", "cities", "signing-cities-3", "signing-cities-4"),
    conflict("kinds", "moor", "MEMBER_OF", "agency-outside"),
    conflict("two-holders", "climate-alliance", "PRESIDES", "agency-outside", "lind-at"),
]


async def test_what_sources_disagree_about(ask_small: Ask) -> None:
    """The table of the small graph; of aldea-ro and ana-pop one source tells the day, another the year of it."""
    every = sorted([*BY_THE_LEDGER, *BY_THE_LETTER, *BY_THE_NOTEBOOK], key=lambda one: one[:3])
    assert disagreements(await ask_small("admin/conflicts")) == every
    for rule in ("dates", "figures", "kinds", "two-holders"):
        assert disagreements(await ask_small("admin/conflicts", rule=rule)) == [one for one in every if one[0] == rule]
    for source, theirs in (("ledger", BY_THE_LEDGER), ("notebook", BY_THE_NOTEBOOK)):
        without = [one for one in every if one not in theirs]
        assert disagreements(await ask_small("admin/conflicts", without_licence=[source])) == without
    # The letter's about 50 people contradict nobody.
    without_letter = await ask_small("admin/conflicts", rule="figures", without_licence=["letter"])
    assert {(row["about"].id, len(row["facts"])) for row in without_letter} == {
        ("lake-days-2019", 2),
        ("pact-signing-2010", 2),
    }
    [members] = [
        row for row in await ask_small("admin/conflicts", deprecated="true") if row["about"].id == "lake-league"
    ]
    assert sorted(fact.nodes[1].properties["value"] for fact in members["facts"]) == [4, 5, 6]


async def test_the_cities_at_the_summit_in_athens(ask_seed: Ask) -> None:
    """No two rows of a seed table have the same ends, and no two terms of an office overlap: figures alone disagree."""
    [row] = await ask_seed("admin/conflicts")
    assert (row["rule"], row["about"].id, row["what"]) == ("figures", "b40-athens-summit-2023", "cities")
    assert [fact.nodes[1].id for fact in row["facts"]] == ["b40-athens-summit-cities-66", "b40-athens-summit-cities-73"]


PLACE = Place("made up")
Asked = Callable[..., Awaitable[list[dict[str, Any]]]]


def made(type_: str, **fields: str) -> Record:
    return Record(type_, fields, PLACE)


@pytest.fixture
async def ask(store: Store, catalogue: Catalogue, empty_graph: object) -> Asked:
    """A town, a network and two sources; asked with facts of its own."""
    query = catalogue.query("admin/conflicts")
    base = [
        *(made("Source", id=id_, title=id_, publisher="p") for id_ in ("one", "two")),
        *(made("Person", id=id_, name=id_, sources="one") for id_ in ("ann", "bob", "cat", "dan", "eve")),
        made("City", id="town", name="Town", country="RO", kind="city", sources="one"),
        made("Country", id="romania", name="Romania", code="RO", sources="one"),
        made("Network", id="net", name="Net", sources="one"),
    ]

    async def asked(*facts: Record) -> list[dict[str, Any]]:
        await load_records(store, [*base, *facts], "made", suppression=())
        return (await store.read(query.text, bind(query, {}, dt.date(2026, 1, 1)).cypher)).maps()

    return asked


def mayor(name: str, **fields: str) -> Record:
    return made("MAYOR_OF", **{"from": name, "to": "town", "sources": "one", **fields})


def member(**fields: str) -> Record:
    return made("MEMBER_OF", **{"from": "town", "to": "net", "sources": "one", **fields})


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        # Stated to the spring of 2015, and another all through 2015.
        (
            [mayor("ann", since="2010-01-01", until="2015-03-01"), mayor("bob", since="2014", until="2018")],
            {("ann", "bob")},
        ),
        # Both in 2018: the one may have followed the other.
        ([mayor("ann", since="2014", until="2018"), mayor("bob", since="2018")], set()),
        # On the day of one report the other one was in office, and was so on both sides of it.
        ([mayor("ann", since="2014", until="2018"), mayor("bob", as_of="2016-05-05")], {("ann", "bob")}),
        # An open term ends where the next one begins, unless a source speaks of a later day.
        ([mayor("ann", since="2014-01-01"), mayor("bob", since="2018-01-01")], set()),
        (
            [mayor("ann", since="2014-01-01", as_of="2019-02-02"), mayor("bob", since="2018-01-01", until="2022")],
            {("ann", "bob")},
        ),
        ([mayor("ann", since="2014-01-01"), mayor("bob", since="2014-01-01")], {("ann", "bob")}),
        # Both from the first day that either may be told of, one more coarsely than the other: mayors shows both.
        ([mayor("ann", since="2022"), mayor("bob", as_of="2022-01")], {("ann", "bob")}),
        ([mayor("ann", as_of="2022-01-01"), mayor("bob", since="2022")], {("ann", "bob")}),
        # Some time in 2020, and from its July on: the one may have been before the other.
        ([mayor("ann", since="2020"), mayor("bob", since="2020-07-01", until="2022-02-28")], set()),
        ([mayor("ann", since="2020"), mayor("bob", since="2020-07-01")], set()),
        # One day over, the other begins; undated; deprecated.
        ([mayor("ann", since="2014-01-01", until="2018-01-01"), mayor("bob", since="2018-01-01", until="2020")], set()),
        ([mayor("ann", since="2014-01-01"), mayor("bob")], set()),
        ([mayor("ann", since="2014-01-01"), mayor("bob", since="2014-01-01", rank="deprecated")], set()),
    ],
)
async def test_two_holders_of_one_office(terms: list[Record], expected: set[tuple[str, str]], ask: Asked) -> None:
    found = disagreements(await ask(*terms))
    assert found == [conflict("two-holders", "town", "MAYOR_OF", *pair) for pair in expected]


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ([member(since="2010"), member(since="2012", sources="two")], ["dates"]),
        ([member(since="2010"), member(since="2010-05", sources="two")], []),
        # One source with two terms; two sources with a term each; two sources of which one states both.
        ([member(since="2010", until="2012"), member(since="2015")], []),
        ([member(since="2010", until="2012"), member(since="2015", sources="two")], []),
        ([member(since="2010"), member(since="2012", sources="one;two")], []),
        ([member(since="2010", until="2015"), member(since="2010-05", until="2017-02", sources="two")], ["dates"]),
        ([member(since="2010", until="2015"), member(since="2010-05", until="2015-02", sources="two")], []),
        ([member(since="2010", kind="full"), member(since="2010", kind="associate", sources="two")], ["kinds"]),
        # It became a full member when it was no associate any more; where no kind is stated none is contradicted.
        ([member(since="2010", until="2012", kind="associate"), member(since="2013", kind="full", sources="two")], []),
        ([member(since="2010", kind="full"), member(since="2010", sources="two")], []),
    ],
)
async def test_two_sources_of_one_membership(facts: list[Record], rules: list[str], ask: Asked) -> None:
    assert disagreements(await ask(*facts)) == [conflict(rule, "town", "MEMBER_OF", "net") for rule in rules]


@pytest.mark.parametrize(
    ("first", "second", "disagree"),
    [
        (("5", ""), ("6", ""), True),
        (("5", ""), ("5", ""), False),
        (("5", "at least"), ("5", ""), False),
        (("5", "more than"), ("5", ""), True),
        (("5", "less than"), ("5", ""), True),
        (("5", "less than"), ("4", ""), False),
        (("5", "more than"), ("9", "more than"), False),
        (("9", "at least"), ("5", "less than"), True),
        (("5", "about"), ("6", ""), False),
        # Nearly 6 is less than 7.
        (("6", "nearly"), ("5", ""), False),
        (("6", "nearly"), ("7", ""), True),
    ],
)
async def test_two_numbers_of_one_day(
    first: tuple[str, str], second: tuple[str, str], disagree: bool, ask: Asked
) -> None:
    figures = [
        record
        for source, (value, qualifier) in (("one", first), ("two", second))
        for record in (
            made(
                "Figure",
                id=source + "-f",
                name=value,
                metric="members",
                value=value,
                qualifier=qualifier,
                on="2020",
                sources=source,
            ),
            made("REPORTS", **{"from": "net", "to": source + "-f", "sources": source}),
        )
    ]
    assert bool(await ask(*figures)) is disagree


async def test_numbers_of_two_days_disagree_for_an_event_alone(ask: Asked) -> None:
    records = [made("Event", id="meeting", name="Meeting", start="2020-01-01", sources="one")]
    for subject in ("net", "meeting"):
        for source, day, value in (("one", "2020-01-01", "5"), ("two", "2020-01-02", "6")):
            figure = f"{subject}-{source}"
            records += [
                made("Figure", id=figure, name=figure, metric="people", value=value, on=day, sources=source),
                made("REPORTS", **{"from": subject, "to": figure, "sources": source}),
            ]
    assert [row["about"].id for row in await ask(*records)] == ["meeting"]


def test_the_offices_are_those_that_one_holds_at_a_time(catalogue: Catalogue, schema: Schema) -> None:
    exclusive = {fact.type for fact in schema.facts.values() if fact.exclusive}
    words = {token.text for token in tokens(catalogue["admin/conflicts"].text)}
    assert words & {name for name, fact in schema.facts.items() if fact.kind == "office"} == exclusive
