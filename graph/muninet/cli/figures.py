"""`muninet figure`: an answer as a picture."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from muninet.answers import Questions
from muninet.catalogue import Catalogue
from muninet.cli.ask import Given, LanguageOption, asked_of_graph, given_of, keyword, option, options_of
from muninet.cli.output import say
from muninet.errors import UsageError
from muninet.figures.addresses import view_at
from muninet.figures.looks import LOOKS, Form, Looks, layout_of, layout_parameter, looks_of
from muninet.figures.models import Layout, View
from muninet.figures.positions import put, read_positions
from muninet.figures.questions import DRAWABLE, Drawable
from muninet.figures.rendering import render
from muninet.figures.views import view

_HELP = "Draw an answer into a file: an SVG, a PNG or a PDF, with its legend, its sources and the day of its data."
_ENDINGS = ", ".join(f".{form}" for form in Form)
_OUTPUT: Any = typer.Option("--output", "-o", help=f"The file: its name ends in {_ENDINGS}.")
_Output = Annotated[Path, _OUTPUT]
_Positions = Annotated[
    Path | None, typer.Option("--positions", help="A file that the picture in a browser saved: where entities stand.")
]
QueryOption = Annotated[
    str,
    typer.Option(
        "--query", help="An address of the service instead of a view, such as '/links?to=climate-alliance&via=ceesen'."
    ),
]


def figure_commands(catalogue: Catalogue) -> typer.Typer:
    """Make `muninet figure`: each view is a command, with the parameters of its question as options."""
    app = typer.Typer(help=_HELP, invoke_without_command=True, rich_markup_mode=None)

    @app.callback()
    def addressed(
        context: typer.Context,
        query: QueryOption = "",
        output: Annotated[Path | None, _OUTPUT] = None,
        positions: _Positions = None,
        lang: LanguageOption = "en",
    ) -> None:
        if context.invoked_subcommand is None:
            drawable, given, looks = asked_by(query, catalogue, context)
            layout = layout_of(drawable, looks)
            _draw(catalogue, drawable, given, layout, looks_of(looks), named(output), positions, lang)

    for one in DRAWABLE.values():
        question = catalogue[one.question]
        app.command(one.name, help=f"{question.title}, drawn.\n\n{question.description}")(_command(one, catalogue))
    return app


def asked_by(query: str, catalogue: Catalogue, context: typer.Context) -> tuple[Drawable, Given, dict[str, str | None]]:
    """The view that `--query` names, its parameters, and those of its looks.

    Raises:
        UsageError: nothing that can be drawn is shown at that address, or none is given.
    """
    if not query:
        raise UsageError(f"name a view, or give --query: {context.get_usage().removeprefix('Usage: ')}")
    found = view_at(query, catalogue)
    if found is None:
        pages = ", ".join(sorted(one.page for one in DRAWABLE.values()))
        raise UsageError(f"--query {query}: nothing that can be drawn is shown there; give the address of {pages}")
    drawable, given = found
    own = ("layout", *(parameter.name for parameter in LOOKS))
    looks = {name: str(given.pop(name)) for name in own if name in given}
    return drawable, given, {**dict.fromkeys(own), **looks}


def asked_view(catalogue: Catalogue, drawable: Drawable, given: Given, layout: Layout, lang: str) -> View:
    """Ask for a view."""

    async def work(questions: Questions) -> View:
        return await view(questions, drawable, given, layout=layout, lang=lang)

    return asked_of_graph(catalogue, work)


def _draw(
    catalogue: Catalogue,
    drawable: Drawable,
    given: Given,
    layout: Layout,
    looks: Looks,
    output: Path,
    positions: Path | None,
    lang: str,
) -> None:
    form = Form(ending_of(output, list(Form)))
    places = read_positions(_read(positions), str(positions)) if positions else {}
    drawn = put(asked_view(catalogue, drawable, given, layout, lang), places)
    output.write_bytes(render(drawn, form, looks))
    say(f"{output}: {drawn.title}. {drawn.description}")


def _command(drawable: Drawable, catalogue: Catalogue) -> Callable[..., None]:
    query, own = catalogue[drawable.question], (layout_parameter(drawable), *LOOKS)

    def draw(output: Path, positions: Path | None, lang: str, **options: Any) -> None:
        looks = {parameter.name: options.pop(f"{parameter.name}_") for parameter in own}
        given = given_of(query, options)
        _draw(catalogue, drawable, given, layout_of(drawable, looks), looks_of(looks), output, positions, lang)

    draw.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *options_of(query, drawable.required, drawable.optional),
            keyword("output", _Output),
            *(option(parameter) for parameter in own),
            keyword("positions", _Positions, None),
            keyword("lang", LanguageOption, "en"),
        ]
    )
    return draw


def named(output: Path | None) -> Path:
    """The file that was named.

    Raises:
        UsageError: none was.
    """
    if output is None:
        raise UsageError("--output: name the file that is to be written")
    return output


def ending_of(file: Path, known: Sequence[str]) -> str:
    """What a file is to be written as, by the end of its name.

    Raises:
        UsageError: it ends in something else, or its folder does not exist.
    """
    ending = file.suffix.removeprefix(".").casefold()
    if ending not in known:
        raise UsageError(f"--output {file}: give a name that ends in {', '.join(f'.{one}' for one in known)}")
    if not file.parent.is_dir():
        raise UsageError(f"--output {file}: there is no folder {file.parent}: make it first")
    return ending


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--positions {file}: it cannot be read ({error})") from None
