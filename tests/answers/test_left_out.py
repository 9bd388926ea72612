"""What is left of an entity when a licence is left out, on a graph of two datasets under two licences."""

from __future__ import annotations

import pytest

from muninet._home import home
from muninet.answers import Questions
from muninet.answers.profiles import profile
from muninet.catalogue import Catalogue
from muninet.errors import LeftOutError, OtherTypeError, UnknownEntityError, UnknownLicenceError
from muninet.loader import Place, Record, load_records
from muninet.model import load_schema
from muninet.store.bolt import Store

PLACE = Place("made up")
OPEN = Record("Source", {"id": "open", "title": "Open", "publisher": "p", "licence": "CC-BY-4.0"}, PLACE)
SHARED = Record("Source", {"id": "shared", "title": "Shared", "publisher": "p", "licence": "CC-BY-SA-4.0"}, PLACE)
COUNTRY = Record("Country", {"id": "estonia", "name": "Estonia", "code": "EE", "sources": "open"}, PLACE)
NETWORK = Record("Network", {"id": "net", "name": "Net", "sources": "open"}, PLACE)
WITHOUT = ["CC-BY-SA-4.0"]


def city(id_: str, source: str, **more: str) -> Record:
    return Record("City", {"id": id_, "name": id_.title(), "country": "EE", "sources": source, **more}, PLACE)


def member(id_: str, source: str) -> Record:
    return Record("MEMBER_OF", {"from": id_, "to": "net", "since": "2021", "sources": source}, PLACE)


@pytest.fixture
async def questions(store: Store, empty_graph: object) -> Questions:
    """Both datasets state `mere`; the second adds a population, a place and another name, and `oja`."""
    first = [OPEN, COUNTRY, NETWORK, city("mere", "open", kind="city"), member("mere", "open")]
    more = {"population": "900", "lat": "58.1", "lon": "25.2", "names": "Meri@fi", "description": "A town by a river."}
    second = [SHARED, city("mere", "shared", **more), city("oja", "shared"), member("oja", "shared")]
    await load_records(store, first, "first", suppression=())
    await load_records(store, second, "second", suppression=())
    schema = load_schema()
    return Questions(store, Catalogue.read(home("cypher"), schema), schema)


async def test_what_only_a_left_out_dataset_states_is_gone(questions: Questions) -> None:
    whole, left = await questions.entity("mere"), await questions.entity("mere", WITHOUT)
    assert (whole.properties["population"], whole.description) == (900, "A town by a river.")
    assert whole.location is not None
    assert sorted(whole.sources) == ["open", "shared"]
    assert (left.properties, left.description, left.location, left.names) == ({"kind": "city"}, None, None, [])
    assert (list(left.sources), left.datasets) == (["open"], ["first"])
    assert [one.licence for one in left.licences] == ["CC-BY-4.0"]


async def test_facts_of_left_out_sources_are_not_counted(questions: Questions) -> None:
    assert (await questions.entity("net")).fact_counts == {"MEMBER_OF": 2}
    assert (await questions.entity("net", WITHOUT)).fact_counts == {"MEMBER_OF": 1}


async def test_an_end_that_only_a_left_out_successor_makes_is_not_told(questions: Questions, store: Store) -> None:
    people = [Record("Person", {"id": id_, "name": id_, "sources": "open"}, PLACE) for id_ in ("ann", "bob")]
    first = Record("MAYOR_OF", {"from": "ann", "to": "mere", "since": "2015-01-01", "sources": "open"}, PLACE)
    second = Record("MAYOR_OF", {"from": "bob", "to": "mere", "since": "2021-01-01", "sources": "shared"}, PLACE)
    await load_records(store, [*people, first, second], "mayors", suppression=())

    async def told(**given: str | list[str]) -> list[tuple[str, str | None]]:
        mayors = (await questions.query("city/mayors", {"city": "mere", **given})).rows
        people = (await questions.query("person/list", {"city": "mere", "at": "any", **given})).rows
        timeline = (
            await questions.query("entity/timeline", {"entity": "mere", "relations": ["MAYOR_OF"], **given})
        ).rows
        ends = [(row["other"]["id"], row["on"]) for row in timeline if row["what"] == "end"]
        both = [(row["mayor"]["id"], row["until"]) for row in mayors] + [
            (row["person"]["id"], row["until"]) for row in people
        ]
        return [*both, *ends]

    assert await told() == [("ann", "2021-01-01"), ("bob", None)] * 2 + [("ann", "2021-01-01")]
    assert await told(without_licence=WITHOUT) == [("ann", None)] * 2


async def test_of_an_entity_that_is_left_out_nothing_is_told(questions: Questions) -> None:
    with pytest.raises(LeftOutError, match="'oja' rests on sources under licences that are left out"):
        await questions.entity("oja", WITHOUT)
    with pytest.raises(LeftOutError):
        await profile(questions.asking, "oja", {"without_licence": WITHOUT}, type_="City")
    with pytest.raises(LeftOutError):
        await profile(questions.asking, "oja", {"without_licence": WITHOUT}, type_="Network")


async def test_what_is_left_out_is_not_suggested_either(questions: Questions) -> None:
    with pytest.raises(UnknownEntityError) as caught:
        await questions.entity("ojaa")
    assert [one.id for one in caught.value.suggestions] == ["oja"]
    with pytest.raises(UnknownEntityError) as caught:
        await questions.entity("ojaa", WITHOUT)
    assert caught.value.suggestions == ()
    with pytest.raises(UnknownEntityError) as caught:
        await questions.query("city/networks", {"city": "ojaa", "without_licence": WITHOUT})
    assert caught.value.suggestions == ()


async def test_a_profile_leaves_out_the_same(questions: Questions) -> None:
    left = await profile(questions.asking, "mere", {"without_licence": WITHOUT}, type_="City")
    assert (left.properties, left.location, left.datasets) == ({"kind": "city"}, None, ["first"])
    assert list(left.sources) == ["open"]


async def test_the_search_leaves_out_the_same(questions: Questions) -> None:
    assert [one.id for one in (await questions.search("oja")).results] == ["oja"]
    assert (await questions.search("oja", without_licence=WITHOUT)).results == []
    found = await questions.search("mere", without_licence=WITHOUT)
    assert [(one.id, one.sources) for one in found.results] == [("mere", ["open"])]
    assert list(found.sources) == ["open"]
    with pytest.raises(UnknownLicenceError):
        await questions.search("mere", without_licence=["MIT"])


async def test_rows_of_entities_tell_what_they_rest_on(questions: Questions) -> None:
    answer = await questions.query("city/list", {})
    assert [(row["city"]["id"], row["sources"]) for row in answer.rows] == [
        ("mere", ["open", "shared"]),
        ("oja", ["shared"]),
    ]
    assert [column.name for column in answer.columns][-1] == "sources"
    assert list(answer.sources) == ["open", "shared"]
    left = await questions.query("city/list", {"without_licence": WITHOUT})
    assert [(row["city"]["id"], row["sources"]) for row in left.rows] == [("mere", ["open"])]
    assert [one.licence for one in left.licences] == ["CC-BY-4.0"]


@pytest.mark.parametrize(
    ("name", "given", "wanted"),
    [
        ("network/members", {"network": "mere"}, "Network or Organisation or WorkingGroup"),
        ("city/gaps", {"network": "net", "missing_from": "mere"}, "Network or Organisation or WorkingGroup"),
        ("person/offices", {"person": "mere"}, "Person"),
        ("city/networks", {"city": "net"}, "City"),
    ],
)
async def test_an_id_of_another_type_is_refused(
    questions: Questions, name: str, given: dict[str, str], wanted: str
) -> None:
    with pytest.raises(OtherTypeError, match=f"no {wanted}") as caught:
        await questions.query(name, given)
    assert caught.value.parameter == list(given)[-1]


async def test_counts_name_every_source_that_they_may_rest_on(questions: Questions) -> None:
    assert list((await questions.query("city/facets", {})).sources) == ["open", "shared"]
    left = await questions.query("city/facets", {"without_licence": WITHOUT})
    assert list(left.sources) == ["open"]
    assert [one.licence for one in left.licences] == ["CC-BY-4.0"]
