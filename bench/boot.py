"""How long the private Neo4j takes to start, and what each choice made for it brings.

    python -m bench.boot [rounds]

Starts every variant once a round, one after the other, so that a busy machine slows all of them alike, and prints
medians and their ratio to the first. Numbers from a quiet machine stand in docs/measurements.md.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.jars import fetch_jars
from muninet.store.local import LocalServer
from muninet.store.runtime import JVM_OPTIONS

COLUMNS = ("login", "query", "http", "cpu", "MB", "stop")


@dataclass(frozen=True)
class Variant:
    """One way to start.

    Attributes:
        name: as printed.
        options: of the Java virtual machine.
        archive: with class archives.
        fresh: with a cache that holds no class archive yet.
        configuration: Neo4j settings that differ.
    """

    name: str
    options: Sequence[str] = JVM_OPTIONS
    archive: bool = True
    fresh: bool = False
    configuration: Mapping[str, str] | None = None


def _without(prefix: str) -> list[str]:
    return [option for option in JVM_OPTIONS if not option.startswith(prefix)]


UNVERIFIED = ("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")
VARIANTS = (
    Variant("as shipped"),
    Variant("first start ever (writes the archives)", fresh=True),
    Variant("no class archives", archive=False),
    Variant("no archives, no options", options=(), archive=False),
    Variant("one compiler (C1)", options=[*JVM_OPTIONS, "-XX:TieredStopAtLevel=1"]),
    Variant("G1 collector", options=_without("-XX:+UseSerialGC")),
    Variant("heap from 128 MB, young as it comes", options=["-Xms128m", *_without("-Xm"), "-Xmx1g"]),
    Variant("classes not verified", options=[*JVM_OPTIONS, *UNVERIFIED]),
    Variant("performance data file", options=_without("-XX:-UsePerfData")),
    Variant(
        "transaction logs set aside (512 MB)",
        configuration={"db.tx_log.preallocate": "true", "db.tx_log.rotation.size": "256m"},
    ),
)


def measure(variant: Variant, settings: Settings) -> dict[str, float]:
    """Start and stop once; return seconds since the start to login, first query and HTTP, and what it cost."""
    server = LocalServer(
        settings, options=variant.options, archive=variant.archive, configuration=variant.configuration
    )
    began = time.monotonic()
    with server:
        login = time.monotonic() - began
        asyncio.run(_query(server))
        query = time.monotonic() - began
        while not _answers(server.http_uri):
            time.sleep(0.02)
        http = time.monotonic() - began
        cpu, memory = _cost(server.pid)
        ended = time.monotonic()
    return dict(zip(COLUMNS, (login, query, http, cpu, memory, time.monotonic() - ended), strict=True))


async def _query(server: LocalServer) -> None:
    async with await Store.open(server.bolt_uri, server.user, server.password) as store:
        await store.read("MATCH (n) RETURN count(n)")


def _answers(uri: str) -> bool:
    try:
        return httpx.get(uri).status_code == 200
    except httpx.TransportError:
        return False


def _cost(pid: int) -> tuple[float, float]:
    """Processor seconds and resident megabytes so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Run the rounds and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    environment = Settings.from_environment(os.environ)
    fetch_jars(environment)
    results: dict[str, list[dict[str, float]]] = {variant.name: [] for variant in VARIANTS}
    with tempfile.TemporaryDirectory() as folder:
        measure(VARIANTS[0], replace(environment, home=Path(folder, "warm")))
        for turn in range(rounds):
            for number, variant in enumerate(VARIANTS):
                settings = replace(environment, home=Path(folder, str(number)))
                if variant.fresh:
                    cache = Path(folder, f"cache{turn}")
                    cache.mkdir()
                    (cache / "jars").symlink_to(environment.cache / "jars")
                    settings = replace(settings, home=Path(folder, f"fresh{turn}"), cache=cache)
                elif turn == 0:
                    measure(variant, settings)  # makes the databases: not what is compared here
                results[variant.name].append(measure(variant, settings))
    _print(results)


def _print(results: Mapping[str, Sequence[Mapping[str, float]]]) -> None:
    print(f"{'variant':40}" + "".join(f"{column:>8}" for column in COLUMNS) + "   ratio of query    of cpu")
    first: dict[str, float] = {}
    for name, runs in results.items():
        medians = {column: statistics.median(run[column] for run in runs) for column in COLUMNS}
        first = first or medians
        ratios = "".join(f"{medians[column] / first[column]:10.2f}" for column in ("query", "cpu"))
        print(f"{name:40}" + "".join(f"{medians[column]:8.2f}" for column in COLUMNS) + f"       {ratios}")


if __name__ == "__main__":
    main()
