"""The services of docker-compose.yml under names, ports and images of their own."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# As docs/docker.md says; the time limit is for machines that build and load slowly.
UP = ("up", "--build", "--detach", "--wait", "--wait-timeout", "600")
REPLICAS = ("--profile", "replicas")
PROXY = "MUNINET_PROXY_PORT"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def docker(*arguments: str) -> str:
    """What the engine says to a command that must not fail."""
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True).stdout


def until(reached: Callable[[], bool], seconds: float = 120) -> None:
    """Wait for something to be so."""
    limit = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < limit, "it did not come to be so in time"
        time.sleep(0.1)


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP, whatever its status."""

    status: int
    headers: Message
    text: str

    @property
    def kind(self) -> str:
        """Its type, without parameters."""
        return self.headers.get_content_type()

    @property
    def problem(self) -> dict[str, Any]:
        """The problem that it tells."""
        assert self.kind == "application/problem+json", (self.status, self.kind, self.text[:500])
        told: dict[str, Any] = json.loads(self.text)
        assert set(told) >= {"type", "title", "status", "detail", "instance"}
        assert told["status"] == self.status
        return told


class Composed:
    """The services under a project name of their own, on ports of their own, from images of their own."""

    def __init__(self) -> None:
        self.name = f"muninet-test-{secrets.token_hex(4)}"
        self.images = {"MUNINET_IMAGE": self.name, "MUNINET_PROXY_IMAGE": f"{self.name}-proxy"}
        self.ports = {"MUNINET_PORT": _free_port(), "MUNINET_COMPOSE_BOLT_PORT": _free_port()}
        self.ports |= {"MUNINET_COMPOSE_HTTP_PORT": _free_port(), PROXY: _free_port()}
        # No sign of it may mean something to a shell, to NEO4J_AUTH or to an option.
        self.password = secrets.token_hex(12)
        # Settings of whoever runs the tests would change what is tested.
        outside = {name: value for name, value in os.environ.items() if not name.startswith("MUNINET_")}
        ports = {name: str(port) for name, port in self.ports.items()}
        self.environment = {**outside, **ports, **self.images, "MUNINET_NEO4J_PASSWORD": self.password}

    def compose(self, *arguments: str, settings: dict[str, str] | None = None) -> str:
        ran = self._run(*arguments, settings=settings)
        if ran.returncode:
            logs = self._run(*REPLICAS, "logs", "--no-color", "--tail", "20").stdout
            pytest.fail(f"docker compose {' '.join(arguments)}: {ran.stdout[-1000:]}{ran.stderr[-3000:]}\n{logs}")
        return ran.stdout

    def _run(self, *arguments: str, settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        command = ["docker", "compose", "--project-name", self.name, *arguments]
        environment = {**self.environment, **(settings or {})}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    def answer(self, path: str, port: str = "MUNINET_PORT") -> Answer:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[port]}{path}", timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())

    def ask(self, path: str, port: str = "MUNINET_PORT") -> Any:
        answer = self.answer(path, port)
        assert answer.status == 200, answer.text[:500]
        return json.loads(answer.text)

    def containers(self) -> list[tuple[str, dict[str, Any]]]:
        """What the engine says of each container, with the service that it is of."""
        ids = self.compose(*REPLICAS, "ps", "--all", "--quiet").split()
        inspected = json.loads(docker("inspect", *ids))
        return [(one["Config"]["Labels"]["com.docker.compose.service"], one) for one in inspected]

    def container(self, service: str) -> dict[str, Any]:
        """What the engine says of a service's only container."""
        (one,) = (container for name, container in self.containers() if name == service)
        return one

    def started(self) -> dict[str, str]:
        """The containers by id, and when each was started."""
        return {one["Id"]: one["State"]["StartedAt"] for _, one in self.containers()}

    def down(self) -> None:
        self.compose(*REPLICAS, "down", "--volumes", "--timeout", "30")
        there = [image for image in self.images.values() if docker("image", "ls", "--quiet", image)]
        if there:
            docker("image", "rm", *there)

    def left(self) -> str:
        """Names of containers, volumes, networks and images that are still there."""
        label = f"label=com.docker.compose.project={self.name}"
        commands = (["ps", "--all"], ["volume", "ls"], ["network", "ls"], ["image", "ls"])
        named = "".join(docker("image", "ls", "--quiet", image) for image in self.images.values())
        return named + "".join(docker(*command, "--quiet", "--filter", label) for command in commands)


@pytest.fixture(scope="session")
def composed(docker_engine: None) -> Iterator[Composed]:
    """Services that have been started as the documentation says."""
    if subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("no Docker engine answers to Compose")
    services = Composed()
    before = set(docker("volume", "ls", "--quiet").split())
    try:
        services.compose(*UP)
        yield services
    finally:
        services.down()
        assert services.left() == ""
        # Those without a name too, which no label leads to.
        assert set(docker("volume", "ls", "--quiet").split()) - before == set()
