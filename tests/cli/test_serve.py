"""`muninet serve` and `muninet up`: brought up, asked, stopped, and brought up again."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

LINKS = "/v1/links?to=climate-alliance&via=ceesen"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Started:
    """A `muninet` that stays, in a process group of its own as a terminal gives it one."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.home = Path(environment["MUNINET_HOME"])
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                command, env=environment, stdout=output, stderr=output, cwd=log.parent, start_new_session=True
            )

    def output(self) -> str:
        return self.log.read_text()

    def until_says(self, words: str, seconds: float = 150) -> None:
        limit = time.monotonic() + seconds
        while words not in self.output():
            assert self.process.poll() is None, f"ended early:\n{self.output()}"
            assert time.monotonic() < limit, f"never said {words!r}:\n{self.output()}"
            time.sleep(0.1)

    def announced(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.home / "serve.json").read_text())
        return content

    def signal(self, *signals: signal.Signals) -> int:
        """Send signals to the whole group, as Ctrl-C does, and wait for the end; returns the exit status."""
        for one in signals:
            os.killpg(self.process.pid, one)
            time.sleep(0.05)
        return self.process.wait(60)


@pytest.fixture
def start(command: str, environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Start `muninet` with these arguments; None unsets a variable. What still runs is ended after the test."""
    started: list[Started] = []

    def begin(*arguments: str, **changes: str | None) -> Started:
        changed = {**environment, **{name: value for name, value in changes.items() if value is not None}}
        for name in [name for name, value in changes.items() if value is None]:
            changed.pop(name, None)
        started.append(Started([command, *arguments], changed, tmp_path / f"output-{len(started)}.log"))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            one.signal(signal.SIGTERM)


def test_serve_on_a_server_of_others(start: Callable[..., Started], empty_graph: object) -> None:
    port = free_port()
    serve = start("serve", MUNINET_PORT=str(port))
    serve.until_says("muninet is ready")
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        assert client.get("/health/ready").status_code == 200
        answer = client.get(LINKS)
        assert answer.json()["total"] == 28
        assert answer.headers["content-encoding"] == "gzip"
        again = client.get(LINKS, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(LINKS).status_code == 200
        assert client.get("/docs").status_code == 200
        assert client.get("/v1/links?to=a%00b").status_code == 422
        assert client.get("/v1/entities/%ff%fe").status_code == 404
        assert client.post(LINKS).status_code == 405
        assert "server" not in answer.headers
        # A proxy on this machine is believed, and its pages are others than those without it.
        pages = [client.get("/queries", headers={"X-Forwarded-Proto": scheme}) for scheme in ("https", "http")]
        secure, plain = (page.text for page in pages)
        assert f"https://127.0.0.1:{port}/queries" in secure
        assert f"http://127.0.0.1:{port}/queries" not in secure
        assert f"https://127.0.0.1:{port}/queries" not in plain
        assert pages[0].headers["etag"] != pages[1].headers["etag"]
    assert serve.announced()["api"] == f"http://127.0.0.1:{port}"
    assert serve.announced()["pid"] == serve.process.pid
    assert stat.S_IMODE((serve.home / "serve.json").stat().st_mode) == 0o600
    assert f"http://127.0.0.1:{port}/docs" in serve.output()
    assert serve.signal(signal.SIGINT) == 0
    assert not (serve.home / "serve.json").exists()
    assert "Traceback" not in serve.output()
    assert "GET /v1" not in serve.output()


def test_a_busy_port(muninet: Run, start: Callable[..., Started], seed_graph: object) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = muninet("serve", MUNINET_PORT=str(port))
    assert (ended.status, ended.out) == (2, "")
    assert f"MUNINET_PORT: port {port} is busy" in ended.err


def test_a_port_is_chosen_around_a_busy_one(start: Callable[..., Started], seed_graph: object) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", 8000))
            taken.listen()
        except OSError:
            pass  # somebody else has it: as good
        serve = start("serve")
        serve.until_says("muninet is ready")
        address = serve.announced()["api"]
        assert address != "http://127.0.0.1:8000"
        assert f"port 8000 is busy: {address.rpartition(':')[2]} is used instead" in serve.output()
        assert httpx.get(f"{address}/health/ready", timeout=60).status_code == 200
        assert serve.signal(signal.SIGTERM) == 0


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none(muninet: Run, port: str) -> None:
    ended = muninet("serve", MUNINET_PORT=port)
    assert (ended.status, ended.out) == (2, "")
    assert "MUNINET_PORT" in ended.err


def test_the_time_limit_is_of_questions_not_of_the_first_load(
    start: Callable[..., Started], empty_graph: object
) -> None:
    port = free_port()
    serve = start(
        "serve", MUNINET_PORT=str(port), MUNINET_QUERY_TIMEOUT="0.001", MUNINET_TRUSTED_PROXIES="10.0.0.1, 10.1.0.0/16"
    )
    serve.until_says("muninet is ready")
    page = httpx.get(f"http://127.0.0.1:{port}/queries", headers={"X-Forwarded-Proto": "https"})
    assert f"http://127.0.0.1:{port}/queries" in page.text
    answer = httpx.get(f"http://127.0.0.1:{port}/v1/links?to=b40&direction=any&max_hops=6&at=any", timeout=60)
    # Neo4j looks at its clock from time to time only, so a question may slip through; nothing else may happen.
    assert answer.status_code in (200, 504), answer.text
    assert serve.signal(signal.SIGINT) == 0


def test_serve_says_when_the_server_of_others_is_away(muninet: Run) -> None:
    ended = muninet("serve", MUNINET_NEO4J_URI="bolt://127.0.0.1:1", MUNINET_PORT=str(free_port()))
    assert ended.status == 4
    assert "does not answer" in ended.err


def test_up_wants_no_server_of_others(muninet: Run) -> None:
    ended = muninet("up")
    assert ended.status == 2
    assert "MUNINET_NEO4J_URI" in ended.err


def test_the_private_neo4j_from_first_start_to_second(muninet: Run, start: Callable[..., Started]) -> None:
    own = {"MUNINET_NEO4J_URI": None, "MUNINET_NEO4J_USER": None, "MUNINET_NEO4J_PASSWORD": None}
    port = str(free_port())
    serve = start("serve", MUNINET_PORT=port, **own)
    serve.until_says("muninet is ready")
    first = serve.announced()
    password = (serve.home / "password").read_text().strip()
    assert httpx.get(f"http://127.0.0.1:{port}{LINKS}", timeout=60).json()["total"] == 28
    assert first["bolt"] in serve.output()
    assert "/browser/" in serve.output()
    assert str(serve.home / "password") in serve.output()
    assert password not in serve.output()
    assert password not in json.dumps(first)
    # Neo4j Browser opens with the style and the guide of this service.
    configured = (serve.home / "conf" / "neo4j.conf").read_text()
    assert configured.count(f"http://localhost:{port}/neo4j-browser/") == 2

    # Commands use the server that runs, and a second start says who holds the data.
    asked = muninet("links", "--to", "climate-alliance", "--via", "ceesen", **own)
    assert (asked.status, len(asked.out.splitlines()), asked.err) == (0, 1 + 28, "")
    second = muninet("serve", MUNINET_PORT=str(free_port()), **own)
    assert second.status == 4
    assert f"in use by process {serve.process.pid}" in second.err

    # Ctrl-C, by someone who is in a hurry.
    assert serve.signal(signal.SIGINT, signal.SIGINT, signal.SIGINT) == 0
    assert not runs(first["neo4j_pid"])
    assert not (serve.home / "serve.json").exists()
    assert "Traceback" not in serve.output()

    # Neo4j alone, on the data of the first start; a command finds it there.
    up = start("up", **own)
    up.until_says("Neo4j is ready")
    assert json.loads(muninet("status", "--format", "json", **own).out)["datasets"][0]["name"] == "seed"
    neo4j = up.announced()["neo4j_pid"]
    assert up.signal(signal.SIGTERM) == 0
    assert not runs(neo4j)

    # Nobody runs one: the command brings it up for itself, says so, and leaves nothing behind.
    alone = muninet("query", "network/presidency", "--at", "2022-04-25", "--format", "csv", **own)
    assert alone.status == 0
    assert alone.out.splitlines()[1].startswith("istanbul-tr,")
    assert "no Neo4j is running" in alone.err
    assert not (serve.home / "serve.json").exists()


def test_a_private_neo4j_that_ends_by_itself_is_started_again(start: Callable[..., Started]) -> None:
    own = {"MUNINET_NEO4J_URI": None, "MUNINET_NEO4J_USER": None, "MUNINET_NEO4J_PASSWORD": None}
    serve = start("serve", MUNINET_PORT=str(free_port()), **own)
    serve.until_says("muninet is ready")
    first = serve.announced()
    os.kill(first["neo4j_pid"], signal.SIGKILL)
    away = httpx.get(first["api"] + LINKS, timeout=60)
    assert (away.status_code, away.headers["retry-after"]) == (503, "5")
    serve.until_says("Neo4j answers again")
    assert "Neo4j was ended by signal 9: it is started again" in serve.output()
    second = serve.announced()
    assert second["neo4j_pid"] != first["neo4j_pid"]
    assert {**second, "neo4j_pid": 0} == {**first, "neo4j_pid": 0}
    assert httpx.get(first["api"] + LINKS, timeout=60).json()["total"] == 28

    # Stopped while it is being brought up: nothing of it stays.
    os.kill(second["neo4j_pid"], signal.SIGKILL)
    limit = time.monotonic() + 30
    while serve.announced()["neo4j_pid"] == second["neo4j_pid"]:
        assert time.monotonic() < limit, serve.output()
        time.sleep(0.05)
    third = serve.announced()["neo4j_pid"]
    assert serve.signal(signal.SIGINT) == 0
    assert not runs(third)
    assert not (serve.home / "serve.json").exists()
    assert "Traceback" not in serve.output()
