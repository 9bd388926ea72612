"""The private Neo4j itself: started, asked, stopped, killed, started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from muninet.errors import LocalServerError, StoreUnavailableError
from muninet.settings import Settings
from muninet.store.archive import ClassArchive
from muninet.store.bolt import Store
from muninet.store.jars import fetch_jars
from muninet.store.java import java_program
from muninet.store.local import LocalServer
from muninet.store.releases import RELEASES


class Stages:
    """Progress as a list of stages with what was reported of each."""

    def __init__(self) -> None:
        self.seen: list[list[object]] = []

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        self.seen.append([name, total, 0])

    def advance(self, amount: int = 1) -> None:
        self.seen[-1][2] = int(str(self.seen[-1][2])) + amount

    def done(self) -> None:
        pass


@pytest.fixture(scope="module")
def stages() -> Stages:
    return Stages()


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory, stages: Stages) -> Iterator[LocalServer]:
    """A server of this file's own, in a folder whose name has blanks and letters beyond ASCII."""
    home = tmp_path_factory.mktemp("own") / 'a höme of "its" own'
    with LocalServer(replace(settings, home=home), progress=stages) as server:
        yield server


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, home=tmp_path / "home")


async def run(server: LocalServer, text: str, password: str | None = None) -> list[tuple[object, ...]]:
    async with await Store.open(server.bolt_uri, server.user, password or server.password) as store:
        return (await store.read(text)).rows


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_it_is_a_community_server_that_takes_its_own_password_only(own: LocalServer, settings: Settings) -> None:
    rows = await run(own, "CALL dbms.components() YIELD versions, edition RETURN versions[0], edition")
    assert rows[0] == (RELEASES[settings.neo4j_release].version, "community")
    for wrong in ("neo4j", "muninet"):
        with pytest.raises(StoreUnavailableError, match="refuses the login"):
            await run(own, "RETURN 1", wrong)


def test_the_password_is_in_its_file_and_nowhere_else(own: LocalServer) -> None:
    assert own.password_file.read_text().strip() == own.password
    assert len(own.password) >= 20
    assert mode(own.password_file) == mode(own.home / "serve.json") == 0o600
    assert mode(own.home) == 0o700
    assert own.password not in repr(own)
    assert own.password not in Path(f"/proc/{own.pid}/cmdline").read_text()
    assert own.password not in Path(f"/proc/{own.pid}/environ").read_text()
    files = [file for file in own.home.rglob("*") if file.is_file() and file != own.password_file]
    assert {"neo4j.conf", "neo4j.log", "debug.log", "console.log", "serve.json"} <= {file.name for file in files}
    assert [file for file in files if own.password.encode() in file.read_bytes()] == []


def test_serve_json_says_where_it_is(own: LocalServer) -> None:
    own.announce(api="http://127.0.0.1:8000")
    content = json.loads((own.home / "serve.json").read_text())
    since = content.pop("since")
    assert since[:2] == "20"
    assert content == {
        "pid": os.getpid(),
        "neo4j_pid": own.pid,
        "bolt": own.bolt_uri,
        "http": own.http_uri,
        "user": "neo4j",
        "api": "http://127.0.0.1:8000",
    }


def test_it_listens_on_loopback_only(own: LocalServer) -> None:
    inodes = set()
    for entry in Path(f"/proc/{own.pid}/fd").iterdir():
        target = os.readlink(entry)
        if target.startswith("socket:["):
            inodes.add(target.removeprefix("socket:[").removesuffix("]"))
    listening = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                listening.append(fields[1].split(":"))
    assert {int(port, 16) for _, port in listening} == {int(own.bolt_uri[-5:]), int(own.http_uri[-5:])}
    assert {address for address, _ in listening} <= {"0100007F", "0000000000000000FFFF00000100007F"}


async def test_it_reports_to_nobody(own: LocalServer) -> None:
    names = ("client.allow_telemetry", "dbms.usage_report.enabled", "server.bolt.telemetry.enabled")
    async with await Store.open(own.bolt_uri, own.user, own.password) as store:
        rows = await store.read(
            "SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value", {"names": list(names)}
        )
    assert dict(rows.rows) == dict.fromkeys(names, "false")


def test_the_browser_is_there(own: LocalServer) -> None:
    page = httpx.get(own.browser_url, timeout=20)
    assert page.status_code == 200
    assert "Neo4j Browser" in page.text
    assert own.browser_url.endswith(f"?dbms=bolt://neo4j@{own.bolt_uri.removeprefix('bolt://')}")


def test_a_second_start_on_the_folder_says_who_has_it(own: LocalServer, settings: Settings) -> None:
    began = time.monotonic()
    second = LocalServer(replace(settings, home=own.home))
    with pytest.raises(LocalServerError) as caught:
        second.start()
    assert time.monotonic() - began < 1
    for part in (f"process {os.getpid()} since 20", own.bolt_uri, own.http_uri, "MUNINET_HOME"):
        assert part in str(caught.value)
    second.stop()
    assert is_running(own.pid)
    assert (own.home / "serve.json").exists()


def test_the_boot_was_reported_step_by_step(own: LocalServer, stages: Stages, settings: Settings) -> None:
    name, total, reported = stages.seen[-1]
    assert str(name).startswith(f"Starting Neo4j {settings.neo4j_release}")
    assert 2 <= int(str(reported)) <= int(str(total))


START = """
import asyncio, os, sys
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.local import LocalServer
from muninet.store.values import Statement

async def write(server):
    async with await Store.open(server.bolt_uri, server.user, server.password) as store:
        await store.write([Statement("CREATE (:Kept {id: 'x'})", {})])

server = LocalServer(Settings.from_environment(os.environ)).start()
asyncio.run(write(server))
print(server.pid, server.bolt_uri, server.http_uri, server.password, flush=True)
sys.stdin.read()
"""


def damaged_cache(settings: Settings, folder: Path) -> Settings:
    """Settings with a cache of its own: the same jars, and rubbish where their class archive is looked for."""
    folder.mkdir()
    (folder / "jars").symlink_to(settings.cache / "jars")
    mine = replace(settings, cache=folder)
    release = RELEASES[settings.neo4j_release]
    java = java_program(release, settings.cache)
    # The runtime of another release lies in the cache, too.
    if (settings.cache / "java").exists():
        (folder / "java").symlink_to(settings.cache / "java")
        java = java_program(release, folder)
    archive = ClassArchive(folder, java, fetch_jars(mine), release.name)
    draft = folder / "draft"
    assert archive.is_missing
    assert f"-XX:ArchiveClassesAtExit={draft}" in archive.options(draft)
    draft.write_bytes(b"no archive" * 1000)
    archive.keep(draft)
    assert len(archive.options(draft)) == 1
    return mine


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_data_ports_and_password_outlast_a_kill_a_stop_and_a_damaged_archive(elsewhere: Settings) -> None:
    environment = os.environ | {"MUNINET_HOME": str(elsewhere.home), "MUNINET_CACHE": str(elsewhere.cache)}
    with subprocess.Popen(
        [sys.executable, "-c", START], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        pid, *before = process.stdout.readline().split()
        process.send_signal(signal.SIGKILL)

    server = LocalServer(elsewhere)
    with server:
        assert not is_running(int(pid))
        assert [server.bolt_uri, server.http_uri, server.password] == before
        assert asyncio.run(run(server, "MATCH (n:Kept) RETURN n.id")) == [("x",)]
        ended = server.pid
    assert not is_running(ended)
    assert not (server.home / "serve.json").exists()
    with pytest.raises(LocalServerError, match="is not running"):
        _ = server.pid

    with LocalServer(damaged_cache(elsewhere, elsewhere.home.parent / "cache")) as again:
        assert [again.bolt_uri, again.http_uri, again.password] == before
        assert asyncio.run(run(again, "MATCH (n:Kept) RETURN n.id")) == [("x",)]

    server.password_file.write_text("something else\n")
    with pytest.raises(LocalServerError, match=r"does not take the password in .*password") as caught:
        server.start()
    assert "something else" not in str(caught.value)


def test_a_server_that_cannot_start_says_why(elsewhere: Settings) -> None:
    server = LocalServer(elsewhere, configuration={"dbms.no_such_setting": "1"}, archive=False)
    with pytest.raises(LocalServerError, match="ended with status 1") as caught:
        server.start()
    assert "dbms.no_such_setting" in str(caught.value)
    assert not (elsewhere.home / "serve.json").exists()


def test_a_server_that_takes_too_long_is_stopped(elsewhere: Settings) -> None:
    server = LocalServer(elsewhere, timeout=0.6)
    with pytest.raises(LocalServerError, match=r"did not answer within 0\.6 s"):
        server.start()
    cmdlines = [file for file in Path("/proc").glob("[0-9]*/cmdline") if str(elsewhere.home) in _text(file)]
    assert cmdlines == []
    assert not (elsewhere.home / "serve.json").exists()


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
