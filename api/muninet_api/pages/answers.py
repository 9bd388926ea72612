"""Answers as pages show them: routes in sentences, rows in tables, and what goes with every answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muninet.answers import Questions, lookups
from muninet.answers.models import Group, LinksAnswer, NodeRef, QueryAnswer, Source
from muninet.answers.paths import PathGroup, PathsAnswer
from muninet.answers.wording import Wording, load_wording
from muninet.export.formats import ExportFormat
from muninet.figures.questions import DRAWABLE
from muninet_api.pages.asked import Asked
from muninet_api.pages.dates import written
from muninet_api.pages.facts import ToldRoute, told_route
from muninet_api.pages.notes import Footnotes, Note
from muninet_api.pages.tables import PageTable, Reader
from muninet_api.pages.terms import ABOUT, spoken

_FILES = {
    ExportFormat.CSV: "CSV",
    ExportFormat.JSON: "JSON",
    ExportFormat.GEOJSON: "GeoJSON",
    ExportFormat.GRAPHML: "GraphML",
    ExportFormat.CYTOSCAPE: "Cytoscape",
}


@dataclass(frozen=True)
class Shown:
    """An answer on a page.

    Attributes:
        title: what it is an answer to, in words.
        about: what was asked, as pairs of a word and the entities or texts it stands for.
        groups: kinds of link with counts.
        routes: routes in words.
        table: rows.
        counted: how much there is, in words.
        notes: the footnotes.
        next: address of the next page; empty on the last.
        first: address of the first page; empty on it.
        as_of: the newest date of a source, in words.
        version: of the graph.
    """

    title: str
    about: Sequence[tuple[str, Sequence[NodeRef | str]]]
    counted: str
    notes: Sequence[Note]
    next: str
    first: str
    as_of: str
    version: str
    groups: Sequence[Group | PathGroup] = ()
    routes: Sequence[ToldRoute] = ()
    table: PageTable | None = None

    def kind(self, pattern: str) -> str:
        """A kind of link in words."""
        return next((group.label for group in self.groups if group.pattern == pattern), pattern)


async def shown_routes(
    questions: Questions, asked: Asked, answer: LinksAnswer | PathsAnswer, view: str, lang: str
) -> Shown:
    """An answer of routes.

    Args:
        questions: whom to ask for names.
        asked: what was asked.
        answer: the answer.
        view: the picture that shows it, which has the words for its title.
        lang: language of the words.
    """
    wording = load_wording(lang)
    notes = Footnotes(answer.sources, wording)
    day = day_of(answer.query, questions.asking.today())
    routes = [told_route(route, notes, day) for route in answer.routes]
    names = await _named(questions, asked, answer.query)
    drawable = DRAWABLE[view]
    title = drawable.title(answer.query, {id_: one.name for id_, one in names.items()}, wording)
    total = answer.total if isinstance(answer, LinksAnswer) else None
    return Shown(
        title=title,
        about=_about(asked, answer.query, names),
        counted=_counted(len(routes), total, answer.next is not None or asked.has_cursor, "route"),
        groups=answer.groups,
        routes=routes,
        notes=notes.listed,
        **_around(asked, answer, wording),
    )


async def shown_rows(questions: Questions, asked: Asked, answer: QueryAnswer, lang: str) -> Shown:
    """An answer of rows."""
    wording = load_wording(lang)
    notes = Footnotes(answer.sources, wording)
    day = day_of(answer.query, questions.asking.today())
    table = Reader(notes, day, wording).table(asked.question.query.answered, answer.rows)
    return Shown(
        title=asked.question.query.title,
        about=_about(asked, answer.query, await _named(questions, asked, answer.query)),
        counted=_counted(len(answer.rows), None, answer.next is not None or asked.has_cursor, "row"),
        table=table,
        notes=notes.listed,
        **_around(asked, answer, wording),
    )


def files_of(asked: Asked, path: str, offered: Sequence[ExportFormat]) -> list[tuple[str, str]]:
    """What an answer can be downloaded as: names of formats with their addresses."""
    return [(_FILES[one], asked.sent(path, format=str(one))) for one in _FILES if one in offered]


def day_of(query: Mapping[str, Any], today: dt.date) -> dt.date:
    """The day that an answer is of; today where it is of any."""
    at = query.get("at")
    return today if at in (None, "any") else dt.date.fromisoformat(str(at))


def as_of(day: str | None, sources: Mapping[str, Source], wording: Wording) -> str:
    """The newest date of a source in words, as precise as a source of that date is."""
    precisions = {one.published_precision for one in sources.values() if (one.published or one.retrieved) == day}
    return written(day, next((one for one in ("day", "month", "year") if one in precisions), None), wording)


def _around(asked: Asked, answer: LinksAnswer | PathsAnswer | QueryAnswer, wording: Wording) -> dict[str, Any]:
    following = answer.next
    return {
        "next": asked.address(cursor=following) if following else "",
        "first": asked.address(cursor=None) if asked.has_cursor else "",
        "as_of": as_of(answer.data_as_of, answer.sources, wording),
        "version": answer.graph_version,
    }


async def _named(questions: Questions, asked: Asked, query: Mapping[str, Any]) -> dict[str, NodeRef]:
    ids = [id_ for one in asked.question.parameters if one.type == "entity" for id_ in _several(query.get(one.name))]
    return await lookups.refs(questions.store, ids) if ids else {}


def _about(
    asked: Asked, query: Mapping[str, Any], names: Mapping[str, NodeRef]
) -> list[tuple[str, Sequence[NodeRef | str]]]:
    """What was asked, beside what goes without saying."""
    found: list[tuple[str, Sequence[NodeRef | str]]] = []
    for one in asked.question.parameters:
        values = _several(query.get(one.name))
        if one.type == "entity" and values:
            named = [names.get(str(value), str(value)) for value in values]
            found.append((ABOUT.get(one.name) or spoken(one.name), named))
        elif one.name in asked.given and one.name not in ("at", "limit") and asked.text(one):
            found.append((spoken(one.name), [asked.text(one)]))
    return found


def _several(value: Any) -> Sequence[Any]:
    if value in (None, ""):
        return ()
    return value if isinstance(value, list) else (value,)


def _counted(here: int, total: int | None, is_part: bool, what: str) -> str:
    if total is not None and total != here:
        return f"{here} of {total} {what}s"
    number = f"{here} {what}{'' if here == 1 else 's'}"
    return f"{number} on this page" if is_part and total is None else number
