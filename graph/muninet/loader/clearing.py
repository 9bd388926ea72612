"""Takes out again what an interrupted reading of an exported graph has written, where its file is not at hand any more.

Such a reading begins on an empty graph, so all that the graph holds of the model is of it; that is what goes. Whom the
graph remembers to keep out stays remembered: that is no part of the file.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from muninet.errors import LoadBusyError, LoadLostError
from muninet.loader.bookkeeping import WHOLE, Ledger
from muninet.loader.claims import FENCE, Claim
from muninet.loader.report import Report, Tally
from muninet.loader.survey import Context
from muninet.store.values import Statement

_BATCH = 10_000
_GONE = f"{FENCE} DELETE d"


@dataclass(frozen=True)
class _Part:
    """What there is of one label or type: how it is matched, and how that is counted."""

    kind: str
    match: str
    found: int


def is_half_graph(name: str, ledger: Ledger) -> bool:
    """Whether that is the name of a reading of an exported graph which has not come to its end."""
    return name.startswith(WHOLE) and ledger.dataset(name) is not None


async def clear(context: Context, ledger: Ledger) -> Report:
    """Take out what the reading has written, in batches; the graph is empty afterwards.

    Raises:
        LoadBusyError: another load is under way, or the reading itself.
        LoadLostError: another load took over.
    """
    ledger.refuse_while_alive()
    store, claim = context.store, Claim.new(context.dataset, "unload")
    if not await claim.take(store, ledger):
        raise LoadBusyError(context.dataset, "load", None)
    report = Report(context.dataset, dry_run=False)
    try:
        # Facts first: an entity of many would make one transaction of all of them.
        facts = [await _part(context, type_, f"(:Entity)-[x:{type_}]->(:Entity)") for type_ in context.schema.facts]
        nodes = [await _part(context, label, f"(x:{label}:Entity)") for label in context.schema.nodes]
        context.progress.stage("taking out", sum(part.found for part in (*facts, *nodes)), "rows")
        for part in (*facts, *nodes):
            await _take_out(context, claim, part)
        if not await claim.held(store):
            raise LoadLostError(context.dataset)
        await store.write([claim.beat(), Statement(_GONE, claim.parameters())])
    except BaseException:
        # The error that brought us here is the one to be told.
        with contextlib.suppress(Exception):
            await store.write([claim.halt()])
        raise
    context.progress.done()
    report.facts = {part.kind: Tally(removed=part.found) for part in facts if part.found}
    report.nodes = {part.kind: Tally(removed=part.found) for part in nodes if part.found}
    return report


async def _part(context: Context, kind: str, match: str) -> _Part:
    found = await context.store.read(f"MATCH {match} RETURN count(x)")
    return _Part(kind, match, found.single() or 0)


async def _take_out(context: Context, claim: Claim, part: _Part) -> None:
    delete = "DELETE" if part.kind in context.schema.facts else "DETACH DELETE"
    text = f"{FENCE} MATCH {part.match} WITH x LIMIT $most {delete} x"
    for begun in range(0, part.found, _BATCH):
        await context.store.write([claim.beat(), Statement(text, claim.parameters(most=_BATCH))])
        context.progress.advance(min(_BATCH, part.found - begun))
