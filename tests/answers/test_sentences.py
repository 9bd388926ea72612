"""Patterns, labels, dates and sentences, without a database."""

import datetime as dt
from typing import Any

import pytest

from muninet.answers.models import Fact, NodeRef
from muninet.answers.reading import Reading
from muninet.answers.sentences import fact, label_of, pattern_of, route, when
from muninet.answers.wording import load_wording
from muninet.model import load_schema
from muninet.store.values import FactValue, NodeValue, PathValue

SCHEMA = load_schema()
EN = load_wording("en")
TODAY = dt.date(2026, 11, 22)


def node(id_: str, label: str, name: str) -> NodeValue:
    return NodeValue(frozenset({"Entity", label}), {"id": id_, "name": name})


def fact_value(type_: str, start: NodeValue, end: NodeValue, **properties: Any) -> FactValue:
    given = {
        "id": f"{start.id}-{type_}-{end.id}",
        "sources": ["a-source"],
        "datasets": ["seed"],
        "rank": "normal",
        "certainty": "undated",
        **properties,
    }
    return FactValue(type_, given, start, end)


TARTU = node("tartu-ee", "City", "Tartu")
TREA = node("trea", "Organisation", "Tartu Regional Energy Agency")
CEESEN = node("ceesen", "Network", "CEESEN")
ALLIANCE = node("climate-alliance", "Network", "Climate Alliance")
SUPPORTED = fact_value(
    "SUPPORTED_BY", TARTU, TREA, as_of=dt.date(2024, 1, 1), as_of_precision="month", certainty="as_of"
)
MEMBER = fact_value("MEMBER_OF", TREA, CEESEN, as_of=dt.date(2024, 3, 20), as_of_precision="day", certainty="as_of")
JOINED = fact_value(
    "MEMBER_OF", CEESEN, ALLIANCE, since=dt.date(2024, 10, 1), since_precision="month", certainty="dated"
)
PATH = PathValue((TARTU, TREA, CEESEN, ALLIANCE), (SUPPORTED, MEMBER, JOINED))


def test_a_route_says_what_it_is_in_one_sentence_with_a_footnote_a_fact() -> None:
    found = route(PATH, Reading(SCHEMA, EN, TODAY))
    assert found.sentence == (
        "Tartu is supported by Tartu Regional Energy Agency (as of January 2024) [1], "
        "which is a member of CEESEN (as of 20 March 2024) [2], "
        "which is a member of Climate Alliance (since October 2024) [3]."
    )
    assert found.pattern == "SUPPORTED_BY>MEMBER_OF>MEMBER_OF"
    assert found.forward == [True, True, True]
    assert [(note.n, note.fact) for note in found.footnotes] == [(n, fact.id) for n, fact in enumerate(found.facts, 1)]


def test_a_step_against_its_direction_is_marked_and_worded_the_other_way() -> None:
    path = PathValue((CEESEN, TREA), (MEMBER,))
    found = route(path, Reading(SCHEMA, EN, TODAY))
    assert found.pattern == "^MEMBER_OF"
    assert found.forward == [False]
    assert found.sentence == "CEESEN has as a member Tartu Regional Energy Agency (as of 20 March 2024) [1]."


def test_a_person_in_the_middle_is_a_who() -> None:
    mayor = node("urmas", "Person", "U. K.")
    office = fact_value("MAYOR_OF", mayor, TARTU)
    attended = fact_value("ATTENDED", mayor, node("summit", "Event", "the Summit"), since=dt.date(2023, 1, 1))
    attended.properties["since_precision"] = "year"
    found = route(PathValue((TARTU, mayor, attended.end), (office, attended)), Reading(SCHEMA, EN, TODAY))
    assert found.sentence == (
        "Tartu has as its mayor U. K. (date not stated) [1], who attended the Summit (in 2023) [2]."
    )


def test_an_office_is_named() -> None:
    person = node("elis", "Person", "E. V.")
    held = fact_value("HOLDS_OFFICE_IN", person, CEESEN, office="President", as_of=dt.date(2024, 3, 20))
    found = route(PathValue((CEESEN, person), (held,)), Reading(SCHEMA, EN, TODAY))
    assert found.sentence == "CEESEN has as President E. V. (as of 20 March 2024) [1]."
    assert found.facts[0].sentence == "E. V. holds the office of President in CEESEN (as of 20 March 2024)."
    assert label_of(found.pattern, EN, "E. V.") == "with the office holder E. V."


def test_an_ended_fact_is_another_kind_of_link_from_the_day_it_ends() -> None:
    left = fact_value("MEMBER_OF", TARTU, ALLIANCE, until=dt.date(2015, 1, 1), until_precision="year")
    left.properties["holds_until"] = dt.date(2016, 1, 1)
    path = PathValue((TARTU, ALLIANCE), (left,))
    assert route(path, Reading(SCHEMA, EN, dt.date(2015, 12, 31))).pattern == "MEMBER_OF"
    ended = route(path, Reading(SCHEMA, EN, dt.date(2016, 1, 1)))
    assert ended.pattern == "MEMBER_OF[ended]"
    assert ended.sentence == "Tartu was a member of Climate Alliance (until 2015) [1]."


def test_an_associate_member_is_another_kind_of_link() -> None:
    associate = fact_value("MEMBER_OF", TARTU, ALLIANCE, kind="associate")
    founding = fact_value("MEMBER_OF", TARTU, ALLIANCE, kind="founding")
    reading = Reading(SCHEMA, EN, TODAY)
    assert route(PathValue((TARTU, ALLIANCE), (associate,)), reading).pattern == "MEMBER_OF[associate]"
    assert route(PathValue((TARTU, ALLIANCE), (founding,)), reading).pattern == "MEMBER_OF"


@pytest.mark.parametrize(
    ("pattern", "label"),
    [
        ("SUPPORTED_BY>MEMBER_OF>MEMBER_OF", "supported by a member of a member of Climate Alliance"),
        ("SUPPORTED_BY>BRANCH_OF", "supported by a branch of Climate Alliance"),
        ("MEMBER_OF>SUPPORTED_BY", "a member of one supported by Climate Alliance"),
        ("MEMBER_OF[ended]", "a former member of Climate Alliance"),
        ("MEMBER_OF[associate,ended]", "a former associate member of Climate Alliance"),
        ("OBSERVER_OF", "an observer of Climate Alliance"),
        ("PARTY_TO>^PARTY_TO", "a party to one with the party Climate Alliance"),
    ],
)
def test_a_pattern_reads_as_words(pattern: str, label: str) -> None:
    assert label_of(pattern, EN, "Climate Alliance") == label


def shaped(**properties: Any) -> Fact:
    given: dict[str, Any] = {
        "id": "f",
        "type": "MEMBER_OF",
        "class": "affiliation",
        "from": NodeRef(id="a", type="City", name="A"),
        "to": NodeRef(id="b", type="Network", name="B"),
        "certainty": "dated",
        "rank": "normal",
        "sources": ["s"],
        "datasets": ["d"],
        "sentence": "A is a member of B (date not stated).",
        "properties": {},
    }
    optional = [
        *("since", "since_precision", "until", "until_precision", "as_of", "as_of_precision"),
        *("holds_from", "holds_until", "status", "label", "note"),
    ]
    empty = dict.fromkeys(optional)
    return Fact.model_validate({**given, **empty, **properties})


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ({"since": "2023-07-14", "since_precision": "day"}, "since 14 July 2023"),
        (
            {"since": "2019-01-01", "since_precision": "year", "until": "2023-07-01", "until_precision": "month"},
            "from 2019 until July 2023",
        ),
        (
            {"since": "2021-11-30", "since_precision": "day", "holds_until": "2023-01-24"},
            "from 30 November 2021 until 24 January 2023 at the latest",
        ),
        ({"as_of": "2024-01-01", "as_of_precision": "month"}, "as of January 2024"),
        (
            {"as_of": "2024-01-01", "as_of_precision": "year", "until": "2025-01-01", "until_precision": "year"},
            "as of 2024, until 2025",
        ),
        ({"until": "2015-01-01", "until_precision": "year"}, "until 2015"),
        ({}, "date not stated"),
        ({"class": "event", "since": "2025-04-09", "since_precision": "day"}, "on 9 April 2025"),
        ({"class": "event", "as_of": "2025-04-01", "as_of_precision": "month"}, "in April 2025"),
    ],
)
def test_dates_are_written_only_as_precise_as_they_are_known(properties: dict[str, Any], words: str) -> None:
    assert when(shaped(**properties), EN) == words


def test_the_pattern_joins_steps_in_the_order_read() -> None:
    facts = [shaped(type="PARTY_TO"), shaped(type="PARTY_TO")]
    assert pattern_of(facts, [True, False], TODAY, SCHEMA) == "PARTY_TO>^PARTY_TO"


def test_a_fact_stands_alone_in_a_sentence() -> None:
    assert fact(JOINED, Reading(SCHEMA, EN, TODAY)).sentence == (
        "CEESEN is a member of Climate Alliance (since October 2024)."
    )


def test_sources_that_are_left_out_are_not_cited() -> None:
    two = fact_value("MEMBER_OF", TREA, CEESEN, sources=["letter", "table"])
    found = fact(two, Reading(SCHEMA, EN, TODAY, barred=frozenset({"table"})))
    assert found.sources == ["letter"]
