"""Between entities: `GET /v1/paths`, `GET /v1/compare` and `GET /v1/gaps`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi import Query as QueryParameter
from pydantic import BeforeValidator

from muninet.answers.paths import PathsAnswer, paths
from muninet.answers.results import ResultsAnswer, results, results_model
from muninet.catalogue import Catalogue, Query
from muninet.errors import ParameterError
from muninet.export.formats import ExportFormat, offered_by
from muninet.export.results import results_table, routes_table
from muninet_api.dependencies import QuestionsDep
from muninet_api.formats import Rendering, described, formats_of
from muninet_api.parameters import given_for, keyword, language, signature_of
from muninet_api.problems import documented, unfound
from muninet_api.related import PeoplePage

Asked = Mapping[str, str | list[str] | None]


def _truth(given: object) -> object:
    """Read as the catalogue reads: FastAPI would take `yes` and `1` too, which its own document does not."""
    if isinstance(given, str) and given not in ("true", "false"):
        raise ParameterError("shortest", f"{given!r} is neither true nor false")
    return given


_SHORTEST = Annotated[
    bool,
    BeforeValidator(_truth),
    QueryParameter(
        title="Shortest",
        description="Only the shortest routes, all of them where several are equally short. Far cheaper between "
        "entities that are far apart.",
        examples=[False],
    ),
]
_PATHS = """Every route between two entities of at most `max_hops` facts, shortest first, each as nodes and facts, as
one sentence with footnote marks, and with the sources behind each mark. `groups` names the kinds of link among the
routes of the page: kinds are never added up. With `shortest=true` only the shortest routes come."""
# Questions that are served as they stand, and what has no default here.
_QUESTIONS = {
    "compare": ("entity/compare", ("ids",)),
    "gaps": ("city/gaps", ("network", "missing_from")),
}
_ROUTES = (
    ExportFormat.JSON,
    ExportFormat.CSV,
    ExportFormat.GEOJSON,
    ExportFormat.GRAPHML,
    ExportFormat.CYTOSCAPE,
)


def paths_router(catalogue: Catalogue) -> APIRouter:
    """Build the router; parameters and rows are those of the questions."""
    router = APIRouter(tags=["links"])
    router.add_api_route(
        "/paths",
        _paths(catalogue),
        response_model=PathsAnswer,
        response_description="One page of routes.",
        name="paths",
        summary="Routes between two entities",
        description=_PATHS,
        responses={**documented(*unfound(catalogue["path/all"])), **described(*_ROUTES)},
    )
    for name, (question, required) in _QUESTIONS.items():
        _add(router, name, catalogue[question], required=required)
    return router


def _paths(catalogue: Catalogue) -> Callable[..., Coroutine[Any, Any, Response]]:
    query = catalogue["path/all"]

    async def ask(
        *, questions: QuestionsDep, rendering: Rendering, asked: Asked, shortest: bool, lang: str, **_: object
    ) -> Response:
        answer = await paths(questions.asking, asked, shortest=shortest, lang=lang)
        return await rendering.response(
            answer, table=routes_table(answer), page=None if shortest else PeoplePage("/paths")
        )

    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *signature_of(query, required=["from", "to"]),
            keyword("shortest", _SHORTEST, False),
            language(),
            *formats_of(*_ROUTES),
            keyword("asked", Annotated[Asked, Depends(given_for(query))]),
            keyword("questions", QuestionsDep),
        ]
    )
    return ask


def _add(router: APIRouter, name: str, query: Query, *, required: Sequence[str]) -> None:
    """Serve a question as it stands, its rows typed."""
    shape = results_model(name.capitalize(), query)
    offered = offered_by(query)

    async def ask(*, questions: QuestionsDep, rendering: Rendering, asked: Asked, lang: str, **_: object) -> Response:
        answer: ResultsAnswer = await results(questions.asking, query, shape, asked, lang)
        return await rendering.response(answer, table=results_table(answer), page=PeoplePage(f"/{name}"))

    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *signature_of(query, required=required),
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
        name=name,
        summary=query.title,
        description=query.description,
        responses={**documented(*unfound(query)), **described(*offered)},
    )
