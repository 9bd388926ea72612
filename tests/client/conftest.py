"""The service in a thread of its own, and clients of it and of its Neo4j; a service that says what a test tells it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import uvicorn
from fastapi import FastAPI

from muninet import Graph
from muninet.settings import Settings
from muninet_api.app import create_app

if TYPE_CHECKING:
    from tests.conftest import ServerAddress


@pytest.fixture(scope="session")
def app(settings: Settings, server: ServerAddress) -> FastAPI:
    """The service on the shared server."""
    return create_app(replace(settings, neo4j_uri=server.uri, neo4j_user=server.user, neo4j_password=server.password))


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """Where the service answers."""
    service = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=service.run, name="service")
    thread.start()
    limit = time.monotonic() + 60
    while not service.started:
        assert thread.is_alive(), "the service ended while it started"
        assert time.monotonic() < limit, "the service does not start"
        time.sleep(0.05)
    (socket,) = service.servers[0].sockets
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    service.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def over_http(address: str) -> Iterator[Graph]:
    """The graph, asked over HTTP."""
    with Graph(address) as graph:
        yield graph


@pytest.fixture(scope="session")
def over_bolt(server: ServerAddress) -> Iterator[Graph]:
    """The graph, asked over Bolt."""
    with Graph(server.uri, user=server.user, password=server.password) as graph:
        yield graph


@pytest.fixture(params=["http", "bolt"])
def graph_of(request: pytest.FixtureRequest) -> Graph:
    """The graph, asked either way."""
    graph: Graph = request.getfixturevalue(f"over_{request.param}")
    return graph


@pytest.fixture
def seed(graph_of: Graph, seed_graph: object) -> Graph:
    """The seed, asked either way."""
    return graph_of


@pytest.fixture
def small(graph_of: Graph, small_graph: object) -> Graph:
    """The small graph, asked either way."""
    return graph_of


@dataclass
class Reply:
    """What the told service answers."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Told:
    """A service that gives these replies, one after the other, and then the last one again.

    Attributes:
        address: where it answers.
        replies: what it says.
        asked: path and headers of every request.
    """

    address: str
    replies: list[Reply]
    asked: list[tuple[str, dict[str, str]]]

    def says(self, *replies: Reply) -> None:
        self.replies[:] = replies


@pytest.fixture
def told() -> Iterator[Told]:
    """A service that says what it is told, on a port of its own."""
    replies: list[Reply] = []
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            self.send_response(reply.status)
            headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body)), **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name of the base class
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as service:
        thread = threading.Thread(target=service.serve_forever, args=(0.05,))
        thread.start()
        yield Told(f"http://127.0.0.1:{service.server_port}", replies, asked)
        service.shutdown()
        thread.join(10)
