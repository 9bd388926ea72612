"""Pictures in other people's pages: `GET /embed/…` for frames, and `GET /oembed` for those who ask what to show."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from muninet.catalogue import Catalogue, Parameter
from muninet.errors import ParameterError
from muninet.figures.addresses import view_at
from muninet.figures.looks import Looks, layout_of, layout_parameter
from muninet.figures.questions import DRAWABLE, Drawable
from muninet.figures.views import view
from muninet.settings import Settings
from muninet_api.dependencies import QuestionsDep
from muninet_api.middleware import framed
from muninet_api.pages.frame import Pages
from muninet_api.pages.pictures import frame_of
from muninet_api.parameters import declared_as, declared_only
from muninet_api.routers.views import Asked, Drawing, signed

_HEIGHT = Parameter("height", "integer", False, False, "480", 160, 2000, (), "height of the picture, pixels of CSS")
_THEMES = ("auto", "light", "dark")
_THEME = Parameter("theme", "string", False, False, "auto", None, None, _THEMES, "light, dark, or as the reader has it")
_STEPS = Parameter(
    "steps", "string", False, True, None, None, None, (), "a story, as JSON: nodes and text of each step"
)
# Parameters of the frame; the others are those of the question.
_OWN = ("height", "theme", "steps")
# What a frame needs beside the picture, before it tells its height: title, legend, sources.
_AROUND = 260
_WIDTH = 960


def embedding_router(catalogue: Catalogue, pages: Pages, settings: Settings) -> APIRouter:
    """Build the router; the parameters of a frame are those of its question."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(declared_only)])
    for one in DRAWABLE.values():
        router.add_api_route(f"/embed/{one.name}", _embed(one, catalogue, pages, settings), name=f"embed_{one.name}")
    _add_oembed(router)
    return router


def _embed(drawable: Drawable, catalogue: Catalogue, pages: Pages, settings: Settings) -> Drawing:
    async def ask(*, questions: QuestionsDep, request: Request, asked: Asked, lang: str, **_: object) -> Response:
        given = request.query_params
        fresh = await pages.fresh(request, questions)
        drawn = await view(questions, drawable, asked, layout=layout_of(drawable, given), lang=lang)
        query = _without(given, _OWN)
        theme = given.get("theme") or "auto"
        if theme not in _THEMES:
            raise ParameterError("theme", f"{theme!r} is not one of {', '.join(_THEMES)}")
        return pages.page(
            request,
            "embed.html",
            headers={**fresh.checked(drawn.graph_version), **framed(settings.frame_ancestors)},
            title=drawn.title,
            alt=f"{drawn.title}. {drawn.description}",
            page=drawn.page,
            view=f"/v1/views/{drawable.name}?{query}",
            figure=f"/figures/{drawable.name}.svg?{query}" + ("&theme=dark" if theme == "dark" else ""),
            height=_height(given),
            theme=theme,
            steps=given.get("steps") or "",
        )

    return signed(ask, drawable, catalogue, declared_as([layout_parameter(drawable), _HEIGHT, _THEME, _STEPS]))


def _add_oembed(router: APIRouter) -> None:
    @router.get("/oembed")
    async def oembed(
        request: Request,
        questions: QuestionsDep,
        url: str,
        maxwidth: int | None = None,
        maxheight: int | None = None,
        format: str = "json",  # noqa: A002 - the name that oEmbed gives it
    ) -> Response:
        if format != "json":
            # What oEmbed asks of who does not write XML.
            return Response("only format=json is written here\n", 501, media_type="text/plain")
        origin = f"{request.url.scheme}://{request.url.netloc}"
        drawable, asked = _shown_at(url, request.url.netloc, questions.catalogue)
        own = {name: str(asked[name]) for name in (*_OWN, "layout") if name in asked}
        given = {name: value for name, value in asked.items() if name not in own}
        query = urlencode({**given, **own}, doseq=True, quote_via=quote)
        drawn = await view(questions, drawable, given, layout=layout_of(drawable, own))
        shown = {name: value for name, value in {**given, "layout": own.get("layout")}.items() if value is not None}
        width = min(maxwidth or _WIDTH, _WIDTH)
        height = min(maxheight or 10_000, _height(own) + _AROUND)
        frame = f"{origin}/embed/{drawable.name}?{query}"
        thumbnail = Looks(width=480, height=320)
        found = {
            "version": "1.0",
            "type": "rich",
            "title": drawn.title,
            "provider_name": "muninet",
            "provider_url": origin,
            "html": frame_of(frame, drawn.title, height, origin, width=width),
            "width": width,
            "height": height,
            "thumbnail_url": f"{origin}/figures/{drawable.name}.png?{urlencode(shown, doseq=True, quote_via=quote)}"
            f"&width={thumbnail.width}&height={thumbnail.height}",
            "thumbnail_width": thumbnail.width,
            "thumbnail_height": thumbnail.height,
        }
        return JSONResponse(found, headers={"Cache-Control": "no-cache"})


def _shown_at(url: str, host: str, catalogue: Catalogue) -> tuple[Drawable, Asked]:
    """The view that an address of ours shows, and its parameters.

    Raises:
        ParameterError: the address is not one of ours.
        HTTPException: nothing that could be embedded is shown there.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.netloc != host:
        raise ParameterError("url", f"is no address of {host}: give the whole address of a page of this service")
    found = view_at(url, catalogue)
    if found is None:
        raise HTTPException(404)
    return found


def _height(given: Mapping[str, str]) -> int:
    text = given.get("height") or _HEIGHT.default or ""
    if not text.isascii() or not text.isdigit() or not 160 <= int(text) <= 2000:
        raise ParameterError("height", f"{text!r} is out of bounds: give 160 to 2000")
    return int(text)


def _without(given: QueryParams, names: tuple[str, ...]) -> str:
    """The parameters of an address without some of them."""
    kept = [(name, value) for name, value in given.multi_items() if name not in names]
    return urlencode(kept, quote_via=quote)
