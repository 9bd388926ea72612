"""The database of the private Neo4j in a file, and back, by the server's own tool; the server must not be running."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from muninet.errors import LocalServerError
from muninet.progress import Progress
from muninet.settings import Settings
from muninet.store.holder import HomeHolder
from muninet.store.jars import fetch_jars
from muninet.store.java import java_program
from muninet.store.ports import Ports
from muninet.store.releases import RELEASES
from muninet.store.runtime import admin_command, ensure_password, keep_release, write_configuration

_DATABASE = "neo4j"
_SECONDS = 3600.0


def dump(settings: Settings, file: Path, progress: Progress) -> None:
    """Write the database to a file, whole or not at all.

    Raises:
        LocalServerError: the server runs, there is no database, or it cannot be written.
    """
    home, file = settings.home, file.absolute()
    if not (home / "data" / "databases" / _DATABASE).exists():
        raise LocalServerError(
            f"there is no database in {home}: MUNINET_HOME names another folder, or nothing is loaded"
        )
    with _Tool(settings, progress) as tool, tempfile.TemporaryDirectory(dir=file.parent, prefix=".muninet-") as draft:
        tool.run("dump", _DATABASE, f"--to-path={draft}")
        (Path(draft) / f"{_DATABASE}.dump").replace(file)


def undump(settings: Settings, file: Path, progress: Progress, *, replace: bool) -> None:
    """Put what `dump` wrote in the place of the database.

    Raises:
        LocalServerError: the server runs, the file is none, or there is a database already and `replace` is not set.
    """
    if not file.is_file():
        raise LocalServerError(f"{file}: there is no such file")
    home = settings.home
    there = home / "data" / "databases" / _DATABASE
    if there.exists() and not replace:
        raise LocalServerError(
            f"{home} holds a database already: say --replace, or name another folder in MUNINET_HOME"
        )
    with _Tool(settings, progress) as tool, tempfile.TemporaryDirectory(dir=home, prefix="restore-") as draft:
        # The tool takes a folder, in which it looks for a file of the database's name.
        shutil.copy(file, Path(draft) / f"{_DATABASE}.dump")
        tool.run("load", _DATABASE, f"--from-path={draft}", "--overwrite-destination=true")


class _Tool:
    """Neo4j's own administration tool on a data folder that is held meanwhile."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self._settings, self._progress = settings, progress
        self._holder = HomeHolder(settings.home)

    def __enter__(self) -> _Tool:
        self._holder.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._holder.release()

    def run(self, *arguments: str) -> None:
        settings, home = self._settings, self._settings.home
        release = RELEASES[settings.neo4j_release]
        jars = fetch_jars(settings, self._progress)
        java = java_program(release, settings.cache, self._progress)
        keep_release(home, release)
        for folder in ("conf", "run", "logs", "data"):
            (home / folder).mkdir(mode=0o700, exist_ok=True)
        ensure_password(home)
        write_configuration(home, *Ports(0, 0), {})
        self._progress.stage(f"database {arguments[0]}")
        command = admin_command(home, jars, java, ["database", *arguments])
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MUNINET_", "NEO4J_"))}
        environment |= {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
        ran = subprocess.run(
            command,
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
        self._progress.done()
        if ran.returncode:
            told = [line for line in (ran.stdout + ran.stderr).splitlines() if line.strip()]
            raise LocalServerError(f"Neo4j could not {arguments[0]} the database of {home}: {' '.join(told[-3:])}")
