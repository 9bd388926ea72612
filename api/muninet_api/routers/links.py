"""Which cities link to a network, through whom: `GET /v1/links`."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from muninet.answers.models import LinksAnswer
from muninet.catalogue import Catalogue
from muninet.export.tables import LINKS_COLUMNS, links_rows, render_csv
from muninet_api.dependencies import QuestionsDep
from muninet_api.freshness import Freshness, FreshnessDep
from muninet_api.parameters import Format, given_for, keyword, language, signature_of
from muninet_api.problems import UNKNOWN_ENTITY, documented

_SUMMARY = "Cities linked to a network, by which routes, on whose word"
_DESCRIPTION = (
    """Every route from an entity of `from_type` to `to`, those that pass `via` where it is given. Routes are grouped by
their pattern, the kind of link: supported by a member, member, observer … are different links and never one count.

Each route comes as nodes and facts, as one sentence with footnote marks, and with the sources behind each mark.
`at` asks for a day: only facts that hold on it count. With `format=csv` a row is a route, columns
`"""
    + ",".join(LINKS_COLUMNS)
    + "`, and the cursor of the next page is in the header `Link`."
)


def links_router(catalogue: Catalogue) -> APIRouter:
    """Build the router; its parameters are those of the question `path/links`."""
    question = catalogue.query("path/links")
    given = Annotated[Mapping[str, str | list[str] | None], Depends(given_for(question))]

    async def links(
        request: Request,
        *,
        questions: QuestionsDep,
        freshness: FreshnessDep,
        asked: Mapping[str, str | list[str] | None],
        lang: str,
        format: Literal["json", "csv"],  # noqa: A002 - the name of the parameter
        **_: object,
    ) -> LinksAnswer | Response:
        answer = freshness.stamp(await questions.links(asked, lang))
        return answer if format == "json" else _csv(answer, request, freshness)

    links.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request),
            *signature_of(question, required=["to"], optional=["via"]),
            language(),
            keyword("format", Format, "json"),
            keyword("asked", given),
            keyword("questions", QuestionsDep),
            keyword("freshness", FreshnessDep),
        ]
    )
    router = APIRouter(tags=["links"])
    router.add_api_route(
        "/links",
        links,
        response_model=LinksAnswer,
        summary=_SUMMARY,
        description=_DESCRIPTION,
        response_description="One page of routes, with the groups of all pages.",
        responses={**documented(UNKNOWN_ENTITY), 200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    )
    return router


def _csv(answer: LinksAnswer, request: Request, freshness: Freshness) -> Response:
    headers = {**freshness.headers(answer.graph_version), "Content-Disposition": 'inline; filename="links.csv"'}
    if answer.next:
        following = request.url.include_query_params(cursor=answer.next)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return Response(render_csv(LINKS_COLUMNS, links_rows(answer)), media_type="text/csv", headers=headers)
