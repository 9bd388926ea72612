"""The database of the private Neo4j in a file, and back, by the server's own tool; the server must not be running."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muninet.errors import LocalServerError, TransferError, UsageError
from muninet.progress import Progress
from muninet.settings import Settings
from muninet.store.exchange import DATABASE, drafted, exchange, place_of, repair
from muninet.store.holder import HomeHolder
from muninet.store.jars import fetch_jars
from muninet.store.java import java_program
from muninet.store.ports import Ports
from muninet.store.releases import RELEASES
from muninet.store.runtime import (
    admin_command,
    ensure_password,
    keep_release,
    refuse_later_release,
    write_configuration,
)

_SECONDS = 3600.0
# What Neo4j's own messages leave out.
_NEXT = {
    "dump": "where the server was killed, start and stop it once (`muninet status` does) and back up again",
    "load": "where a newer release of Neo4j wrote the file, set MUNINET_NEO4J_RELEASE to that one; otherwise take "
    "another copy",
}


def dump(settings: Settings, file: Path, progress: Progress) -> list[str]:
    """Write the database to a file, whole or not at all; return what a person should be told.

    Raises:
        LocalServerError: the server runs, there is no database, or Neo4j cannot read it.
        TransferError: the file cannot be written.
    """
    home = settings.home
    if not home.is_dir():
        raise _no_database(home)
    with _held(home):
        notes = repair(home)
        if not place_of(home).exists():
            raise _no_database(home)
        try:
            with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".muninet-") as draft:
                _run(settings, home, progress, "dump", f"--to-path={draft}")
                (Path(draft) / f"{DATABASE}.dump").replace(file.absolute())
        except OSError as error:
            raise TransferError(
                f"{file}: it cannot be written ({error.strerror or error}): make room there, or name another file"
            ) from None
    return notes


def undump(settings: Settings, file: Path, progress: Progress, *, replace: bool) -> list[str]:
    """Put what `dump` wrote in the place of the database, whole or not at all; return what a person should be told.

    Raises:
        UsageError: there is no such file.
        LocalServerError: the server runs, Neo4j cannot read the file, or there is a database already and `replace` is
            not set.
    """
    if not file.is_file():
        what = "it is a folder" if file.is_dir() else "there is no such file"
        raise UsageError(f"{file}: {what}: name a file that `muninet backup` wrote")
    home = settings.home
    with _held(home):
        notes = repair(home)
        if place_of(home).exists() and not replace:
            raise LocalServerError(
                f"{home} holds a database already: say --replace, or name another folder in MUNINET_HOME"
            )
        try:
            # The tool deletes the old database before it knows that the new one can be read: it works on a folder of
            # its own.
            with drafted(home) as draft:
                # It takes a folder, in which it looks for a file of the database's name.
                (draft / f"{DATABASE}.dump").symlink_to(file.absolute())
                _run(settings, draft, progress, "load", f"--from-path={draft}")
                ensure_password(home)
                exchange(home, draft)
            keep_release(home, RELEASES[settings.neo4j_release])
        except OSError as error:
            raise LocalServerError(
                f"{home}: {file} cannot be put into it ({error.strerror or error}): make room there, or name another "
                "folder in MUNINET_HOME"
            ) from None
    return notes


def _no_database(home: Path) -> LocalServerError:
    return LocalServerError(f"there is no database in {home}: MUNINET_HOME names another folder, or nothing is loaded")


@contextmanager
def _held(home: Path) -> Iterator[None]:
    """Hold the data folder meanwhile, as a server would."""
    holder = HomeHolder(home)
    holder.acquire()
    try:
        yield
    finally:
        holder.release()


def _run(settings: Settings, place: Path, progress: Progress, verb: str, argument: str) -> None:
    """Run Neo4j's own administration tool on a data folder."""
    release = RELEASES[settings.neo4j_release]
    refuse_later_release(settings.home, release)
    jars = fetch_jars(settings, progress)
    java = java_program(release, settings.cache, progress)
    for folder in ("conf", "run", "logs", "data"):
        (place / folder).mkdir(mode=0o700, exist_ok=True)
    write_configuration(place, *Ports(0, 0), {})
    progress.stage(f"database {verb}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MUNINET_", "NEO4J_"))}
    try:
        ran = subprocess.run(
            admin_command(place, jars, java, ["database", verb, DATABASE, argument, "--verbose"]),
            cwd=place,
            env={**environment, "NEO4J_HOME": str(place), "NEO4J_CONF": str(place / "conf")},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise LocalServerError(
            f"Neo4j took more than {_SECONDS:g} s to {verb} the database of {settings.home}"
        ) from None
    progress.done()
    if ran.returncode:
        told = _reason(ran.stdout + ran.stderr)
        raise LocalServerError(f"Neo4j could not {verb} the database of {settings.home}: {told}: {_NEXT[verb]}")


def _reason(output: str) -> str:
    """What Neo4j says of the innermost cause, which stands last, without the name of its class."""
    told = [line.strip() for line in output.splitlines() if line.strip()]
    causes = [line for line in told if line.startswith("Caused by: ")]
    said = (causes or told or ["it does not say why"])[-1]
    return re.sub(r"^(Caused by: )?([\w$]+\.)+[\w$]+: ", "", said).rstrip(".:")
