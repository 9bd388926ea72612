"""How long a load of the signatories' table takes, and how much memory, beside bare statements and neomodel.

    python -m bench.loading [rounds]

Each contestant writes the same rows (MUNINET_TEST_DATA) into an empty private Neo4j of its own, from a process of its
own, one after the other within a round, so that a busy machine slows all of them alike:

- `bare`: `UNWIND` statements with one index, 2,000 rows a transaction, nothing checked, compared, derived or noted;
  the rows are read from the table before, by the importer, which is timed apart and counted;
- `muninet`: `muninet import gcom-mycovenant`, and once more;
- `tenfold`: the same of ten times the table, cities and agencies copied, networks kept;
- `neomodel`: saves what a thousand rows state, evenly spread over the table, one thing at a time; what several name
  it saves once and remembers.
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.matching import data_folder

from muninet.importers.bodies import BODIES
from muninet.importers.importing import IMPORTERS, import_file
from muninet.importers.reading import Reading
from muninet.loader import Record
from muninet.loader.records import Cell
from muninet.model import load_schema
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.local import LocalServer
from muninet.store.values import Statement

TABLE = "gcom-mycovenant/signatories_2024.csv"
COPIES = 10
ROWS = 11_973
SAMPLE = 1_000
_BATCH = 2_000
_IMPORTER = IMPORTERS["gcom-mycovenant"]
_PEER = Path(__file__).resolve().parents[1] / ".venv" / "bench" / "bin" / "python"


def bare(address: dict[str, str], table: Path) -> dict[str, float]:
    """Write the rows with as little as there can be."""
    began = time.perf_counter()
    nodes, facts = _things(_IMPORTER.read(table, Reading()))
    read = time.perf_counter() - began

    async def write() -> None:
        async with await Store.open(address["uri"], address["user"], address["password"]) as store:
            await store.run_schema(["CREATE CONSTRAINT entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"])
            for label, rows in nodes.items():
                text = f"UNWIND $rows AS row CREATE (n:Entity:{label}) SET n = row"
                await _write(store, text, rows)
            for type_, rows in facts.items():
                text = (
                    "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "
                    f"CREATE (a)-[f:{type_}]->(b) SET f = row"
                )
                await _write(store, text, rows)

    began = time.perf_counter()
    asyncio.run(write())
    count = sum(map(len, (*nodes.values(), *facts.values())))
    return {"read": read, "write": time.perf_counter() - began, "things": count}


async def _write(store: Store, text: str, rows: Sequence[dict[str, Any]]) -> None:
    for begin in range(0, len(rows), _BATCH):
        await store.write([Statement(text, {"rows": rows[begin : begin + _BATCH]})])


def _things(records: Iterable[Record]) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
    """The rows by label and by fact type; a city's country is a fact too."""
    schema = load_schema()
    nodes: dict[str, list[dict[str, Any]]] = {}
    facts: dict[str, list[dict[str, Any]]] = {}
    codes: dict[str, str] = {}
    for record in records:
        row = {name: _plain(cell) for name, cell in record.cells.items() if cell not in (None, "", [])}
        (facts if record.type in schema.facts else nodes).setdefault(record.type, []).append(row)
        if record.type == "Country":
            codes[row["code"]] = row["id"]
    placed = [node for rows in nodes.values() for node in rows if node.get("country") in codes]
    facts["IN_COUNTRY"] = [
        {"from": node["id"], "to": codes[node["country"]], "sources": node["sources"]} for node in placed
    ]
    return nodes, facts


def _plain(cell: Cell) -> Any:
    if isinstance(cell, str | int | float | bool):
        return cell
    return list(cell) if isinstance(cell, list | tuple) else str(cell)


def muninet(address: dict[str, str], table: Path) -> dict[str, float]:
    """Import the table, and once more."""

    async def both() -> dict[str, float]:
        async with await Store.open(address["uri"], address["user"], address["password"]) as store:
            seconds = []
            for _ in range(2):
                began = time.perf_counter()
                done = await import_file(store, _IMPORTER, table)
                seconds.append(time.perf_counter() - began)
        report = done.report
        assert report.nothing_changed
        count = report.total(report.nodes).unchanged + report.total(report.facts).unchanged
        return {"first": seconds[0], "second": seconds[1], "things": count}

    return asyncio.run(both())


def neomodel(address: dict[str, str], table: Path) -> dict[str, float]:
    """Save what a sample of the rows state one by one, in the environment that neomodel needs."""
    with tempfile.TemporaryDirectory() as folder:
        nodes, facts = _things(_IMPORTER.read(_sample(table, Path(folder)), Reading()))
    labelled = [{"label": label, **row} for label, rows in nodes.items() for row in rows]
    typed = [{"type": type_, **row} for type_, rows in facts.items() for row in rows]
    job = {
        "address": address["uri"].partition("://")[2], "user": address["user"], "password": address["password"],
        "nodes": labelled, "facts": [{name: str(value) for name, value in fact.items()} for fact in typed],
    }  # fmt: skip
    script = Path(__file__).with_name("neomodel_saves.py")
    done = subprocess.run([_PEER, script], input=json.dumps(job), text=True, check=True, stdout=subprocess.PIPE)
    return {"save": float(done.stdout), "things": len(labelled) + len(typed)}


def _sample(table: Path, folder: Path) -> Path:
    file = folder / "sample.csv"
    with table.open(encoding="utf-8", newline="") as source, file.open("w", encoding="utf-8", newline="") as target:
        reader = csv.reader(source)
        writer = csv.writer(target)
        writer.writerow(next(reader))
        rows = list(reader)
        writer.writerows(rows[number * len(rows) // SAMPLE] for number in range(SAMPLE))
    return file


def tenfold(table: Path, folder: Path) -> Path:
    """Write the table ten times into one, under other names and numbers each time; networks stay the same."""
    file = folder / "tenfold.csv"
    kept = {"", *BODIES}
    with table.open(encoding="utf-8", newline="") as source, file.open("w", encoding="utf-8", newline="") as target:
        reader = csv.DictReader(source)
        writer = csv.DictWriter(target, reader.fieldnames or ())
        writer.writeheader()
        rows = list(reader)
        for copy in range(COPIES):
            for row in rows:
                writer.writerow(_copied(row, copy, kept) if copy else row)
    return file


def _copied(row: dict[str, str], copy: int, kept: set[str]) -> dict[str, str]:
    changed = dict(row)
    for column in ("organisation_id", "group_organisation_id", "gcom_id"):
        changed[column] = f"{row[column]}{copy:02d}" if row[column] else ""
    for column in ("organisation_name", "group_name", "mayor", "coordinator_name", "supporter_name"):
        changed[column] = row[column] if row[column] in kept else f"{row[column]} {copy}"
    return changed


CONTESTANTS: dict[str, Callable[[dict[str, str], Path], dict[str, float]]] = {
    "bare": bare, "muninet": muninet, "tenfold": muninet, "neomodel": neomodel,
}  # fmt: skip


def contest(name: str, table: Path) -> dict[str, float]:
    """Run one contestant in a process of its own, on a server of its own."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.from_environment({**os.environ, "MUNINET_HOME": home})
        with LocalServer(settings) as server:
            address = {"uri": server.bolt_uri, "user": server.user, "password": server.password}
            command = [sys.executable, "-m", "bench.loading", "worker", name, str(table)]
            done = subprocess.run(command, input=json.dumps(address), text=True, check=True, stdout=subprocess.PIPE)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def worker(name: str, table: Path) -> None:
    """Be one contestant, and print what it took."""
    result = CONTESTANTS[name](json.load(sys.stdin), table)
    print(json.dumps({**result, "mb": _peak()}))


def _peak() -> float:
    """The most memory of this process, MB. What its parent took before counts for `ru_maxrss`, and not here."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM:"))


def rounds_of(rounds: int, table: Path, folder: Path) -> Iterator[dict[str, dict[str, float]]]:
    """Every contestant once a round."""
    large = tenfold(table, folder)
    for _ in range(rounds):
        yield {name: contest(name, large if name == "tenfold" else table) for name in CONTESTANTS}


def told(results: dict[str, dict[str, float]]) -> dict[str, float]:
    """The ratios of a round."""
    plain, ours, large, peer = (results[name] for name in CONTESTANTS)
    assert plain["things"] == ours["things"]
    return {
        "first load, to bare with reading (bound 1.5)": ours["first"] / (plain["read"] + plain["write"]),
        "first load, to bare writing alone": ours["first"] / plain["write"],
        "second load, to the first (bound 1)": ours["second"] / ours["first"],
        "tenfold, to ten first loads (bound 1)": large["first"] / (COPIES * ours["first"]),
        "neomodel, to muninet, a row (at least 40)": (peer["save"] / SAMPLE) / (ours["first"] / ROWS),
        "memory, MB (at most 300)": ours["mb"],
        "memory of tenfold, MB": large["mb"],
    }


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["worker"]:
        worker(sys.argv[2], Path(sys.argv[3]))
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for number, results in enumerate(rounds_of(rounds, data_folder() / TABLE, Path(folder)), 1):
            for name, result in results.items():
                print(f"round {number}, {name}: " + ", ".join(f"{key} {value:.1f}" for key, value in result.items()))
            found.append(told(results))
    for name in found[0]:
        values = [ratios[name] for ratios in found]
        print(f"{name}: {statistics.median(values):.2f} (from {min(values):.2f} to {max(values):.2f})")


if __name__ == "__main__":
    main()
