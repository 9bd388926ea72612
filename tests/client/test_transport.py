"""What goes over the wire: kept answers, compression, patience with a service that is away, and answers of others."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import socket
import time
from email.utils import format_datetime
from typing import Any

import pytest
from tests.client.conftest import Reply, Told

from muninet import Graph
from muninet.client import (
    BadAnswer,
    BadParameter,
    GraphError,
    NothingThere,
    Problem,
    QueryTimeout,
    ServiceUnavailable,
    UnknownEntity,
)
from muninet.client.errors import class_for
from muninet.errors import UsageError
from muninet_api.kinds import KINDS

RESULTS: dict[str, Any] = {
    "graph_version": "7",
    "results": [
        {"id": "b40", "type": "Network", "name": "B40", "country": None, "score": 1.0, "matched": "B40", "sources": []}
    ],
    "next": None,
    "sources": {},
    "licences": [],
}


def answer(**changes: Any) -> bytes:
    return json.dumps({**RESULTS, **changes}).encode()


def problem(slug: str, **more: Any) -> Reply:
    kind = KINDS[slug]
    body = json.dumps({**kind.example, **more}).encode()
    return Reply(body, kind.status, {"Content-Type": "application/problem+json"})


def away(seconds: str) -> Reply:
    reply = problem("database-away")
    return Reply(reply.body, 503, {**reply.headers, "Retry-After": seconds})


def test_a_kept_answer_is_asked_for_by_its_tag(told: Told) -> None:
    with Graph(told.address) as graph:
        told.says(Reply(answer(), headers={"ETag": 'W/"a"'}), Reply(b"", 304, {"ETag": 'W/"a"'}))
        first = graph.search("b40")
        assert graph.search("b40") == first
        told.says(Reply(answer(graph_version="8"), headers={"ETag": 'W/"b"'}))
        assert graph.search("b40").graph_version == "8"
        graph.search("b41")
    tags = [headers.get("if-none-match") for _, headers in told.asked]
    assert tags == [None, 'W/"a"', 'W/"a"', None]


def test_what_may_not_be_kept_is_not(told: Told) -> None:
    told.says(Reply(answer(), headers={"ETag": '"a"', "Cache-Control": "no-store"}))
    with Graph(told.address) as graph:
        graph.search("b40")
        graph.search("b40")
    assert [headers.get("if-none-match") for _, headers in told.asked] == [None, None]


def test_few_answers_are_kept(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muninet.client.http._MOST_KEPT", 2)
    told.says(Reply(answer(), headers={"ETag": '"a"'}))
    with Graph(told.address) as graph:
        for word in ("a", "b", "a", "c", "a", "b"):
            graph.search(word)
    assert [headers.get("if-none-match") for _, headers in told.asked] == [None, None, '"a"', None, '"a"', None]


def test_answers_come_compressed_over_one_connection(told: Told) -> None:
    told.says(Reply(gzip.compress(answer()), headers={"Content-Encoding": "gzip"}))
    with Graph(told.address) as graph:
        assert graph.search("b40").results[0].id == "b40"
    assert "gzip" in told.asked[0][1]["accept-encoding"]
    assert told.asked[0][1]["accept"] == "application/json"
    told.says(Reply(b"no gzip", headers={"Content-Encoding": "gzip"}))
    with Graph(told.address) as graph, pytest.raises(BadAnswer):
        graph.search("b40")


def test_patience_with_a_service_that_is_away(told: Told) -> None:
    told.says(away("0"), away("1"), Reply(answer()))
    before = time.monotonic()
    with Graph(told.address) as graph:
        assert graph.search("b40").results
    assert len(told.asked) == 3
    assert time.monotonic() - before >= 1


def test_patience_has_an_end(told: Told) -> None:
    told.says(away("0"))
    with Graph(told.address) as graph, pytest.raises(ServiceUnavailable) as caught:
        graph.search("b40")
    assert len(told.asked) == 4
    assert caught.value.retry_after == 0
    told.asked.clear()
    told.says(away("60"))
    with Graph(told.address, patience=5) as graph, pytest.raises(ServiceUnavailable) as caught:
        graph.search("b40")
    assert len(told.asked) == 1
    assert caught.value.retry_after == 60


def test_back_at_a_time(told: Told) -> None:
    told.says(away(format_datetime(dt.datetime.now(tz=dt.UTC) - dt.timedelta(hours=1), usegmt=True)), Reply(answer()))
    with Graph(told.address) as graph:
        assert graph.search("b40").results


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with Graph(f"http://127.0.0.1:{port}") as graph, pytest.raises(ServiceUnavailable, match=str(port)):
            graph.search("b40")
        with Graph(f"bolt://127.0.0.1:{port}") as graph, pytest.raises(ServiceUnavailable, match=str(port)):
            graph.search("b40")


def test_a_service_that_takes_too_long() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with Graph(address, timeout=0.2) as graph, pytest.raises(ServiceUnavailable, match=r"within 0\.2 s"):
            graph.search("b40")


def test_what_a_newer_service_adds_is_passed_over(told: Told) -> None:
    result = {**RESULTS["results"][0], "rank_of_it": 3}
    told.says(Reply(answer(results=[result], facets={"a": 1})), Reply(answer()))
    with Graph(told.address) as graph:
        assert graph.search("a") == graph.search("b")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (json.dumps({"results": [], "next": None}).encode(), "lacks `graph_version`"),
        (answer(results=[{"id": "b40"}]), r"lacks `results\.0\.type`"),
        (answer(graph_version=7), r"at `graph_version`"),
        (b"[]", "its beginning"),
        (b"{", "its beginning"),
    ],
)
def test_what_is_missing_is_named(told: Told, body: bytes, complaint: str) -> None:
    told.says(Reply(body))
    with Graph(told.address) as graph, pytest.raises(BadAnswer, match=complaint):
        graph.search("b40")


@pytest.mark.parametrize(
    ("type_", "cell", "complaint"),
    [
        ("node", {"id": "b40"}, r"lacks `rows\.it\.0\.type`"),
        ("date", "soon", r"at `rows\.it\.0`"),
        ("fact[]", [{}], r"lacks `rows\.it\.0\.0\.id`"),
    ],
)
def test_what_is_missing_in_a_row_is_named(told: Told, type_: str, cell: Any, complaint: str) -> None:
    rows: dict[str, Any] = {
        "query": {}, "graph_version": "7", "data_as_of": None, "columns": [{"name": "it", "type": type_}],
        "rows": [{"it": cell}], "next": None, "sources": {}, "licences": [],
    }  # fmt: skip
    told.says(Reply(json.dumps(rows).encode()))
    with Graph(told.address) as graph, pytest.raises(BadAnswer, match=complaint):
        graph.query("x/y")
    told.says(Reply(json.dumps({**rows, "rows": [{}]}).encode()))
    with Graph(told.address) as graph, pytest.raises(BadAnswer, match=r"lacks `rows\.0\.it`"):
        graph.query("x/y")


def test_somebody_else_answers(told: Told) -> None:
    with Graph(told.address) as graph:
        told.says(Reply(b"<html>", headers={"Content-Type": "text/html"}))
        with pytest.raises(BadAnswer, match="text/html"):
            graph.search("b40")
        told.says(Reply(b"nope", 403, {"Content-Type": "text/plain"}))
        with pytest.raises(GraphError, match="403"):
            graph.search("b40")
        told.says(Reply(b"[1]", 500, {"Content-Type": "application/problem+json"}))
        with pytest.raises(GraphError, match="500"):
            graph.search("b40")
        told.says(Reply(b"", 304))
        with pytest.raises(GraphError, match="304"):
            graph.search("b40")


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("bad-parameter", BadParameter),
        ("unknown-entity", UnknownEntity),
        ("not-found", NothingThere),
        ("query-timeout", QueryTimeout),
        ("internal-error", GraphError),
    ],
)
def test_problems(told: Told, slug: str, kind: type[GraphError]) -> None:
    told.says(problem(slug))
    with Graph(told.address) as graph, pytest.raises(GraphError) as caught:
        graph.search("b40")
    error, example = caught.value, KINDS[slug].example
    assert type(error) is kind
    assert str(error) == error.problem.detail == example["detail"]
    assert (error.problem.type, error.problem.title, error.problem.status) == (
        f"/problems/{slug}",
        KINDS[slug].title,
        KINDS[slug].status,
    )
    assert error.parameter == example["parameter"]
    assert [{"id": s.id, "name": s.name} for s in error.suggestions] == example["suggestions"]


def test_classes_are_those_of_the_service() -> None:
    classes = [kind for kind in GraphError.__subclasses__() if kind is not BadAnswer]
    assert len(classes) >= 9
    for kind in classes:
        served = KINDS[kind.slug]
        assert (kind.title, kind.status) == (served.title, served.status)
        assert class_for(Problem(served.type, served.title, served.status, "")) is kind
    # What is not found, and a parameter at fault, can be told apart; a kind of tomorrow goes by its status.
    told_apart = [kind for kind in KINDS.values() if kind.status == 404]
    assert {kind.slug for kind in told_apart} <= {kind.slug for kind in classes}
    assert class_for(Problem("/problems/of-tomorrow", "", 503, "")) is ServiceUnavailable
    assert class_for(Problem("about:blank", "", 418, "")) is GraphError


def test_a_path_before_the_service(told: Told) -> None:
    told.says(Reply(answer()))
    with Graph(f"{told.address}/muninet/") as graph:
        graph.search("b 40&", types=["City", "Network"])
    assert told.asked[0][0] == "/muninet/v1/search?q=b+40%26&type=City&type=Network&limit=20&cursor="


@pytest.mark.parametrize(
    ("address", "complaint"),
    [("127.0.0.1:8000", "no address"), ("ftp://x", "no address"), ("http://[::1", "no address"), ("", "no address")],
)
def test_what_is_no_address(address: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        Graph(address)


def test_a_login_is_never_shown(told: Told) -> None:
    told.says(Reply(b"x", 500, {"Content-Type": "text/plain"}))
    graph = Graph(told.address.replace("://", "://me:s3cret@"))
    assert "s3cret" not in repr(graph)
    with graph, pytest.raises(GraphError) as caught:
        graph.search("b40")
    assert "s3cret" not in str(caught.value)
    assert told.asked[0][1]["authorization"].startswith("Basic ")
    for address in ("me:s3cret@host", "http://me:s3cret@[::1", "bolt://me:s3cret@127.0.0.1:1"):
        with pytest.raises((GraphError, UsageError)) as refused:
            Graph(address)
        assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("login", [{"user": "me"}, {"password": "x"}, {"database": "x"}])
def test_a_login_goes_with_a_bolt_address(told: Told, login: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="Bolt"):
        Graph(told.address, **login)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="Bolt"):
        Graph(**login)  # type: ignore[arg-type]


def test_a_service_over_the_seed_gives_kept_answers(over_http: Graph, seed_graph: object) -> None:
    question = {"network": "b40", "at": "2025-01-01"}
    transport: Any = over_http._transport
    over_http.query("network/members", **question)
    before = dict(transport._answers)
    first = over_http.query("network/members", **question)
    key = next(key for key in before if "network/members" in key and "2025-01-01" in key)
    assert transport._answers[key] is before[key]
    assert first.rows
