"""Statements of the caller's own: `POST /v1/cypher`, off unless the service is set up for it."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, ValidationError
from starlette.exceptions import HTTPException

from muninet.answers.models import Model
from muninet.errors import CypherRefusedError, ParameterError
from muninet.settings import Settings
from muninet.store.adhoc import MOST_ROWS, AdHoc
from muninet_api.kinds import BAD_CYPHER, BAD_REQUEST, CYPHER_OFF, CYPHER_REFUSED, CYPHER_TOO_LARGE
from muninet_api.parameters import declared_only
from muninet_api.problems import (
    BAD_PARAMETER,
    DATABASE_AWAY,
    INTERNAL_ERROR,
    QUERY_TIMEOUT,
    CypherOffError,
    documented,
)

# Bounds of a request (bytes, characters).
_LARGEST_BODY = 100_000
_LONGEST_QUERY = 20_000
_SUMMARY = "Run a Cypher statement that reads"
_DESCRIPTION = f"""One statement, run on Neo4j as it is. It may read the graph and do nothing else: what writes, loads
files, runs commands or calls procedures other than a few that read is refused before it runs, and the transaction is
one for reading. Other pages may not send any (CORS).

At most {MOST_ROWS} rows and 5 MB come back; `truncated` says that there was more. Nodes, relationships and paths come
as objects, dates, times and durations as ISO 8601, points as `lat` and `lon` or as coordinates. What is in the graph
beside entities and facts, and how facts are kept, may change with every version: questions of the catalogue do not.
"""


class CypherRequest(Model):
    """A statement with its parameters and limits."""

    query: str = Field(
        min_length=1,
        max_length=_LONGEST_QUERY,
        description="One Cypher statement, without EXPLAIN or PROFILE.",
        examples=["MATCH (c:City)-[:MEMBER_OF]->(n {id: $network}) RETURN c.name AS city ORDER BY city"],
    )
    parameters: dict[str, Any] = Field(
        default={}, description="Values for the `$names` of the statement.", examples=[{"network": "b40"}]
    )
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, strict=True)] = Field(
        default=100, description="At most this many rows."
    )
    timeout: Annotated[float, Field(gt=0, strict=True)] | None = Field(
        default=None, description="Seconds that it may take; at most what the service lets a question take."
    )


class CypherAnswer(Model):
    """The rows of a statement."""

    columns: list[str]
    rows: list[list[Any]] = Field(description="Each with one value a column, as plain JSON.")
    truncated: bool = Field(description="Whether there were more rows than these.")


def cypher_router(settings: Settings) -> APIRouter:
    """Build the router. Where Cypher is off, the path says so, and the OpenAPI document has no word of it."""
    adhoc = AdHoc(settings) if settings.cypher else None

    async def cypher(request: Request) -> Response:
        if adhoc is None:
            raise CypherOffError("Cypher is turned off: set MUNINET_CYPHER=on to have it served")
        _refuse_strangers(request)
        asked = await _asked(request)
        table = await adhoc.run(asked.query, asked.parameters, limit=asked.limit, seconds=asked.timeout)
        answer = CypherAnswer(columns=table.columns, rows=table.rows, truncated=table.truncated)
        return Response(answer.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})

    router = APIRouter(prefix="/v1", tags=["cypher"], dependencies=[Depends(declared_only)])
    router.add_api_route(
        "/cypher",
        cypher,
        methods=["POST"],
        name="cypher",
        include_in_schema=settings.cypher,
        response_model=CypherAnswer,
        response_description="The rows.",
        summary=_SUMMARY,
        description=_DESCRIPTION,
        responses=documented(
            BAD_REQUEST, CYPHER_OFF, CYPHER_REFUSED, BAD_PARAMETER, BAD_CYPHER, CYPHER_TOO_LARGE, INTERNAL_ERROR,
            DATABASE_AWAY, QUERY_TIMEOUT,
        ),
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": CypherRequest.model_json_schema(mode="validation")}},
            }
        },
    )  # fmt: skip
    return router


def _refuse_strangers(request: Request) -> None:
    """Refuse what the page of another site sends: it would run with the rights of whoever looks at that page."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("Host", "").lower():
        raise CypherRefusedError("it comes from a page of another site, and those may not run statements")
    # A form of another site can send any text but cannot call it JSON.
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(400, "the body is not JSON: send it with Content-Type: application/json")


async def _asked(request: Request) -> CypherRequest:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise HTTPException(400, f"the body is larger than {_LARGEST_BODY} bytes")
    try:
        return CypherRequest.model_validate_json(bytes(body))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "body"
        raise ParameterError(name, str(first["msg"]).removeprefix("Input ").removeprefix("String ")) from None
