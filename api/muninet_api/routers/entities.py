"""One entity and what surrounds it, and finding one by name: `GET /v1/entities/{id}…` and `GET /v1/search`."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from muninet.answers.asking import Asking
from muninet.answers.graphs import FactsAnswer, GraphAnswer, TimelineAnswer, facts, neighbourhood, timeline
from muninet.answers.licences import WITHOUT
from muninet.answers.models import EntityAnswer, SearchAnswer
from muninet.answers.rows import Answer
from muninet.catalogue import Catalogue, Query
from muninet.export.formats import ExportFormat, offered_by
from muninet.export.results import results_table
from muninet.model import Schema
from muninet_api.dependencies import QuestionsDep
from muninet_api.formats import Rendering, described, formats_of
from muninet_api.pages.addresses import entity_page
from muninet_api.parameters import (
    Cursor,
    Limit,
    Words,
    entity_types,
    given_for,
    keyword,
    language,
    several,
    signature_of,
    without_licence,
)
from muninet_api.problems import MERGED_ENTITY, UNKNOWN_ENTITY, UNKNOWN_LICENCE, UNKNOWN_PAGE, documented, unfound
from muninet_api.related import PeoplePage
from muninet_api.selection import identifier

Asked = Mapping[str, str | list[str] | None]
_EXAMPLE = "climate-alliance"
_ONE = (ExportFormat.JSON, ExportFormat.GEOJSON)
_FOUND = (ExportFormat.JSON, ExportFormat.CSV)


def entities_router(catalogue: Catalogue) -> APIRouter:
    """Build the router of single entities."""
    router = APIRouter(prefix="/entities/{id}", tags=["entities"])
    router.add_api_route(
        "",
        _entity(without_licence(catalogue)),
        response_model=EntityAnswer,
        response_description="The entity.",
        name="entity",
        summary="All that stands on one entity",
        description="Names in every language and script, identifiers, place, properties and sources, and how many "
        "facts of each type touch it. Its facts are a step further, at `/facts`.",
        responses={**documented(UNKNOWN_ENTITY, MERGED_ENTITY, UNKNOWN_LICENCE), **described(*_ONE)},
    )
    _add(router, "facts", catalogue["entity/facts"], facts, FactsAnswer)
    _add(router, "graph", catalogue["entity/graph"], neighbourhood, GraphAnswer)
    _add(router, "timeline", catalogue["entity/timeline"], timeline, TimelineAnswer)
    return router


def _add(
    router: APIRouter,
    name: str,
    query: Query,
    asks: Callable[[Asking, str, Asked, str], Awaitable[Answer]],
    shape: type[Answer],
) -> None:
    """Serve what surrounds an entity; the parameters are those of the question, but for the entity itself."""
    offered = offered_by(query)

    async def ask(
        *,
        id: str,  # noqa: A002 - the name of the parameter
        questions: QuestionsDep,
        rendering: Rendering,
        asked: Asked,
        lang: str,
        **_: object,
    ) -> Response:
        answer = await asks(questions.asking, id, asked, lang)
        table = results_table(answer) if isinstance(answer, TimelineAnswer) else None
        return await rendering.response(
            answer, table=table, page=PeoplePage(f"/queries/{query.name}", told=("entity",))
        )

    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            identifier("Entity", query.parameter("entity").default),
            *(parameter for parameter in signature_of(query) if parameter.name != "entity_"),
            language(),
            *formats_of(*offered),
            keyword("asked", Annotated[Asked, Depends(given_for(query))]),
            keyword("questions", QuestionsDep),
        ]
    )
    router.add_api_route(
        f"/{name}",
        ask,
        response_model=shape,
        response_description="One page.",
        name=f"entity_{name}",
        summary=query.title,
        description=query.description.replace("$entity", "the entity"),
        responses={**documented(*unfound(query)), **described(*offered)},
    )


def _entity(without: inspect.Parameter) -> Callable[..., Coroutine[Any, Any, Response]]:
    async def entity(
        *,
        id: str,  # noqa: A002 - the name of the parameter
        questions: QuestionsDep,
        rendering: Rendering,
        without_licence_: list[str],
        **_: object,
    ) -> Response:
        return await rendering.response(
            await questions.entity(id, several(without_licence_, WITHOUT)), page=PeoplePage(entity_page(id), ())
        )

    entity.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [identifier("Entity", _EXAMPLE), without, *formats_of(*_ONE), keyword("questions", QuestionsDep)]
    )
    return entity


def search_router(schema: Schema, catalogue: Catalogue) -> APIRouter:
    """Build the router of the search; the types to choose from are the model's."""

    async def search(
        *,
        q: str,
        questions: QuestionsDep,
        rendering: Rendering,
        type: list[str],  # noqa: A002 - the name of the parameter
        limit: int,
        cursor: str | None,
        without_licence_: list[str],
        **_: object,
    ) -> Response:
        answer = await questions.search(
            q, several(type, "type"), limit, cursor or None, several(without_licence_, WITHOUT)
        )
        page = PeoplePage("/search", ("q", "type", "cursor"))
        return await rendering.response(answer, table=results_table(answer), page=page)

    search.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            keyword("q", Words),
            entity_types(schema),
            keyword("limit", Limit, 20),
            keyword("cursor", Cursor, None),
            without_licence(catalogue),
            *formats_of(*_FOUND),
            keyword("questions", QuestionsDep),
        ]
    )
    router = APIRouter(tags=["entities"])
    router.add_api_route(
        "/search",
        search,
        response_model=SearchAnswer,
        response_description="Entities, best match first.",
        name="search",
        summary="Entities by name, in any script",
        description='Finds "Mugla", "Θεσσαλονίκη" and "Скопје", and "Phristina" too. Best matches come first; `score` '
        "1 is the name itself, accents, case and script aside.",
        responses={**documented(UNKNOWN_LICENCE, UNKNOWN_PAGE), **described(*_FOUND)},
    )
    return router
