"""Pages for people: the start, the search, profiles, and what is wrong in the data."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from muninet.answers.quality import RULES, Selection, quality
from muninet.answers.wording import load_wording
from muninet.catalogue import Catalogue
from muninet.errors import ParameterError
from muninet.model import Schema
from muninet.neo4j_browser.guide import FOUNDING
from muninet.neo4j_browser.statements import these
from muninet.quality.findings import SEVERITIES
from muninet.settings import Settings
from muninet_api.dependencies import KeeperDep, QuestionsDep
from muninet_api.pages.addresses import Value, Values, address
from muninet_api.pages.answers import as_of
from muninet_api.pages.asked import declared_only
from muninet_api.pages.examples import EXAMPLES
from muninet_api.pages.frame import Pages
from muninet_api.pages.notes import Footnotes
from muninet_api.pages.terms import spoken
from muninet_api.pages.troubles import page_route
from muninet_api.parameters import several
from muninet_api.routers.embedding import embedding_router
from muninet_api.routers.neo4j_browser import neo4j_browser_router
from muninet_api.routers.pages_profiles import add_profiles
from muninet_api.routers.pages_questions import questions_router

_LANG = "en"
_FOUND = 20
_FINDINGS = 100
_LONGEST = 200
_YEAR = "public, max-age=31536000, immutable"
_UNKEPT = {"Cache-Control": "no-cache"}
_HOUR = "public, max-age=3600"


def site_router(catalogue: Catalogue, schema: Schema, settings: Settings) -> APIRouter:
    """Build the router of all pages for people but the reference."""
    pages = Pages(catalogue, schema, settings)
    router = APIRouter(include_in_schema=False, route_class=page_route(pages))
    _add_start(router, pages)
    _add_search(router, pages)
    add_profiles(router, pages)
    _add_quality(router, pages)
    _add_files(router, pages)
    router.include_router(questions_router(pages))
    router.include_router(neo4j_browser_router(pages))
    router.include_router(embedding_router(catalogue, pages, settings))
    return router


def _add_start(router: APIRouter, pages: Pages) -> None:
    @router.get("/")
    async def start(request: Request, questions: QuestionsDep) -> Response:
        declared_only(request, ())
        fresh = await pages.fresh(request, questions)
        counts, known = await asyncio.gather(
            questions.query("admin/counts", {"limit": "1000"}), pages.networks.known(questions)
        )
        wording = load_wording(_LANG)
        entities = {row["type"]: row["count"] for row in counts.rows if row["what"] == "entity"}
        lists = {label: f"{_folder(label)}/list" for label in entities}
        return pages.page(
            request,
            "start.html",
            headers=fresh.checked(counts.graph_version),
            entities=[(label, entities[label]) for label in pages.schema.nodes if label in entities],
            facts=sum(row["count"] for row in counts.rows if row["what"] == "fact"),
            lists={label: name for label, name in lists.items() if name in pages.catalogue},
            licences=counts.licences,
            as_of=as_of(counts.data_as_of, counts.sources, wording),
            networks=known,
            examples=EXAMPLES,
            browser=pages.browser(request, FOUNDING),
            version=counts.graph_version,
        )


def _add_search(router: APIRouter, pages: Pages) -> None:
    @router.get("/search")
    async def search(request: Request, questions: QuestionsDep) -> Response:
        declared_only(request, ("q", "type", "cursor"), {"type"})
        given = request.query_params
        q, cursor = given.get("q", "").strip(), given.get("cursor") or None
        types = several(given.getlist("type"), "type")
        if len(q) > _LONGEST:
            raise ParameterError("q", f"is longer than {_LONGEST} characters: no name is")
        canonical = address("/search", _without_empty({"q": q, "type": types, "cursor": cursor}))
        if address("/search", [(name, value) for name, value in given.multi_items()]) != canonical:
            return RedirectResponse(canonical, 302, headers=_UNKEPT)
        fresh = await pages.fresh(request, questions)
        answer = await questions.search(q, types, _FOUND, cursor)
        following = address("/search", _without_empty({"q": q, "type": types, "cursor": answer.next}))
        return pages.page(
            request,
            "search.html",
            headers=fresh.checked(answer.graph_version),
            q=q,
            types=types,
            results=answer.results,
            browser=pages.browser(request, these(one.id for one in answer.results)) if answer.results else "",
            next=following if answer.next else "",
            version=answer.graph_version,
        )


def _add_quality(router: APIRouter, pages: Pages) -> None:
    @router.get("/quality")
    async def findings(request: Request, questions: QuestionsDep, keeper: KeeperDep) -> Response:
        lists = {"rule", "severity"}
        declared_only(request, ("dataset", "rule", "severity", "entity", "cursor"), lists)
        asked = request.query_params
        given: dict[str, Value] = {
            "dataset": asked.get("dataset") or None,
            "rule": several(asked.getlist("rule"), "rule"),
            "severity": several(asked.getlist("severity"), "severity"),
            "entity": asked.get("entity") or None,
        }
        cursor = asked.get("cursor") or None
        canonical = address("/quality", _without_empty({**given, "cursor": cursor}))
        if address("/quality", asked.multi_items()) != canonical:
            return RedirectResponse(canonical, 302, headers=_UNKEPT)
        fresh = await pages.fresh(request, questions)
        selection = Selection(
            asked.get("dataset") or None,
            several(asked.getlist("rule"), "rule"),
            several(asked.getlist("severity"), "severity"),
            asked.get("entity") or None,
        )
        answer = await quality(questions.asking, keeper, selection, _FINDINGS, cursor)
        notes = Footnotes(answer.sources, load_wording(_LANG))
        results = [(finding, notes.of(finding.sources)) for finding in answer.results]
        return pages.page(
            request,
            "quality.html",
            headers=fresh.checked(answer.graph_version),
            answer=answer,
            results=results,
            browser=pages.browser(request, these(one.entity for one in answer.results)) if results else "",
            selection=selection,
            severities=SEVERITIES,
            rules=RULES,
            sent=address("/v1/quality", _without_empty(given)),
            next=address("/quality", _without_empty({**given, "cursor": answer.next})) if answer.next else "",
            footnotes=notes.listed,
        )


def _add_files(router: APIRouter, pages: Pages) -> None:
    @router.get("/static/{name}")
    async def file(name: str, request: Request) -> Response:
        found = pages.files.get(name)
        if found is None:
            raise HTTPException(404)
        # An address with the mark of its content never has another one.
        kept = _YEAR if request.query_params.get("v") == found.mark else _HOUR
        return Response(found.content, media_type=found.media_type, headers={"Cache-Control": kept})


def _folder(label: str) -> str:
    """The folder of questions about a type."""
    return spoken(label).lower().replace(" ", "-")


def _without_empty(values: Values) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value}
