"""Who holds a data folder, which ports it gets, and what ends orphans; with real processes, without a Neo4j."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from muninet.errors import LocalServerError
from muninet.store.child import ChildProcess, stop_orphans
from muninet.store.holder import HomeHolder, read_holder, write_private
from muninet.store.ports import choose_ports

HOLD = """
import sys
from pathlib import Path
from muninet.store.holder import HomeHolder
holder = HomeHolder(Path(sys.argv[1]))
holder.acquire()
holder.announce({"api": "http://127.0.0.1:8000"})
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds tmp_path / "home"."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "home")]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_is_told_who_holds_the_folder(tmp_path: Path, other_holder: subprocess.Popen[str]) -> None:
    holder = HomeHolder(tmp_path / "home")
    with pytest.raises(LocalServerError) as caught:
        holder.acquire()
    since = read_holder(tmp_path / "home")["since"]
    for part in (f"process {other_holder.pid} since {since}", "http://127.0.0.1:8000", "MUNINET_HOME"):
        assert part in str(caught.value)
    assert read_holder(tmp_path / "home")["pid"] == other_holder.pid


def test_a_killed_holder_holds_nothing(tmp_path: Path, other_holder: subprocess.Popen[str]) -> None:
    other_holder.kill()
    other_holder.wait()
    assert read_holder(tmp_path / "home")["pid"] == other_holder.pid
    holder = HomeHolder(tmp_path / "home")
    holder.acquire()
    assert read_holder(tmp_path / "home")["pid"] == os.getpid()
    holder.release()
    assert read_holder(tmp_path / "home") == {}


def test_one_process_cannot_hold_a_folder_twice(tmp_path: Path) -> None:
    first, second = HomeHolder(tmp_path), HomeHolder(tmp_path)
    first.acquire()
    with pytest.raises(LocalServerError, match=f"process {os.getpid()}"):
        second.acquire()
    second.release()
    assert first.file.exists()
    first.release()
    second.acquire()
    second.release()


def test_what_the_holder_says_is_for_its_owner_only(tmp_path: Path) -> None:
    holder = HomeHolder(tmp_path / "new" / "home")
    holder.acquire()
    holder.announce({"bolt": "bolt://127.0.0.1:1"})
    holder.announce({"api": "http://127.0.0.1:2"})
    assert stat.S_IMODE(holder.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(holder.home.stat().st_mode) == 0o700
    content = json.loads(holder.file.read_text())
    assert set(content) == {"pid", "since", "bolt", "api"}
    holder.release()
    assert not holder.file.exists()


def test_a_private_file_is_private_even_where_an_open_one_was(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LocalServerError, match="MUNINET_HOME"):
        HomeHolder(tmp_path / "file" / "home").acquire()


def test_ports_last_and_a_busy_one_is_chosen_around_and_said(tmp_path: Path) -> None:
    first, notes = choose_ports(tmp_path)
    assert notes == []
    assert first.bolt != first.http
    assert choose_ports(tmp_path) == (first, [])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", first.bolt))
        taken.listen()
        second, notes = choose_ports(tmp_path)
    assert second.http == first.http
    assert second.bolt != first.bolt
    assert notes == [f"port {first.bolt} (Bolt) is busy: {second.bolt} is used instead"]


@pytest.mark.parametrize("text", ["", "[]", '{"bolt": 99999999, "http": 0}', '{"bolt": 1}'])
def test_remembered_ports_that_make_no_sense_are_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / "ports.json").write_text(text)
    ports, _ = choose_ports(tmp_path)
    assert 1024 <= ports.bolt <= 65535
    assert 1024 <= ports.http <= 65535


SLEEP = "import sys, time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEP


@pytest.mark.parametrize(("program", "ended_by"), [(SLEEP, signal.SIGTERM), (STUBBORN, signal.SIGKILL)])
def test_orphans_of_this_folder_are_ended_and_no_others(tmp_path: Path, program: str, ended_by: int) -> None:
    marks = [f"--home-dir={tmp_path}/a", f"--home-dir={tmp_path}/a2"]
    commands = [[sys.executable, "-c", program, mark] for mark in marks]
    with (
        subprocess.Popen(commands[0], stdout=subprocess.PIPE) as orphan,
        subprocess.Popen(commands[1], stdout=subprocess.PIPE) as other,
    ):
        assert orphan.stdout is not None
        assert other.stdout is not None
        assert orphan.stdout.readline() == other.stdout.readline() == b"up\n"
        assert stop_orphans(marks[0], grace=0.3) == [orphan.pid]
        assert orphan.wait(1) == -ended_by
        assert other.poll() is None
        assert stop_orphans(marks[0], grace=0.3) == []
        other.kill()


def test_a_child_is_out_of_reach_of_our_ctrl_c_and_sees_none_of_our_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUNINET_NEO4J_PASSWORD", "geheim")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m")
    program = "import os, time; print(os.getsid(0) == os.getpid(), sorted(os.environ), flush=True); time.sleep(60)"
    child = ChildProcess([sys.executable, "-c", program], tmp_path, tmp_path / "out")
    while not (tmp_path / "out").read_text().endswith("\n"):
        assert not child.wait(0.02)
    printed = (tmp_path / "out").read_text()
    assert printed.startswith("True")
    assert "MUNINET_NEO4J_PASSWORD" not in printed
    assert "JAVA_TOOL_OPTIONS" not in printed
    assert not child.wait(0)
    child.stop(grace=5)
    assert child.exit_status == -signal.SIGTERM
    child.stop(grace=5)


def test_a_child_that_does_not_end_is_killed(tmp_path: Path) -> None:
    child = ChildProcess([sys.executable, "-c", STUBBORN], tmp_path, tmp_path / "out")
    while "up" not in (tmp_path / "out").read_text():
        assert not child.wait(0.02)
    child.stop(grace=0.2)
    assert child.exit_status == -signal.SIGKILL


def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(LocalServerError, match="no-such-java cannot be started"):
        ChildProcess([str(tmp_path / "no-such-java")], tmp_path, tmp_path / "out")
