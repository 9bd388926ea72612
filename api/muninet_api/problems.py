"""Errors as `application/problem+json`: one table from exception to answer, so that no router catches anything."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from muninet.answers.models import LoadState
from muninet.errors import (
    CypherError,
    CypherRefusedError,
    CypherTooLargeError,
    MergedEntityError,
    OtherTypeError,
    ParameterError,
    QueryTimeoutError,
    StoreUnavailableError,
    Suggestion,
    UnknownEntityError,
    UnknownLicenceError,
    UnknownPageError,
    UnknownQueryError,
)
from muninet_api.kinds import (
    BAD_CYPHER,
    BAD_PARAMETER,
    BAD_REQUEST,
    CYPHER_OFF,
    CYPHER_REFUSED,
    CYPHER_TOO_LARGE,
    DATABASE_AWAY,
    INTERNAL_ERROR,
    KINDS,
    MEDIA_TYPE,
    MERGED_ENTITY,
    NO_SUCH_PAGE,
    NOT_ACCEPTABLE,
    NOT_READY,
    OTHER_TYPE,
    QUERY_TIMEOUT,
    UNKNOWN_ENTITY,
    UNKNOWN_LICENCE,
    UNKNOWN_PAGE,
    UNKNOWN_QUERY,
    WRONG_METHOD,
    Kind,
    documented,
    unfound,
)
from muninet_api.middleware import common_headers
from muninet_api.models import Problem, ProblemSuggestion

# What routers take from here: the kinds stand in a module of their own.
__all__ = [
    "BAD_PARAMETER",
    "DATABASE_AWAY",
    "INTERNAL_ERROR",
    "KINDS",
    "MERGED_ENTITY",
    "NOT_ACCEPTABLE",
    "NOT_READY",
    "OTHER_TYPE",
    "QUERY_TIMEOUT",
    "UNKNOWN_ENTITY",
    "UNKNOWN_LICENCE",
    "UNKNOWN_PAGE",
    "NotAcceptableError",
    "NotModified",
    "NotReadyError",
    "add_problems",
    "documented",
    "unfound",
]
# How long a client should wait before it asks again (seconds); a private Neo4j that ended is back in about ten.
RETRY_AFTER = 5
# What FastAPI's own checks find, in the words of our other messages.
_REASONS = {
    "missing": "is missing",
    "string_too_short": "may not be left empty",
    "string_pattern_mismatch": "holds a character that cannot stand there",
}
_NO_CURSOR = "this is no cursor: take `next` of the page before, unchanged"
_log = logging.getLogger("muninet.api")


class NotModified(Exception):  # noqa: N818 - the outcome of a conditional request, not an error
    """The client holds the current answer already; `headers` go with the 304."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        """Take the headers that the full answer would have."""
        super().__init__("not modified")
        self.headers = dict(headers)


class NotAcceptableError(Exception):
    """The client takes none of the formats that there are; the message names them."""


class CypherOffError(Exception):
    """Cypher is not served; the message says how it is turned on."""


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
    common = common_headers(request.app.state.cors_origins, request.headers.get("Origin"))
    return Response(
        content,
        kind.status,
        # The common ones too: what answers an unforeseen error stands outside of all middleware.
        headers={**common, "Cache-Control": "no-store", **waiting, **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def _bad_parameter(request: Request, error: ParameterError) -> Response:
    return problem_response(request, BAD_PARAMETER, str(error), parameter=error.parameter)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    name = next((str(part) for part in first["loc"][1:] if isinstance(part, str)), str(first["loc"][0]))
    message = str(first["msg"]).removeprefix("Input ").removeprefix("String ")
    kind = "string_too_short" if first.get("input") == "" else str(first["type"])
    reason = _NO_CURSOR if name == "cursor" else _REASONS.get(kind, message)
    return _bad_parameter(request, ParameterError(name, reason))


def _unknown_entity(request: Request, error: UnknownEntityError) -> Response:
    return problem_response(
        request, UNKNOWN_ENTITY, str(error), parameter=error.parameter, suggestions=error.suggestions
    )


def _merged_entity(request: Request, error: MergedEntityError) -> Response:
    old, new = (quote(id_, safe="") for id_ in (error.entity, error.remains))
    path = "/".join(new if part == old else part for part in quote(request.scope["path"]).split("/"))
    asked = [(name, _put(value, error)) for name, value in request.query_params.multi_items()]
    location = f"{path}?{urlencode(asked)}" if asked else path
    return problem_response(
        request, MERGED_ENTITY, str(error), parameter=error.parameter, headers={"Location": location}
    )


def _put(value: str, error: MergedEntityError) -> str:
    """A parameter's value with the id that remains, alone or in a list."""
    return "".join(error.remains if part.strip() == error.entity else part for part in re.split("([;,])", value))


def _unknown_licence(request: Request, error: UnknownLicenceError) -> Response:
    return problem_response(
        request, UNKNOWN_LICENCE, str(error), parameter=error.parameter, suggestions=error.suggestions
    )


def _unknown_page(request: Request, error: UnknownPageError) -> Response:
    return problem_response(request, UNKNOWN_PAGE, str(error), parameter=error.parameter)


def _other_type(request: Request, error: OtherTypeError) -> Response:
    plural = request.app.state.plurals.get(error.type, "entities")
    place = f"/v1/{plural}/{quote(error.entity, safe='')}"
    return problem_response(
        request,
        OTHER_TYPE,
        f"{error}: it is found at {place}",
        parameter=error.parameter,
        suggestions=(Suggestion(error.entity, error.name),),
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


def _not_acceptable(request: Request, error: NotAcceptableError) -> Response:
    return problem_response(request, NOT_ACCEPTABLE, str(error), headers={"Vary": "Accept"})


def _not_modified(_: Request, error: NotModified) -> Response:
    return Response(status_code=304, headers=error.headers)


def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        return problem_response(request, NO_SUCH_PAGE, f"nothing is served at {request.url.path}: see /docs")
    if error.status_code == 405:
        allowed = "POST" if (error.headers or {}).get("Allow") == "POST" else "GET, HEAD"
        use = allowed.partition(",")[0]
        return problem_response(
            request, WRONG_METHOD, f"{request.method} is not served here: use {use}", headers={"Allow": allowed}
        )
    return problem_response(request, BAD_REQUEST, str(error.detail))


def _cypher_off(request: Request, error: CypherOffError) -> Response:
    return problem_response(request, CYPHER_OFF, str(error))


def _cypher_refused(request: Request, error: CypherRefusedError) -> Response:
    return problem_response(request, CYPHER_REFUSED, str(error), parameter="query")


def _bad_cypher(request: Request, error: CypherError) -> Response:
    return problem_response(request, BAD_CYPHER, str(error), parameter="query")


def _cypher_too_large(request: Request, error: CypherTooLargeError) -> Response:
    return problem_response(request, CYPHER_TOO_LARGE, str(error), parameter="query")


def _internal(request: Request, _: Exception) -> Response:
    return problem_response(request, INTERNAL_ERROR, "the service failed; its log says why")


# Every exception that can end a request. The handler of `Exception` answers, and the server still logs the traceback.
TABLE: dict[type[Exception], Callable[[Request, Any], Response]] = {
    ParameterError: _bad_parameter,
    RequestValidationError: _invalid,
    UnknownEntityError: _unknown_entity,
    MergedEntityError: _merged_entity,
    OtherTypeError: _other_type,
    UnknownLicenceError: _unknown_licence,
    UnknownPageError: _unknown_page,
    UnknownQueryError: _unknown_query,
    StoreUnavailableError: _database_away,
    QueryTimeoutError: _query_timeout,
    NotReadyError: _not_ready,
    CypherOffError: _cypher_off,
    CypherRefusedError: _cypher_refused,
    CypherError: _bad_cypher,
    CypherTooLargeError: _cypher_too_large,
    NotAcceptableError: _not_acceptable,
    NotModified: _not_modified,
    HTTPException: _http,
    Exception: _internal,
}


def add_problems(app: FastAPI) -> None:
    """Answer every exception of the table as it says."""
    for exception, handler in TABLE.items():
        app.add_exception_handler(exception, handler)
