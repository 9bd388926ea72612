"""Runs one statement that is not ours, in a process of its own: `python -m muninet.store.adhoc_worker`.

What a statement returns may be larger than memory, in one single value, and the driver reads a value whole. Here that
ends a process that holds nothing else, and keeps nobody waiting. It reads an order as JSON from its input and writes
an outcome as JSON to its output.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import neo4j
from neo4j import exceptions

from muninet.store.reading_only import operators, refused_by_plan
from muninet.store.rendering import rendered

# Memory for answers, beside what the process takes itself (bytes).
_ROOM = 256 * 1024 * 1024
# Few rows at a time: of large ones no more are read than are kept.
_FETCH = 20
# On a line of its own, so that columns in messages are those of the statement.
_EXPLAIN = "EXPLAIN\n"
_PLACE = re.compile(r"\s*\(line (\d+), column (\d+)(?: \(offset: \d+\))?\)")
_TIMED_OUT = ("TransactionTimedOut", "LockClientStopped")
_MEMORY = ("MemoryPoolOutOfMemory", "OutOfMemory", "TransactionOutOfMemory", "StackOverFlow")
_WRITES = ("Statement.AccessMode", "Security.Forbidden")
_MISTAKES = ("Neo.ClientError.Statement.", "Neo.ClientError.Procedure.", "Neo.ClientError.Schema.")

Outcome = dict[str, Any]


class Refused(Exception):  # noqa: N818 - an outcome
    """The statement may not run; the message says why."""


def run(order: Mapping[str, Any]) -> Outcome:
    """Run a statement that only reads.

    Args:
        order: uri, user, password, database; text, parameters, limit (rows), seconds, most_bytes.

    Returns:
        columns, rows and truncated; or error (`refused`, `mistake`, `timeout`, `memory`, `away`) and message.
    """
    auth = (order["user"], order["password"]) if order["password"] else None
    try:
        driver = neo4j.GraphDatabase.driver(
            order["uri"], auth=auth, connection_timeout=5.0, notifications_min_severity="OFF", user_agent="muninet"
        )
        session = driver.session(database=order["database"], default_access_mode=neo4j.READ_ACCESS, fetch_size=_FETCH)
        try:
            outcome = _run(session, order)
        except Refused as refusal:
            outcome = {"error": "refused", "message": str(refusal)}
        except exceptions.Neo4jError as error:
            outcome = _outcome_of(error)
        except OverflowError:
            outcome = {"error": "mistake", "message": "a parameter is a whole number of more than 64 bits"}
        except ValueError as error:
            outcome = {"error": "mistake", "message": f"it takes or returns a value that cannot be sent: {error}"}
        except (MemoryError, RecursionError):
            # Left as it is: to take leave, the driver would wait for the rest of an answer that it cannot read.
            return {"error": "memory", "message": "what it returns takes more memory than one answer may: return less"}
        session.close()
        driver.close()
        return outcome
    except (exceptions.DriverError, OSError) as error:
        return {"error": "away", "message": type(error).__name__}


def _run(session: neo4j.Session, order: Mapping[str, Any]) -> Outcome:
    explained = session.run(_timed(_EXPLAIN + order["text"], order), order["parameters"]).consume()
    reason = refused_by_plan(explained.query_type or "", list(operators(explained.plan or {})))
    if reason is not None:
        raise Refused(reason)
    result = session.run(_timed(order["text"], order), order["parameters"])
    columns, truncated, left = list(result.keys()), False, order["most_bytes"]
    rows: list[list[Any]] = []
    for row in _rows(result):
        left -= len(json.dumps(row))
        if len(rows) == order["limit"] or left < 0:
            truncated = True
            break
        rows.append(row)
    if result.consume().plan is not None:
        raise Refused("it begins with EXPLAIN or PROFILE: write the statement alone")
    return {"columns": columns, "rows": rows, "truncated": truncated}


def _timed(text: str, order: Mapping[str, Any]) -> neo4j.Query:
    return neo4j.Query(text, timeout=order["seconds"])


def _rows(result: neo4j.Result) -> Iterator[list[Any]]:
    for record in result:
        yield [rendered(value) for value in record.values()]


def _outcome_of(error: exceptions.Neo4jError) -> Outcome:
    code = error.code or ""
    if any(part in code for part in _TIMED_OUT):
        return {"error": "timeout", "message": ""}
    if any(part in code for part in _MEMORY):
        return {"error": "memory", "message": "it takes more memory than one statement may: ask for less"}
    if any(part in code for part in _WRITES):
        return {"error": "refused", "message": "it does more than read the graph"}
    if "execution mode" in (error.message or ""):
        return {"error": "refused", "message": "it begins with EXPLAIN or PROFILE: write the statement alone"}
    if code.startswith(_MISTAKES):
        return {"error": "mistake", "message": _message(error.message or code)}
    if isinstance(error, exceptions.AuthError | exceptions.TransientError | exceptions.DatabaseUnavailable):
        return {"error": "away", "message": code}
    return {"error": "mistake", "message": f"Neo4j cannot run it ({code})"}


def _message(text: str) -> str:
    """Neo4j's message without the statement that it repeats, and with the place in the statement as it was given."""
    first = text.partition('\n"')[0]
    place = _PLACE.search(first)
    if place is None:
        return first.strip()
    line = int(place[1]) - 1
    rest = (first[: place.start()] + first[place.end() :]).strip()
    return f"{rest} (line {line}, column {place[2]})" if line > 0 else rest


def _limit_memory() -> None:
    """Let the process have some more memory than it has now, where the system can be told so."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # there is none on some systems

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + _ROOM
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> None:
    """Read the order, write the outcome."""
    order = json.load(sys.stdin)
    _limit_memory()
    outcome = run(order)
    json.dump(outcome, sys.stdout)
    sys.stdout.flush()
    # Not through the driver's leave-taking: a result that was given up may have a long tail.
    os._exit(0)


if __name__ == "__main__":
    main()
