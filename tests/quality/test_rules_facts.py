"""Facts that cannot be right together, words that nobody knows, and what rests on old sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.quality.conftest import CATALOGUE, DAY, city, entity, fact, source

from muninet.catalogue import bind
from muninet.loader import Record
from muninet.loader.records import Cell
from muninet.quality.inspection import Found
from muninet.quality.rules import aged_facts
from muninet.quality.rules.unknown_status import known_words
from muninet.store.bolt import Store
from muninet.store.values import Statement

if TYPE_CHECKING:
    from tests.quality.conftest import Load, Look

B40 = entity("Network", "b40", "B40")


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2020-05-04", "2020-05-03", True),
        ("2020-05-04", "2020-05-04", True),
        ("2020-05-04", "2020-05-05", False),
        # The whole of the month, or the year, still counts.
        ("2020-05-04", "2020-05", False),
        ("2020-05", "2020", False),
        ("2020-05-04", "2020-04", True),
        ("2021", "2020", True),
    ],
)
async def test_a_fact_that_ends_before_it_begins(
    store: Store, load: Load, look: Look, since: str, until: str, told: bool
) -> None:
    await load(B40, city("a"), fact("MEMBER_OF", "a", "b40", since="2001-01-01"))
    # A load refuses such dates, so they are written past it.
    parameters = {
        f"{name}{part}": value
        for name, text in (("since", since), ("until", until))
        for part, value in (
            ("", (text + "-01-01")[:10]),
            ("_precision", {4: "year", 7: "month", 10: "day"}[len(text)]),
        )
    }
    await store.write(
        [
            Statement(
                "MATCH ()-[f:MEMBER_OF]->() SET f.since = date($since), f.since_precision = $since_precision, "
                "f.until = date($until), f.until_precision = $until_precision",
                parameters,
            )
        ]
    )
    found = await look("end-before-start")
    assert [(one.entity, one.others, one.found) for one in found] == (
        [("a", ("b40",), f"{since} to {until}")] if told else []
    )


async def test_an_event_that_two_datasets_date_ends_before_it_begins(load: Load, look: Look) -> None:
    await load(entity("Event", "fair", start="2023-05-04"), entity("Event", "day", start="2023-05-04"), dataset="one")
    await load(entity("Event", "fair", end="2023-05-03"), entity("Event", "day", end="2023-05-04"), dataset="two")
    [found] = await look("end-before-start")
    assert (found.entity, found.datasets) == ("fair", ("one", "two"))


async def test_two_presidencies_and_two_mayors_at_once(load: Load, look: Look) -> None:
    await load(
        B40, city("a", "A"), city("b", "B"), entity("Network", "other"),
        fact("PRESIDES", "a", "b40", since="2020-01-01", until="2021-06-01"),
        fact("PRESIDES", "b", "b40", since="2021-01-01", until="2022-01-01"),
        # Near misses: one after the other; undated ones, who may have followed each other.
        fact("PRESIDES", "a", "other", since="2020-01-01", until="2021-01-01"),
        fact("PRESIDES", "b", "other", since="2021-01-01", until="2022-01-01"),
        entity("Person", "ann", "Ann"), entity("Person", "bob", "Bob"),
        fact("MAYOR_OF", "ann", "a"), fact("MAYOR_OF", "bob", "a"),
        fact("MAYOR_OF", "ann", "b", since="2010-01-01", until="2014-01-01"),
        fact("MAYOR_OF", "bob", "b", since="2013", until="2016"),
    )  # fmt: skip
    found = {one.entity: one for one in await look("overlapping-terms")}
    assert set(found) == {"b40", "b"}
    assert found["b40"].found in (
        "A 2020-01-01 to 2021-06-01; B 2021-01-01 to 2022-01-01",
        "B 2021-01-01 to 2022-01-01; A 2020-01-01 to 2021-06-01",
    )
    assert (len(found["b40"].facts), found["b40"].others) == (2, ("a", "b"))
    assert "MAYOR_OF of B" in found["b"].message


async def test_sources_that_disagree(load: Load, look: Look) -> None:
    figure = {"metric": "members", "on": "2024-01-01"}
    await load(
        source("other"), B40, city("a", "A"), city("c", "C"),
        entity("Figure", "f1", value=66, **figure), entity("Figure", "f2", value=73, **figure),
        fact("REPORTS", "b40", "f1"), fact("REPORTS", "b40", "f2", sources=["other"]),
        # Two dates of one membership; near miss: a year that the day lies in.
        fact("MEMBER_OF", "a", "b40", since="2020-01-01"),
        fact("MEMBER_OF", "a", "b40", since="2021-01-01", sources=["other"]),
        fact("MEMBER_OF", "c", "b40", since="2020"),
        fact("MEMBER_OF", "c", "b40", since="2020-03-01", sources=["other"]),
    )  # fmt: skip
    found = {one.entity: one for one in await look("conflicting-sources")}
    assert {id_: one.found for id_, one in found.items()} == {
        "b40": "66 / 73",
        "a": found["a"].found,
    }
    assert sorted(found["a"].found.split(" / ")) == ["since 2020-01-01", "since 2021-01-01"]
    assert found["a"].sources == ("other", "report")


async def test_a_status_word_that_nobody_knows(load: Load, look: Look) -> None:
    await load(
        B40, city("a"), city("b"), city("c"), city("d"),
        fact("SIGNATORY_OF", "a", "b40", status="published"), fact("SIGNATORY_OF", "b", "b40", status="on_hold"),
        fact("SIGNATORY_OF", "c", "b40", status="publisched"), fact("SIGNATORY_OF", "d", "b40", status="publisched"),
        fact("MEMBER_OF", "a", "b40", status="Active"),
        # A word of signatories is none of members.
        fact("MEMBER_OF", "b", "b40", status="on_hold"),
    )  # fmt: skip
    found = await look("unknown-status")
    assert [(one.found, one.entity, one.others) for one in found] == [
        ("on_hold", "b", ()),
        ("publisched", "c", ("d",)),
    ]
    assert "2 facts of type SIGNATORY_OF" in found[1].message
    assert known_words()["SIGNATORY_OF"] == {"published", "on_hold"}


async def aged(load: Load) -> None:
    def member(id_: str, sources: list[str], **cells: Cell) -> list[Record]:
        return [city(id_, id_), fact("MEMBER_OF", id_, "b40", **{"sources": sources, **cells})]

    await load(
        source("y2019", "2019"), source("y2022", "2022-06"), source("y2023", "2023-11-22"), source("silent", None), B40,
        *member("stale", ["y2022"]), *member("both", ["y2019", "y2022"]), *member("older", ["y2019"]),
        # Near misses: confirmed since; of the very day three years before; ended; a source that does not say when.
        *member("confirmed", ["y2019", "report"]), *member("edge", ["y2023"]),
        *member("ended", ["y2019"], since="2015", until="2018"), *member("unknown", ["silent"]),
        *member("withdrawn", ["y2019"], rank="deprecated"),
    )  # fmt: skip


async def test_facts_that_have_aged(load: Load, look: Look) -> None:
    await aged(load)
    stale = {one.entity: one.found for one in await look("stale-fact")}
    # The last day of the period that the newest source was published in.
    assert stale == {"stale": "source of 2022-06-30", "both": "source of 2022-06-30", "older": "source of 2019-12-31"}
    # One source alone, older than five years; whether the fact has ended makes no difference.
    old = {one.entity: one.message for one in await look("one-old-source")}
    assert set(old) == {"older", "ended"}
    assert old["older"] == "MEMBER_OF to B40 rests on y2019 alone, of 2019-12-31"


async def test_stale_facts_are_those_of_the_question(store: Store, load: Load, look: Look) -> None:
    await aged(load)
    question = CATALOGUE.query("admin/stale")
    rows = (await store.read(question.text, bind(question, {}, DAY).cypher)).maps()
    found = [one.facts[0] for one in await look("stale-fact")]
    assert sorted(found) == sorted(row["fact"].facts[0].properties["id"] for row in rows)
    assert len(found) == 3


async def test_of_too_many_all_are_counted(
    load: Load, look: Look, monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    from tests.quality.conftest import SCHEMA

    from muninet.quality.checking import check

    await aged(load)
    monkeypatch.setattr(aged_facts, "MOST_LISTED", 2)
    checked = await check(store, CATALOGUE, SCHEMA, DAY)
    assert sum(one.rule is aged_facts.STALE for one in checked.findings) == 2
    assert checked.unlisted == {"stale-fact": 1}
    assert checked.unlisted_of == {("stale-fact", "made-up"): 1}
    found = Found.of(checked.findings, most=1)
    assert len({one.rule.name for one in found.findings}) == len(found.findings)
    assert len(found.findings) + found.unlisted.total() == len(checked.findings)
