"""The right of one load to write, and the statements with which it begins, shows that it is alive, and ends."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from muninet.loader.bookkeeping import SILENCE_SECONDS, Ledger
from muninet.store.bolt import Store
from muninet.store.values import Statement

# Stands at the head of every statement that a load writes with: it writes nothing once another load has taken over.
FENCE = "MATCH (d:Dataset {name: $dataset, loader: $loader})"

# Stands at the head of what a batch writes: one that was committed, although nobody heard of it, writes nothing again.
BATCH_FENCE = "MATCH (d:Dataset {name: $dataset, loader: $loader, batch: $batch})"

# Taken first, the write lock of the one Graph node lets one load at a time look whether it may begin.
_LOCK = "MERGE (g:Graph {key: 'graph'}) SET g.asked = $loader"
_BEGIN = f"""
MATCH (g:Graph {{key: 'graph'}})
WHERE coalesce(g.version, '') = $seen AND NOT EXISTS {{
  MATCH (other:Dataset {{state: 'loading'}})
  WHERE other.loader <> $loader AND other.heartbeat > datetime() - duration({{seconds: {SILENCE_SECONDS}}})
    AND NOT other.loader IN $dead
}}
MERGE (d:Dataset {{name: $dataset}})
SET d.state = 'loading', d.doing = $doing, d.loader = $loader, d.host = $host, d.pid = $pid,
    d.started = datetime(), d.heartbeat = datetime(), d.finished = null, d.halted = null, d.batch = 0
SET g.sequence = coalesce(g.sequence, 0) + 1, g.id = coalesce(g.id, randomUUID())
SET g.version = toString(g.sequence) + '-' + $token
"""
# The version changes with every transaction that changes data, so that answers kept by version are never stale.
_BEAT = f"""{FENCE} SET d.heartbeat = datetime() WITH d
MATCH (g:Graph {{key: 'graph'}}) SET g.sequence = g.sequence + 1
SET g.version = toString(g.sequence) + '-' + $token"""
_FINISH = f"""{FENCE}
SET d.state = 'loaded', d.heartbeat = datetime(), d.finished = datetime(), d.nodes = $nodes, d.facts = $facts,
    d.derivation = $derivation, d.findings = $findings
REMOVE d.doing, d.batch
WITH d MATCH (g:Graph {{key: 'graph'}}) SET g.loads = coalesce(g.loads, 0) + 1, g.suppressed = $suppressed"""
_STEP = f"{BATCH_FENCE} SET d.batch = d.batch + 1"
_HALT = f"{FENCE} SET d.halted = true"
_FORGET = f"""{FENCE}
WITH d MATCH (g:Graph {{key: 'graph'}}) SET g.loads = coalesce(g.loads, 0) + 1
DELETE d"""
_COUNT = f"""{FENCE}
MATCH (other:Dataset) WHERE other.name <> $dataset
CALL (other) {{ MATCH (n:Entity) WHERE other.name IN n.datasets RETURN count(n) AS nodes }}
CALL (other) {{ MATCH (:Entity)-[f]->(:Entity) WHERE other.name IN f.datasets RETURN count(f) AS facts }}
SET other.nodes = nodes, other.facts = facts"""


@dataclass(frozen=True)
class Claim:
    """The right of one load to write; its `loader` token stands on the Dataset node while it does."""

    dataset: str
    doing: Literal["load", "unload"]
    loader: str

    @classmethod
    def new(cls, dataset: str, doing: Literal["load", "unload"]) -> Claim:
        """Make one up."""
        return cls(dataset, doing, secrets.token_hex(8))

    def parameters(self, **more: Any) -> dict[str, Any]:
        """The parameters of FENCE, and more."""
        return {"dataset": self.dataset, "loader": self.loader, **more}

    async def take(self, store: Store, ledger: Ledger) -> bool:
        """Mark the dataset as being loaded. False where the graph has changed since, or another load lives."""
        parameters = self.parameters(
            seen=ledger.version or "", dead=list(ledger.dead), doing=self.doing, host=socket.gethostname(),
            pid=os.getpid(), token=_token(),
        )  # fmt: skip
        await store.write([Statement(_LOCK, parameters), Statement(_BEGIN, parameters)])
        return await self.held(store)

    async def held(self, store: Store) -> bool:
        """Whether it is still ours."""
        found = await store.read(f"{FENCE} WHERE d.state = 'loading' RETURN count(d)", self.parameters())
        return bool(found.single() == 1)

    def beat(self) -> Statement:
        """The statement that shows that we are alive and changes the version; first in every transaction."""
        return Statement(_BEAT, self.parameters(token=_token()))

    def step(self, batch: int) -> Statement:
        """The statement that ends a batch; last in its transaction."""
        return Statement(_STEP, self.parameters(batch=batch))

    def finish(
        self, nodes: int, facts: int, derivation: str, findings: Sequence[str], suppressed: Sequence[str]
    ) -> Statement:
        """The statement that ends a load.

        Args:
            nodes: how many entities the dataset states.
            facts: how many facts.
            derivation: by which rules visible properties follow from what is stated.
            findings: what was found in its rows, as they are kept.
            suppressed: what the graph remembers of people who stay out.
        """
        more = {"nodes": nodes, "facts": facts, "derivation": derivation}
        return Statement(_FINISH, self.parameters(**more, findings=list(findings), suppressed=list(suppressed)))

    def forget(self) -> Statement:
        """The statement that ends an unload: the dataset is no more."""
        return Statement(_FORGET, self.parameters())

    def halt(self) -> Statement:
        """The statement that says that we end before the end; the next load need not wait for our silence."""
        return Statement(_HALT, self.parameters())

    def recount(self) -> Statement:
        """The statement that counts anew what other datasets state, after a person was suppressed."""
        return Statement(_COUNT, self.parameters())


def _token() -> str:
    return secrets.token_hex(4)
