"""The server's child process: started, watched, stopped; and orphans of an earlier one."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread

from muninet.errors import LocalServerError

# A user's own options for other Java programs must not reach the server.
_UNWANTED = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")


class ChildProcess:
    """A process in a session of its own, so that Ctrl-C reaches only us."""

    def __init__(self, command: Sequence[str], folder: Path, output: Path) -> None:
        """Start it.

        Args:
            command: program and arguments.
            folder: its working folder.
            output: file for what it prints; emptied first.

        Raises:
            LocalServerError: the program cannot be started.
        """
        self._command = list(command)
        self._folder = folder
        self._output = output
        self._process: subprocess.Popen[bytes] | None = None
        self._error: OSError | None = None
        self._started, self._ended = Event(), Event()
        # Linux ends the child when the *thread* that started it ends: this one lives as long as the child.
        Thread(target=self._run, name="muninet-neo4j", daemon=True).start()
        self._started.wait()
        if self._error is not None:
            raise LocalServerError(
                f"{self._command[0]} cannot be started: {self._error.strerror}: install muninet again"
            ) from self._error

    def _run(self) -> None:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in _UNWANTED and not name.startswith(("MUNINET_", "NEO4J_"))
        }
        try:
            with self._output.open("wb") as output:
                self._process = subprocess.Popen(
                    self._command,
                    cwd=self._folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        except OSError as error:
            self._error = error
            return
        finally:
            self._started.set()
        self._process.wait()
        self._ended.set()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._running().pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs; negative where a signal ended it."""
        return self._running().returncode if self._ended.is_set() else None

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended, at most so many seconds; tell whether it has."""
        return self._ended.wait(seconds)

    def stop(self, grace: float) -> None:
        """Ask it to end (SIGTERM); after `grace` seconds end it (SIGKILL)."""
        for sign, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, 10.0)):
            if self._ended.is_set():
                return
            self._running().send_signal(sign)
            if self._ended.wait(seconds):
                return

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise LocalServerError("the server's process has not been started")
        return self._process


def stop_orphans(argument: str, grace: float) -> list[int]:
    """End processes of this user that carry `argument` on their command line; return their ids.

    They are servers whose parent was killed: the caller holds the lock of their data folder, so no one else has them.
    """
    pids = [pid for pid, arguments in _own_processes() if argument in arguments and pid != os.getpid()]
    for pid in pids:
        _end(pid, argument, grace)
    return pids


def _end(pid: int, argument: str, grace: float) -> None:
    for sign, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, 10.0)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if argument not in _arguments(pid):
                return
            time.sleep(0.05)
    raise LocalServerError(f"process {pid} still runs on this data folder and cannot be ended: end it by hand")


def _own_processes() -> list[tuple[int, list[str]]]:
    if Path("/proc/self/cmdline").exists():
        pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [(pid, _arguments(pid)) for pid in pids]
    table = subprocess.run(
        ["ps", "-xww", "-o", "pid=,args="], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    return [(int(pid), rest.split(" ")) for pid, _, rest in (line.strip().partition(" ") for line in table)]


def _arguments(pid: int) -> list[str]:
    """Return a process's arguments; none where it has ended, is a zombie or is another user's."""
    file = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            if file.stat().st_uid != os.getuid():
                return []
            return file.read_bytes().decode(errors="surrogateescape").split("\0")
        except OSError:
            return []
    shown = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip().split(" ")
