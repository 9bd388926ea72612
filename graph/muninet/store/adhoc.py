"""Statements that are not ours: each runs in a process of its own, with limits on time, rows and memory."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muninet.errors import (
    CypherError,
    CypherRefusedError,
    CypherTooLargeError,
    MuninetError,
    QueryTimeoutError,
    StoreUnavailableError,
)
from muninet.settings import Settings
from muninet.store.words_only import refused_by_text

# Bounds of one answer.
MOST_ROWS = 1_000
MOST_BYTES = 5_000_000
# How many run at a time; others wait their turn, within their own time.
_AT_A_TIME = 2
# What a process needs beside the statement: to start, and to write its answer (seconds).
_OVERHEAD = 5.0
_ERRORS: dict[str, type[MuninetError]] = {
    "refused": CypherRefusedError,
    "mistake": CypherError,
    "memory": CypherTooLargeError,
}


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a statement: values as plain JSON; `truncated` where there were more rows than were kept."""

    columns: list[str]
    rows: list[list[Any]]
    truncated: bool


class AdHoc:
    """Runs statements that only read, on one database."""

    def __init__(self, settings: Settings) -> None:
        """Take where the database is, and the longest that a statement may take."""
        self._settings = settings
        self._turns = asyncio.Semaphore(_AT_A_TIME)

    async def run(
        self, text: str, parameters: Mapping[str, Any], *, limit: int = MOST_ROWS, seconds: float | None = None
    ) -> Table:
        """Run a statement.

        Args:
            text: Cypher, one statement.
            parameters: as JSON has them.
            limit: the most rows, 1 to MOST_ROWS; there may be fewer, since an answer has at most MOST_BYTES.
            seconds: how long it may take; at most what a question may.

        Raises:
            CypherRefusedError: it does more than read the graph.
            CypherError: Neo4j cannot run it.
            CypherTooLargeError: it takes more memory than it may.
            QueryTimeoutError: it takes longer than it may.
            StoreUnavailableError: the server is away.
        """
        reason = refused_by_text(text)
        if reason is not None:
            raise CypherRefusedError(reason)
        settings = self._settings
        most = settings.query_timeout if seconds is None else min(seconds, settings.query_timeout)
        order = {
            "uri": settings.neo4j_uri, "user": settings.neo4j_user, "password": settings.neo4j_password,
            "database": settings.neo4j_database, "text": text, "parameters": dict(parameters), "limit": limit,
            "seconds": most, "most_bytes": MOST_BYTES,
        }  # fmt: skip
        try:
            async with asyncio.timeout(most + _OVERHEAD), self._turns:
                outcome = await _worked(json.dumps(order).encode())
        except TimeoutError:
            outcome = {"error": "timeout", "message": ""}
        return _table(outcome, most)


def _table(outcome: Mapping[str, Any], seconds: float) -> Table:
    kind = outcome.get("error")
    if kind is None:
        return Table(outcome["columns"], outcome["rows"], outcome["truncated"])
    if kind == "timeout":
        raise QueryTimeoutError(f"the statement took longer than {seconds:g} s: ask for less")
    if kind == "away":
        raise StoreUnavailableError(f"Neo4j does not answer a statement: {outcome['message']}")
    raise _ERRORS[kind](outcome["message"])


async def _worked(order: bytes) -> Mapping[str, Any]:
    """Have a process of its own run the order; it ends with us."""
    # -P: what lies in the folder we were started in is no module of ours.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "muninet.store.adhoc_worker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        written, _ = await process.communicate(order)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    try:
        outcome: Mapping[str, Any] = json.loads(written)
    except ValueError:
        # It could not even say so.
        return {"error": "memory", "message": "what it returns takes more memory than one answer may: return less"}
    return outcome
