"""Writes the differences that a load has found, batch by batch, and brings it to its end."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator

from muninet.errors import LoadLostError
from muninet.loader import history, present
from muninet.loader.bookkeeping import Ledger, read_ledger, resample
from muninet.loader.claims import FENCE, Claim
from muninet.loader.comparing import Differences
from muninet.loader.journal import Journal
from muninet.loader.report import Report
from muninet.loader.statements import derivation
from muninet.loader.survey import Context
from muninet.loader.terms import exclusive_types, settling, unsettled
from muninet.loader.writing import BATCH, Batch, Writer
from muninet.store.bolt import Store

# Ids of entities that are asked for at a time: of most of them nothing comes back.
_ENDS = 10_000


async def write(context: Context, claim: Claim, ledger: Ledger, differences: Differences) -> bool:
    """Write the differences; False where the graph changed meanwhile, so that they must be found anew."""
    store = context.store
    if not await claim.take(store, ledger):
        (await read_ledger(store)).refuse_while_loading()
        return False
    try:
        context.progress.stage("writing", differences.rows, "rows")
        journal = await Journal.begin(store, claim, differences)
        await _write_batches(context, Writer(context.schema, claim, journal).batches(differences))
        context.progress.done()
        await _settle(context, claim, ledger, differences)
    except BaseException:
        await _halt(store, claim)
        raise
    return True


async def _write_batches(context: Context, batches: Iterator[Batch]) -> None:
    """Write one batch after another; while the server writes one, a thread makes the next."""
    batch = next(batches, None)
    while batch is not None:
        following = asyncio.create_task(asyncio.to_thread(next, batches, None))
        try:
            await context.store.write(batch.statements)
        finally:
            await asyncio.gather(following, return_exceptions=True)
        context.progress.advance(batch.size)
        batch = following.result()


async def _halt(store: Store, claim: Claim) -> None:
    """Say that the load has ended before its end, as far as the server still listens."""
    # The error that brought us here is the one to be told.
    with contextlib.suppress(Exception):
        await store.write([claim.halt()])


async def _settle(context: Context, claim: Claim, ledger: Ledger, differences: Differences) -> None:
    """Write what follows from all facts together, and that the load has come to its end, in one transaction."""
    store = context.store
    known = ledger.dataset(context.dataset)
    differences.report.completed = known is not None and known.state == "interrupted"
    statements = [claim.beat()]
    for type_ in exclusive_types(context.schema):
        # What an interrupted load touched is not known any more.
        groups = [None] if differences.report.completed else present.chunks(differences.touched_ends(type_), _ENDS)
        for group in groups:
            ends = await unsettled(store, type_, group)
            statements += [settling(type_, chunk, FENCE, claim.parameters()) for chunk in present.chunks(ends, BATCH)]
    if differences.took_from_others:
        statements.append(claim.recount())
    statements += await history.record(store, claim)
    if claim.doing == "load":
        findings, suppressed = differences.report.findings, context.suppression.hashes
        statements.append(claim.finish(*differences.owned, derivation(context.schema), findings, suppressed))
    else:
        statements.append(claim.forget())
    await store.write(statements)
    if await _lost(store, claim):
        raise LoadLostError(context.dataset)


async def _lost(store: Store, claim: Claim) -> bool:
    found = await store.read("MATCH (d:Dataset {name: $dataset}) RETURN d.loader", {"dataset": claim.dataset})
    loader = found.single()
    return loader != claim.loader if claim.doing == "load" else loader is not None


async def ended(context: Context, report: Report, began: float) -> Report:
    """Complete the report of a load or unload that has come to its end."""
    await resample(context.store)
    report.graph_version = (await read_ledger(context.store)).version
    report.seconds = time.monotonic() - began
    return report
