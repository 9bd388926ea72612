"""`muninet import`: public datasets, each with a command of its own, and any table through a mapping."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from muninet.cli.decisions import decisions_file, decisions_of
from muninet.cli.load import FormatOption, on_store, or_problems, write_json
from muninet.cli.output import ReportFormat, say, write
from muninet.errors import UsageError
from muninet.importers.importing import IMPORTERS, Imported, Importer, import_file
from muninet.importers.sheets import Sheet, read_sheet
from muninet.importers.table import draft, read_mapping
from muninet.importers.table.importing import import_table
from muninet.match import Decisions
from muninet.match.decisions import add_decisions
from muninet.model import load_schema
from muninet.progress import Progress
from muninet.settings import Settings
from muninet.store.bolt import Store

_DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")]
_Match = Annotated[
    bool,
    typer.Option(
        "--match/--no-match",
        help="Take cities and mayors for those of the graph that they are by name and place, beyond doubt.",
    ),
]
_SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used, and count them.")]


def import_commands() -> typer.Typer:
    """A command for each dataset, and one for any table."""
    app = typer.Typer(help="Load a public dataset, or any table, from a file.", no_args_is_help=True)
    for importer in IMPORTERS.values():
        app.command(importer.name, help=importer.about)(_command(importer))
    app.command("table")(_table)
    return app


def _command(importer: Importer) -> Callable[..., int]:
    def command(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="The dataset's file.")],
        dry_run: _DryRun = False,
        skip_bad: _SkipBad = False,
        matching: _Match = True,
        dataset: Annotated[
            str | None, typer.Option("--dataset", metavar="NAME", help="Name of the dataset (default: the command's).")
        ] = None,
        format_: FormatOption = ReportFormat.TEXT,
    ) -> int:
        decisions = _decisions()

        async def work(store: Store, bars: Progress) -> Imported:
            return await import_file(
                store,
                importer,
                file,
                dataset=dataset,
                dry_run=dry_run,
                skip_bad=skip_bad,
                progress=bars,
                same=decisions.merged(),
                recognising=decisions if matching else None,
            )

        return _imported(work, format_)

    return command


def _table(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table: .csv, .tsv, .txt, .xlsx, .ods or .xls.")],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="MAPPING.yaml", help="What the columns are.")
    ] = None,
    drafting: Annotated[
        bool, typer.Option("--draft", help="Propose a mapping, made from the header and the first rows; load nothing.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="MAPPING.yaml", help="Where to write the draft (default: print it)."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="For the draft: the sheet (default: the first).")
    ] = None,
    header_row: Annotated[
        int, typer.Option("--header-row", min=1, help="For the draft: the row with the names of the columns.")
    ] = 1,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="For the draft: of text (default: UTF-8).")
    ] = None,
    dataset: Annotated[
        str | None, typer.Option("--dataset", metavar="NAME", help="Name of the dataset (default: the mapping's).")
    ] = None,
    dry_run: _DryRun = False,
    skip_bad: _SkipBad = False,
    matching: _Match = True,
    format_: FormatOption = ReportFormat.TEXT,
) -> int:
    """Load any CSV or Excel sheet, such as a network's list of members, through a mapping; --draft proposes one.

    A mapping says what each column is. What a draft leaves open is marked FILL_IN, and must be filled in before it is
    used. Loading the same table again changes nothing.
    """
    if drafting:
        _refuse("--draft", {"--mapping": mapping, "--dataset": dataset, "--dry-run": dry_run, "--skip-bad": skip_bad})
        _draft(read_sheet(file, sheet=sheet, header_row=header_row, encoding=encoding), output)
        return 0
    if mapping is None:
        raise UsageError(f"what are the columns of {file}? Give a --mapping; `--draft -o MAPPING.yaml` proposes one")
    said = {"--output": output, "--sheet": sheet, "--header-row": header_row != 1, "--encoding": encoding}
    _refuse("--mapping", said, "the mapping itself says how the file is read (table: {sheet: …, header_row: …})")
    read = read_mapping(mapping)

    decisions = _decisions()

    async def work(store: Store, bars: Progress) -> Imported:
        return await import_table(
            store, file, read, dataset=dataset, dry_run=dry_run, skip_bad=skip_bad, progress=bars,
            same=decisions.merged(), recognising=decisions if matching else None,
        )  # fmt: skip

    return _imported(work, format_)


def _refuse(given: str, others: Mapping[str, object], why: str = "a draft loads nothing") -> None:
    wrong = [name for name, value in others.items() if value]
    if wrong:
        raise UsageError(f"{', '.join(wrong)} cannot be given with {given}: {why}")


def _draft(sheet: Sheet, output: Path | None) -> None:
    text = draft(sheet, load_schema())
    if output is None:
        write(text)
        return
    try:
        # A mapping that somebody has completed is not lost to a second draft.
        with output.open("x", encoding="utf-8") as written:
            written.write(text)
    except FileExistsError:
        raise UsageError(f"{output} is there already: give another name, or remove it first") from None
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror or error}") from None
    then = f"muninet import table {sheet.file} --mapping {output} --dry-run"
    say(f"{output}: fill in what is marked FILL_IN, then `{then}`")


def _decisions() -> Decisions:
    return decisions_of(Settings.from_environment(os.environ))


def _imported(work: Callable[[Store, Progress], Awaitable[Imported]], format_: ReportFormat) -> int:
    def told(imported: Imported) -> None:
        report = imported.report
        if report.recognised and not report.dry_run:
            add_decisions(decisions_file(Settings.from_environment(os.environ)), report.recognised)
        if format_ is ReportFormat.JSON:
            write_json(imported.as_json())
        else:
            write("\n".join(imported.summary()))

    return or_problems(lambda: on_store(work), told, format_)
