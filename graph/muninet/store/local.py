"""The private Neo4j: a Community server from packages, in a child process on loopback."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from muninet.errors import LocalServerError
from muninet.progress import Progress, SilentProgress
from muninet.settings import Settings
from muninet.store.archive import ClassArchive
from muninet.store.bootlog import MILESTONES, BootLog
from muninet.store.child import ChildProcess, stop_orphans
from muninet.store.exchange import repair
from muninet.store.holder import HomeHolder
from muninet.store.jars import fetch_jars
from muninet.store.java import java_program
from muninet.store.ports import Ports, choose_ports, is_open
from muninet.store.releases import RELEASES
from muninet.store.runtime import (
    JVM_OPTIONS,
    USER,
    ensure_password,
    home_argument,
    java_command,
    keep_release,
    refuse_later_release,
    write_configuration,
)

_POLL = 0.05  # seconds


class _DeadChildError(LocalServerError):
    """The server's process ended before it answered; `of_the_machine` when the Java virtual machine itself failed."""

    def __init__(self, message: str, *, of_the_machine: bool) -> None:
        super().__init__(message)
        self.of_the_machine = of_the_machine


class LocalServer:
    """A Neo4j of our own on a data folder; start it once, stop it once, or use it in a `with`.

    Attributes:
        home: data folder.
        user: name to log in with.
        notes: things that a person should be told, such as a port that was busy; filled by `start`.
        log: file that the server writes its own log to.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        progress: Progress | None = None,
        timeout: float = 120.0,
        grace: float = 20.0,
        options: Sequence[str] = JVM_OPTIONS,
        archive: bool = True,
        configuration: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare; nothing is touched yet.

        Args:
            settings: `home`, `cache`, `maven_url` and `neo4j_release` are used.
            progress: told of download and boot.
            timeout: seconds the boot may take.
            grace: seconds the server has to end by itself when stopped.
            options: of the Java virtual machine.
            archive: whether to use and make class archives.
            configuration: Neo4j settings beside, or instead of, muninet's own.
        """
        self.home = settings.home
        self.user = USER
        self.notes: list[str] = []
        self.log = self.home / "logs" / "neo4j.log"
        self._settings = settings
        self._progress = progress or SilentProgress()
        self._timeout, self._grace, self._options = timeout, grace, tuple(options)
        self._archived, self._configuration = archive, dict(configuration or {})
        self._archive: ClassArchive | None = None
        self._draft = self.home / "run" / "classes.jsa"
        self._holder = HomeHolder(self.home)
        self._child: ChildProcess | None = None
        # `revive` may run in another thread than `stop`: what is stopped must not come back.
        self._guard, self._stopped = Lock(), False
        self._password = ""
        self._kept = False
        self._ports = Ports(0, 0)

    def __repr__(self) -> str:
        """Show where it is, never the password."""
        state = f"pid {self._child.pid}" if self._child else "not running"
        return f"LocalServer({str(self.home)!r}, {state})"

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def bolt_uri(self) -> str:
        """Address for drivers."""
        return f"bolt://127.0.0.1:{self._ports.bolt}"

    @property
    def http_uri(self) -> str:
        """Address of the server's HTTP port (Query API and Browser)."""
        return f"http://127.0.0.1:{self._ports.http}"

    @property
    def browser_url(self) -> str:
        """Address of Neo4j Browser, with server and user filled in."""
        return f"{self.http_uri}/browser/?dbms=bolt://{self.user}@127.0.0.1:{self._ports.bolt}"

    @property
    def password(self) -> str:
        """Password of `user`; known once started."""
        return self._password

    @property
    def password_file(self) -> Path:
        """File that holds the password, for its owner's eyes."""
        return self.home / "password"

    @property
    def pid(self) -> int:
        """Process id of the server."""
        if self._child is None:
            raise LocalServerError(f"the Neo4j of {self.home} is not running")
        return self._child.pid

    @property
    def ended(self) -> str | None:
        """How the server ended by itself, in a few words; None while it runs, and where it was stopped."""
        status = self._child.exit_status if self._child else None
        if status is None:
            return None
        return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"

    @property
    def writes_archive(self) -> bool:
        """Whether the next stop takes some seconds longer, because the server then writes its class archive."""
        return self._child is not None and self._archive is not None and self._archive.is_missing

    def start(self) -> Self:
        """Bring the server up; return when it answers over Bolt. Calling it again does nothing.

        Raises:
            LocalServerError: jars cannot be had, the data folder is taken, the server dies or does not answer in time.
        """
        if self._child is not None:
            return self
        self._holder.acquire()
        self._stopped = False
        try:
            self._boot()
        except BaseException:
            self.stop()
            raise
        # Whoever watched the start has seen its end; a revival is not theirs.
        self._progress = SilentProgress()
        return self

    def revive(self) -> None:
        """Bring a server up again that ended by itself, on the same ports; return when it answers over Bolt.

        It may run in another thread than `stop`, which ends it.

        Raises:
            LocalServerError: it does not come up, or not on its ports, or was stopped meanwhile.
        """
        before = self._ports
        self._boot()
        if self._ports != before:
            raise LocalServerError(
                f"the Neo4j of {self.home} had to move to other ports, since its own were taken: start anew"
            )

    def announce(self, **entries: object) -> None:
        """Add entries (such as the API's address) to serve.json in the data folder."""
        self._holder.announce(entries)

    def stop(self) -> None:
        """Stop the server and let the data folder go. Calling it again does nothing."""
        with self._guard:
            self._stopped = True
            child, self._child = self._child, None
        try:
            if child is not None:
                child.stop(self._grace)
                if self._archive is not None and child.exit_status == 0:
                    self._archive.keep(self._draft)
        finally:
            self._holder.release()

    def _boot(self) -> None:
        release = RELEASES[self._settings.neo4j_release]
        refuse_later_release(self.home, release)
        self.notes += repair(self.home)
        jars = fetch_jars(self._settings, self._progress)
        for pid in stop_orphans(home_argument(self.home), self._grace):
            self.notes.append(f"stopped a Neo4j (process {pid}) that an earlier run left on {self.home}")
        for folder in ("conf", "run", "logs", "data"):
            (self.home / folder).mkdir(mode=0o700, exist_ok=True)
        self._password = ensure_password(self.home)
        self._ports, moved = choose_ports(self.home)
        self.notes += moved
        write_configuration(self.home, *self._ports, self._configuration)
        java = java_program(release, self._settings.cache, self._progress)
        self._progress.stage(f"Starting Neo4j {release.version}", total=len(MILESTONES) + 1)
        if self._archived:
            self._archive = ClassArchive(self._settings.cache, java, jars, release.name)
        try:
            self._run(java, jars)
        except _DeadChildError as death:
            if self._archive is None or not death.of_the_machine:
                raise
            # A damaged archive would end every start the same way: once more without, and make new ones next time.
            self._archive.discard()
            self._archive = None
            self._run(java, jars)
        self._progress.done()

    def _run(self, java: Path, jars: Sequence[Path]) -> None:
        log = BootLog(self.home)
        archived = self._archive.options(self._draft) if self._archive else []
        main = RELEASES[self._settings.neo4j_release].main
        command = java_command(self.home, jars, java, main, [*self._options, *archived], os.getpid())
        with self._guard:
            if self._stopped:
                raise LocalServerError(f"the Neo4j of {self.home} was stopped while it started")
            child = self._child = ChildProcess(command, self.home, log.console)
            self._holder.announce(
                {"neo4j_pid": child.pid, "bolt": self.bolt_uri, "http": self.http_uri, "user": self.user}
            )
        self._await_bolt(child, log)

    def _await_bolt(self, child: ChildProcess, log: BootLog) -> None:
        limit = time.monotonic() + self._timeout
        passed = 0
        while not is_open(self._ports.bolt):
            ended = child.wait(_POLL)
            reached = log.reached()
            self._keep_release(reached)
            if ended:
                message = log.failure(f"ended with status {child.exit_status} while it started")
                raise _DeadChildError(message, of_the_machine=(child.exit_status or 0) < 0 or log.machine_failed())
            if time.monotonic() > limit:
                raise LocalServerError(log.failure(f"did not answer within {self._timeout:g} s"))
            self._progress.advance(reached - passed)
            passed = reached
        self._keep_release(len(MILESTONES))
        self._shake_hands(child, log, limit)

    def _keep_release(self, reached: int) -> None:
        """Remember who writes to the folder, once it does: one that never came so far locks no older release out."""
        if reached and not self._kept:
            keep_release(self.home, RELEASES[self._settings.neo4j_release])
            self._kept = True

    def _shake_hands(self, child: ChildProcess, log: BootLog, limit: float) -> None:
        """Log in: the port may be open a moment before a login is taken."""
        # Here and not above: the import takes 0.3 s, in which the server starts.
        from neo4j import GraphDatabase
        from neo4j.exceptions import AuthError, DriverError, Neo4jError

        with GraphDatabase.driver(self.bolt_uri, auth=(self.user, self._password)) as driver:
            while True:
                try:
                    driver.verify_connectivity()
                except AuthError:
                    raise LocalServerError(
                        f"the Neo4j of {self.home} does not take the password in {self.password_file}: "
                        "write the right one there, or name another folder in MUNINET_HOME"
                    ) from None
                except (Neo4jError, DriverError) as error:
                    if child.wait(_POLL) or time.monotonic() > limit:
                        raise LocalServerError(log.failure(f"does not answer ({error})")) from error
                else:
                    return
