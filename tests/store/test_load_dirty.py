"""A folder with a mistake in nearly every row: all are listed at once, and nothing is written."""

from pathlib import Path

import pytest

from muninet.errors import LoadError, LoadProblem
from muninet.loader import RULES, load
from muninet.store.bolt import Store

DIRTY = Path(__file__).parents[1] / "data" / "dirty"

# (file, row, column, rule), written by hand from the tables.
EXPECTED = {
    ("sources.csv", 3, "id", "bad-id"),  # a space and capitals
    ("sources.csv", 4, "url", "bad-url"),  # htp:/
    ("nodes/Country.csv", 3, "code", "bad-country"),  # EL for GR
    ("nodes/Country.csv", 4, "code", "duplicate-value"),  # AL twice
    ("nodes/City.csv", 3, "population", "bad-number"),  # about 100000
    ("nodes/City.csv", 4, "lat", "bad-coordinates"),  # a decimal comma
    ("nodes/City.csv", 5, "lat", "bad-coordinates"),  # a longitude alone
    ("nodes/City.csv", 6, "lat", "bad-coordinates"),  # 120.78 degrees north
    ("nodes/City.csv", 7, "sources", "missing-source"),
    ("nodes/City.csv", 8, "id", "duplicate-id"),  # tirana-al, as in row 2
    ("nodes/City.csv", 9, "name", "missing-value"),
    ("nodes/City.csv", 10, "names", "bad-name"),  # @Albanian is no language tag
    ("nodes/City.csv", 11, "identifiers", "bad-identifier"),  # without its scheme
    ("nodes/City.csv", 11, "population", "bad-number"),  # -5
    ("nodes/City.csv", 12, "sources", "unknown-source"),  # reprot; the row goes on in line 13
    ("nodes/City.csv", 14, "country", "unknown-country"),  # no Country has MK
    ("nodes/City.csv", 15, "id", "bad-id"),  # a cedilla
    ("nodes/City.csv", 15, "country", "bad-country"),  # small letters
    ("nodes/City.csv", 16, None, "too-many-cells"),
    ("nodes/Citys.csv", None, None, "unknown-file"),  # its lezhe-al is not unknown for that in MEMBER_OF
    ("nodes/Person.csv", 3, None, "wrong-encoding"),  # Windows-1252
    ("nodes/Network.csv", 2, "founded", "bad-date"),  # 29.11.2021
    ("nodes/Network.csv", 3, "founded", "bad-date"),  # 30 February
    ("nodes/Network.csv", 3, "scope", "unknown-choice"),
    ("nodes/Event.csv", 2, "end", "end-before-start"),
    ("nodes/Event.csv", 2, "online", "bad-value"),  # no
    ("facts/MEMBER_OF.csv", 3, None, "duplicate-fact"),  # as row 2 but for as_of and rank
    ("facts/MEMBER_OF.csv", 4, "from", "unknown-id"),  # tiranna-al
    ("facts/MEMBER_OF.csv", 5, "until", "end-before-start"),  # in months
    ("facts/MEMBER_OF.csv", 6, "until", "end-before-start"),  # the day of its start
    ("facts/MEMBER_OF.csv", 7, "kind", "unknown-choice"),
    ("facts/MEMBER_OF.csv", 8, "from", "wrong-type"),  # a person is no member
    ("facts/MEMBER_OF.csv", 9, "to", "wrong-type"),  # nobody is a member of a city
    ("facts/MEMBER_OF.csv", 10, "sources", "unknown-source"),  # the second of two
    ("facts/MEMBER_OF.csv", 11, "to", "self-reference"),
    ("facts/ATTENDED.csv", 2, "role", "unknown-role"),
    ("facts/ATTENDED.csv", 3, "on_behalf_of", "wrong-type"),  # on behalf of a source
    ("facts/ATTENDED.csv", 4, "from", "missing-value"),
    ("facts/MAYOR_OF.csv", 1, "sice", "unknown-column"),
    ("facts/MAYOR_OF.csv", 1, "sources", "missing-column"),
    ("facts/HOSTED.csv", None, None, "empty-file"),
    ("facts/PART_OF.csv", 2, "to", "wrong-type"),  # a city is no part of an event
    ("facts/PART_OF.csv", 3, None, "bad-csv"),  # a quote that does not close
    ("notes.csv", None, None, "unknown-file"),
}


@pytest.fixture
async def problems(store: Store, empty_graph: object) -> dict[tuple[str, int | None, str | None, str], LoadProblem]:
    with pytest.raises(LoadError) as caught:
        await load(store, [DIRTY])
    keyed = {
        (Path(problem.file).relative_to(DIRTY).as_posix(), problem.row, problem.column, problem.rule): problem
        for problem in caught.value.problems
    }
    assert len(keyed) == len(caught.value.problems), "no problem is told twice"
    return keyed


Found = dict[tuple[str, int | None, str | None, str], LoadProblem]


async def test_every_mistake_is_found_and_no_other(problems: Found) -> None:
    assert set(problems) == EXPECTED


async def test_nothing_is_written(problems: Found, store: Store) -> None:
    assert (await store.read("MATCH (n) RETURN count(n)")).single() == 0


async def test_messages_name_what_is_wrong_what_was_found_and_what_is_expected(problems: Found) -> None:
    said = {key: str(problem).removeprefix(f"{DIRTY}/") for key, problem in problems.items()}
    assert said["facts/MEMBER_OF.csv", 4, "from", "unknown-id"] == (
        "facts/MEMBER_OF.csv:4:from: no entity has this id, found 'tiranna-al', expected an id of type City, Region, "
        "Organisation or Network in this load or in the graph; nearest: tirana-al (Tirana)"
    )
    assert said["facts/MEMBER_OF.csv", 5, "until", "end-before-start"] == (
        "facts/MEMBER_OF.csv:5:until: until is before since 2023-07, found '2023-06', expected a date after 2023-07"
    )
    assert said["nodes/City.csv", 4, "lat", "bad-coordinates"] == (
        "nodes/City.csv:4:lat: decimal comma, found '40,47', expected degrees with a decimal point from -90 to 90"
    )
    assert "facts/MEMBER_OF.csv:2" in said["facts/MEMBER_OF.csv", 3, None, "duplicate-fact"]
    assert "nodes/City.csv:2" in said["nodes/City.csv", 8, "id", "duplicate-id"]
    assert "swapped" in said["nodes/City.csv", 6, "lat", "bad-coordinates"]
    assert "did you mean GR?" in said["nodes/Country.csv", 3, "code", "bad-country"]
    assert "did you mean 2021-11-29?" in said["nodes/Network.csv", 2, "founded", "bad-date"]
    assert "did you mean since?" in said["facts/MAYOR_OF.csv", 1, "sice", "unknown-column"]
    assert "did you mean City.csv?" in said["nodes/Citys.csv", None, None, "unknown-file"]
    assert "at byte 52" in said["nodes/Person.csv", 3, None, "wrong-encoding"]
    assert [s.id for s in problems["nodes/City.csv", 12, "sources", "unknown-source"].suggestions] == ["report"]


async def test_every_rule_is_documented(problems: Found) -> None:
    assert {problem.rule for problem in problems.values()} <= set(RULES)


async def test_machines_get_the_contract_s_shape(problems: Found) -> None:
    shape = problems["facts/MEMBER_OF.csv", 4, "from", "unknown-id"].as_json()
    assert shape["suggestions"] == [{"id": "tirana-al", "name": "Tirana"}]
    assert set(shape) == {"file", "row", "column", "rule", "message", "found", "expected", "suggestions"}
