"""What loads have changed, as JSON and as an Atom feed."""

from __future__ import annotations

import datetime as dt
import uuid
from xml.etree import ElementTree

import httpx
import pytest

from muninet.answers.changes import ChangedEnd, ChangedThing, ChangedValue, ChangesAnswer, LoadChange
from muninet.loader import Place, Record, Report, load_records, unload
from muninet.store.bolt import Store
from muninet_api.feeds import atom_feed

ATOM = "{http://www.w3.org/2005/Atom}"
PLACE = Place("made up")
SOURCE = Record("Source", {"id": "report", "title": "A <report> & more", "publisher": "p"}, PLACE)
ODD = "data <b>&"


def network(name: str) -> Record:
    return Record("Network", {"id": "b40", "name": name, "sources": "report"}, PLACE)


@pytest.fixture
async def loads(store: Store, empty_graph: object) -> list[Report]:
    """1: a source and a network; 2: the network is renamed; 3: all of it goes."""
    return [
        await load_records(store, [SOURCE, network("B40")], ODD, suppression=()),
        await load_records(store, [SOURCE, network("B40 Balkan")], ODD, suppression=()),
        await unload(store, ODD),
    ]


async def read(client: httpx.AsyncClient, address: str) -> ElementTree.Element:
    response = await client.get(address)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml"
    return ElementTree.fromstring(response.content)


def links(feed: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}


def texts(parent: ElementTree.Element, path: str) -> list[str]:
    return [element.text or "" for element in parent.findall("/".join(ATOM + part for part in path.split("/")))]


async def test_loads_are_told_in_words_and_numbers(bare: httpx.AsyncClient, loads: list[Report]) -> None:
    answer = (await bare.get("/v1/changes")).json()
    assert [load["summary"] for load in answer["loads"]] == [
        f"The dataset {ODD} was unloaded: 2 entities were removed.",
        f"The dataset {ODD} was loaded: 1 entity was changed.",
        f"The dataset {ODD} was loaded: 2 entities were added.",
    ]
    assert answer["graph_version"] == answer["loads"][0]["version"] == loads[2].graph_version
    assert answer["loads"][1]["entries"][0]["values"] == [{"property": "name", "old": "B40", "new": "B40 Balkan"}]
    assert uuid.UUID(answer["graph"]).version == 4


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("since=1", [3, 2]),
        ("since=", [3, 2, 1]),
        ("since=2999-01-01", []),
        ("since=2020-01-01", [3, 2, 1]),
        ("since={version}", [3, 2]),
        ("dataset=other", []),
        ("limit=1", [3]),
    ],
)
async def test_who_has_a_copy_asks_since(
    bare: httpx.AsyncClient, loads: list[Report], asked: str, numbers: list[int]
) -> None:
    response = await bare.get("/v1/changes?" + asked.format(version=loads[0].graph_version))
    assert [load["number"] for load in response.json()["loads"]] == numbers


@pytest.mark.parametrize("since", ["99", "4", "{sequence}-00000000", "999999-{token}"])
async def test_what_this_graph_never_was_is_no_start(bare: httpx.AsyncClient, loads: list[Report], since: str) -> None:
    sequence, _, token = str(loads[0].graph_version).partition("-")
    response = await bare.get("/v1/changes", params={"since": since.format(sequence=sequence, token=token)})
    problem = response.json()
    assert (response.status_code, problem["type"], problem["parameter"]) == (404, "/problems/unknown-page", "since")
    assert "read the graph anew" in problem["detail"]


@pytest.mark.parametrize("form", ["json", "atom"])
async def test_pages_lead_to_each_other(bare: httpx.AsyncClient, loads: list[Report], form: str) -> None:
    address, found = f"/v1/changes?limit=2&format={form}", []
    while address:
        response = await bare.get(address)
        found.append(response)
        address = response.links.get("next", {}).get("url", "")
    assert len(found) == 2
    if form == "json":
        assert [load["number"] for page in found for load in page.json()["loads"]] == [3, 2, 1]
    else:
        feeds = [ElementTree.fromstring(page.content) for page in found]
        assert [len(feed.findall(f"{ATOM}entry")) for feed in feeds] == [2, 1]
        assert links(feeds[0])["next"] == found[0].links["next"]["url"]
        assert "next" not in links(feeds[1])


async def test_the_feed_is_valid_atom(bare: httpx.AsyncClient, loads: list[Report]) -> None:
    feed = await read(bare, "/v1/changes?format=atom&lang=en")
    assert feed.tag == f"{ATOM}feed"
    # RFC 4287, 4.1.1 and 4.1.2: exactly one each of these, and an author; dates with a zone.
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(texts(element, name)) == 1, name
        assert texts(element, "id")[0].startswith("urn:uuid:")
        assert dt.datetime.fromisoformat(texts(element, "updated")[0]).tzinfo is not None
    assert texts(feed, "author/name") == ["muninet"]
    updated = texts(feed, "entry/updated")
    assert updated == sorted(updated, reverse=True)
    assert texts(feed, "updated") == updated[:1]
    assert len(set(texts(feed, "entry/id"))) == 3
    assert texts(feed, "entry/summary")[2] == f"The dataset {ODD} was loaded: 2 entities were added."
    assert "added Source A <report> & more" in texts(feed, "entry/content")[2]
    assert "changed Network B40 Balkan: name was “B40”, is “B40 Balkan”" in texts(feed, "entry/content")[1]
    for relation in ("self", "alternate"):
        assert (await bare.get(links(feed)[relation])).status_code == 200
    again = await read(bare, links(feed)["self"])
    assert ElementTree.tostring(again) == ElementTree.tostring(feed).replace(
        b"format=atom&amp;lang=en", b"lang=en&amp;format=atom"
    )


async def test_ids_stay_when_more_is_loaded(bare: httpx.AsyncClient, loads: list[Report], store: Store) -> None:
    before = await read(bare, "/v1/changes?format=atom")
    await load_records(store, [SOURCE], "more", suppression=())
    after = await read(bare, "/v1/changes?format=atom&most_entries=1")
    assert texts(after, "id") == texts(before, "id")
    assert texts(after, "entry/id")[1:] == texts(before, "entry/id")
    assert texts(await read(bare, "/v1/changes?format=atom&dataset=more"), "id") != texts(before, "id")


async def test_accept_chooses_and_tags_differ(bare: httpx.AsyncClient, loads: list[Report]) -> None:
    feed = await bare.get("/v1/changes", headers={"Accept": "application/atom+xml, */*;q=0.1"})
    assert feed.headers["content-type"] == "application/atom+xml"
    plain = await bare.get("/v1/changes")
    assert plain.headers["etag"] != feed.headers["etag"]
    assert "Accept" in feed.headers["vary"]
    tag = {"If-None-Match": feed.headers["etag"]}
    assert (await bare.get("/v1/changes", headers={**tag, "Accept": "application/atom+xml"})).status_code == 304
    assert (await bare.get("/v1/changes", headers=tag)).status_code == 200
    refused = await bare.get("/v1/changes", headers={"Accept": "text/csv"})
    assert (refused.status_code, refused.json()["type"]) == (406, "/problems/not-acceptable")


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("since=yesterday", "since"),
        ("since=2026-02-30", "since"),
        ("since=99999999999", "since"),
        ("since=1-xyz", "since"),
        ("format=rss", "format"),
        ("most_entries=201", "most_entries"),
        ("limit=1001", "limit"),
        ("cursor=abc", "cursor"),
        ("beyond=1", "beyond"),
        ("lang=xx", "lang"),
    ],
)
async def test_a_wrong_parameter_is_named(bare: httpx.AsyncClient, graph: object, asked: str, parameter: str) -> None:
    response = await bare.get(f"/v1/changes?{asked}")
    assert (response.status_code, response.json()["parameter"]) == (422, parameter)


async def test_a_graph_without_loads_has_an_empty_feed(bare: httpx.AsyncClient, empty_graph: object) -> None:
    answer = (await bare.get("/v1/changes")).json()
    assert (answer["loads"], answer["graph"], answer["next"]) == ([], None, None)
    feed = await read(bare, "/v1/changes?format=atom")
    assert texts(feed, "updated") == ["2026-11-22T00:00:00Z"]
    assert feed.findall(f"{ATOM}entry") == []


def test_what_xml_cannot_hold_is_left_out() -> None:
    thing = ChangedThing(
        action="changed", kind="fact", type="MEMBER_OF", id="ab", name=None,
        from_=ChangedEnd(id="a", name="A\x00"), to=ChangedEnd(id="b", name="]]> {x}"),
        values=[
            ChangedValue(property="note", old=None, new="\ud800\ufffe"),
            ChangedValue(property="until", old="2024", new=None),
        ],
    )  # fmt: skip
    load = LoadChange(
        number=1, dataset="x\x0b", doing="load", started="2026-01-01T00:00:00Z", finished="2026-01-01T00:00:00Z",
        version="1-a", summary="It {was} <done>.", added=0, changed=2, removed=0, counts=[], entries=[thing], more=1,
    )  # fmt: skip
    answer = ChangesAnswer(query={"dataset": None}, graph_version="1-a", graph=None, loads=[load], next=None)
    feed = ElementTree.fromstring(atom_feed(answer, {"self": '/?a=1&b="'}, "en", dt.date(2026, 1, 1)))
    assert texts(feed, "entry/content") == [
        "It {was} <done>.\nchanged MEMBER_OF, A\ufffd to ]]> {x}: note is “\ufffd\ufffd”; "
        "until was “2024”, is not stated any more\nand 1 more"
    ]
    assert links(feed) == {"self": '/?a=1&b="'}
