"""`muninet figure` and `muninet report`: an answer as a picture, or as a report around one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from muninet.answers import Questions
from muninet.catalogue import Catalogue
from muninet.cli.ask import LanguageOption, asked_of_graph, given_of, keyword, option, options_of
from muninet.cli.output import say
from muninet.errors import UsageError
from muninet.figures.looks import LAYOUT, LOOKS, Form, layout_of, looks_of
from muninet.figures.models import View
from muninet.figures.questions import DRAWABLE, Drawable
from muninet.figures.rendering import render
from muninet.figures.views import view
from muninet.reports import ReportForm, report

_HELP = "Draw an answer into a file: an SVG, a PNG or a PDF, with its legend, its sources and the day of its data."
_ENDINGS = ", ".join(f".{form}" for form in Form)
_REPORT = "Write an answer as a report: sentences with their sources, a picture, a table and a bibliography."
_Report = Annotated[
    Path,
    typer.Option("--output", "-o", help=f"The file: its name ends in {', '.join(f'.{one}' for one in ReportForm)}."),
]
_Address = Annotated[
    str, typer.Option("--address", help="Where the service is that shows the same, for its permalink.")
]
_Output = Annotated[Path, typer.Option("--output", "-o", help=f"The file: its name ends in {_ENDINGS}.")]


def figure_commands(catalogue: Catalogue) -> typer.Typer:
    """Make `muninet figure`: each view is a command, with the parameters of its question as options."""
    app = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode=None)
    for one in DRAWABLE.values():
        query = catalogue[one.question]
        app.command(one.name, help=f"{query.title}, drawn.\n\n{query.description}")(_command(one, catalogue))
    return app


def report_commands(catalogue: Catalogue) -> typer.Typer:
    """Make `muninet report`, in the same way."""
    app = typer.Typer(help=_REPORT, no_args_is_help=True, rich_markup_mode=None)
    for one in DRAWABLE.values():
        query = catalogue[one.question]
        app.command(one.name, help=f"{query.title}, as a report.\n\n{query.description}")(_report(one, catalogue))
    return app


def _report(drawable: Drawable, catalogue: Catalogue) -> Callable[..., None]:
    query = catalogue[drawable.question]

    def write(output: Path, lang: str, address: str, **options: Any) -> None:
        form = ReportForm(_ending(output, list(ReportForm)))
        layout, given = layout_of({"layout": options.pop("layout_")}), given_of(query, options)

        async def work(questions: Questions) -> View:
            return await view(questions, drawable, given, layout=layout, lang=lang)

        drawn = asked_of_graph(catalogue, work)
        page = f"{address.rstrip('/')}{drawn.page}" if address else ""
        files = report(drawn, form, output.stem, address=page, lang=lang)
        for name, content in files.items():
            output.with_name(name).write_bytes(content)
        say(f"{', '.join(str(output.with_name(name)) for name in files)}: {drawn.title}. {drawn.description}")

    write.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *options_of(query, drawable.required, drawable.optional),
            keyword("output", _Report),
            option(LAYOUT),
            keyword("address", _Address, ""),
            keyword("lang", LanguageOption, "en"),
        ]
    )
    return write


def _command(drawable: Drawable, catalogue: Catalogue) -> Callable[..., None]:
    query = catalogue[drawable.question]

    def draw(output: Path, lang: str, **options: Any) -> None:
        form = form_of(output)
        named = {parameter.name: options.pop(f"{parameter.name}_") for parameter in (LAYOUT, *LOOKS)}
        layout, looks, given = layout_of(named), looks_of(named), given_of(query, options)

        async def work(questions: Questions) -> View:
            return await view(questions, drawable, given, layout=layout, lang=lang)

        drawn = asked_of_graph(catalogue, work)
        output.write_bytes(render(drawn, form, looks))
        say(f"{output}: {drawn.title}. {drawn.description}")

    draw.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *options_of(query, drawable.required, drawable.optional),
            keyword("output", _Output),
            *(option(parameter) for parameter in (LAYOUT, *LOOKS)),
            keyword("lang", LanguageOption, "en"),
        ]
    )
    return draw


def form_of(file: Path) -> Form:
    """What a figure is to be written as, by the end of its name.

    Raises:
        UsageError: it ends in something else, or its folder does not exist.
    """
    return Form(_ending(file, list(Form)))


def _ending(file: Path, known: Sequence[str]) -> str:
    ending = file.suffix.removeprefix(".").casefold()
    if ending not in known:
        raise UsageError(f"--output {file}: give a name that ends in {', '.join(f'.{one}' for one in known)}")
    if not file.parent.is_dir():
        raise UsageError(f"--output {file}: there is no folder {file.parent}: make it first")
    return ending
