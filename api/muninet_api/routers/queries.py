"""The catalogue over HTTP: `GET /v1/queries` lists the questions, and each has an operation of its own."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from muninet.answers.models import QueryAnswer
from muninet.catalogue import Catalogue, Query
from muninet.export.formats import ExportFormat, offered_by
from muninet_api.dependencies import CatalogueDep, QuestionsDep
from muninet_api.formats import Rendering, described, formats_of
from muninet_api.freshness import Freshness
from muninet_api.models import CatalogueAnswer, CatalogueColumn, CatalogueParameter, CatalogueQuery
from muninet_api.parameters import given_for, keyword, language, signature_of
from muninet_api.problems import documented, unfound
from muninet_api.related import PeoplePage


def queries_router(catalogue: Catalogue) -> APIRouter:
    """Build the router from the catalogue's files."""
    router = APIRouter(prefix="/queries", tags=["queries"])
    router.add_api_route(
        "",
        _queries,
        response_model=CatalogueAnswer,
        response_description="All questions.",
        name="queries",
        summary="The questions of the catalogue",
        description="Every question with its parameters and columns. Each is a file of Cypher for Neo4j Browser, too.",
    )
    for query in catalogue.values():
        router.add_api_route(
            f"/{query.name}",
            _operation(query),
            response_model=QueryAnswer,
            response_description="One page of rows.",
            name=f"query_{query.name.replace('/', '_').replace('-', '_')}",
            summary=query.title,
            description=_description(query),
            responses=_responses(query),
        )
    router.add_api_route("/{name:path}", _unknown, include_in_schema=False)
    return router


async def _queries(request: Request, catalogue: CatalogueDep) -> Response:
    """It changes with what is installed, not with the graph: its tag is of what it says."""
    content = CatalogueAnswer(queries=[_described(query) for query in catalogue.values()]).model_dump_json()
    headers = Freshness(request).checked(hashlib.sha256(content.encode()).hexdigest())
    headers["Link"] = '</queries>; rel="alternate"; type="text/html"'
    return Response(content, media_type=ExportFormat.JSON.media_type, headers=headers)


async def _unknown(name: str, catalogue: CatalogueDep) -> None:
    catalogue.query(name)  # raises: the names there are have routes of their own


def _operation(query: Query) -> Callable[..., Coroutine[Any, Any, Response]]:
    told = tuple(one.name for one in query.parameters if one.type == "entity" and not one.optional)
    page = PeoplePage(f"/queries/{query.name}", told=told)
    given = Annotated[Mapping[str, str | list[str] | None], Depends(given_for(query))]

    async def ask(
        *,
        questions: QuestionsDep,
        rendering: Rendering,
        asked: Mapping[str, str | list[str] | None],
        lang: str,
        **_: object,
    ) -> Response:
        return await rendering.response(await questions.query(query.name, asked, lang), page=page)

    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *signature_of(query),
            language(),
            *formats_of(*offered_by(query)),
            keyword("asked", given),
            keyword("questions", QuestionsDep),
        ]
    )
    return ask


def _responses(query: Query) -> dict[int | str, dict[str, Any]]:
    return {**documented(*unfound(query)), **described(*offered_by(query))}


def _described(query: Query) -> CatalogueQuery:
    return CatalogueQuery(
        name=query.name,
        title=query.title,
        description=query.description,
        href=f"/v1/queries/{query.name}",
        parameters=[
            CatalogueParameter(
                name="cursor" if p.name == "after" else p.name,
                type=p.written_type,
                default=p.default,
                minimum=p.minimum,
                maximum=p.maximum,
                choices=list(p.choices),
                description=p.description,
            )
            for p in query.parameters
        ],
        columns=[CatalogueColumn(name=c.name, type=c.type, description=c.description) for c in query.answered],
    )


def _description(query: Query) -> str:
    columns = "\n".join(f"- `{c.name}` ({c.type}): {c.description}" for c in query.answered)
    return f"{query.description}\n\nColumns:\n{columns}"
