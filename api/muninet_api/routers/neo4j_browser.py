"""What is brought along for Neo4j Browser: a page that says how to use it, and the files, made from the catalogue."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from muninet.neo4j_browser.favourites import archive, favourites, table
from muninet.neo4j_browser.guide import GUIDES
from muninet.neo4j_browser.install import LOCAL, PLACE, as_known
from muninet.neo4j_browser.style import style
from muninet_api.dependencies import QuestionsDep
from muninet_api.pages.asked import declared_only
from muninet_api.pages.frame import Pages

# They change with the version only.
_KEEP = {"Cache-Control": "public, max-age=3600"}
_TEXT = {"html": "text/html", "adoc": "text/asciidoc"}


def neo4j_browser_router(pages: Pages) -> APIRouter:
    """Build the router.

    Args:
        pages: what pages are made with.
    """
    router = APIRouter(prefix=PLACE)
    listed = {one.name: one for one in favourites(pages.catalogue, pages.schema)}

    @router.get("")
    async def kit(request: Request, questions: QuestionsDep) -> Response:
        declared_only(request, ())
        fresh = await pages.fresh(request, questions)
        return pages.page(
            request,
            "neo4j_browser.html",
            headers=fresh.checked(await questions.version()),
            listed=tuple(listed.values()),
            browser=pages.browser(request, listed["path/links"].text),
            prefix=PLACE,
            shown=as_known(pages.origin(request)),
            known=request.url.hostname in LOCAL,
        )

    @router.get("/guide.{form}")
    async def guide(form: str, request: Request) -> Response:
        if form not in GUIDES:
            raise HTTPException(404)
        text = GUIDES[form](pages.catalogue, pages.schema, pages.origin(request))
        return Response(text, media_type=f"{_TEXT[form]}; charset=utf-8", headers=_KEEP)

    @router.get("/muninet.grass")
    async def sheet() -> Response:
        return Response(style(pages.schema), media_type="text/plain; charset=utf-8", headers=_KEEP)

    @router.get("/favourites.zip")
    async def packed() -> Response:
        named = {"Content-Disposition": 'attachment; filename="muninet-favourites.zip"'}
        return Response(archive(listed.values()), media_type="application/zip", headers={**_KEEP, **named})

    @router.get("/favourites.csv")
    async def saved() -> Response:
        named = {"Content-Disposition": 'attachment; filename="muninet-favourites.csv"'}
        return Response(table(listed.values()), media_type="text/csv; charset=utf-8", headers={**_KEEP, **named})

    @router.get("/favourites/{name:path}.cypher")
    async def favourite(name: str) -> Response:
        if name not in listed:
            raise HTTPException(404)
        return Response(listed[name].text, media_type="text/plain; charset=utf-8", headers=_KEEP)

    return router
