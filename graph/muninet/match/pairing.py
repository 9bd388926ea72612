"""Goes through a dataset's entities and finds those that may be others of the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from muninet.match.blocking import candidates
from muninet.match.decisions import Decisions
from muninet.match.known import Known
from muninet.match.namesakes import Namesakes
from muninet.match.parties import Party
from muninet.match.scoring import Verdict, score


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities of the graph, and what is made of them."""

    left: Party
    right: Party
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        """Render as an object."""
        return {
            "left": {"id": self.left.id, "name": self.left.names[0]},
            "right": {"id": self.right.id, "name": self.right.names[0]},
            "decision": self.verdict.decision,
            "score": round(self.verdict.score, 3),
            "reasons": list(self.verdict.reasons),
        }


def open_pairs(known: Mapping[str, Known], dataset: str, decisions: Decisions) -> list[Pair]:
    """The pairs of which one belongs to a dataset, that are not decided, and that may be one; best first.

    Of each pair `left` is the one that would remain: what more datasets state, else what the other datasets state, else
    the first by id.

    Args:
        known: every entity, by id.
        dataset: name of the dataset.
        decisions: what people have decided; such pairs are not asked again.
    """
    namesakes = Namesakes(one.party for one in known.values())
    found = []
    for left, right in _candidates(known, dataset):
        if decisions.implied(left.id, right.id) is not None:
            continue
        verdict = score(left, right, namesakes)
        if verdict.decision != "different":
            first, second = sorted((left, right), key=lambda party: _standing(known[party.id], dataset))
            found.append(Pair(first, second, verdict))
    return sorted(found, key=lambda pair: (-pair.verdict.score, pair.left.id, pair.right.id))


def clear_pairs(pairs: Iterable[Pair], least: float) -> list[Pair]:
    """Those with at least this score of which neither could be another one as well, by the pairs given.

    Args:
        pairs: all pairs of a dataset that may be one.
        least: score, from 0 to 1.
    """
    good = [pair for pair in pairs if pair.verdict.score >= least]
    ends = Counter(party.id for pair in good for party in (pair.left, pair.right))
    return [pair for pair in good if ends[pair.left.id] == 1 == ends[pair.right.id]]


def _candidates(known: Mapping[str, Known], dataset: str) -> Iterator[tuple[Party, Party]]:
    own = [one.party for one in known.values() if dataset in one.datasets]
    others = [one.party for one in known.values() if dataset not in one.datasets]
    yield from candidates(own)
    yield from candidates(own, others)


def _standing(one: Known, dataset: str) -> tuple[int, bool, str]:
    return (-len(one.datasets), dataset in one.datasets, one.party.id)
