"""The database of the private Neo4j in a file, and back, by the server's own tool; the server must not be running."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muninet.errors import LocalServerError
from muninet.progress import Progress
from muninet.settings import Settings
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

_DATABASE = "neo4j"
# Folders of the data folder that hold a part of each database.
_PARTS = ("databases", "transactions")
_SECONDS = 3600.0


def dump(settings: Settings, file: Path, progress: Progress) -> None:
    """Write the database to a file, whole or not at all.

    Raises:
        LocalServerError: the server runs, there is no database, or it cannot be written.
    """
    home, file = settings.home, file.absolute()
    if not _there(home, "databases").exists():
        raise LocalServerError(
            f"there is no database in {home}: MUNINET_HOME names another folder, or nothing is loaded"
        )
    with _held(home), tempfile.TemporaryDirectory(dir=file.parent, prefix=".muninet-") as draft:
        _run(settings, home, progress, "dump", f"--to-path={draft}")
        (Path(draft) / f"{_DATABASE}.dump").replace(file)


def undump(settings: Settings, file: Path, progress: Progress, *, replace: bool) -> None:
    """Put what `dump` wrote in the place of the database, whole or not at all.

    Raises:
        LocalServerError: the server runs, the file is none, or there is a database already and `replace` is not set.
    """
    if not file.is_file():
        raise LocalServerError(f"{file}: there is no such file")
    home = settings.home
    if _there(home, "databases").exists() and not replace:
        raise LocalServerError(
            f"{home} holds a database already: say --replace, or name another folder in MUNINET_HOME"
        )
    # The tool deletes the old database before it knows that the new one can be read: it works on a folder of its own.
    with _held(home), tempfile.TemporaryDirectory(dir=home, prefix="restore-") as name:
        draft = Path(name)
        # It takes a folder, in which it looks for a file of the database's name.
        (draft / f"{_DATABASE}.dump").symlink_to(file.absolute())
        _run(settings, draft, progress, "load", f"--from-path={draft}")
        ensure_password(home)
        keep_release(home, RELEASES[settings.neo4j_release])
        _exchange(home, draft)


def _there(home: Path, part: str) -> Path:
    return home / "data" / part / _DATABASE


def _exchange(home: Path, draft: Path) -> None:
    """Move the old database out and the new one in: renames within one folder, which nothing can run out of."""
    for part in _PARTS:
        if _there(home, part).exists():
            _there(home, part).rename(draft / part)
    for part in _PARTS:
        _there(home, part).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _there(draft, part).exists():
            _there(draft, part).rename(_there(home, part))


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
    ran = subprocess.run(
        admin_command(place, jars, java, ["database", verb, _DATABASE, argument]),
        cwd=place,
        env={**environment, "NEO4J_HOME": str(place), "NEO4J_CONF": str(place / "conf")},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        stdin=subprocess.DEVNULL,
    )
    progress.done()
    if ran.returncode:
        told = [line for line in (ran.stdout + ran.stderr).splitlines() if line.strip()]
        raise LocalServerError(f"Neo4j could not {verb} the database of {settings.home}: {' '.join(told[-3:])}")
