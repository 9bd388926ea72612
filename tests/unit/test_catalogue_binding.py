"""What was asked for becomes a query's parameters, or an error that names the parameter."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from muninet.catalogue import Column, Parameter, Query, bind
from muninet.catalogue.query import ParameterType
from muninet.errors import ParameterError
from muninet.model import load_schema

TODAY = dt.date(2026, 11, 22)


def parameter(name: str, type_: ParameterType, default: str | None, **more: Any) -> Parameter:
    fields: dict[str, Any] = {"is_list": False, "optional": default is None, "minimum": None, "maximum": None}
    return Parameter(name, type_, default=default, **{**fields, "choices": (), "description": "", **more})


def query(*parameters: Parameter) -> Query:
    columns = (Column("key", "string", False, "id"),)
    return Query("city/list", "Title", "Description", parameters, columns, "", Path(), False, None, None)


SCHEMA = load_schema()
WORDS = {
    **{name: (name,) for name in SCHEMA.facts},
    "affiliation": SCHEMA.linking(),
    "office": SCHEMA.of_class("office"),
}
EVERY = query(
    parameter("to", "entity", "climate-alliance"),
    parameter("via", "entity", None),
    parameter("avoid", "entity", None, is_list=True),
    parameter("at", "at", "today"),
    parameter("on", "date", None),
    parameter("hops", "integer", "4", minimum=1, maximum=6),
    parameter("any_integer", "integer", "0"),
    parameter("share", "float", "0.5", minimum=0, maximum=1),
    parameter("any_float", "float", None),
    parameter("hubs", "boolean", "false"),
    parameter("way", "string", "up", choices=("up", "any")),
    parameter("words", "string", None, is_list=True),
    parameter("country", "country", None),
    parameter("countries", "country", None, is_list=True),
    parameter("type", "entity_type", "City", vocabulary={label: (label,) for label in SCHEMA.nodes}),
    parameter("relation", "relation", "MEMBER_OF", vocabulary={name: (name,) for name in SCHEMA.facts}),
    parameter("relations", "relation", "affiliation", is_list=True, vocabulary=WORDS),
)


def test_defaults_fill_what_was_not_given() -> None:
    bound = bind(EVERY, {}, TODAY)
    assert bound.cypher == {
        "to": "climate-alliance",
        "via": None,
        "avoid": None,
        "at": TODAY,
        "on": None,
        "hops": 4,
        "any_integer": 0,
        "share": 0.5,
        "any_float": None,
        "hubs": False,
        "way": "up",
        "words": None,
        "country": None,
        "countries": None,
        "type": "City",
        "relation": "MEMBER_OF",
        "relations": list(SCHEMA.linking()),
    }
    assert bound.resolved == {**bound.cypher, "at": "2026-11-22"}
    assert bound.entities == (("to", "climate-alliance"),)


def test_every_entity_is_named_for_checking() -> None:
    bound = bind(EVERY, {"via": "ceesen", "avoid": ["b40", "iclei,gcom"]}, TODAY)
    assert bound.entities == (
        ("to", "climate-alliance"),
        ("via", "ceesen"),
        ("avoid", "b40"),
        ("avoid", "iclei"),
        ("avoid", "gcom"),
    )


GOOD: list[tuple[str, str | list[str] | None, Any, Any]] = [
    ("at", "any", None, "any"),
    ("at", "today", TODAY, "2026-11-22"),
    ("at", "2024-02-29", dt.date(2024, 2, 29), "2024-02-29"),
    ("on", "2024-09-01", dt.date(2024, 9, 1), "2024-09-01"),
    ("hops", "1", 1, 1),
    ("hops", "+6", 6, 6),
    ("any_integer", "-9223372036854775808", -(2**63), -(2**63)),
    ("share", "1", 1.0, 1.0),
    ("any_float", "-1.5e3", -1500.0, -1500.0),
    ("hubs", "true", True, True),
    ("way", ["any"], "any", "any"),
    ("words", "a,b", ["a,b"], ["a,b"]),
    ("words", ["a", "b", "a"], ["a", "b"], ["a", "b"]),
    ("country", "xk", "XK", "XK"),
    ("countries", "ro, ee", ["RO", "EE"], ["RO", "EE"]),
    ("type", "Region", "Region", "Region"),
    ("relation", "PARTY_TO", "PARTY_TO", "PARTY_TO"),
    ("relations", "PARTY_TO,PRESIDES", ["PARTY_TO", "PRESIDES"], ["PARTY_TO", "PRESIDES"]),
    ("relations", ["MEMBER_OF", "affiliation"], list(SCHEMA.linking()), list(SCHEMA.linking())),
    ("relations", "office", list(SCHEMA.of_class("office")), list(SCHEMA.of_class("office"))),
    ("via", None, None, None),
    ("via", "", None, None),
    ("avoid", [], None, None),
    ("avoid", ",", None, None),
    ("avoid", "a,,b", ["a", "b"], ["a", "b"]),
]


@pytest.mark.parametrize(("name", "given", "cypher", "resolved"), GOOD, ids=lambda value: str(value)[:30])
def test_values_are_read_by_type(name: str, given: str | list[str] | None, cypher: Any, resolved: Any) -> None:
    bound = bind(EVERY, {name: given}, TODAY)
    assert (bound.cypher[name], bound.resolved[name]) == (cypher, resolved)
    assert type(bound.cypher[name]) is type(cypher)


def test_a_class_leaves_out_what_only_meets() -> None:
    bound = bind(EVERY, {"relations": "affiliation"}, TODAY)
    assert "MEMBER_OF" in bound.cypher["relations"]
    assert not {"PARTY_TO", "TAKES_PART_IN"} & set(bound.cypher["relations"])


BAD: list[tuple[str, str | list[str] | None, str]] = [
    ("hop", "3", "city/list has none of that name (did you mean hops?)"),
    ("to", None, "may not be left empty"),
    ("to", "", "may not be left empty"),
    ("to", [], "may not be left empty"),
    ("to", ["a", "b"], "takes one value, 2 were given"),
    ("avoid", [f"city-{n}" for n in range(101)], "takes at most 100 values, 101 were given"),
    ("avoid", ",".join(["tartu-ee"] * 101), "takes at most 100 values, 101 were given"),
    ("to", "\ud800", "no valid Unicode"),
    ("at", "2024-09", "'2024-09' is a whole month: write a day as 2023-07-14, or `today`, or `any`"),
    ("at", "2024", "'2024' is a whole year"),
    ("at", "Today", "'Today' is not a date: write a day as 2023-07-14, or `today`, or `any`"),
    ("at", "2023-02-29", "'2023-02-29' is not a day of the calendar: write a day"),
    ("at", "2024-9-1", "is not a date"),
    ("at", "2024-10-01T00:00", "'2024-10-01T00:00' is not a date: write a day"),
    ("at", "٢٠٢٤-٠١-٠١", "is not a date"),
    ("on", "any", "'any' is not a date: write a day as 2023-07-14"),
    ("hops", "0", "0 is out of bounds: give 1 to 6"),
    ("hops", "7", "7 is out of bounds: give 1 to 6"),
    ("hops", "3.0", "'3.0' is not a whole number"),
    ("hops", " 3", "' 3' is not a whole number"),
    ("hops", "٣", "is not a whole number"),
    ("hops", "1_0", "is not a whole number"),
    ("any_integer", "9223372036854775808", "at most 64 bits"),
    ("any_integer", "9" * 5000, "at most 64 bits"),
    ("share", "1.01", "1.01 is out of bounds: give 0 to 1"),
    ("share", "nan", "'nan' is not a number"),
    ("any_float", "inf", "'inf' is not a number"),
    ("any_float", "1e999", "at most 64 bits"),
    ("hubs", "yes", "'yes' is neither true nor false"),
    ("way", "uo", "'uo' is not one of up, any (did you mean up?)"),
    ("country", "EST", "write its two letters"),
    ("country", "1a", "write its two letters"),
    ("type", "city", "'city' is no label that it takes (did you mean City?)"),
    ("type", "Town", "'Town' is no label"),
    ("relation", "affiliation", "'affiliation' is no fact type that it takes"),
    ("relations", "MEMBEROF", "(did you mean MEMBER_OF?)"),
]


@pytest.mark.parametrize(("name", "given", "message"), BAD, ids=lambda value: ascii(value)[:30])
def test_what_cannot_be_used_names_the_parameter(name: str, given: str | list[str] | None, message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        bind(EVERY, {name: given}, TODAY)
    assert caught.value.parameter == name
    assert message in caught.value.reason
