"""Pages about the service: the reference at /docs, and one page a kind of problem."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from muninet_api.pages.docs import render_docs
from muninet_api.pages.html import page, words
from muninet_api.problems import KINDS

# Pages change with the version only; an hour is soon enough to see a new one.
_KEEP = {"Cache-Control": "public, max-age=3600"}


def pages_router() -> APIRouter:
    """Build the router."""
    style = files("muninet_api.pages").joinpath("style.css").read_text(encoding="utf-8")
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def docs(request: Request) -> HTMLResponse:
        return HTMLResponse(render_docs(request.app.openapi()), headers=_KEEP)

    @router.get("/docs/style.css")
    async def sheet() -> Response:
        return Response(style, media_type="text/css", headers=_KEEP)

    @router.get("/problems")
    async def problems() -> HTMLResponse:
        rows = "".join(
            f'<tr><td>{kind.status}</td><td><a href="{kind.type}">{escape(kind.title)}</a></td>'
            f"<td>{words(kind.meaning)}</td></tr>"
            for kind in KINDS.values()
        )
        return HTMLResponse(
            page(
                "Problems",
                f'<h1>Problems</h1><p>What can go wrong, and what to do. <a href="/docs">Reference</a></p>'
                f'<div class="wide"><table><tbody>{rows}</tbody></table></div>',
            ),
            headers=_KEEP,
        )

    @router.get("/problems/{slug}")
    async def problem(slug: str) -> HTMLResponse:
        kind = KINDS.get(slug)
        if kind is None:
            raise HTTPException(404)
        body = (
            f"<h1>{escape(kind.title)}</h1><p>Status <code>{kind.status}</code>, type <code>{kind.type}</code></p>"
            f'<p>{words(kind.meaning)}</p><p><a href="/problems">All problems</a> · <a href="/docs">Reference</a></p>'
        )
        return HTMLResponse(page(kind.title, body), headers=_KEEP)

    return router
