"""Where a command finds Neo4j: the server that is named, the private one that runs, or one started for the command."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from muninet.cli.output import progress, say
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.holder import process_runs, read_holder
from muninet.store.local import LocalServer

_T = TypeVar("_T")
# Seconds that one read of a load may take: it reads far more than a question does, and nobody waits at a browser.
LOADING = 3600.0


@contextmanager
def database(settings: Settings) -> Iterator[Settings]:
    """Yield the settings with the address of a Neo4j that answers for the length of the block.

    Raises:
        LocalServerError: none is named, none runs, and none could be started.
    """
    if settings.neo4j_uri is not None:
        yield settings
        return
    running = _running(settings)
    if running is not None:
        yield running
        return
    say(f"no Neo4j is running on {settings.home}: one is started for this command (`muninet up` keeps one running)")
    with progress() as bars:
        server = LocalServer(settings, progress=bars).start()
    try:
        yield private(settings, server)
    finally:
        server.stop()


def private(settings: Settings, server: LocalServer) -> Settings:
    """Return the settings with the address and login of a private server."""
    return replace(
        settings, neo4j_uri=server.bolt_uri, neo4j_user=server.user, neo4j_password=server.password, neo4j_database=None
    )


def with_store(settings: Settings, work: Callable[[Store], Awaitable[_T]], *, timeout: float | None = None) -> _T:
    """Run a piece of work on the Neo4j that the settings name, and close the connection after it.

    Args:
        settings: with the address of a Neo4j.
        work: what is done.
        timeout: seconds that one query of it may take; None for what the settings allow a question.
    """

    async def run() -> _T:
        async with await opened(settings, timeout or settings.query_timeout) as store:
            return await work(store)

    return asyncio.run(run())


async def opened(settings: Settings, timeout: float) -> Store:
    """Open a store on the Neo4j that the settings name."""
    assert settings.neo4j_uri is not None, "`database` names one"  # noqa: S101
    return await Store.open(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password,
        settings.neo4j_database,
        timeout=timeout,
    )


def _running(settings: Settings) -> Settings | None:
    """The private server that another process runs on the same data folder, by its serve.json."""
    holder = read_holder(settings.home)
    password = settings.home / "password"
    if "bolt" not in holder or not _lives(holder.get("pid")) or not password.exists():
        return None
    return replace(
        settings,
        neo4j_uri=str(holder["bolt"]),
        neo4j_user=str(holder.get("user", "neo4j")),
        neo4j_password=password.read_text(encoding="utf-8").strip(),
        neo4j_database=None,
    )


def _lives(pid: object) -> bool:
    return isinstance(pid, int) and pid > 0 and process_runs(pid)
