"""One entity, and finding one by name: `GET /v1/entities/{id}` and `GET /v1/search`."""

from __future__ import annotations

import inspect

from fastapi import APIRouter

from muninet.answers.models import EntityAnswer, SearchAnswer
from muninet.model import Schema
from muninet_api.dependencies import QuestionsDep
from muninet_api.freshness import FreshnessDep
from muninet_api.parameters import Cursor, EntityId, Limit, Words, entity_types, keyword, several
from muninet_api.problems import UNKNOWN_ENTITY, documented


def entities_router() -> APIRouter:
    """Build the router of single entities."""
    router = APIRouter(tags=["entities"])

    @router.get(
        "/entities/{id}", summary="All that stands on one entity", name="entity", responses=documented(UNKNOWN_ENTITY)
    )
    async def entity(id: EntityId, questions: QuestionsDep, freshness: FreshnessDep) -> EntityAnswer:  # noqa: A002
        """Names in every language and script, identifiers, place, properties and sources, and how many facts of each
        type touch it."""
        return freshness.stamp(await questions.entity(id))

    return router


def search_router(schema: Schema) -> APIRouter:
    """Build the router of the search; the types to choose from are the model's."""

    async def search(
        q: str,
        questions: QuestionsDep,
        type: list[str],  # noqa: A002 - the name of the parameter
        limit: int,
        cursor: str | None,
        freshness: FreshnessDep,
    ) -> SearchAnswer:
        """Finds "Mugla", "Θεσσαλονίκη" and "Скопје", and "Phristina" too. Best matches come first; `score` 1 is the
        name itself, accents, case and script aside."""
        return freshness.stamp(await questions.search(q, several(type), limit, cursor or None))

    search.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            keyword("q", Words),
            entity_types(schema),
            keyword("limit", Limit, 20),
            keyword("cursor", Cursor, None),
            keyword("questions", QuestionsDep),
            keyword("freshness", FreshnessDep),
        ]
    )
    router = APIRouter(tags=["entities"])
    router.add_api_route(
        "/search", search, response_model=SearchAnswer, name="search", summary="Entities by name, in any script"
    )
    return router
