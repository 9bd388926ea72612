"""`muninet load`, `muninet unload` and `muninet status`: what the graph holds, and how it comes to hold it."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from muninet import loader
from muninet._home import home
from muninet.cli.database import LOADING, database, with_store
from muninet.cli.decisions import decisions_of
from muninet.cli.output import ReportFormat, progress, say, say_error, write
from muninet.errors import LoadError, UsageError
from muninet.loader import GraphStatus, Report
from muninet.model import load_schema
from muninet.progress import Progress
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.transfer import Restored, is_whole_graph, restore

_T = TypeVar("_T")
_BAD_DATA = LoadError.exit_status
FormatOption = Annotated[ReportFormat, typer.Option("--format", help="How the report is printed.")]


def load(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Folders of tables, or tables (default: the seed); or one file of `muninet export --all`.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
    dataset: Annotated[
        str | None, typer.Option("--dataset", metavar="NAME", help="Name of the dataset (default: the folder's).")
    ] = None,
    format_: FormatOption = ReportFormat.TEXT,
) -> int:
    """Load tables as one dataset: afterwards the graph holds what they state, beside what other datasets do.

    Where anything is wrong, all of it is listed as `file:row:column: …` and nothing is written.
    """
    folders = paths or [home("seed")]
    if any(is_whole_graph(path) for path in folders):
        return _restored(folders, dataset, dry_run, format_)

    async def work(store: Store, bars: Progress) -> Report:
        return await loader.load(store, folders, dataset=dataset, dry_run=dry_run, progress=bars, same=same_ids())

    return or_problems(lambda: on_store(work), lambda report: _write_report(report, format_), format_)


def _restored(paths: list[Path], dataset: str | None, dry_run: bool, format_: ReportFormat) -> int:
    if len(paths) > 1 or dataset is not None:
        raise UsageError(f"{paths[0]}: an exported graph is loaded alone, and brings the names of its datasets along")

    async def work(store: Store, bars: Progress) -> Restored:
        return await restore(store, load_schema(), paths[0], bars, dry_run=dry_run)

    found = on_store(work)
    if format_ is ReportFormat.JSON:
        counts = {"nodes": found.nodes, "facts": found.facts}
        write_json({"graph_version": found.version, **counts, "unchanged": found.unchanged, "dry_run": dry_run})
        return 0
    done = "would be read" if dry_run else "read"
    write(
        f"{paths[0]}: {'nothing changed: the graph holds just that' if found.unchanged else done}, "
        f"{found.nodes} entities and {found.facts} facts, graph version {found.version}"
    )
    return 0


def or_problems(work: Callable[[], _T], told: Callable[[_T], object], format_: ReportFormat) -> int:
    """Do something and tell of it, or list what is wrong with the data; return the exit status."""
    try:
        done = work()
    except LoadError as error:
        if format_ is ReportFormat.JSON:
            write_json({"problems": [problem.as_json() for problem in error.problems]})
        for problem in error.problems if format_ is ReportFormat.TEXT else ():
            say(str(problem))
        say_error(f"{len(error.problems)} problems: nothing was written")
        return _BAD_DATA
    told(done)
    return 0


def same_ids() -> dict[str, str]:
    """Ids that go, and the ids of those that they went into, as people have decided."""
    return decisions_of(Settings.from_environment(os.environ)).merged()


def unload(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the dataset, as `muninet status` lists it.")],
    format_: FormatOption = ReportFormat.TEXT,
) -> None:
    """Take a dataset out of the graph; what other datasets state as well stays."""

    async def work(store: Store, bars: Progress) -> Report:
        return await loader.unload(store, name, progress=bars)

    _write_report(on_store(work), format_)


def status(format_: FormatOption = ReportFormat.TEXT) -> None:
    """Say what the graph holds, dataset by dataset, and whether a load is under way."""

    async def work(store: Store, _: Progress) -> GraphStatus:
        return await loader.status(store, load_schema())

    found = on_store(work)
    if format_ is ReportFormat.JSON:
        write_json(found.as_json())
    else:
        write("\n".join(_status_lines(found)))


def on_store(work: Callable[[Store, Progress], Awaitable[_T]]) -> _T:
    """Do something with the graph, showing how far it is."""
    with database(Settings.from_environment(os.environ)) as settings, progress() as bars:
        return with_store(settings, lambda store: work(store, bars), timeout=LOADING)


def _write_report(report: Report, format_: ReportFormat) -> None:
    if format_ is ReportFormat.JSON:
        write_json(report.as_json())
    else:
        write("\n".join(report.summary()))


def write_json(content: object) -> None:
    """Print content as JSON."""
    write(json.dumps(content, ensure_ascii=False, indent=2))


def _status_lines(found: GraphStatus) -> list[str]:
    if found.empty and not found.datasets:
        return ["the graph is empty: `muninet load` loads the seed"]
    nodes, facts = sum(found.nodes.values()), sum(found.facts.values())
    lines = [f"graph version {found.version}: {nodes} nodes, {facts} facts"]
    for dataset in found.datasets:
        if dataset.state == "loaded":
            state = f"loaded {dataset.finished}, {dataset.nodes} nodes, {dataset.facts} facts"
        elif dataset.state == "loading":
            state = f"a {dataset.doing} is under way since {dataset.started}, last heard of {dataset.heartbeat}"
        else:
            state = f"a {dataset.doing} was interrupted, begun {dataset.started}: {dataset.reason}"
        lines.append(f"{dataset.name}: {state}")
    lines += [f"  {count:>8}  {type_}" for of in (found.nodes, found.facts) for type_, count in of.items()]
    return lines
