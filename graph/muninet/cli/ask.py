"""`muninet query` and `muninet links`: the catalogue's questions, their options made from the files."""

from __future__ import annotations

import inspect
import os
from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Any, Literal, TypeVar

import typer
from typer.core import TyperGroup

from muninet.answers import Questions
from muninet.answers.licences import WITHOUT
from muninet.answers.models import LinksAnswer, Location, QueryAnswer
from muninet.catalogue import Catalogue, Parameter, Query
from muninet.cli.database import database, with_store
from muninet.cli.output import on_terminal, say, write, write_table
from muninet.errors import MuninetError
from muninet.export.formats import ExportFormat, export, offered_by
from muninet.export.subgraph import subgraph_of
from muninet.export.tables import Cell, plain
from muninet.model import load_schema
from muninet.settings import Settings
from muninet.store.bolt import Store

Given = dict[str, str | list[str] | None]
Answer = LinksAnswer | QueryAnswer
_Answer = TypeVar("_Answer", LinksAnswer, QueryAnswer)
_Found = TypeVar("_Found")
# The format for a person; the others are those of `muninet.export`.
TABLE = "table"
LanguageOption = Annotated[str, typer.Option("--lang", help="Language of sentences and labels.")]


class EmptyGraphError(MuninetError):
    """There is nothing to answer from."""

    exit_status = 3


def query_commands(catalogue: Catalogue) -> typer.Typer:
    """Make `muninet query`: alone it lists the questions; each question is a command with its parameters as options."""

    class QueryGroup(TyperGroup):
        """Tells an unknown question from a wrong option: it is not found, and the nearest are."""

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            """Find the command of a question."""
            if args and not args[0].startswith("-"):
                catalogue.query(args[0])
            return super().resolve_command(ctx, args)

    app = typer.Typer(
        cls=QueryGroup,
        help="Ask a question of the catalogue; without a name, list them.",
        invoke_without_command=True,
        subcommand_metavar="[NAME] [--PARAMETER VALUE]...",
        rich_markup_mode=None,
    )

    @app.callback()
    def listing(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            write_table(["name", "question"], [[query.name, query.title] for query in catalogue.values()])

    for query in catalogue.values():
        app.command(query.name, help=f"{query.title}\n\n{query.description}")(_query_command(query, catalogue))
    return app


def links_command(catalogue: Catalogue) -> Callable[..., None]:
    """Make `muninet links`, with the parameters of `path/links`."""
    question = catalogue.query("path/links")

    def links(format: str, lang: str, **options: Any) -> None:  # noqa: A002 - the name of the option
        given = given_of(question, options)
        answer, places = _ask(catalogue, lambda questions: questions.links(given, lang), format)
        if format == TABLE:
            _print_links(answer)
        else:
            write(_exported(answer, format, places))
        _say_more(answer.next, f"{len(answer.routes)} of {answer.total} routes")

    links.__signature__ = _signature(question, required=("to",), free=("via",))  # type: ignore[attr-defined]
    links.__doc__ = (
        "Which cities link to a network, through whom, on whose word.\n\n"
        "Routes are grouped by their pattern, the kind of link. Without --via: by any way."
    )
    return links


def _query_command(query: Query, catalogue: Catalogue) -> Callable[..., None]:
    def ask(format: str, lang: str, **options: Any) -> None:  # noqa: A002 - the name of the option
        given = given_of(query, options)
        answer, places = _ask(catalogue, lambda questions: questions.query(query.name, given, lang), format)
        if format == TABLE:
            columns = [column.name for column in answer.columns]
            write_table(columns, [[_words(row[column]) for column in columns] for row in answer.rows])
        else:
            write(_exported(answer, format, places))
        _say_more(answer.next, f"{len(answer.rows)} rows")

    ask.__signature__ = _signature(query)  # type: ignore[attr-defined]
    return ask


def _signature(query: Query, required: tuple[str, ...] = (), free: tuple[str, ...] = ()) -> inspect.Signature:
    choice: Any = Literal
    formats: Any = Annotated[
        choice[(TABLE, *map(str, offered_by(query)))], typer.Option("--format", help="How the answer is printed.")
    ]
    options = options_of(query, required, free)
    return inspect.Signature([*options, keyword("format", formats, TABLE), keyword("lang", LanguageOption, "en")])


def options_of(query: Query, required: Collection[str] = (), free: Collection[str] = ()) -> list[inspect.Parameter]:
    """The options of a question; `required` ones must be given, `free` ones stand for anything where they are not."""
    without_default = {*required, *free}
    return [
        option(parameter, is_required=parameter.name in required, has_default=parameter.name not in without_default)
        for parameter in query.parameters
    ]


def option(parameter: Parameter, *, is_required: bool = False, has_default: bool = True) -> inspect.Parameter:
    """The option of a parameter: what is not given is None."""
    name = "cursor" if parameter.name == "after" else parameter.name
    flags = [f"--{name.replace('_', '-')}", *([f"--{name}"] if "_" in name else [])]
    text = (
        "Continue after the page before: what it named as the next."
        if name == "cursor"
        else _help(parameter, has_default=has_default)
    )
    kind: Any = list[str] if parameter.is_list else str
    annotation = Annotated[kind | None, typer.Option(*flags, help=text, metavar=parameter.written_type)]
    # What is not given is left to the catalogue, which knows the defaults.
    return keyword(f"{parameter.name}_", annotation, inspect.Parameter.empty if is_required else None)


def _help(parameter: Parameter, *, has_default: bool) -> str:
    text = parameter.description[:1].upper() + parameter.description[1:]
    text += "" if text.endswith(".") else "."
    if parameter.choices and not parameter.vocabulary:
        text += f" One of {', '.join(parameter.choices)}."
    if parameter.minimum is not None and parameter.maximum is not None:
        text += f" {parameter.minimum:.15g} to {parameter.maximum:.15g}."
    if parameter.default is not None and has_default:
        text += f" [default: {parameter.default}]"
    return text


def keyword(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    """Return a keyword parameter, for signatures that are built."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def given_of(query: Query, options: dict[str, Any]) -> Given:
    """What was given, for the catalogue. Options are `name_`: a parameter may be called `class`."""
    given: Given = {}
    for parameter in query.parameters:
        value = options[f"{parameter.name}_"]
        if value is None or value == []:
            continue
        name = "cursor" if parameter.name == "after" else parameter.name
        # An empty text leaves a parameter empty; lists are repeated or separated by `;`, as in the tables.
        given[name] = [part for text in value for part in text.split(";") if part] if isinstance(value, list) else value
    return given


def _ask(
    catalogue: Catalogue, question: Callable[[Questions], Awaitable[_Answer]], format_: str
) -> tuple[_Answer, dict[str, Location]]:
    """The answer, and the places of its entities where the format shows them."""

    async def work(questions: Questions) -> tuple[_Answer, dict[str, Location]]:
        answer = await question(questions)
        if format_ == TABLE or not ExportFormat(format_).has_places:
            return answer, {}
        return await questions.placed(answer, subgraph_of(answer).nodes, answer.query.get(WITHOUT) or ())

    return asked_of_graph(catalogue, work)


def asked_of_graph(catalogue: Catalogue, work: Callable[[Questions], Awaitable[_Found]]) -> _Found:
    """Ask the graph that the environment names.

    Raises:
        EmptyGraphError: there is nothing in it.
    """

    async def ask(store: Store) -> _Found:
        questions = Questions(store, catalogue, load_schema())
        if (await questions.state()).empty:
            raise EmptyGraphError(f"the graph at {store.address} is empty: `muninet load` loads the seed")
        return await work(questions)

    with database(Settings.from_environment(os.environ)) as settings:
        return with_store(settings, ask)


def _exported(answer: Answer, format_: str, places: dict[str, Location]) -> str:
    """The text that HTTP answers with; JSON on lines that can be read, and CSV with the line ends of a pipe."""
    if format_ == ExportFormat.JSON:
        return answer.model_dump_json(by_alias=True, indent=2)
    return export(answer, ExportFormat(format_), places, line_end="\n")


def _print_links(answer: LinksAnswer) -> None:
    """On a terminal: kinds of link, routes, sources. In a pipe: the routes, one a line."""
    labels = {group.pattern: group.label for group in answer.groups}
    routes: list[list[Cell]] = [
        [route.nodes[0].name, route.nodes[0].country, labels[route.pattern], route.sentence] for route in answer.routes
    ]
    drawn = on_terminal()
    if drawn:
        write_table(["kind of link", "routes", "cities"], [[g.label, g.count, g.cities] for g in answer.groups])
    write_table(["city", "country", "kind of link", "how"], routes)
    if drawn:
        sources = answer.sources.values()
        write_table(
            ["source", "title", "publisher", "published"], [[s.id, s.title, s.publisher, s.published] for s in sources]
        )


def _words(value: Any) -> Cell:
    """A value of an answer for a person: entities by name and id, facts and routes by their sentence."""
    if isinstance(value, list):
        return "; ".join("" if cell is None else str(cell) for cell in map(_words, value))
    if not isinstance(value, dict):
        return plain(value)
    if "sentence" in value:
        return str(value["sentence"])
    if "name" in value and "id" in value:
        return f"{value['name']} ({value['id']})"
    return plain(value)


def _say_more(following: str | None, shown: str) -> None:
    if following is not None:
        say(f"{shown}; the next page: --cursor {following}")
