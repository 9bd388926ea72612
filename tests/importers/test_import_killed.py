"""An import that is killed again and again, at whatever moment, ends as one that nobody disturbed."""

from __future__ import annotations

import asyncio
import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
from tests.importers.conftest import Signatories

from muninet.importers.importing import IMPORTERS, import_file
from muninet.loader import status, unload
from muninet.store.bolt import Store

GCOM = IMPORTERS["gcom-mycovenant"]
KILLS = 10
ROWS = 600


class Server(Protocol):
    """Where the shared Neo4j is."""

    uri: str
    user: str
    password: str


Dumper = Callable[[], Awaitable[dict[str, dict[str, Any]]]]


@pytest.fixture
def table(signatories: Signatories) -> Path:
    """Signatories with mayors and supporters: some 4,000 things, which are several batches."""
    return signatories(
        *(
            {
                "organisation_id": str(n), "organisation_name": f"Ova {n}", "mayor": f"Ann Ott {n}",
                "supporter_name": f"Agency {n % 40}", "date_of_adhesion": f"20{n % 14 + 8:02d}-03-04",
            }
            for n in range(1, ROWS + 1)
        )
    )  # fmt: skip


def begun(table: Path, server: Server) -> subprocess.Popen[bytes]:
    """Start the command as a person does."""
    environment: Mapping[str, str] = {
        **os.environ, "MUNINET_NEO4J_URI": server.uri, "MUNINET_NEO4J_USER": server.user,
        "MUNINET_NEO4J_PASSWORD": server.password,
    }  # fmt: skip
    command = [sys.executable, "-m", "muninet.cli", "import", GCOM.name, str(table)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


async def stated(dump: Dumper) -> dict[str, dict[str, Any]]:
    found = await dump()
    return {kind: found[kind] for kind in ("nodes", "facts", "datasets")}


async def test_killed_ten_times_the_next_run_completes_it(
    store: Store, server: Server, empty_graph: object, table: Path, dump: Dumper
) -> None:
    with table.open(encoding="utf-8", newline="") as text:
        assert len(list(csv.DictReader(text))) == ROWS
    began = time.monotonic()
    whole = begun(table, server)
    told, _ = whole.communicate(timeout=300)
    assert whole.returncode == 0, told
    length = time.monotonic() - began
    undisturbed = await stated(dump)
    assert len(undisturbed["facts"]) >= 3 * ROWS
    await unload(store, GCOM.dataset)
    # Random moments, the same in every run of the test; one in each tenth of the time, so that none is left out.
    dice = random.Random(20261123)
    moments = [(tenth + dice.random()) / KILLS * length for tenth in range(KILLS)]
    dice.shuffle(moments)
    states = set()
    for moment in moments:
        process = begun(table, server)
        await asyncio.sleep(moment)
        process.kill()
        process.communicate()
        found = {dataset.state for dataset in (await status(store)).datasets}
        states |= found
        if found == {"loaded"}:
            # It was quicker than the moment: the next one shall have something to do.
            await unload(store, GCOM.dataset)
    assert "interrupted" in states, "none of them was killed while it wrote"
    done = await import_file(store, GCOM, table)
    assert await stated(dump) == undisturbed
    assert {dataset.state for dataset in (await status(store)).datasets} == {"loaded"}
    assert (await import_file(store, GCOM, table)).report.nothing_changed
    assert done.read == ROWS
