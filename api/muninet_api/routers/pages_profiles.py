"""The page of an entity, whatever it is: `/entities/{id}`; of a source, what rests on it too."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from muninet.answers import Questions
from muninet.answers.models import EntityAnswer, Fact, QueryAnswer
from muninet.answers.profiles import ProfileAnswer, profile
from muninet.answers.wording import load_wording
from muninet.catalogue import Query
from muninet.figures.models import Layout
from muninet.neo4j_browser.statements import MOST, statement_with, surroundings_of
from muninet_api.dependencies import QuestionsDep
from muninet_api.pages.addresses import Value, address, entity_page, is_web, query_page
from muninet_api.pages.answers import as_of, day_of
from muninet_api.pages.asked import Asked, PageQuestion, read
from muninet_api.pages.facts import told_fact
from muninet_api.pages.frame import Pages, at_control
from muninet_api.pages.notes import Footnotes
from muninet_api.pages.pictures import Picture, picture_of
from muninet_api.pages.profiles import days_of, groups_of, identifiers_of, language_of, names_of, properties_of
from muninet_api.pages.tables import plain

_LANG = "en"
# Facts of one type, days and statements that a page shows before it leads on.
_SHOWN = 25
_ANY = "any"
# Two pictures stand side by side.
_SMALL = (560, 460)


def add_profiles(router: APIRouter, pages: Pages) -> None:
    """Add the pages of entities to a router."""
    query = pages.catalogue["entity/facts"]
    # Of the parameters of the list of facts a page takes the day alone: the others choose among its groups.
    only_at = replace(query, parameters=tuple(one for one in query.parameters if one.type == "at"))

    @router.get("/entities/{id:path}")
    async def entity(id: str, request: Request, questions: QuestionsDep) -> Response:  # noqa: A002 - of the path
        asked = _asked(request, only_at, id)
        if not asked.is_canonical(request):
            return RedirectResponse(asked.address(), 302, headers={"Cache-Control": "no-cache"})
        fresh = await pages.fresh(request, questions)
        whole = await questions.entity(id)
        given = {"at": asked.text(only_at.parameters[0]), "limit": str(_SHOWN)}
        found = await profile(questions.asking, id, given, type_=whole.type, include=("facts", "timeline"), lang=_LANG)
        stated = await _stated(questions, id) if whole.type == "Source" else None
        context = _context(questions, asked, whole, found, stated)
        context["browser"] = pages.browser(request, _statement(questions, found))
        return pages.page(request, "entity.html", headers=fresh.checked(found.graph_version), **context)

    @router.get("/sources/{id:path}")
    async def source(id: str) -> Response:  # noqa: A002 - of the path
        return RedirectResponse(entity_page(id), 308)


def _asked(request: Request, query: Query, id_: str) -> Asked:
    return read(request, PageQuestion(entity_page(id_), query, extras={"layout": "graph"}))


def _statement(questions: Questions, found: ProfileAnswer) -> str:
    """What Neo4j Browser shows of it: what surrounds it on the day asked for; of a source, what rests on it."""
    if found.type != "Source":
        at = found.query["at"]
        return surroundings_of(found.id, None if at == _ANY else dt.date.fromisoformat(at))
    query = questions.asking.catalogue["source/facts"]
    return statement_with(query, questions.asking.bind(query, {"source": found.id, "limit": str(MOST)}).cypher)


async def _stated(questions: Questions, id_: str) -> QueryAnswer:
    """The first of the facts that rest on a source."""
    return await questions.query("source/facts", {"source": id_, "limit": str(_SHOWN)}, _LANG)


def _context(
    questions: Questions, asked: Asked, whole: EntityAnswer, found: ProfileAnswer, stated: QueryAnswer | None
) -> dict[str, Any]:
    """What the template needs. Footnotes are numbered in the order in which the page names them."""
    wording, at = load_wording(_LANG), asked.text(asked.question.parameters[0])
    day = day_of(found.query, questions.asking.today())
    notes = Footnotes({**found.sources, **whole.sources, **(stated.sources if stated else {})}, wording)
    beside: dict[str, Value] = {} if at == _ANY else {"at": at}
    return {
        "at": at_control(asked, questions.asking.today(), wording),
        "entity": found,
        "own": notes.of(whole.sources),
        "language": language_of(found),
        "names": names_of(found),
        "identifiers": identifiers_of(found),
        "properties": properties_of(found, wording),
        "groups": groups_of(found, notes, day, beside),
        "days": days_of(found, notes, day, wording),
        "more_days": query_page("entity/timeline", entity=found.id) if found.timeline.next else "",
        "stated": [told_fact(Fact.model_validate(row["fact"]), notes, day) for row in stated.rows] if stated else [],
        "more_stated": query_page("source/facts", source=found.id) if stated and stated.next else "",
        "footnotes": notes.listed,
        "as_of": as_of(found.data_as_of, found.sources, wording),
        "version": found.graph_version,
        "link": found.url if found.url and is_web(found.url) else "",
        "picture": _picture(asked, found, Layout.GRAPH, at) if found.facts else None,
        "map": _picture(asked, found, Layout.MAP, at) if found.location else None,
        "timeline": _timeline(found) if any(one.fact for one in found.timeline.entries) else None,
        "where": [plain(found.location.lat), plain(found.location.lon)] if found.location else [],
        "files": _files(found),
    }


def _picture(asked: Asked, found: ProfileAnswer, layout: Layout, at: str) -> Picture:
    alt = f"What surrounds {found.name}: a {layout}; the facts are told below"
    query = address("", {"entity": found.id, **({} if at == "today" else {"at": at})}).removeprefix("?")
    return picture_of("neighbourhood", query, alt, page=asked.address(), layout=layout, size=_SMALL)


def _timeline(found: ProfileAnswer) -> Picture:
    page = query_page("entity/timeline", entity=found.id)
    query = address("", {"entity": found.id}).removeprefix("?")
    return picture_of("timeline", query, f"{found.name} over the years: the days are told below", page=page)


def _files(found: ProfileAnswer) -> list[tuple[str, str]]:
    place = f"/v1{entity_page(found.id)}"
    return [
        ("CSV", f"{place}/facts?format=csv"),
        ("JSON", place),
        *([("GeoJSON", f"{place}?format=geojson")] if found.location else []),
        ("GraphML", f"{place}/graph?format=graphml"),
    ]
