"""What is asked twice is answered alike, byte for byte: by another process, of tables loaded in another order."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from muninet._home import home
from muninet.loader import load
from muninet.store.bolt import Store

if TYPE_CHECKING:
    from tests.conftest import GraphStates, ServerAddress

# Tells when the graph was loaded, as it should.
_OWN_TIMES = "admin/changes"
_ASK = f"""
import asyncio, datetime, os, sys
from muninet._home import home
from muninet.answers import Questions
from muninet.catalogue import Catalogue
from muninet.model import load_schema
from muninet.store.bolt import Store

async def main():
    schema = load_schema()
    async with await Store.open(*sys.argv[1:3], os.environ["PASSWORD"]) as store:
        catalogue = Catalogue.read(home("cypher"), schema)
        questions = Questions(store, catalogue, schema, today=lambda: datetime.date(2026, 11, 22))
        for query in catalogue.values():
            if query.name != "{_OWN_TIMES}":
                answer = await questions.query(query.name, {{}})
                print(query.name, answer.model_copy(update={{"graph_version": ""}}).model_dump_json(by_alias=True))

asyncio.run(main())
"""


def answered(server: ServerAddress, hash_seed: int) -> dict[str, str]:
    """Every question as it stands, asked by a process of its own that orders its sets in its own way."""
    ended = subprocess.run(
        [sys.executable, "-P", "-c", _ASK, server.uri, server.user],
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed), "PASSWORD": server.password},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return dict(line.split(" ", 1) for line in ended.stdout.splitlines())


def shuffled(tables: Path, folder: Path) -> Path:
    """A copy of the tables, the rows of each in another order."""
    order = random.Random(22)
    for path in tables.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        order.shuffle(rows)
        copy = folder / path.relative_to(tables)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    return folder


async def test_two_runs_agree_byte_for_byte(
    store: Store, server: ServerAddress, graph: GraphStates, seed_graph: object, tmp_path: Path
) -> None:
    first = answered(server, 1)
    assert len(first) > 60
    assert answered(server, 2) == first
    await graph.wipe()
    graph.dirty()
    await load(store, [shuffled(home("seed"), tmp_path / "seed")])
    again = answered(server, 3)
    assert {name: text for name, text in again.items() if text != first[name]} == {}
