"""Whether the service lives, and whether it can answer: `GET /health/live` and `GET /health/ready`."""

from __future__ import annotations

from fastapi import APIRouter, Response

from muninet_api.dependencies import QuestionsDep
from muninet_api.models import Liveness, Readiness
from muninet_api.problems import DATABASE_AWAY, INTERNAL_ERROR, NOT_READY, QUERY_TIMEOUT, NotReadyError, documented


def health_router() -> APIRouter:
    """Build the router."""
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live", summary="Does the process answer?", name="live")
    async def live(response: Response) -> Liveness:
        """Asks nothing of Neo4j."""
        response.headers["Cache-Control"] = "no-store"
        return Liveness()

    @router.get(
        "/ready",
        summary="Can questions be answered?",
        name="ready",
        responses=documented(INTERNAL_ERROR, DATABASE_AWAY, NOT_READY, QUERY_TIMEOUT),
    )
    async def ready(questions: QuestionsDep, response: Response) -> Readiness:
        """200 when Neo4j answers and the graph holds something; 503 while Neo4j is away (`database-away`), and while
        the graph is empty or its first load is under way (`not-ready`, with the loads)."""
        state = await questions.state()
        if state.loads and not state.finished_loads:
            raise NotReadyError("the graph is being loaded for the first time", state.loads)
        if state.empty:
            raise NotReadyError("the graph is empty: load it with `muninet load`", state.loads)
        response.headers["Cache-Control"] = "no-store"
        return Readiness(graph_version=state.version, loads=state.loads)

    return router
