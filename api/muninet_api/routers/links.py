"""Which cities link to a network, through whom: `GET /v1/links`."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from muninet.answers.models import LinksAnswer
from muninet.catalogue import Catalogue
from muninet.export.formats import offered_by
from muninet.export.tables import LINKS_COLUMNS
from muninet_api.dependencies import QuestionsDep
from muninet_api.formats import Rendering, described, formats_of
from muninet_api.parameters import given_for, keyword, language, signature_of
from muninet_api.problems import documented, unfound
from muninet_api.related import PeoplePage

_SUMMARY = "Cities linked to a network, by which routes, on whose word"
_DESCRIPTION = (
    """Every route from an entity of `from_type` to `to`, those that pass `via` where it is given. Routes are grouped by
their pattern, the kind of link: supported by a member, member, observer … are different links and never one count.

Each route comes as nodes and facts, as one sentence with footnote marks, and with the sources behind each mark.
`at` asks for a day: only facts that hold on it count. As CSV a row is a route, columns
`"""
    + ",".join(LINKS_COLUMNS)
    + "`. The header `Link` leads to the next page in every format."
)


def links_router(catalogue: Catalogue) -> APIRouter:
    """Build the router; its parameters are those of the question `path/links`."""
    question = catalogue.query("path/links")
    given = Annotated[Mapping[str, str | list[str] | None], Depends(given_for(question))]

    offered = offered_by(question)

    async def links(
        *,
        questions: QuestionsDep,
        rendering: Rendering,
        asked: Mapping[str, str | list[str] | None],
        lang: str,
        **_: object,
    ) -> Response:
        return await rendering.response(await questions.links(asked, lang), page=PeoplePage("/links"))

    links.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *signature_of(question, required=["to"], optional=["via"]),
            language(),
            *formats_of(*offered),
            keyword("asked", given),
            keyword("questions", QuestionsDep),
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
        responses={**documented(*unfound(question)), **described(*offered)},
    )
    return router
