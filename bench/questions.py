"""How long every question of the catalogue takes on a graph of 12,000 signatories.

    python -m bench.questions [rounds] [name …]

Starts a private Neo4j in a folder of its own, loads the seed and the open table of signatories (MUNINET_TEST_DATA), and
asks each question as it stands in its file, then with parameters that touch much of the graph. Answers are computed
anew each time and rendered as JSON, as they leave the service; what the service keeps of them is not in the figures.
The longest page that one may ask for (1,000 rows) is measured too, and counted apart. Between the questions a loop that
always does the same tells how much of what varies is the machine.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.signatories import SOURCE, signatory_records

from muninet._home import home
from muninet.answers import Questions
from muninet.catalogue import Catalogue, Query
from muninet.errors import MuninetError
from muninet.loader import load, load_records
from muninet.model import load_schema
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.local import LocalServer

# What a question may take at the 95th percentile (milliseconds).
BOUND = 250
Given = dict[str, str | list[str] | None]
# Values that touch much of the graph, by name of the parameter; one is changed at a time.
_HEAVY: dict[str, list[str]] = {
    "network": ["covenant-of-mayors"],
    "city": ["mycovenant-20519"],
    "country": ["IT"],
    "source": [SOURCE],
    "entity": ["covenant-of-mayors", "mycovenant-20519"],
    "member_of": ["covenant-of-mayors"],
    "relation": ["SIGNATORY_OF"],
    "to": ["covenant-of-mayors"],
    "networks": ["covenant-of-mayors,b40"],
    "at": ["any"],
    "years": ["1"],
}
# What is changed beside an entity, where the question has it: facts as the signatories have, and routes through hubs.
_BESIDE: Given = {"relation": "SIGNATORY_OF", "relations": ["SIGNATORY_OF"], "hubs": "true", "via": ""}
_MOST: Given = {"limit": "1000"}
# How often each question is asked as it stands before anything is measured.
_WARM = 5


@dataclass(frozen=True)
class Timing:
    """One question with one set of parameters: times in milliseconds."""

    name: str
    given: str
    best: float
    median: float
    p95: float
    rows: int
    kilobytes: float

    @property
    def longest(self) -> bool:
        """Whether this is the longest page that one may ask for, ten times what one gets unasked."""
        return self.given == "limit=1000"


def given_for(query: Query) -> Iterator[Given]:
    """The question as it stands, with one heavy value after the other, and the longest page that it gives."""
    yield {}
    beside: Given = {p.name: _BESIDE[p.name] for p in query.parameters if p.name in _BESIDE}
    for parameter in query.parameters:
        for value in _HEAVY.get(parameter.name, ()):
            if parameter.choices and value not in parameter.choices and parameter.type != "at":
                continue
            heavy: Given = {parameter.name: value.split(",") if parameter.is_list else value}
            yield heavy
            if parameter.type.startswith("entity"):
                for name, other in beside.items():
                    yield {**heavy, name: other}
    if query.parameter("limit").maximum == 1000:
        yield dict(_MOST)


def pace() -> float:
    """Milliseconds that a loop takes which always does the same."""
    began = time.perf_counter()
    sum(number * number for number in range(100_000))
    return (time.perf_counter() - began) * 1000


async def timed(questions: Questions, query: Query, given: Given, rounds: int, paces: list[float]) -> Timing | None:
    """Ask so many times, after three that do not count; None where the values do not go with the question.

    Args:
        questions: whom to ask.
        query: what.
        given: its parameters.
        rounds: how often.
        paces: takes how long the machine needed for the same loop, each time.
    """
    times: list[float] = []
    for number in range(rounds + 3):
        paces.append(pace())
        began = time.perf_counter()
        try:
            answer = await questions.query(query.name, given)
        except MuninetError as error:
            print(f"  {query.name} {given}: {error}", file=sys.stderr)
            return None
        body = answer.model_dump_json(by_alias=True)
        if number > 2:
            times.append((time.perf_counter() - began) * 1000)
    text = " ".join(f"{name}={value}" for name, value in given.items()) or "as it stands"
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Timing(query.name, text, min(times), statistics.median(times), p95, len(answer.rows), len(body) / 1000)


async def measure(server: LocalServer, rounds: int, names: Sequence[str], paces: list[float]) -> list[Timing]:
    """Load, and time the questions of these names (all where there are none), and the machine beside them."""
    data = Path(os.environ.get("MUNINET_TEST_DATA") or Path(__file__).parents[2] / "shared" / "data")
    found: list[Timing] = []
    async with await Store.open(server.bolt_uri, server.user, server.password) as store:
        await load(store, [home("seed")])
        codes = await store.read("MATCH (c:Country) RETURN collect(c.code)")
        began = time.perf_counter()
        report = await load_records(store, signatory_records(data, set(codes.single())), "mycovenant")
        facts = report.total(report.facts).added
        print(f"loaded {facts} facts in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        schema = load_schema()
        catalogue = Catalogue.read(home("cypher"), schema)
        questions = Questions(store, catalogue, schema)
        asked = [query for query in catalogue.values() if not names or query.name.startswith(tuple(names))]
        # A server that just came up takes up to twice as long, until Java has compiled what it runs often.
        for query in catalogue.values():
            await timed(questions, query, {}, _WARM, [])
        for query in asked:
            for given in given_for(query):
                timing = await timed(questions, query, given, rounds, paces)
                if timing:
                    found.append(timing)
                    print(_line(timing), flush=True)
    return found


def _line(t: Timing) -> str:
    mark = " <" if t.p95 > BOUND else ""
    return f"{t.name:28} {t.given:58} {t.best:7.0f} {t.median:7.0f} {t.p95:7.0f} {t.rows:5} {t.kilobytes:7.0f}{mark}"


def main() -> None:
    """Print one line a question and set of parameters, `<` where it takes longer than it may; then which did."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    paces: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings.from_environment(os.environ), home=Path(folder), neo4j_uri=None)
        with LocalServer(settings) as server:
            print(f"{'question':28} {'parameters':58} {'best':>7} {'median':>7} {'p95 ms':>7} {'rows':>5} {'kB':>7}")
            found = asyncio.run(measure(server, rounds, sys.argv[2:], paces))
    for text, timings in (
        ("questions", [timing for timing in found if not timing.longest]),
        ("pages of 1000", [timing for timing in found if timing.longest]),
    ):
        slow = sorted({timing.name for timing in timings if timing.p95 > BOUND})
        print(f"{text}: {len(timings)} measured, over {BOUND} ms: {', '.join(slow) or 'none'}")
    best, usual, p95 = min(paces), statistics.median(paces), statistics.quantiles(paces, n=20)[-1]
    print(
        f"the machine: one and the same loop took {usual / best:.1f} times its shortest time, at p95 {p95 / best:.1f}"
    )


if __name__ == "__main__":
    main()
