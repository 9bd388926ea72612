"""Constraints and indexes follow from the model."""

from muninet.model import load_schema
from muninet.model.constraints import schema_statements

SCHEMA = load_schema()
STATEMENTS = {statement.name: statement.text for statement in schema_statements(SCHEMA)}


def test_names_are_unique_and_every_statement_may_run_again() -> None:
    assert len(STATEMENTS) == len(schema_statements(SCHEMA))
    assert all(f" {name} IF NOT EXISTS " in text for name, text in STATEMENTS.items())


def test_ids_are_unique() -> None:
    assert STATEMENTS["entity_id"].endswith("FOR (n:Entity) REQUIRE n.id IS UNIQUE")
    assert STATEMENTS["load_number"].endswith("FOR (n:Load) REQUIRE n.number IS UNIQUE")
    assert STATEMENTS["country_code"].endswith("FOR (n:Country) REQUIRE n.code IS UNIQUE")
    assert all(f"{type_.lower()}_id" in STATEMENTS for type_ in SCHEMA.facts)


def test_dates_that_the_model_marks_are_indexed_and_names_in_full_text() -> None:
    assert STATEMENTS["event_start"].endswith("FOR (n:Event) ON (n.start)")
    assert "event_end" not in STATEMENTS
    # No question looks for facts by their date alone, and each index costs every load.
    assert "member_of_since" not in STATEMENTS
    assert "ON EACH [n.search_names]" in STATEMENTS["entity_names"]


def test_lists_and_places_have_their_indexes() -> None:
    assert STATEMENTS["entity_sort_key"].endswith("FOR (n:Entity) ON (n.sort_key)")
    assert STATEMENTS["city_location"].startswith("CREATE POINT INDEX")
    assert "person_location" not in STATEMENTS
