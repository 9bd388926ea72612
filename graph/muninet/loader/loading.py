"""The steps of a load in their order: read, check, resolve, compare, write, settle."""

from __future__ import annotations

import asyncio
import contextlib
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from muninet.errors import (
    DatasetInUseError,
    LoadBusyError,
    LoadError,
    UnknownDatasetError,
    UsageError,
)
from muninet.loader.bookkeeping import Ledger, ensure_schema, read_ledger
from muninet.loader.claims import Claim
from muninet.loader.clearing import clear, is_half_graph
from muninet.loader.committing import ended, write
from muninet.loader.comparing import Differences, compare
from muninet.loader.forms import forms_of
from muninet.loader.gathering import gather
from muninet.loader.identities import adopt, decided
from muninet.loader.neighbours import check_neighbours
from muninet.loader.problems import Problems
from muninet.loader.recognising import recognise
from muninet.loader.records import Record
from muninet.loader.report import Report
from muninet.loader.skipping import Skipped
from muninet.loader.spool import Spool
from muninet.loader.suppression import Suppression, read_suppression, suppression_files
from muninet.loader.survey import Context, find_differences, hold_owned
from muninet.loader.tables import dataset_name, find_tables, table_records
from muninet.loader.uses import uses_elsewhere
from muninet.match import Decisions
from muninet.model import Schema, load_schema
from muninet.progress import Progress, SilentProgress
from muninet.store.bolt import Store

# How often a load looks again, when another one was quicker to write.
_ATTEMPTS = 5
_LONGEST_NAME = 100
_SHOWN_USES = 10
_FINDINGS = "MATCH (d:Dataset {name: $dataset}) RETURN d.findings"


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
    recognising: Decisions | None = None,
    skip_bad: bool = False,
    findings: Callable[[], Sequence[str]] = tuple,
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
        recognising: what has been decided; then cities and mayors take the ids of those in the graph that they are by
            name and place, beyond doubt, and the report says which. Without, names decide nothing.
        skip_bad: leave rows out that something is wrong with, and count them in the report.
        findings: what was found in the records, once all are read, as it is to be kept with the dataset.

    Raises:
        LoadError: with everything that is wrong, where rows are not to be skipped, or where it is not about one row.
    """
    model = schema or load_schema()
    problems = Problems() if problems is None else problems
    listed = read_suppression(suppression_files(()) if suppression is None else suppression, problems)
    context = Context(
        store, model, forms_of(model), _checked_name(dataset), dry_run, listed, progress or SilentProgress(), same or {}
    )
    return await _run(
        context, records, problems, adopting=adopting, recognising=recognising, skip_bad=skip_bad, findings=findings
    )


async def unload(store: Store, name: str, *, progress: Progress | None = None, schema: Schema | None = None) -> Report:
    """Take a dataset out of the graph: what no other dataset states goes, the rest is as if it had never been loaded.

    A reading of an exported graph that was interrupted is taken out by the name that it has among the datasets.

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
        if is_half_graph(name, ledger):
            return await ended(context, await clear(context, ledger), began)
        ledger.refuse_while_loading()
        if ledger.dataset(name) is None:
            raise UnknownDatasetError(name, [dataset.name for dataset in ledger.datasets])
        with contextlib.closing(Spool()) as spool:
            await hold_owned(store, name, spool)
            differences = compare(spool, Report(name, dry_run=False))
            uses = await uses_elsewhere(store, model, differences, ())
            if uses:
                others = sorted({use.dataset for use in uses})
                shown = [str(use) for use in uses[:_SHOWN_USES]]
                raise DatasetInUseError(name, others, shown, max(0, len(uses) - _SHOWN_USES))
            if await write(context, Claim.new(name, "unload"), ledger, differences):
                return await ended(context, differences.report, began)
    raise LoadBusyError(name, "load", None)


def _checked_name(name: str) -> str:
    if not name.strip() or len(name) > _LONGEST_NAME or any(unicodedata.category(sign) == "Cc" for sign in name):
        raise UsageError(f"{name!r} cannot be a dataset's name: give one of 1 to {_LONGEST_NAME} characters")
    return name.strip()


async def _run(
    context: Context,
    records: Iterable[Record],
    problems: Problems,
    *,
    adopting: bool = False,
    recognising: Decisions | None = None,
    skip_bad: bool = False,
    findings: Callable[[], Sequence[str]] = tuple,
) -> Report:
    began = time.monotonic()
    with contextlib.closing(Spool()) as spool:
        await _read(context, records, problems, spool)
        skipped = Skipped(skip_bad)
        skipped.leave_out(spool, problems)
        for _ in range(_ATTEMPTS):
            ledger = await read_ledger(context.store)
            ledger.refuse_while_loading()
            differences = await _compared(
                context, spool, problems, ledger, skipped, adopting=adopting, recognising=recognising
            )
            differences.report.skipped = skipped.by_rule
            differences.report.findings = list(findings())
            differences.report.findings_changed = await _other_findings(context, differences.report)
            if context.dry_run or _is_settled(differences, ledger, context):
                differences.report.graph_version = ledger.version
                differences.report.seconds = time.monotonic() - began
                return differences.report
            if await write(context, Claim.new(context.dataset, "load"), ledger, differences):
                return await ended(context, differences.report, began)
    raise LoadBusyError(context.dataset, "load", None)


async def _read(context: Context, records: Iterable[Record], problems: Problems, spool: Spool) -> None:
    """Read the rows, in a thread: the server says meanwhile what it holds, and makes its indexes if it has none."""
    context.progress.stage("reading tables", unit="rows")
    stopped = False

    def tick() -> None:
        if stopped:
            raise _StoppedError
        context.progress.advance()

    def read() -> None:
        gather(records, context.forms, context.suppression, problems, tick, spool)
        check_neighbours(spool, problems)

    reading = asyncio.create_task(asyncio.to_thread(read))
    try:
        ledger = await read_ledger(context.store)
        if not context.dry_run:
            ledger.refuse_while_loading()
        context.suppression.remember(ledger.suppressed)
        if not context.dry_run:
            await ensure_schema(context.store, context.schema)
        await asyncio.shield(reading)
    finally:
        # A thread cannot be ended from outside: it looks itself, row by row.
        stopped = True
        context.suppression.let_go()
        await asyncio.gather(reading, return_exceptions=True)
    context.progress.done()


class _StoppedError(Exception):
    """Ends the reading of a load that is over."""


async def _compared(
    context: Context,
    spool: Spool,
    problems: Problems,
    ledger: Ledger,
    skipped: Skipped,
    *,
    adopting: bool,
    recognising: Decisions | None,
) -> Differences:
    """Find the differences to the graph; a row that does not fit it may go, and then what refers to it alone."""
    while True:
        # Problems of the tables stay; those that come of the graph are found anew each time.
        spool.restart()
        decided(spool, context)
        if adopting:
            await adopt(spool, context)
            # Whom the graph knows by an id that goes is known by the one that remains.
            decided(spool, context)
        recognised = [] if recognising is None else await recognise(spool, context, recognising)
        try:
            differences = await find_differences(context, spool, problems, ledger)
        except LoadError as error:
            skipped.refuse(error, spool, problems)
        else:
            differences.report.recognised = recognised
            return differences


def _is_settled(differences: Differences, ledger: Ledger, context: Context) -> bool:
    """Whether the graph is already as it shall be, and its last load came to an end."""
    known, report = ledger.dataset(context.dataset), differences.report
    as_it_was = report.nothing_changed and not report.findings_changed
    remembered = ledger.suppressed == frozenset(context.suppression.hashes)
    return as_it_was and remembered and known is not None and known.state == "loaded"


async def _other_findings(context: Context, report: Report) -> bool:
    """Whether the graph keeps other findings of the dataset than those of its rows as they are now."""
    kept = await context.store.read(_FINDINGS, {"dataset": context.dataset})
    return (kept.single() or []) != report.findings
