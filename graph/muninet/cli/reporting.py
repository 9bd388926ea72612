"""`muninet report`: an answer as a report around a picture."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from muninet.catalogue import Catalogue
from muninet.cli.ask import Given, LanguageOption, given_of, keyword, option, options_of
from muninet.cli.figures import QueryOption, asked_by, asked_view, ending_of, named
from muninet.cli.output import say
from muninet.errors import UsageError
from muninet.figures.looks import layout_of, layout_parameter
from muninet.figures.models import Layout
from muninet.figures.questions import DRAWABLE, Drawable
from muninet.reports import ReportForm, report

_HELP = "Write an answer as a report: sentences with their sources, a picture, a table and a bibliography."
_OUTPUT: Any = typer.Option(
    "--output", "-o", help=f"The file: its name ends in {', '.join(f'.{one}' for one in ReportForm)}."
)
_Output = Annotated[Path, _OUTPUT]
_Address = Annotated[
    str, typer.Option("--address", help="Where the service is that shows the same, for its permalink.")
]


def report_commands(catalogue: Catalogue) -> typer.Typer:
    """Make `muninet report`: each view is a command, with the parameters of its question as options."""
    app = typer.Typer(help=_HELP, invoke_without_command=True, rich_markup_mode=None)

    @app.callback()
    def addressed(
        context: typer.Context,
        query: QueryOption = "",
        output: Annotated[Path | None, _OUTPUT] = None,
        address: _Address = "",
        lang: LanguageOption = "en",
    ) -> None:
        if context.invoked_subcommand is None:
            drawable, given, looks = asked_by(query, catalogue, context)
            own = [name for name, value in looks.items() if value is not None and name != "layout"]
            if own:
                raise UsageError(f"--query: {', '.join(own)} has no meaning in a report: leave it out")
            _write(catalogue, drawable, given, layout_of(drawable, looks), named(output), address, lang)

    for one in DRAWABLE.values():
        question = catalogue[one.question]
        app.command(one.name, help=f"{question.title}, as a report.\n\n{question.description}")(
            _command(one, catalogue)
        )
    return app


def _write(
    catalogue: Catalogue, drawable: Drawable, given: Given, layout: Layout, output: Path, address: str, lang: str
) -> None:
    form = ReportForm(ending_of(output, list(ReportForm)))
    drawn = asked_view(catalogue, drawable, given, layout, lang)
    page = f"{address.rstrip('/')}{drawn.page}" if address else ""
    files = report(drawn, form, output.stem, address=page, lang=lang)
    for name, content in files.items():
        output.with_name(name).write_bytes(content)
    say(f"{', '.join(str(output.with_name(name)) for name in files)}: {drawn.title}. {drawn.description}")


def _command(drawable: Drawable, catalogue: Catalogue) -> Callable[..., None]:
    query = catalogue[drawable.question]

    def write(output: Path, lang: str, address: str, **options: Any) -> None:
        layout = layout_of(drawable, {"layout": options.pop("layout_")})
        _write(catalogue, drawable, given_of(query, options), layout, output, address, lang)

    write.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *options_of(query, drawable.required, drawable.optional),
            keyword("output", _Output),
            option(layout_parameter(drawable)),
            keyword("address", _Address, ""),
            keyword("lang", LanguageOption, "en"),
        ]
    )
    return write
