"""`muninet export`, `muninet backup` and `muninet restore`: the graph in a file, to keep it or to move it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

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
    _refuse_no_folder(file)

    async def work(store: Store, bars: Progress) -> Exported:
        return await export_all(store, load_schema(), file, bars)

    done = on_store(work)
    if done.left_out:
        say(f"{done.left_out} nodes that are none of muninet's were left out")
    if format_ is ReportFormat.JSON:
        write_json({"graph_version": done.version, "nodes": done.nodes, "facts": done.facts, "sha256": done.sha256})
    else:
        write(f"{file}: {done.nodes} entities, {done.facts} facts, graph version {done.version}, sha256 {done.sha256}")


def backup(file: _File) -> None:
    """Write the database of the private Neo4j to a file, as it is, with whatever else is in it. It must not be running.

    While it runs, `muninet export --all` writes the graph.
    """
    _refuse_no_folder(file)
    with progress() as bars:
        dump(_private(), file, bars)
    write(f"{file}: {file.stat().st_size} bytes; `muninet restore {file}` reads it")


def restore(
    file: _File,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of a database that is there.")
    ] = False,
) -> None:
    """Put what `muninet backup` wrote in the place of the private Neo4j's database. It must not be running."""
    with progress() as bars:
        undump(_private(), file, bars, replace=replace)
    write(f"{file}: restored")


def _private() -> Settings:
    settings = Settings.from_environment(os.environ)
    if settings.neo4j_uri is not None:
        raise UsageError(
            "MUNINET_NEO4J_URI names a server of yours, which has tools of its own (`neo4j-admin database dump`): "
            "unset it for the private Neo4j, or take `muninet export --all`"
        )
    return settings


def _refuse_no_folder(file: Path) -> None:
    if not file.parent.is_dir():
        raise UsageError(f"{file}: there is no folder {file.parent}: make it first")
