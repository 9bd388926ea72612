"""The steps of a load in their order: read, check, resolve, compare, write, settle."""

from __future__ import annotations

import contextlib
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from muninet.errors import DatasetInUseError, LoadBusyError, LoadLostError, UnknownDatasetError, UsageError
from muninet.loader import history, present
from muninet.loader.bookkeeping import Ledger, ensure_schema, read_ledger, resample
from muninet.loader.claims import FENCE, Claim
from muninet.loader.comparing import Differences, Held, compare
from muninet.loader.forms import forms_of
from muninet.loader.gathering import gather
from muninet.loader.identities import adopt, decided
from muninet.loader.journal import Journal
from muninet.loader.neighbours import check_neighbours
from muninet.loader.problems import Problems
from muninet.loader.records import Record, Stated
from muninet.loader.report import Report
from muninet.loader.skipping import Skipped
from muninet.loader.statements import derivation
from muninet.loader.suppression import Suppression, read_suppression, suppression_files
from muninet.loader.survey import Context
from muninet.loader.tables import dataset_name, find_tables, table_records
from muninet.loader.terms import exclusive_types, settling, unsettled
from muninet.loader.uses import uses_elsewhere
from muninet.loader.writing import BATCH, Writer
from muninet.model import Schema, load_schema
from muninet.progress import Progress, SilentProgress
from muninet.store.bolt import Store

# How often a load looks again, when another one was quicker to write.
_ATTEMPTS = 5
_LONGEST_NAME = 100
_SHOWN_USES = 10


async def load(
    store: Store,
    paths: Sequence[Path],
    *,
    dataset: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    schema: Schema | None = None,
    suppression: Sequence[Path] | None = None,
    same: Mapping[str, str] | None = None,
) -> Report:
    """Load tables as one dataset: afterwards the graph holds exactly what they state, beside what other datasets do.

    Args:
        store: where to load to.
        paths: folders of tables, or single tables.
        dataset: its name (default: the folder's, or a single table's without `.csv`).
        dry_run: count what would be done, and write nothing.
        progress: told of reading, comparing and writing.
        schema: the model (default: muninet's own).
        suppression: lists of people to leave out (default: `suppressed.csv` of the seed and of the folders loaded).
        same: ids that go, and the ids of those that they went into, as people have decided.

    Raises:
        LoadError: with everything that is wrong with the tables; nothing was written.
        LoadBusyError: another load is under way.
        UsageError: a path or name that cannot be used.
        StoreUnavailableError: the server is away.
    """
    name = _checked_name(dataset if dataset is not None else dataset_name(paths))
    model = schema or load_schema()
    problems = Problems()
    forms = forms_of(model)
    tables = find_tables(paths, forms, problems)
    files = suppression_files(paths) if suppression is None else suppression
    context = Context(
        store, model, forms, name, dry_run, read_suppression(files, problems), progress or SilentProgress(), same or {}
    )
    records = (record for table in tables for record in table_records(table, problems))
    return await _run(context, records, problems)


async def load_records(
    store: Store,
    records: Iterable[Record],
    dataset: str,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    schema: Schema | None = None,
    suppression: Sequence[Path] | None = None,
    same: Mapping[str, str] | None = None,
    problems: Problems | None = None,
    adopting: bool = False,
    skip_bad: bool = False,
) -> Report:
    """Load records, such as an importer yields, as one dataset; otherwise as `load`.

    Args:
        store: where to load to.
        records: what the dataset states.
        dataset: its name.
        dry_run: count what would be done, and write nothing.
        progress: told of reading, comparing and writing.
        schema: the model (default: muninet's own).
        suppression: lists of people to leave out (default: the seed's).
        same: ids that go, and the ids of those that they went into, as people have decided.
        problems: what whoever yields the records reports of rows that it cannot use.
        adopting: whether entities take the ids of those in the graph that share an identifier with them.
        skip_bad: leave rows out that something is wrong with, and count them in the report.

    Raises:
        LoadError: with everything that is wrong, where rows are not to be skipped, or where it is not about one row.
    """
    model = schema or load_schema()
    problems = Problems() if problems is None else problems
    listed = read_suppression(suppression_files(()) if suppression is None else suppression, problems)
    context = Context(
        store, model, forms_of(model), _checked_name(dataset), dry_run, listed, progress or SilentProgress(), same or {}
    )
    return await _run(context, records, problems, adopting=adopting, skip_bad=skip_bad)


async def unload(store: Store, name: str, *, progress: Progress | None = None, schema: Schema | None = None) -> Report:
    """Take a dataset out of the graph: what no other dataset states goes, the rest is as if it had never been loaded.

    Raises:
        UnknownDatasetError: there is no such dataset.
        DatasetInUseError: another dataset refers to entities that only this one states; nothing was written.
        LoadBusyError: another load is under way.
        StoreUnavailableError: the server is away.
    """
    began = time.monotonic()
    model = schema or load_schema()
    context = Context(store, model, {}, name, False, Suppression({}), progress or SilentProgress())
    for _ in range(_ATTEMPTS):
        ledger = await read_ledger(store)
        ledger.refuse_while_loading()
        if ledger.dataset(name) is None:
            raise UnknownDatasetError(name, [dataset.name for dataset in ledger.datasets])
        held = Held(await present.owned_nodes(store, name), await present.owned_facts(store, name))
        differences = compare(Stated(), held, Report(name, dry_run=False))
        uses = await uses_elsewhere(store, model, differences, ())
        if uses:
            others = sorted({use.dataset for use in uses})
            shown = [str(use) for use in uses[:_SHOWN_USES]]
            raise DatasetInUseError(name, others, shown, max(0, len(uses) - _SHOWN_USES))
        if await _write(context, Claim.new(name, "unload"), ledger, differences):
            return await _ended(context, differences.report, began)
    raise LoadBusyError(name, "load", None)


def _checked_name(name: str) -> str:
    if not name.strip() or len(name) > _LONGEST_NAME or any(unicodedata.category(sign) == "Cc" for sign in name):
        raise UsageError(f"{name!r} cannot be a dataset's name: give one of 1 to {_LONGEST_NAME} characters")
    return name.strip()


async def _run(
    context: Context, records: Iterable[Record], problems: Problems, *, adopting: bool = False, skip_bad: bool = False
) -> Report:
    began = time.monotonic()
    progress = context.progress
    progress.stage("reading tables", unit="rows")
    gathered = gather(records, context.forms, context.suppression, problems, progress.advance)
    check_neighbours(gathered, problems)
    progress.done()
    skipped = Skipped(skip_bad)
    gathered = skipped.leave_out(gathered, problems)
    for _ in range(_ATTEMPTS):
        ledger = await read_ledger(context.store)
        ledger.refuse_while_loading()
        # Problems of the tables stay; those that come of the graph are found anew each time.
        known = decided(gathered, context)
        if adopting:
            # Whom the graph knows by an id that goes is known by the one that remains.
            known = decided(await adopt(known, context), context)
        differences = await skipped.find_differences(context, known, problems, ledger)
        differences.report.skipped = skipped.by_rule
        if context.dry_run or _is_settled(differences, ledger, context):
            differences.report.graph_version = ledger.version
            differences.report.seconds = time.monotonic() - began
            return differences.report
        await ensure_schema(context.store, context.schema)
        if await _write(context, Claim.new(context.dataset, "load"), ledger, differences):
            return await _ended(context, differences.report, began)
    raise LoadBusyError(context.dataset, "load", None)


def _is_settled(differences: Differences, ledger: Ledger, context: Context) -> bool:
    """Whether the graph is already as it shall be, and its last load came to an end."""
    known = ledger.dataset(context.dataset)
    return differences.report.nothing_changed and known is not None and known.state == "loaded"


async def _write(context: Context, claim: Claim, ledger: Ledger, differences: Differences) -> bool:
    """Write the differences; False where the graph changed meanwhile, so that they must be found anew."""
    store = context.store
    if not await claim.take(store, ledger):
        (await read_ledger(store)).refuse_while_loading()
        return False
    try:
        context.progress.stage("writing", differences.rows, "rows")
        journal = await Journal.begin(store, claim, differences)
        for count, statements in Writer(context.schema, claim, journal).batches(differences):
            await store.write(statements)
            context.progress.advance(count)
        context.progress.done()
        await _settle(context, claim, ledger, differences)
    except BaseException:
        await _halt(store, claim)
        raise
    return True


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
        touched = {fact.end for fact in (*differences.facts, *differences.gone_facts) if fact.type == type_}
        # What an interrupted load touched is not known any more.
        groups = None if differences.report.completed else touched
        if groups is None or groups:
            ends = await unsettled(store, type_, groups)
            statements += [settling(type_, chunk, FENCE, claim.parameters()) for chunk in present.chunks(ends, BATCH)]
    if differences.took_from_others:
        statements.append(claim.recount())
    statements += await history.record(store, claim)
    if claim.doing == "load":
        statements.append(claim.finish(*differences.owned, derivation(context.schema)))
    else:
        statements.append(claim.forget())
    await store.write(statements)
    if await _lost(store, claim):
        raise LoadLostError(context.dataset)


async def _lost(store: Store, claim: Claim) -> bool:
    found = await store.read("MATCH (d:Dataset {name: $dataset}) RETURN d.loader", {"dataset": claim.dataset})
    loader = found.single()
    return loader != claim.loader if claim.doing == "load" else loader is not None


async def _ended(context: Context, report: Report, began: float) -> Report:
    await resample(context.store)
    report.graph_version = (await read_ledger(context.store)).version
    report.seconds = time.monotonic() - began
    return report
