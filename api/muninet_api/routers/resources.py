"""Lists and profiles of every type that the catalogue lists: `GET /v1/cities`, `GET /v1/cities/{id}` and their like."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from muninet.answers.models import NodeRef
from muninet.answers.profiles import FIELDS, PARTS, ProfileAnswer, profile
from muninet.answers.resources import PARTS as LIST_PARTS
from muninet.answers.resources import Resource, listed
from muninet.catalogue import Catalogue
from muninet.catalogue import Query as Question
from muninet.export.formats import ExportFormat
from muninet.export.results import results_table
from muninet_api.dependencies import QuestionsDep
from muninet_api.formats import Rendering, described, formats_of
from muninet_api.pages.addresses import entity_page
from muninet_api.parameters import Limit, given_for, keyword, language, signature_of
from muninet_api.problems import MERGED_ENTITY, OTHER_TYPE, UNKNOWN_ENTITY, UNKNOWN_LICENCE, documented, unfound
from muninet_api.related import PeoplePage
from muninet_api.selection import fields as fields_parameter
from muninet_api.selection import identifier, names
from muninet_api.selection import include as include_parameter

Asked = Mapping[str, str | list[str] | None]
# What a profile takes of entity/facts, beside the entity.
_OF_FACTS = ("at_", "deprecated_", "without_licence_")
_FIRST = 10
_FORMATS = (ExportFormat.JSON, ExportFormat.CSV, ExportFormat.GEOJSON)


def resources_router(resources: Sequence[Resource], catalogue: Catalogue) -> APIRouter:
    """Build the router: a list and a profile for each of the resources."""
    router = APIRouter(tags=["resources"])
    for resource in resources:
        router.add_api_route(
            f"/{resource.plural}",
            _list(resource),
            response_model=resource.answer,
            response_description=f"One page of {resource.plural}.",
            name=resource.plural,
            summary=resource.listing.title,
            description=f"{resource.listing.description}\n\n{_LIST}",
            responses={**documented(*unfound(resource.listing)), **described(*_FORMATS)},
        )
        router.add_api_route(
            f"/{resource.plural}/{{id}}",
            _profile(resource, catalogue["entity/facts"]),
            response_model=ProfileAnswer,
            response_description=f"{resource.label} and its facts.",
            name=resource.name.replace("-", "_"),
            summary=f"One of the {resource.plural}, with its facts",
            description=_PROFILE,
            responses={
                **documented(UNKNOWN_ENTITY, MERGED_ENTITY, OTHER_TYPE, UNKNOWN_LICENCE),
                **described(ExportFormat.JSON),
            },
        )
    return router


_LIST = """`facets` counts, over all pages, how many have each value of the filters that it names; `total` is how
many there are. Both cost a question of their own: an empty `include` leaves them out."""
_UNFOUND = (UNKNOWN_ENTITY, MERGED_ENTITY, OTHER_TYPE, UNKNOWN_LICENCE)
_PROFILE = """All that stands on the entity, and its facts by type and direction, each with how many there are on the
day `at`: the first `limit` of them stand here, and `next` of a group is the cursor at which
`/v1/entities/{id}/facts` goes on with the same parameters."""


def _list(resource: Resource) -> Callable[..., Coroutine[Any, Any, Response]]:
    query = resource.listing
    page = PeoplePage(f"/queries/{query.name}")
    given = Annotated[Asked, Depends(given_for(query))]

    async def ask(
        *,
        questions: QuestionsDep,
        rendering: Rendering,
        asked: Asked,
        fields: Sequence[str],
        include: Sequence[str],
        **_: object,
    ) -> Response:
        answer = await listed(
            questions.asking, resource, asked, include=names(include, "include"), fields=names(fields, "fields")
        )
        return await rendering.response(answer, table=results_table(answer), page=page)

    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *signature_of(query),
            fields_parameter(resource.fields, tuple(NodeRef.model_fields), resource.fields[4:5]),
            include_parameter(LIST_PARTS, LIST_PARTS, "What comes along: `facets`, with the total."),
            *formats_of(*_FORMATS),
            keyword("asked", given),
            keyword("questions", QuestionsDep),
        ]
    )
    return ask


def _profile(resource: Resource, query: Question) -> Callable[..., Coroutine[Any, Any, Response]]:
    given = Annotated[Asked, Depends(given_for(query))]

    async def ask(
        *,
        id: str,  # noqa: A002 - the name of the parameter
        questions: QuestionsDep,
        rendering: Rendering,
        asked: Asked,
        fields: Sequence[str],
        include: Sequence[str],
        limit: int,
        lang: str,
        **_: object,
    ) -> Response:
        given = {**asked, "limit": str(limit)}
        answer = await profile(
            questions.asking,
            id,
            given,
            type_=resource.label,
            include=names(include, "include"),
            fields=names(fields, "fields"),
            lang=lang,
        )
        return await rendering.response(answer, page=PeoplePage(entity_page(id), ("at",)))

    own = [parameter for parameter in signature_of(query) if parameter.name in _OF_FACTS]
    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            identifier(resource.label, resource.example),
            *own,
            keyword("limit", Limit, _FIRST),
            fields_parameter(FIELDS, tuple(NodeRef.model_fields), FIELDS[:1]),
            include_parameter(PARTS, PARTS[:1], "What comes along with the entity."),
            language(),
            *formats_of(ExportFormat.JSON),
            keyword("asked", given),
            keyword("questions", QuestionsDep),
        ]
    )
    return ask
