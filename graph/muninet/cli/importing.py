"""`muninet import`: public datasets, each with a command of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from muninet.cli.load import FormatOption, on_store, or_problems, same_ids, write_json
from muninet.cli.output import ReportFormat, write
from muninet.importers.importing import IMPORTERS, Imported, Importer, import_file
from muninet.progress import Progress
from muninet.store.bolt import Store


def import_commands() -> typer.Typer:
    """A command for each dataset."""
    app = typer.Typer(help="Load a public dataset from a file.", no_args_is_help=True)
    for importer in IMPORTERS.values():
        app.command(importer.name, help=importer.about)(_command(importer))
    return app


def _command(importer: Importer) -> Callable[..., int]:
    def command(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="The dataset's file.")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
        skip_bad: Annotated[
            bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used, and count them.")
        ] = False,
        dataset: Annotated[
            str | None, typer.Option("--dataset", metavar="NAME", help="Name of the dataset (default: the command's).")
        ] = None,
        format_: FormatOption = ReportFormat.TEXT,
    ) -> int:
        async def work(store: Store, bars: Progress) -> Imported:
            return await import_file(
                store,
                importer,
                file,
                dataset=dataset,
                dry_run=dry_run,
                skip_bad=skip_bad,
                progress=bars,
                same=same_ids(),
            )

        def told(imported: Imported) -> None:
            if format_ is ReportFormat.JSON:
                write_json(imported.as_json())
            else:
                write("\n".join(imported.summary()))

        return or_problems(lambda: on_store(work), told, format_)

    return command
