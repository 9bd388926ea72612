"""What holds of every query file, on a real Neo4j."""

import datetime as dt
import re
from typing import Any

import pytest
from tests.queries.conftest import Ask
from tests.queries.examples import EXAMPLES_ON_SMALL

from muninet._home import home
from muninet.catalogue import Catalogue, Query, bind
from muninet.catalogue.query import COLUMN_TYPES
from muninet.catalogue.tokens import Token, tokens
from muninet.model import Schema, load_schema
from muninet.store.bolt import Store
from muninet.store.values import NodeValue, PathValue

CATALOGUE = Catalogue.read(home("cypher"), load_schema())
# The questions of issue 3; more may come, none of these may go.
ASKED_FOR = {
    "path/links",
    "path/link-groups",
    "path/shortest",
    "network/members",
    "network/presidency",
    "city/profile",
    "event/participants",
    "person/offices",
    "source/facts",
    "admin/counts",
}
FULL_SCAN = re.compile(
    r"AllNodesScan|NodeByLabelScan|\w*UnionNodeByLabelsScan|\w*IntersectionNodeByLabelsScan|\w*SubtractionNodeByLabelsScan"
    r"|(Und|D)irected\w*(AllRelationshipsScan|RelationshipTypesScan|RelationshipTypeScan|RelationshipIndexScan)|NodeIndexScan"
)
MOST_SCANS = 3
MOST_SLOW = 3
DAY = dt.date(2026, 11, 22)

every_query = pytest.mark.parametrize("query", CATALOGUE.values(), ids=list(CATALOGUE))


def defaults(query: Query, **given: str | list[str] | None) -> dict[str, Any]:
    return bind(query, given, DAY).cypher


def statement(query: Query) -> list[Token]:
    return tokens(query.text)


def test_the_questions_asked_for_are_there() -> None:
    assert set(CATALOGUE) >= ASKED_FOR


def test_few_questions_scan() -> None:
    assert len([query for query in CATALOGUE.values() if query.scan]) <= MOST_SCANS


def test_few_questions_are_slow() -> None:
    assert len([query for query in CATALOGUE.values() if query.slow]) <= MOST_SLOW


@every_query
async def test_the_server_says_it_only_reads(query: Query, store: Store, seed_graph: object) -> None:
    assert (await store.explain(query.text, defaults(query))).query_type == "r"


@every_query
async def test_it_scans_only_with_a_reason(query: Query, store: Store, seed_graph: object) -> None:
    plan = await store.explain(query.text, defaults(query))
    scans = [operator for operator in plan.operators if FULL_SCAN.fullmatch(operator)]
    assert bool(scans) == bool(query.scan), plan.operators


@every_query
async def test_its_example_has_rows_on_the_seed(query: Query, store: Store, seed_graph: object) -> None:
    rows = await store.read(query.text, defaults(query))
    assert rows.keys == tuple(column.name for column in query.columns)
    assert rows.rows


def fits(value: object, type_: str) -> bool:
    if isinstance(value, list):
        return type_.endswith("[]") and all(fits(item, type_.removesuffix("[]")) for item in value)
    if isinstance(value, PathValue):
        return type_ == "path" or (type_ == "fact" and len(value.facts) == 1 and "name" in value.nodes[0].properties)
    kinds = {"node": NodeValue, "string": str, "float": float, "boolean": bool, "date": dt.date, "map": dict}
    if type_ == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return type_ in kinds and isinstance(value, kinds[type_])


@every_query
async def test_its_values_are_of_the_declared_types(query: Query, store: Store, seed_graph: object) -> None:
    widest = {"at": "any", "limit": "1000"}
    given = {name: value for name, value in widest.items() if any(p.name == name for p in query.parameters)}
    rows = await store.read(query.text, defaults(query, **given))
    for column, *values in zip(query.columns, *rows.rows, strict=True):
        assert column.type.removesuffix("[]") in COLUMN_TYPES
        for value in values:
            assert fits(value, column.type) or (value is None and column.optional), (column, value)


# The small graph is made by one load; tests/queries/test_changes.py reads page by page what several have changed.
OF_ONE_ROW = {"admin/changes"}


@every_query
async def test_pages_of_one_row_add_up_to_the_whole(query: Query, store: Store, small_graph: object) -> None:
    given = EXAMPLES_ON_SMALL[query.name]
    whole = await store.read(query.text, defaults(query, **given, limit="1000"))
    if query.name in OF_ONE_ROW:
        assert len(whole.rows) == 1
        return
    assert len(whole.rows) > 1, "an answer of one row proves nothing about pages"
    keys = [row[-1] for row in whole.rows]
    assert keys == sorted(set(keys)), "keys are unique and in order"
    key, paged = None, []
    while page := (await store.read(query.text, defaults(query, **given, limit="1", after=key))).rows:
        assert len(page) == 1
        paged += page
        key = page[-1][-1]
    assert [row[-1] for row in paged] == keys


# What they return are counts of what the graph holds, or what loads did to it, and no facts.
WITHOUT_SOURCES = {"admin/counts", "admin/changes"}


@every_query
async def test_without_any_source_there_is_no_fact(query: Query, store: Store, seed_graph: object) -> None:
    if query.name in WITHOUT_SOURCES:
        assert all(parameter.type != "licence" for parameter in query.parameters)
        return
    sources = (await store.read("MATCH (s:Source) RETURN collect(s.id)")).single()
    given = {"at": "any"} if any(p.name == "at" for p in query.parameters) else {}
    rows = await store.read(query.text, {**defaults(query, **given), "without_licence": sources})
    assert not [value for row in rows.rows for value in row if isinstance(value, PathValue)]
    assert not [value for row in rows.rows for value in row if isinstance(value, list) and value]


def test_every_question_has_an_example_on_the_small_graph() -> None:
    assert set(EXAMPLES_ON_SMALL) == set(CATALOGUE)


@every_query
def test_it_returns_no_more_than_the_limit(query: Query) -> None:
    assert query.parameter("limit").maximum == 1000
    assert [token.text for token in statement(query)][-2:] == ["LIMIT", "limit"]


@every_query
def test_its_lines_fit_a_screen(query: Query) -> None:
    statement_lines = [line for line in query.text.splitlines() if not line.startswith("//")]
    assert max(map(len, statement_lines)) <= 200
    assert len(statement_lines) <= 80


def lists_of_words(query: Query) -> list[list[str]]:
    """The lists in the text that hold nothing but strings."""
    found = re.findall(r"\[((?:'\w+',?\s*)+)\]", query.text)
    return [re.findall(r"'(\w+)'", one) for one in found]


both_path_files = pytest.mark.parametrize("name", ["path/links", "path/link-groups"])


@both_path_files
def test_the_types_that_meet_are_those_of_the_model(name: str, schema: Schema) -> None:
    assert lists_of_words(CATALOGUE[name])[0] == [fact.type for fact in schema.facts.values() if fact.meets]


@both_path_files
def test_what_makes_a_link_of_another_kind_is_what_the_model_says(name: str, schema: Schema) -> None:
    qualified = [
        (fact.type, prop.name, value)
        for fact in schema.facts.values()
        for prop in fact.properties.values()
        for value in prop.qualifiers
    ]
    assert [tuple(pair) for pair in lists_of_words(CATALOGUE[name])[1:]] == [
        (type_, value) for type_, _, value in qualified
    ]
    # The text reads `kind`, else `role`.
    assert {name for _, name, _ in qualified} == {"kind", "role"}
    assert not any({"kind", "role"} <= set(fact.properties) for fact in schema.facts.values())


def test_links_and_link_groups_take_the_same_routes() -> None:
    def routes(name: str) -> str:
        text = CATALOGUE[name].text
        return text[text.index("\nMATCH") : text.index(" AS pattern\n")]

    assert routes("path/links") == routes("path/link-groups")

    def shared(name: str) -> list[object]:
        return [p for p in CATALOGUE[name].parameters if p.name != "limit"]

    assert shared("path/links") == shared("path/link-groups")


def test_the_profile_knows_every_type_and_class(schema: Schema) -> None:
    query = CATALOGUE["city/profile"]
    assert lists_of_words(query) == [list(schema.of_class(kind)) for kind in schema.classes]
    assert query.parameter("class").choices == tuple(schema.classes)


def test_choices_are_those_of_the_model(schema: Schema) -> None:
    members, participants = CATALOGUE["network/members"], CATALOGUE["event/participants"]
    assert members.parameter("kind").choices == schema.facts["MEMBER_OF"].properties["kind"].choices
    assert participants.parameter("role").choices == schema.facts["ATTENDED"].properties["role"].choices


def test_offices_are_all_that_a_person_can_hold(schema: Schema) -> None:
    held = {fact.type for fact in schema.facts.values() if fact.kind == "office" and "Person" in fact.from_labels}
    named = {token.text for token in statement(CATALOGUE["person/offices"]) if token.text in schema.facts}
    assert named == held


@pytest.mark.parametrize("name", [name for name in CATALOGUE if name.endswith("/list")])
async def test_a_list_begins_with_its_own_type(name: str, ask_seed: Ask) -> None:
    """A cursor that somebody wrote themselves leads to no entity of another type."""
    first = await ask_seed(name, limit="1000")
    assert first
    assert await ask_seed(name, limit="1000", after="-5") == first
    assert await ask_seed(name, limit="1000", after="~~") == []
