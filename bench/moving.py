"""How long a graph takes into a file and back, and how much memory, beside the server's own tool and a new import.

    python -m bench.moving [rounds]

The signatories' table (MUNINET_TEST_DATA) is imported into a private Neo4j; then the commands that a person would say
are run one after the other, each in a process of its own:

- `import`: `muninet import gcom-mycovenant`, which checks, compares and notes every row;
- `export`, `load`: `muninet export --all` and `muninet load` into an empty server, whose export is the same again;
- `backup`, `restore`: `neo4j-admin database dump` and `load` of the same database, by `muninet backup` and `restore`.
  They copy the store's own files, for the same release alone, and the server has to be stopped.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.loading import TABLE
from bench.matching import data_folder

from muninet.settings import Settings
from muninet.store.local import LocalServer


def run(environment: dict[str, str], *arguments: str) -> tuple[float, float]:
    """Run muninet; the seconds it took, and the most memory of the process, MB."""
    began = time.perf_counter()
    child = subprocess.Popen([Path(sys.executable).with_name("muninet"), *arguments], env=os.environ | environment)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"muninet {' '.join(arguments)} ended with {child.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1e3


def moved(folder: Path) -> dict[str, tuple[float, float]]:
    """Every command once: what it took."""
    one, two, copied = (folder / name for name in ("one", "two", "copied"))
    first, second, dump = (str(folder / name) for name in ("first.jsonl", "second.jsonl", "graph.dump"))
    found = {}
    with LocalServer(Settings.from_environment({**os.environ, "MUNINET_HOME": str(one)})) as server:
        there = _address(server)
        found["import"] = run(there, "import", "gcom-mycovenant", str(data_folder() / TABLE))
        found["export"] = run(there, "export", "--all", first)
    with LocalServer(Settings.from_environment({**os.environ, "MUNINET_HOME": str(two)})) as server:
        there = _address(server)
        found["load"] = run(there, "load", first)
        run(there, "export", "--all", second)
    assert Path(first).read_bytes() == Path(second).read_bytes()
    found["backup"] = run({"MUNINET_HOME": str(one)}, "backup", dump)
    found["restore"] = run({"MUNINET_HOME": str(copied)}, "restore", dump)
    print(f"file {Path(first).stat().st_size / 1e6:.0f} MB, dump {Path(dump).stat().st_size / 1e6:.0f} MB")
    return found


def _address(server: LocalServer) -> dict[str, str]:
    return {
        "MUNINET_NEO4J_URI": server.bolt_uri,
        "MUNINET_NEO4J_USER": server.user,
        "MUNINET_NEO4J_PASSWORD": server.password,
    }


def main() -> None:
    """Measure and print."""
    rounds = []
    for number in range(1, 1 + (int(sys.argv[1]) if len(sys.argv) > 1 else 1)):
        with tempfile.TemporaryDirectory() as folder:
            took = moved(Path(folder))
        for name, (seconds, memory) in took.items():
            print(f"round {number}, {name}: {seconds:.1f} s, {memory:.0f} MB")
        both = took["export"][0] + took["load"][0]
        rounds.append(
            {
                "load, to import": took["load"][0] / took["import"][0],
                "export and load, to backup and restore": both / (took["backup"][0] + took["restore"][0]),
            }
        )
    for name in rounds[0]:
        values = [ratios[name] for ratios in rounds]
        print(f"{name}: {statistics.median(values):.2f} (from {min(values):.2f} to {max(values):.2f})")


if __name__ == "__main__":
    main()
