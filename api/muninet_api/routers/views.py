"""Pictures of answers: `GET /v1/views/…` for who draws them, `GET /figures/….svg` and its kin, drawn."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from muninet.catalogue import Catalogue
from muninet.export.formats import ExportFormat
from muninet.figures.looks import LOOKS, Form, layout_of, layout_parameter, looks_of
from muninet.figures.models import View
from muninet.figures.questions import DRAWABLE, Drawable
from muninet.figures.rendering import render
from muninet.figures.views import view
from muninet_api.dependencies import QuestionsDep
from muninet_api.formats import Rendering, formats_of
from muninet_api.freshness import Freshness
from muninet_api.parameters import declared_as, declared_only, given_for, keyword, language, signature_of
from muninet_api.problems import BAD_PARAMETER, DATABASE_AWAY, INTERNAL_ERROR, QUERY_TIMEOUT, documented, unfound
from muninet_api.related import PeoplePage

Asked = Mapping[str, str | list[str] | None]
Drawing = Callable[..., Coroutine[Any, Any, Response]]
_SUMMARY = {
    "links": "Which entities link to another",
    "paths": "Routes between two entities",
    "neighbourhood": "What surrounds an entity",
    "network": "Who belongs to a network",
    "overlap": "Who belongs to several networks",
    "cities": "Cities by network",
    "timeline": "What happened to an entity, and when",
}
_VIEW = """All that is needed to draw an answer: its entities and facts in their places, their looks,
the legend, the words and the sources. The same data are laid out alike, whoever asks and whenever. The element
`<muninet-graph>` draws it; so may anyone."""
_FIGURE = """The same picture, drawn: with its title, its legend, what must be known to read it, its sources with their
licences, the day of its data and the address of the page that shows it."""


def views_router(catalogue: Catalogue) -> APIRouter:
    """Build the router of views; the parameters are those of the questions."""
    router = APIRouter(prefix="/views", tags=["views"])
    for one in DRAWABLE.values():
        query = catalogue[one.question]
        router.add_api_route(
            f"/{one.name}",
            _view(one, catalogue),
            response_model=View,
            response_description="The view.",
            name=f"view_{one.name}",
            summary=f"{_SUMMARY[one.name]}, ready to be drawn",
            description=_VIEW,
            responses=documented(*unfound(query)),
        )
    return router


def figures_router(catalogue: Catalogue) -> APIRouter:
    """Build the router of drawings."""
    router = APIRouter(prefix="/figures", tags=["views"], dependencies=[Depends(declared_only)])
    for one in DRAWABLE.values():
        query = catalogue[one.question]
        router.add_api_route(
            f"/{one.name}.{{form}}",
            _figure(one, catalogue),
            response_class=Response,
            response_description="The drawing.",
            name=f"figure_{one.name}",
            summary=f"{_SUMMARY[one.name]}, as a drawing",
            description=_FIGURE,
            responses={
                304: {"description": "The client holds the current drawing."},
                200: {"content": {form.media_type: {} for form in Form}},
                **documented(BAD_PARAMETER, INTERNAL_ERROR, DATABASE_AWAY, QUERY_TIMEOUT, *unfound(query)),
            },
        )
    return router


def _view(drawable: Drawable, catalogue: Catalogue) -> Drawing:
    async def ask(
        *, questions: QuestionsDep, rendering: Rendering, request: Request, asked: Asked, lang: str, **_: object
    ) -> Response:
        layout = layout_of(drawable, request.query_params)
        drawn = await view(questions, drawable, asked, layout=layout, lang=lang)
        return await rendering.response(drawn, page=PeoplePage(drawn.page, ()))

    return signed(
        ask, drawable, catalogue, [*declared_as([layout_parameter(drawable)]), *formats_of(ExportFormat.JSON)]
    )


def _figure(drawable: Drawable, catalogue: Catalogue) -> Drawing:
    async def ask(
        *, questions: QuestionsDep, request: Request, form: Form, asked: Asked, lang: str, **_: object
    ) -> Response:
        looks, layout = looks_of(request.query_params), layout_of(drawable, request.query_params)
        freshness = Freshness(request, form)
        await freshness.check(questions)
        drawn = await view(questions, drawable, asked, layout=layout, lang=lang)
        headers = freshness.checked(drawn.graph_version)
        address = f"{request.url.scheme}://{request.url.netloc}{drawn.page}"
        content = await run_in_threadpool(functools.partial(render, drawn, form, looks, address=address))
        if form is Form.HTML:
            # A file to keep: what runs in it must not run as a page of this service.
            headers["Content-Disposition"] = f'attachment; filename="{drawable.name}.html"'
        return Response(content, media_type=form.media_type, headers=headers)

    form = keyword("form", Annotated[Form, Path(title="Form", description="What it is written as.", examples=["svg"])])
    return signed(ask, drawable, catalogue, [form, *declared_as([layout_parameter(drawable), *LOOKS])])


def signed(ask: Drawing, drawable: Drawable, catalogue: Catalogue, more: Sequence[inspect.Parameter]) -> Drawing:
    """Give what draws a view the parameters of its question: it gets `questions`, `request`, `asked` and `lang`."""
    question = catalogue[drawable.question]
    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *signature_of(question, required=drawable.required, optional=drawable.optional),
            language(),
            *more,
            keyword("asked", Annotated[Asked, Depends(given_for(question))]),
            keyword("questions", QuestionsDep),
            keyword("request", Request),
        ]
    )
    return ask
