"""Errors as `application/problem+json`: one table from exception to answer, so that no router catches anything."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from muninet.answers.models import LoadState
from muninet.errors import (
    ParameterError,
    QueryTimeoutError,
    StoreUnavailableError,
    Suggestion,
    UnknownEntityError,
    UnknownQueryError,
)
from muninet_api.middleware import HEADERS
from muninet_api.models import Problem, ProblemSuggestion

MEDIA_TYPE = "application/problem+json"
# How long a client should wait before it asks again (seconds); a private Neo4j that ended is back in about ten.
RETRY_AFTER = 5
# What FastAPI's own checks find, in the words of our other messages.
_REASONS = {
    "missing": "is missing",
    "string_too_short": "may not be left empty",
    "string_pattern_mismatch": "holds a character that cannot stand there",
}
_log = logging.getLogger("muninet.api")


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    Attributes:
        slug: last part of its `type`, which is the address of its page.
        status: HTTP status.
        title: short name of the kind, the same each time.
        meaning: what it means and what to do, for its page and the OpenAPI document.
    """

    slug: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """The `type` of a problem of this kind: a path on this service."""
        return f"/problems/{self.slug}"


BAD_PARAMETER = Kind(
    "bad-parameter",
    422,
    "A parameter cannot be used",
    "A parameter is unknown, missing, given twice, of the wrong type or out of bounds. `parameter` names it and "
    "`detail` says what is expected. Mend it and ask again.",
)
UNKNOWN_ENTITY = Kind(
    "unknown-entity",
    404,
    "No such entity",
    "No entity of the graph has that id. `suggestions` lists the nearest by name; /v1/search finds others.",
)
UNKNOWN_QUERY = Kind(
    "unknown-query",
    404,
    "No such question",
    "The catalogue holds no question of that name. `suggestions` lists the nearest; /v1/queries lists all.",
)
NO_SUCH_PAGE = Kind(
    "not-found", 404, "No such page", "Nothing is served at that path. /docs lists every path there is."
)
WRONG_METHOD = Kind(
    "method-not-allowed",
    405,
    "The service only reads",
    "Every path answers GET and HEAD, and no other method. The header `Allow` says so too.",
)
DATABASE_AWAY = Kind(
    "database-away",
    503,
    "The database does not answer",
    "Neo4j cannot be reached just now, or the graph changes too fast to be read. Ask again after the seconds that the "
    "header `Retry-After` gives; the service recovers by itself.",
)
NOT_READY = Kind(
    "not-ready",
    503,
    "The graph holds nothing to answer from yet",
    "Neo4j is up and the graph is empty or its first load is under way. `loads` lists the loads that have not ended.",
)
QUERY_TIMEOUT = Kind(
    "query-timeout",
    504,
    "The question took too long",
    "The query was stopped at its time limit. Ask for less: a smaller max_hops, fewer relations, a lower limit.",
)
BAD_REQUEST = Kind(
    "bad-request", 400, "The request cannot be read", "The request breaks the rules of HTTP or is too large."
)
INTERNAL_ERROR = Kind(
    "internal-error",
    500,
    "Something broke in the service",
    "This is a mistake of ours, and the log of the service holds what happened. Please report it.",
)
KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        BAD_PARAMETER,
        UNKNOWN_ENTITY,
        UNKNOWN_QUERY,
        NO_SUCH_PAGE,
        WRONG_METHOD,
        BAD_REQUEST,
        DATABASE_AWAY,
        NOT_READY,
        QUERY_TIMEOUT,
        INTERNAL_ERROR,
    )
}


class NotModified(Exception):  # noqa: N818 - the outcome of a conditional request, not an error
    """The client holds the current answer already; `headers` go with the 304."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        """Take the headers that the full answer would have."""
        super().__init__("not modified")
        self.headers = dict(headers)


class NotReadyError(Exception):
    """The graph cannot answer yet; `loads` are those that have not ended."""

    def __init__(self, detail: str, loads: list[LoadState]) -> None:
        """Take why, and the loads under way."""
        super().__init__(detail)
        self.loads = loads


def problem_response(
    request: Request,
    kind: Kind,
    detail: str,
    *,
    parameter: str | None = None,
    suggestions: tuple[Suggestion, ...] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Build the answer for a problem (RFC 9457); `more` are members of this kind only."""
    problem = Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=detail,
        instance=quote(request.scope["path"]),
        parameter=parameter,
        suggestions=[ProblemSuggestion(id=s.id, name=s.name) for s in suggestions],
        **more,
    )
    content = problem.model_dump_json(exclude={"loads"} if problem.loads is None else None)
    waiting = {"Retry-After": str(RETRY_AFTER)} if kind.status == 503 else {}
    return Response(
        content,
        kind.status,
        # The common ones too: what answers an unforeseen error stands outside of all middleware.
        headers={**HEADERS, "Cache-Control": "no-store", **waiting, **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def documented(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that an operation can answer with, for the OpenAPI document."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        before = found.get(kind.status)
        meaning = f"{kind.title} (`{kind.type}`). {kind.meaning}"
        found[kind.status] = {
            "description": f"{before['description']}\n\n{meaning}" if before else meaning,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if kind.status == 503:
            found[503]["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return found


def _bad_parameter(request: Request, error: ParameterError) -> Response:
    return problem_response(request, BAD_PARAMETER, str(error), parameter=error.parameter)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    name = next((str(part) for part in first["loc"][1:] if isinstance(part, str)), str(first["loc"][0]))
    message = str(first["msg"]).removeprefix("Input ").removeprefix("String ")
    reason = _REASONS.get(str(first["type"]), message)
    return _bad_parameter(request, ParameterError(name, reason))


def _unknown_entity(request: Request, error: UnknownEntityError) -> Response:
    return problem_response(
        request, UNKNOWN_ENTITY, str(error), parameter=error.parameter, suggestions=error.suggestions
    )


def _unknown_query(request: Request, error: UnknownQueryError) -> Response:
    catalogue = request.app.state.catalogue
    nearest = tuple(Suggestion(name, catalogue[name].title) for name in error.nearest)
    return problem_response(
        request, UNKNOWN_QUERY, f"there is no question {error.name!r}: /v1/queries lists them", suggestions=nearest
    )


def _database_away(request: Request, error: StoreUnavailableError) -> Response:
    # The message may name the server's inner address: that is for the log, not for whoever asks.
    _log.warning("%s", error)
    return problem_response(
        request, DATABASE_AWAY, f"the database cannot answer just now: ask again in {RETRY_AFTER} seconds"
    )


def _not_ready(request: Request, error: NotReadyError) -> Response:
    return problem_response(request, NOT_READY, str(error), loads=error.loads)


def _query_timeout(request: Request, error: QueryTimeoutError) -> Response:
    return problem_response(request, QUERY_TIMEOUT, str(error))


def _not_modified(_: Request, error: NotModified) -> Response:
    return Response(status_code=304, headers=error.headers)


def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return problem_response(request, NO_SUCH_PAGE, f"nothing is served at {request.url.path}: see /docs")
    if error.status_code == 405:
        return problem_response(
            request, WRONG_METHOD, f"{request.method} is not served here: use GET", headers={"Allow": "GET, HEAD"}
        )
    return problem_response(request, BAD_REQUEST, str(error.detail))


def _internal(request: Request, _: Exception) -> Response:
    return problem_response(request, INTERNAL_ERROR, "the service failed; its log says why")


# Every exception that can end a request. The handler of `Exception` answers, and the server still logs the traceback.
TABLE: dict[type[Exception], Callable[[Request, Any], Response]] = {
    ParameterError: _bad_parameter,
    RequestValidationError: _invalid,
    UnknownEntityError: _unknown_entity,
    UnknownQueryError: _unknown_query,
    StoreUnavailableError: _database_away,
    QueryTimeoutError: _query_timeout,
    NotReadyError: _not_ready,
    NotModified: _not_modified,
    HTTPException: _http,
    Exception: _internal,
}


def add_problems(app: FastAPI) -> None:
    """Answer every exception of the table as it says."""
    for exception, handler in TABLE.items():
        app.add_exception_handler(exception, handler)
