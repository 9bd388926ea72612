"""How well and how fast parties are matched, beside plain ways of doing it.

    python -m bench.matching

Scores the labelled pairs of tests/match/pairs.csv, tuning half and held-out half, and in the same run two peers on the
same pairs: rapidfuzz's WRatio of the names as written, joined above the threshold that does best on the tuning half
(highest F1), and equality of the folded names. A country is given to all three, since every pair lies in one. Then
finds and scores the candidates of the whole tables, signatories by twin towns. Data: MUNINET_TEST_DATA, else
shared/data beside the checkout.
"""

from __future__ import annotations

import os
import resource
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz
from tests.match.tables import Labelled, labelled, parties, signatories, twins

from muninet.match import Namesakes, candidates, name_form, score
from muninet.model.names import fold

HALVES = ("tuning", "held-out")
Joins = Callable[[Labelled], bool]


def data_folder() -> Path:
    """Folder of the open datasets."""
    named = os.environ.get("MUNINET_TEST_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


def quality(pairs: Sequence[Labelled], joins: Joins) -> tuple[float, float]:
    """Precision and recall, from 0 to 1, of what is joined against what is labelled the same."""
    joined = [pair.same for pair in pairs if joins(pair)]
    right = sum(joined)
    return right / len(joined) if joined else 0.0, right / sum(pair.same for pair in pairs)


def f1(pairs: Sequence[Labelled], joins: Joins) -> float:
    """The harmonic mean of precision and recall."""
    precision, recall = quality(pairs, joins)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _above(threshold: int) -> Joins:
    return lambda pair: fuzz.WRatio(fold(pair.names[0]), fold(pair.names[1])) >= threshold


def peers(tuning: Sequence[Labelled]) -> dict[str, Joins]:
    """The peers by name; the threshold of WRatio is taken from the tuning half."""
    best = max(range(50, 101), key=lambda threshold: f1(tuning, _above(threshold)))
    return {
        f"rapidfuzz WRatio >= {best}": _above(best),
        "folded names equal": lambda pair: fold(pair.names[0]) == fold(pair.names[1]),
    }


def compare(folder: Path, namesakes: Namesakes) -> None:
    """Print precision and recall of muninet and its peers on both halves."""
    pairs = {half: [pair for pair in labelled(folder) if pair.half == half] for half in HALVES}
    ways: dict[str, Joins] = {"muninet.match": lambda pair: score(pair.left, pair.right, namesakes).decision == "same"}
    ways |= peers(pairs["tuning"])
    for half, rows in pairs.items():
        same = sum(pair.same for pair in rows)
        print(f"{half + f' ({len(rows)} pairs, {same} the same)':44}{'precision':>10}{'recall':>10}{'F1':>10}")
        for name, joins in ways.items():
            precision, recall = quality(rows, joins)
            print(f"  {name:42}{precision:10.4f}{recall:10.4f}{f1(rows, joins):10.4f}")


def whole(folder: Path) -> None:
    """Print what the candidates of the whole tables come to, in pairs, seconds and memory."""
    left, right = list(signatories(folder).values()), list(twins(folder).values())
    began = time.perf_counter()
    found = list(candidates(left, right))
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    namesakes = Namesakes([*left, *right])
    decided = Counter(score(*pair, namesakes).decision for pair in found)
    scoring = time.perf_counter() - began
    name_form.cache_clear()
    tracemalloc.start()
    for _ in candidates(left, right):
        pass
    traced = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{len(left)} signatories x {len(right)} twin towns: {len(left) * len(right):.2e} pairs")
    print(f"  {len(found)} candidates in {seconds:.1f} s, scored in {scoring:.1f} s")
    print("  " + ", ".join(f"{decided[decision]} {decision}" for decision in ("same", "different", "unsure")))
    print(f"  peak memory: {traced:.0f} MB of candidates (forms and index), {resident:.0f} MB of the process")


def main() -> None:
    """Measure and print."""
    folder = data_folder()
    whole(folder)
    compare(folder, Namesakes(parties(folder).values()))


if __name__ == "__main__":
    main()
