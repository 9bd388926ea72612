"""Answers that are kept: sent again only while they are true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send
from tests.api.conftest import Clock

from muninet.answers import Questions
from muninet.store.bolt import Store
from muninet.store.values import Statement
from muninet_api.keeping import Keeping

if TYPE_CHECKING:
    from tests.conftest import GraphStates

LINKS = "/v1/links?to=climate-alliance&via=ceesen"


@pytest.fixture
def reads(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the service sends to the database from here on."""
    questions: Questions = app.state.questions
    sent: list[str] = []
    ask = questions.store.read

    async def read(text: str, *arguments: Any, **more: Any) -> Any:
        sent.append(text)
        return await ask(text, *arguments, **more)

    monkeypatch.setattr(questions.store, "read", read)
    return sent


async def test_the_same_question_again_costs_one_small_read(client: httpx.AsyncClient, reads: list[str]) -> None:
    first = await client.get(f"{LINKS}&at=2025-11-01")
    asked = len(reads)
    assert asked > 3
    second = await client.get(f"{LINKS}&at=2025-11-01")
    assert reads[asked:] == ["OPTIONAL MATCH (g:Graph {key: 'graph'}) RETURN g.version AS version"]
    assert second.content == first.content
    assert second.headers == first.headers


@pytest.mark.parametrize(
    "headers", [{"Accept": "text/csv"}, {"Accept-Encoding": "identity"}, {"If-None-Match": 'W/"other"'}]
)
async def test_what_is_asked_for_in_another_way_is_answered_anew(
    client: httpx.AsyncClient, reads: list[str], headers: dict[str, str]
) -> None:
    whole = await client.get(f"{LINKS}&at=2025-11-02")
    asked = len(reads)
    other = await client.get(f"{LINKS}&at=2025-11-02", headers=headers)
    assert len(reads) > asked + 1
    assert (other.text == whole.text) is ("Accept" not in headers)


async def test_another_day_is_answered_anew(client: httpx.AsyncClient, clock: Clock) -> None:
    today = await client.get("/v1/queries/network/members?network=b40&limit=3")
    clock.day = clock.day.replace(year=2021)
    before = await client.get("/v1/queries/network/members?network=b40&limit=3")
    assert before.json()["query"]["at"] == clock.day.isoformat()
    assert before.json() != today.json()


async def test_another_version_of_the_graph_is_answered_anew(
    client: httpx.AsyncClient, store: Store, seed_graph: GraphStates
) -> None:
    first = await client.get(LINKS)
    seed_graph.dirty()
    await store.write(
        [
            Statement("MATCH (c:Entity {id: 'tartu-ee'}) SET c.name = 'Dorpat'"),
            Statement("MATCH (g:Graph {key: 'graph'}) SET g.version = g.version + 'x'"),
        ]
    )
    second = await client.get(LINKS)
    assert "Dorpat" in second.text
    assert second.headers["etag"] != first.headers["etag"]


async def test_problems_are_not_kept(client: httpx.AsyncClient, store: Store, seed_graph: GraphStates) -> None:
    assert (await client.get("/v1/entities/nowhere-xx")).status_code == 404
    seed_graph.dirty()
    await store.write([Statement("MATCH (c:Entity {id: 'tartu-ee'}) SET c.id = 'nowhere-xx'")])
    assert (await client.get("/v1/entities/nowhere-xx")).status_code == 200


async def test_the_least_recently_used_give_way() -> None:
    answered: list[str] = []

    class Versioned:
        async def version(self) -> str:
            return "1"

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        answered.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b'"x"')]})
        await send({"type": "http.response.body", "body": b"x" * 40})

    app = FastAPI()
    app.state.questions = Versioned()
    keeping = Keeping(answer, Clock(), most_bytes=100)

    async def ask(path: str) -> bytes:
        body = b""

        async def send(message: Message) -> None:
            nonlocal body
            body += message.get("body", b"")

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "app": app}
        await keeping(scope, None, send)  # type: ignore[arg-type]
        return body

    for path in ("/v1/a", "/v1/b", "/v1/a", "/v1/c", "/v1/a", "/v1/b"):
        assert await ask(path) == b"x" * 40
    assert answered == ["/v1/a", "/v1/b", "/v1/c", "/v1/b"]
