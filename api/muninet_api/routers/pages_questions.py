"""Pages that ask questions: `/links`, `/paths`, `/compare`, `/gaps`, and `/queries` with a form for each question."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from muninet.answers import Questions
from muninet.answers.licences import resolved
from muninet.answers.paths import paths
from muninet.answers.wording import load_wording
from muninet.catalogue import Query
from muninet.export.formats import ExportFormat, offered_by
from muninet.figures.looks import layout_of
from muninet.figures.questions import DRAWABLE
from muninet.neo4j_browser.favourites import favourite_of
from muninet.neo4j_browser.literals import parameter_lines
from muninet.neo4j_browser.statements import statements_with
from muninet_api.dependencies import QuestionsDep
from muninet_api.pages.answers import Shown, files_of, shown_routes, shown_rows
from muninet_api.pages.asked import Asked, PageQuestion, declared_only, read
from muninet_api.pages.forms import form_of
from muninet_api.pages.frame import Pages, at_control
from muninet_api.pages.pictures import picture_of_answer
from muninet_api.pages.terms import spoken
from muninet_api.pages.troubles import Trouble, page_route

_LANG = "en"
# The pictures of questions that have one and no page but their own, by the name of the question.
_VIEWS = {
    "network/members": "network",
    "network/overlap": "overlap",
    "network/cities": "cities",
    "entity/timeline": "timeline",
}
_ROUTES = (
    ExportFormat.JSON,
    ExportFormat.CSV,
    ExportFormat.GEOJSON,
    ExportFormat.GRAPHML,
    ExportFormat.CYTOSCAPE,
)
_LABELS = {
    "/links": {
        "to": "What they link to",
        "via": "Through",
        "from_type": "Where routes start",
    },
    "/paths": {"from": "From", "to": "To"},
    "/compare": {"ids": "What to compare"},
    "/map": {"networks": "Networks", "from_type": "Who belongs to them"},
    "/gaps": {"network": "Members of", "missing_from": "that are missing from"},
}


@dataclass(frozen=True)
class Asking:
    """A page that asks a question.

    Attributes:
        question: what it asks, and by which parameters.
        title: what it is called while nothing is asked.
        lead: what it is for.
        template: what draws it.
        operation: path of the operation that answers the same for programs.
        offered: the formats of that.
        view: the picture of an answer; empty where there is none.
        answer: asks, and shapes the answer for the page.
    """

    question: PageQuestion
    title: str
    lead: str
    template: str
    operation: str
    offered: tuple[ExportFormat, ...]
    view: str
    answer: Callable[[Questions, Asked], Awaitable[Shown]]


def questions_router(pages: Pages) -> APIRouter:
    """Build the router."""
    router = APIRouter(include_in_schema=False, route_class=page_route(pages))
    for one in (_links(pages), _paths(pages), *_rows(pages)):
        router.add_api_route(one.question.path, _page(pages, one), name=f"page{one.question.path}")

    folders = [
        (spoken(folder), list(found))
        for folder, found in groupby(pages.catalogue.values(), lambda query: query.name.partition("/")[0])
    ]
    installed = hashlib.sha256("".join(query.text for query in pages.catalogue.values()).encode()).hexdigest()

    async def queries(request: Request) -> Response:
        declared_only(request, ())
        # It changes with what is installed, not with the graph, and needs no Neo4j.
        headers = pages.freshness(request).checked(installed)
        return pages.page(request, "queries.html", headers=headers, folders=folders)

    router.add_api_route("/queries", queries, name="page_queries")
    for query in pages.catalogue.values():
        own = _query(query)
        router.add_api_route(own.question.path, _page(pages, own), name=f"page_query_{query.name}")

    async def unknown(name: str) -> None:
        pages.catalogue.query(name)  # raises: the names there are have routes of their own

    router.add_api_route("/queries/{name:path}", unknown)
    return router


def _page(pages: Pages, one: Asking) -> Callable[..., Awaitable[Response]]:
    async def page(request: Request, questions: QuestionsDep) -> Response:
        asked = read(request, one.question)
        if one.view:
            layout_of(DRAWABLE[one.view], {"layout": asked.extras.get("layout")})
        known = await pages.networks.known(questions)
        request.state.again = functools.partial(_again, pages, request, one, asked, known)
        if not asked.is_canonical(request):
            return RedirectResponse(asked.address(), 302, headers={"Cache-Control": "no-cache"})
        fresh = await pages.fresh(request, questions)
        shown = await one.answer(questions, asked) if asked.wanted else None
        headers = fresh.checked(shown.version if shown else await questions.version())
        return pages.page(
            request,
            one.template,
            headers=headers,
            **_context(pages, request, one, asked, known, bound=await _bound(questions, asked) if shown else None),
            shown=shown,
            footnotes=shown.notes if shown else [],
        )

    return page


def _again(pages: Pages, request: Request, one: Asking, asked: Asked, known: Any, trouble: Trouble) -> str:
    """The page with its form, what is wrong beside the field, and no answer."""
    context = _context(pages, request, one, asked, known, trouble)
    return pages.render(request, one.template, shown=None, **{**context, "trouble": trouble.for_form(asked)})


async def _bound(questions: Questions, asked: Asked) -> Mapping[str, Any]:
    """The parameters as the statement takes them."""
    bound = questions.asking.bind(asked.question.query, asked.filled)
    return (await resolved(questions.asking.store, bound)).cypher


def _context(
    pages: Pages,
    request: Request,
    one: Asking,
    asked: Asked,
    known: Any,
    trouble: Trouble | None = None,
    bound: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the template needs beside the answer."""
    at_fault = (trouble.problem.parameter or "") if trouble else ""
    wrong = trouble.reason if trouble else ""
    query = one.question.query
    sent = asked.sent(one.operation)
    picture = picture_of_answer(one.view, asked, "") if one.view and asked.wanted else None
    return {
        "asking": one,
        "at": at_control(asked, request.app.state.today(), load_wording(_LANG)),
        "form": form_of(asked, pages.schema, labels=_LABELS.get(one.question.path, {}), at_fault=at_fault, error=wrong),
        "networks": known,
        "files": files_of(asked, one.operation, one.offered),
        "curl": pages.curl(request, sent),
        "sent": sent,
        "query": query,
        "set": parameter_lines(bound) if bound else "",
        # What is not asked yet is opened with what it would be asked by itself.
        "browser": pages.browser(request, *(statements_with(query, bound) if bound else [favourite_of(query).text])),
        "picture": picture,
        "permalink": asked.address(),
        "trouble": None,
    }


def _drawn(view: str) -> dict[str, str]:
    """What a page takes beside the parameters of its question, for its picture."""
    layouts = DRAWABLE[view].layouts
    return {"layout": layouts[0].value} if len(layouts) > 1 else {}


def _links(pages: Pages) -> Asking:
    query = pages.catalogue["path/links"]

    async def answer(questions: Questions, asked: Asked) -> Shown:
        return await shown_routes(questions, asked, await questions.links(asked.filled, _LANG), "links", _LANG)

    question = PageQuestion("/links", query, named=("to",), emptied=("to", "via"), extras=_drawn("links"))
    lead = "Who is linked to a network, by which routes, and on whose word. Name another node to see routes through it."
    return Asking(
        question, "Which cities link to …", lead, "routes.html", "/v1/links", offered_by(query), "links", answer
    )


def _paths(pages: Pages) -> Asking:
    query = pages.catalogue["path/all"]

    async def answer(questions: Questions, asked: Asked) -> Shown:
        found = await paths(questions.asking, asked.filled, lang=_LANG)
        return await shown_routes(questions, asked, found, "paths", _LANG)

    question = PageQuestion("/paths", query, named=("from", "to"), emptied=("from", "to"), extras=_drawn("paths"))
    lead = "Every route between two entities, shortest first, and on whose word."
    return Asking(question, "Routes between two entities", lead, "routes.html", "/v1/paths", _ROUTES, "paths", answer)


def _rows(pages: Pages) -> list[Asking]:
    compare, gaps = pages.catalogue["entity/compare"], pages.catalogue["city/gaps"]
    cities, both = pages.catalogue["network/cities"], ("network", "missing_from")
    return [
        _table(PageQuestion("/compare", compare, named=("ids",), emptied=("ids",), at_least={"ids": 2}), "/v1/compare"),
        _table(PageQuestion("/gaps", gaps, named=both, emptied=both), "/v1/gaps"),
        _table(
            PageQuestion("/map", cities, named=("networks",), emptied=("networks",), extras=_drawn("cities")),
            f"/v1/queries/{cities.name}",
            "cities",
        ),
    ]


def _query(query: Query) -> Asking:
    """A page for a question as it stands: its examples are in the form, and asked when it is sent."""
    named = tuple(one.name for one in query.parameters if one.type == "entity" and not one.optional)
    view = _VIEWS.get(query.name, "")
    question = PageQuestion(f"/queries/{query.name}", query, named=named, extras=_drawn(view) if view else {})
    return _table(question, f"/v1/queries/{query.name}", view)


def _table(question: PageQuestion, operation: str, view: str = "") -> Asking:
    query = question.query

    async def answer(questions: Questions, asked: Asked) -> Shown:
        return await shown_rows(questions, asked, await questions.query(query.name, asked.filled, _LANG), _LANG)

    return Asking(question, query.title, query.description, "rows.html", operation, offered_by(query), view, answer)
