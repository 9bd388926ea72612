"""Statements: the identity of facts, the merge of what datasets state, and what follows from it."""

import datetime as dt
import itertools
import random

from muninet.loader.records import Plain
from muninet.loader.statements import canonical, derivation, fact_id, fact_properties, merged, node_properties
from muninet.loader.terms import Term, settled
from muninet.model import load_schema

SCHEMA = load_schema()
MEMBER = SCHEMA.facts["MEMBER_OF"]


def test_a_fact_is_the_same_by_type_ends_and_identifying_values_alone() -> None:
    values: dict[str, Plain] = {"since": "2021", "kind": "full", "note": "a", "sources": ["s"]}
    id_ = fact_id(MEMBER, "a", "b", values)
    assert id_ == fact_id(MEMBER, "a", "b", {"sources": ["t"], "kind": "full", "since": "2021"})
    others = [
        fact_id(MEMBER, "b", "a", values),
        fact_id(MEMBER, "a", "b", {**values, "since": "2021-01"}),
        fact_id(MEMBER, "a", "b", {**values, "kind": "associate"}),
        fact_id(MEMBER, "a", "b", {"since": "2021"}),
        fact_id(SCHEMA.facts["OBSERVER_OF"], "a", "b", values),
    ]
    assert len({id_, *others}) == 6


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": "ë", "a": 1}) == canonical({"a": 1, "b": "ë"}) == '{"a":1,"b":"ë"}'


def test_the_merge_does_not_depend_on_the_order_of_loading() -> None:
    statements: dict[str, dict[str, Plain]] = {
        "zeta": {"note": "z", "sources": ["c", "a"], "as_of": "2022", "status": "z"},
        "seed": {"note": "s", "sources": ["b"], "as_of": "2022-01-01"},
        "alpha": {"note": "a", "sources": ["a"], "as_of": "2023", "status": "a", "location": [1.0, 2.0]},
        "beta": {"location": [3.0, 4.0], "sources": ["d"]},
    }
    for names in itertools.permutations(statements):
        assert merged({name: statements[name] for name in names}) == {
            "note": "s",
            "status": "a",
            "sources": ["b", "a", "d", "c"],
            # On the same first day, the finer one.
            "as_of": "2022-01-01",
            "location": [1.0, 2.0],
        }


def test_days_that_a_fact_holds() -> None:
    def days(values: dict[str, Plain]) -> tuple[str, dt.date | None, dt.date | None]:
        shown = fact_properties(MEMBER, SCHEMA, "x", {"d": canonical(values)})
        return shown["certainty"], shown.get("holds_from"), shown.get("holds_until")

    assert days({"since": "2021-11", "as_of": "2020"}) == ("dated", dt.date(2021, 11, 1), None)
    assert days({"as_of": "2020", "until": "2022"}) == ("as_of", dt.date(2020, 1, 1), dt.date(2023, 1, 1))
    assert days({"until": "2022-02"}) == ("undated", None, dt.date(2022, 3, 1))
    assert days({"since": "2021", "until": "2022-02-24"})[2] == dt.date(2022, 2, 24)


def test_rows_are_due_again_when_an_office_becomes_or_ceases_to_be_exclusive() -> None:
    office = SCHEMA.facts["PRESIDES"].model_copy(update={"exclusive": None})
    shared = SCHEMA.model_copy(update={"facts": {**SCHEMA.facts, "PRESIDES": office}})
    assert derivation(shared) != derivation(SCHEMA) == derivation(load_schema())


def test_rank_is_always_set() -> None:
    assert fact_properties(MEMBER, SCHEMA, "x", {"d": "{}"})["rank"] == "normal"
    assert fact_properties(MEMBER, SCHEMA, "x", {"d": '{"rank":"deprecated"}'})["rank"] == "deprecated"


def test_the_first_search_name_is_the_name() -> None:
    shown = node_properties(SCHEMA, "City", "skopje-mk", {"d": canonical({"name": "Скопје", "names": ["Skopje@en"]})})
    assert shown["search_names"] == ["skopje", "skopje mk"]
    assert shown["sort_key"] == "City\tskopje\tskopje-mk"
    assert (shown["names"], shown["names_lang"]) == (["Skopje"], ["en"])


def test_hubs_are_so_by_label_or_by_row() -> None:
    def hub(label: str, values: dict[str, Plain]) -> bool:
        return bool(node_properties(SCHEMA, label, "x", {"d": canonical({"name": "X", **values})})["hub"])

    assert hub("Country", {})
    assert hub("Network", {"hub": True})
    assert not hub("Network", {"hub": False})
    assert not hub("City", {})


def day(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def test_terms_end_where_the_next_one_starts() -> None:
    terms = [
        Term("first", "b40", day(2020), None, False),
        Term("second", "b40", day(2022), day(2023), False),
        Term("third", "b40", day(2024), None, False),
        Term("elsewhere", "other", day(2021), None, False),
    ]
    assert settled(terms) == {"first": day(2022), "second": day(2023), "third": None, "elsewhere": None}


def test_deprecated_and_undated_terms_displace_none() -> None:
    terms = [
        Term("first", "b40", day(2020), None, False),
        Term("wrong", "b40", day(2021), None, True),
        Term("undated", "b40", None, None, False),
    ]
    assert settled(terms) == {"first": None, "wrong": None, "undated": None}


def test_a_term_that_was_over_when_its_source_spoke_displaces_none() -> None:
    # "Until 2023 the mayor was another", says a source of January 2024 of which nothing else is known.
    terms = [
        Term("mayor", "athens", day(2023), None, False),
        Term("former", "athens", dt.date(2024, 1, 15), day(2023), False),
    ]
    assert settled(terms) == {"mayor": None, "former": day(2023)}


def test_terms_that_start_on_one_day_both_hold() -> None:
    terms = [Term("one", "b40", day(2020), None, False), Term("two", "b40", day(2020), None, False)]
    assert settled(terms) == {"one": None, "two": None}


def test_settled_terms_never_overlap_and_never_grow() -> None:
    dice = random.Random(7)
    for _ in range(200):
        terms = [
            Term(
                str(n), dice.choice("ab"), dice.choice([None, *map(day, range(2000, 2006))]), None, dice.random() < 0.2
            )
            for n in range(dice.randint(1, 8))
        ]
        ends = settled(dice.sample(terms, len(terms)))
        for term in terms:
            rivals = [t.starts for t in terms if t.group == term.group and not t.deprecated and t.starts]
            later = [start for start in rivals if term.starts and start > term.starts]
            assert ends[term.id] == min(later, default=None)
