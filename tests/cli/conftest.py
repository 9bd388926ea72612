"""The real command `muninet`, run as a person runs it: a process of its own, its output in a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import ServerAddress

COMMAND = str(Path(sys.executable).with_name("muninet"))


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def environment(server: ServerAddress, tmp_path: Path) -> dict[str, str]:
    """The environment of a command that uses the shared server and has a data folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUNINET_")}
    ours = ("MUNINET_CACHE", "MUNINET_NEO4J_RELEASE")
    cache = {name: os.environ[name] for name in ours if name in os.environ}
    return {
        **kept,
        **cache,
        "MUNINET_NEO4J_URI": server.uri,
        "MUNINET_NEO4J_USER": server.user,
        "MUNINET_NEO4J_PASSWORD": server.password,
        "MUNINET_HOME": str(tmp_path / "home"),
    }


@pytest.fixture
def muninet(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run `muninet` with these arguments to its end; variables of the environment may be changed, None unsets one."""

    def run(*arguments: str, **changes: str | None) -> Ended:
        changed = {**environment, **{k: v for k, v in changes.items() if v is not None}}
        for name in [name for name, value in changes.items() if value is None]:
            changed.pop(name, None)
        ended = subprocess.run(
            [COMMAND, *arguments], env=changed, cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def command() -> str:
    """Path of the command itself."""
    return COMMAND
