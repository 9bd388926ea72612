"""The data folder of the private Neo4j beside backups, restores that were killed, and other releases."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from muninet.errors import LocalServerError, TransferError
from muninet.progress import SilentProgress
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.dump import dump, undump
from muninet.store.exchange import place_of
from muninet.store.local import LocalServer
from muninet.store.values import Statement


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, home=tmp_path / "home")


@pytest.mark.parametrize(
    ("begun", "kept"), [("", "5.26"), ("INFO  Starting...", "2026.08")], ids=["untouched", "opened"]
)
def test_a_newer_release_that_never_began_does_not_lock_the_older_one_out(
    elsewhere: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: str, kept: str
) -> None:
    java = tmp_path / "java"
    java.write_text(f"#!/bin/sh\necho '{begun}' >> logs/neo4j.log\nexit 1\n")
    java.chmod(0o700)
    monkeypatch.setattr("muninet.store.local.java_program", lambda *_: java)
    monkeypatch.setattr("muninet.store.local.fetch_jars", lambda *_: ())
    elsewhere.home.mkdir()
    (elsewhere.home / "release").write_text("5.26\n")
    newer = LocalServer(replace(elsewhere, neo4j_release="2026.08"), archive=False)
    with pytest.raises(LocalServerError, match="ended with status 1"):
        newer.start()
    assert (elsewhere.home / "release").read_text() == f"{kept}\n"


def test_a_start_puts_right_what_a_killed_restore_has_moved(
    elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = elsewhere.home / "restore-abc"
    (draft / "old" / "databases").mkdir(parents=True)
    (draft / "moves.json").write_text('[["data/databases/neo4j", "restore-abc/old/databases"]]')
    place_of(elsewhere.home).parent.mkdir(parents=True)
    monkeypatch.setattr("muninet.store.local.java_program", lambda *_: Path("/bin/false"))
    monkeypatch.setattr("muninet.store.local.fetch_jars", lambda *_: ())
    server = LocalServer(elsewhere, archive=False)
    with pytest.raises(LocalServerError, match="ended with status 1"):
        server.start()
    assert place_of(elsewhere.home).exists()
    assert not draft.exists()
    assert "the one from before is back" in server.notes[0]


def test_a_backup_after_a_crash_and_a_file_that_is_none_say_what_to_do(elsewhere: Settings, tmp_path: Path) -> None:
    quiet, file, rubbish = SilentProgress(), tmp_path / "a.dump", tmp_path / "b.dump"

    async def write(server: LocalServer) -> None:
        async with await Store.open(server.bolt_uri, server.user, server.password) as store:
            await store.write([Statement("CREATE (:Kept {id: 'x'})")])

    with LocalServer(elsewhere) as server:
        asyncio.run(write(server))
        os.kill(server.pid, signal.SIGKILL)
    with pytest.raises(LocalServerError, match=r": Active logical log detected.*: .*`muninet status` does"):
        dump(elsewhere, file, quiet)
    with LocalServer(elsewhere):
        pass
    assert dump(elsewhere, file, quiet) == []
    with pytest.raises(TransferError, match=r"/a{300}\.dump: it cannot be written \("):
        dump(elsewhere, tmp_path / f"{'a' * 300}.dump", quiet)
    rubbish.write_bytes(b"rubbish" * 1000)
    # Each release has words of its own for it.
    words = r"could not load .*: (Unknown frame descriptor|Unsupported format).*: where a newer release"
    with pytest.raises(LocalServerError, match=words):
        undump(elsewhere, rubbish, quiet, replace=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dump", "b.dump", "home"]
