"""`muninet figure`: an answer as a picture in a file."""

from __future__ import annotations

import inspect
from collections.abc import Callable
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

_HELP = "Draw an answer into a file: an SVG, a PNG or a PDF, with its legend, its sources and the day of its data."
_ENDINGS = ", ".join(f".{form}" for form in Form)
_Output = Annotated[Path, typer.Option("--output", "-o", help=f"The file: its name ends in {_ENDINGS}.")]


def figure_commands(catalogue: Catalogue) -> typer.Typer:
    """Make `muninet figure`: each view is a command, with the parameters of its question as options."""
    app = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode=None)
    for one in DRAWABLE.values():
        query = catalogue[one.question]
        app.command(one.name, help=f"{query.title}, drawn.\n\n{query.description}")(_command(one, catalogue))
    return app


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
    """What a file is to hold, by the end of its name.

    Raises:
        UsageError: it ends in something else, or its folder does not exist.
    """
    ending = file.suffix.removeprefix(".").casefold()
    if ending not in list(Form):
        raise UsageError(f"--output {file}: give a name that ends in {_ENDINGS}")
    if not file.parent.is_dir():
        raise UsageError(f"--output {file}: there is no folder {file.parent}: make it first")
    return Form(ending)
