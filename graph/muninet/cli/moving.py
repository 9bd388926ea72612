"""`muninet export`, `muninet backup` and `muninet restore`: the graph in a file, to keep it or to move it."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from muninet.cli.decisions import decisions_file
from muninet.cli.load import FormatOption, on_store, write_json
from muninet.cli.output import ReportFormat, progress, say, write
from muninet.errors import UsageError
from muninet.model import load_schema
from muninet.progress import Progress
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.dump import dump, undump
from muninet.transfer import Exported, export_all, is_whole_graph

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The file.")]


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file: its name ends in .jsonl or .jsonl.gz.")],
    everything: Annotated[bool, typer.Option("--all", help="The whole graph: it has to be said.")] = False,
    format_: FormatOption = ReportFormat.TEXT,
) -> None:
    """Write the whole graph to a file, in one form: equal graphs make equal files. `muninet load FILE` reads it."""
    if not everything:
        raise UsageError("say --all: the whole graph is exported; `muninet query NAME --format` writes an answer")
    if not is_whole_graph(file):
        raise UsageError(f"{file}: give a name that ends in .jsonl or .jsonl.gz")
    _refuse_unwritable(file)

    async def work(store: Store, bars: Progress) -> Exported:
        return await export_all(store, load_schema(), file, bars)

    done = on_store(work)
    left = done.left_out
    if left.nodes or left.relationships:
        say(f"{left.nodes} nodes and {left.relationships} relationships that are none of muninet's were left out")
    _tell_of_decisions(Settings.from_environment(os.environ))
    if format_ is ReportFormat.JSON:
        counts = {"nodes": done.nodes, "facts": done.facts, "left_out": asdict(left)}
        write_json({"graph_version": done.version, **counts, "sha256": done.sha256})
    else:
        write(f"{file}: {done.nodes} entities, {done.facts} facts, graph version {done.version}, sha256 {done.sha256}")


def backup(file: _File) -> None:
    """Write the database of the private Neo4j to a file, as it is, with whatever else is in it. It must not be running.

    While it runs, `muninet export --all` writes the graph.
    """
    _refuse_unwritable(file)
    settings = _private()
    with progress() as bars:
        notes = dump(settings, file, bars)
    for note in notes:
        say(note)
    _tell_of_decisions(settings)
    write(f"{file}: {file.stat().st_size} bytes; `muninet restore {file}` reads it")


def restore(
    file: _File,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of a database that is there.")
    ] = False,
) -> None:
    """Put what `muninet backup` wrote in the place of the private Neo4j's database. It must not be running."""
    with progress() as bars:
        notes = undump(_private(), file, bars, replace=replace)
    for note in notes:
        say(note)
    write(f"{file}: restored")


def _private() -> Settings:
    settings = Settings.from_environment(os.environ)
    if settings.neo4j_uri is not None:
        raise UsageError(
            "MUNINET_NEO4J_URI names a server of yours, which has tools of its own (`neo4j-admin database dump`): "
            "unset it for the private Neo4j, or take `muninet export --all`"
        )
    return settings


def _refuse_unwritable(file: Path) -> None:
    if not file.parent.is_dir():
        raise UsageError(f"{file}: there is no folder {file.parent}: make it first")
    if file.is_dir():
        raise UsageError(f"{file}: it is a folder: name a file")


def _tell_of_decisions(settings: Settings) -> None:
    """What people decided of pairs lies beside the graph, and goes along with neither file."""
    file = decisions_file(settings)
    if file.exists():
        say(f"{file.name} is not in it: copy {file} too")
