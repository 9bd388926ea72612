"""What is wrong in the data, over HTTP: on a small graph with known faults, and on the seed."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from muninet.answers.quality import RULES
from muninet.loader import Place, Record, load_records
from muninet.quality.findings import Finding
from muninet.quality.keeping import Keeper
from muninet.quality.stored import kept
from muninet.store.bolt import Store

PLACE = Place("made up")


def record(type_: str, **cells: Any) -> Record:
    return Record(type_, {**({} if type_ == "Source" else {"sources": ["report"]}), **cells}, PLACE)


def city(id_: str, name: str, lat: float, lon: float) -> Record:
    return record("City", id=id_, name=name, country="EE", lat=lat, lon=lon)


FRAME = (
    record("Source", id="report", title="Report", publisher="p", published="2026-01", licence="CC-BY-4.0"),
    record("Country", id="estonia", name="Estonia", code="EE"),
)
RIGA = (56.95, 24.11)
# One row of a file with a comma; two cities of one name; one of them in Latvia. A name that a spreadsheet would run.
FOUND = {"out-of-country": 2, "repeated-name": 1, "decimal-comma": 1}


@pytest.fixture
async def faults(store: Store, empty_graph: object) -> None:
    """Four findings: two errors, a warning, a note; of two datasets."""
    comma = Finding(RULES["decimal-comma"], "ova", "59,4, 24,8", "folder/table.csv:7", "read as 59.4, 24.8")
    await load_records(
        store, [*FRAME, city("ova", "Ova", 59.4, 24.8), city("far", "=1+2", *RIGA)], "one", suppression=(),
        findings=lambda: kept([comma]),
    )  # fmt: skip
    await load_records(store, [*FRAME, city("ova-2", "Ova", 56.96, 24.2)], "two", suppression=())


async def ask(client: httpx.AsyncClient, asked: str = "") -> dict[str, Any]:
    response = await client.get(f"/v1/quality?{asked}")
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def rules(answer: dict[str, Any]) -> list[str]:
    return [finding["rule"] for finding in answer["results"]]


async def test_findings_with_counts_by_rule_and_dataset(bare: httpx.AsyncClient, faults: None) -> None:
    answer = await ask(bare)
    assert rules(answer) == ["out-of-country", "out-of-country", "repeated-name", "decimal-comma"]
    assert {rule["name"]: rule["count"] for rule in answer["rules"] if rule["count"]} == FOUND
    assert {rule["name"] for rule in answer["rules"]} == set(RULES)
    assert answer["total"] == 4
    assert answer["datasets"] == [
        {"name": "one", "count": 3, "rules": {"decimal-comma": 1, "out-of-country": 1, "repeated-name": 1}},
        {"name": "two", "count": 2, "rules": {"out-of-country": 1, "repeated-name": 1}},
    ]
    twice = answer["results"][2]
    assert (twice["entity"], twice["others"], twice["datasets"]) == ("ova", ["ova-2"], ["one", "two"])
    comma = answer["results"][3]
    assert comma == {
        "rule": "decimal-comma", "severity": "note", "entity": "ova", "type": "City", "name": "Ova", "country": "EE",
        "found": "59,4, 24,8", "message": "read as 59.4, 24.8", "place": "table.csv:7", "others": [], "facts": [],
        "datasets": ["one"], "sources": ["report"],
    }  # fmt: skip
    assert set(answer["sources"]) == {"report"}
    assert answer["licences"] == [{"licence": "CC-BY-4.0", "sources": ["report"]}]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("dataset=two", ["out-of-country", "repeated-name"]),
        ("dataset=nobodys", []),
        ("rule=decimal-comma", ["decimal-comma"]),
        ("rule=decimal-comma;repeated-name", ["repeated-name", "decimal-comma"]),
        ("severity=error", ["out-of-country", "out-of-country"]),
        ("severity=warning&severity=note", ["repeated-name", "decimal-comma"]),
        ("entity=ova-2", ["out-of-country", "repeated-name"]),
        ("entity=ova&severity=note", ["decimal-comma"]),
        ("dataset=&rule=&severity=&entity=", ["out-of-country", "out-of-country", "repeated-name", "decimal-comma"]),
    ],
)
async def test_they_can_be_chosen(bare: httpx.AsyncClient, faults: None, asked: str, found: list[str]) -> None:
    answer = await ask(bare, asked)
    assert rules(answer) == found
    assert answer["total"] == len(found) == sum(rule["count"] for rule in answer["rules"])


async def test_pages_hold_each_finding_once(bare: httpx.AsyncClient, faults: None) -> None:
    whole, found, address = await ask(bare), [], "/v1/quality?limit=1"
    while address:
        response = await bare.get(address)
        page = response.json()
        assert (page["total"], page["rules"]) == (4, whole["rules"])
        found += page["results"]
        address = response.links.get("next", {}).get("url", "")
    assert found == whole["results"]
    cursor = (await ask(bare, "limit=1"))["next"]
    other = await bare.get("/v1/quality", params={"severity": "note", "cursor": cursor})
    assert (other.status_code, other.json()["type"]) == (404, "/problems/unknown-page")


@pytest.mark.parametrize(
    ("asked", "parameter", "said"),
    [
        ("rule=repeated-nam", "rule", "did you mean repeated-name"),
        ("severity=bad", "severity", "there are error, warning, note"),
        ("limit=1001", "limit", "1 to 1000"),
    ],
)
async def test_what_there_is_not_is_refused(bare: httpx.AsyncClient, asked: str, parameter: str, said: str) -> None:
    response = await bare.get(f"/v1/quality?{asked}")
    assert (response.status_code, response.json()["parameter"]) == (422, parameter)
    assert said in response.json()["detail"]


async def test_an_unknown_entity_is_told_with_the_nearest(bare: httpx.AsyncClient, faults: None) -> None:
    response = await bare.get("/v1/quality?entity=ova-3")
    assert (response.status_code, response.json()["type"]) == (404, "/problems/unknown-entity")
    assert "ova" in {one["id"] for one in response.json()["suggestions"]}


async def test_as_a_table_that_no_spreadsheet_runs(bare: httpx.AsyncClient, faults: None) -> None:
    response = await bare.get("/v1/quality?format=csv&rule=out-of-country")
    assert response.headers["content-type"].startswith("text/csv")
    first, second = csv.DictReader(io.StringIO(response.text))
    assert (first["entity"], first["name"], first["licences"]) == ("far", "'=1+2", "CC-BY-4.0")
    assert (second["entity"], second["datasets"], second["sources"]) == ("ova-2", "two", "report")


async def test_the_answer_changes_with_the_graph(bare: httpx.AsyncClient, faults: None, store: Store) -> None:
    first = await bare.get("/v1/quality")
    same = await bare.get("/v1/quality", headers={"If-None-Match": first.headers["etag"]})
    assert same.status_code == 304
    await load_records(store, [*FRAME, city("ova-2", "Uva", 59.0, 25.0)], "two", suppression=())
    other = await bare.get("/v1/quality", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert rules(other.json()) == ["out-of-country", "decimal-comma"]
    assert other.json()["graph_version"] != first.json()["graph_version"]


async def test_many_who_ask_at_once_wait_for_one_look(
    app: FastAPI, bare: httpx.AsyncClient, faults: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper: Keeper = app.state.keeper
    looks = 0
    look = keeper._look

    async def counted(*given: Any) -> Any:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0.1)
        return await look(*given)

    monkeypatch.setattr(keeper, "_look", counted)
    asked = [bare.get(f"/v1/quality?limit={number}") for number in range(1, 6)]
    others = asyncio.create_task(bare.get("/health/live"))
    answers = await asyncio.gather(*asked)
    assert looks == 1
    assert [len(answer.json()["results"]) for answer in answers] == [1, 2, 3, 4, 4]
    assert (await others).status_code == 200


async def test_each_rule_has_a_page(bare: httpx.AsyncClient, faults: None) -> None:
    answer = await ask(bare, "rule=out-of-country")
    [rule] = answer["rules"]
    page = await bare.get(rule["href"])
    assert page.status_code == 200
    assert rule["about"] in page.text
    assert (await bare.get("/rules")).text.count('<a href="/rules/') == len(RULES)
    assert (await bare.get("/rules/nothing")).status_code == 404


async def test_the_seed_has_one_conflict_one_city_twice_and_no_error(client: httpx.AsyncClient) -> None:
    answer = await ask(client, "severity=error;warning")
    assert [(one["rule"], one["entity"], one["found"]) for one in answer["results"]] == [
        # The two numbers of cities at the summit in Athens, as the seed's own sources have them.
        ("conflicting-sources", "b40-athens-summit-2023", "66 / 73"),
        # Nobody has decided of these two yet, and no decision comes with muninet.
        (
            "possible-duplicate",
            "craciunelu-de-jos-judetul-alba-ro",
            "Craciunelu de Jos Judetul Alba / Crăciunelu de Jos",
        ),
    ]
