"""The kinds of problem there are: status, title, meaning, and an example of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from muninet.catalogue import Query

MEDIA_TYPE = "application/problem+json"
_EXAMPLES = "#/components/examples"


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    Attributes:
        slug: last part of its `type`, which is the address of its page.
        status: HTTP status.
        title: short name of the kind, the same each time.
        meaning: what it means and what to do, for its page and the OpenAPI document.
        asked: an address that may be answered so.
        said: what such an answer holds beside type, title and status.
    """

    slug: str
    status: int
    title: str
    meaning: str
    asked: str
    said: Mapping[str, Any] = field(hash=False)

    @property
    def type(self) -> str:
        """The `type` of a problem of this kind: a path on this service."""
        return f"/problems/{self.slug}"

    @property
    def example(self) -> dict[str, Any]:
        """A whole problem of this kind, as an answer holds it."""
        return {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "instance": self.asked.partition("?")[0],
            "parameter": None,
            "suggestions": [],
            **self.said,
        }


BAD_PARAMETER = Kind(
    "bad-parameter",
    422,
    "A parameter cannot be used",
    "A parameter is unknown, missing, given twice, of the wrong type or out of bounds. `parameter` names it and "
    "`detail` says what is expected. Mend it and ask again.",
    asked="/v1/links?to=climate-alliance&limit=5000",
    said={"detail": "parameter limit: 5000 is out of bounds: give 1 to 1000", "parameter": "limit"},
)
UNKNOWN_ENTITY = Kind(
    "unknown-entity",
    404,
    "No such entity",
    "No entity of the graph has that id. `suggestions` lists the nearest by name; /v1/search finds others.",
    asked="/v1/links?to=eurocitis",
    said={
        "detail": "no entity has the id 'eurocitis'; nearest: eurocities (Eurocities)",
        "parameter": "to",
        "suggestions": [{"id": "eurocities", "name": "Eurocities"}],
    },
)
MERGED_ENTITY = Kind(
    "merged-entity",
    308,
    "The entity goes by another id",
    "The entity was found to be another one, and goes by that one's id. The header `Location` is the same request with "
    "that id; the old one stays among its identifiers, as `muninet:<id>`.",
    asked="/v1/entities/gcom-15922",
    said={"detail": "'gcom-15922' goes by the id 'ighiu-ro' now: ask for that", "parameter": "id"},
)
OTHER_TYPE = Kind(
    "other-type",
    404,
    "It is of another type",
    "An entity has that id, and it is of another type than the path or the parameter is for. `detail` says which it is "
    "and where it is found.",
    asked="/v1/cities/b40",
    said={
        "detail": "'b40' is a Network (B40 Balkan Cities Network), no City: it is found at /v1/networks/b40",
        "parameter": "id",
        "suggestions": [{"id": "b40", "name": "B40 Balkan Cities Network"}],
    },
)
UNKNOWN_LICENCE = Kind(
    "unknown-licence",
    404,
    "No source under that licence",
    "No source of the graph is under that licence. `suggestions` lists those there are; `none` stands for sources that "
    "state none.",
    asked="/v1/links?to=climate-alliance&without_licence=CC-BY-SA-4.0",
    said={
        "detail": "parameter without_licence: no source is under the licence 'CC-BY-SA-4.0': there are "
        "Apache-2.0, CC-BY-4.0, none",
        "parameter": "without_licence",
        "suggestions": [{"id": name, "name": name} for name in ("Apache-2.0", "CC-BY-4.0", "none")],
    },
)
UNKNOWN_PAGE = Kind(
    "unknown-page",
    404,
    "No such page of the answer",
    "The cursor leads to no page of what is asked: it was never given out, or it belongs to another question, to other "
    "parameters or to another day. Ask for the first page anew.",
    asked="/v1/links?to=climate-alliance&cursor=WyJhYmMiLCJkZWYiXQ",
    said={
        "detail": "parameter cursor: this cursor belongs to another question, other parameters or another day: ask for "
        "the first page anew",
        "parameter": "cursor",
    },
)
UNKNOWN_QUERY = Kind(
    "unknown-query",
    404,
    "No such question",
    "The catalogue holds no question of that name. `suggestions` lists the nearest; /v1/queries lists all.",
    asked="/v1/queries/network/membres",
    said={
        "detail": "there is no question 'network/membres': /v1/queries lists them",
        "suggestions": [{"id": "network/members", "name": "Members of a network"}],
    },
)
NO_SUCH_PAGE = Kind(
    "not-found",
    404,
    "No such page",
    "Nothing is served at that path. /docs lists every path there is.",
    asked="/v1/towns",
    said={"detail": "nothing is served at /v1/towns: see /docs"},
)
WRONG_METHOD = Kind(
    "method-not-allowed",
    405,
    "The service only reads",
    "Every path answers GET and HEAD, and no other method. The header `Allow` says so too.",
    asked="/v1/links",
    said={"detail": "POST is not served here: use GET"},
)
NOT_ACCEPTABLE = Kind(
    "not-acceptable",
    406,
    "Not to be had in that format",
    "The header `Accept` leaves out every format that the operation can answer in. `detail` lists them: name one of "
    "them there, or in the parameter `format`.",
    asked="/v1/entities/b40",
    said={
        "detail": "this comes as application/json, application/geo+json: name one of them in Accept, or give one of "
        "json, geojson as `format`",
    },
)
DATABASE_AWAY = Kind(
    "database-away",
    503,
    "The database does not answer",
    "Neo4j cannot be reached just now, or the graph changes too fast to be read. Ask again after the seconds that the "
    "header `Retry-After` gives; the service recovers by itself.",
    asked="/v1/entities/b40",
    said={"detail": "the database cannot answer just now: ask again in 5 seconds"},
)
NOT_READY = Kind(
    "not-ready",
    503,
    "The graph holds nothing to answer from yet",
    "Neo4j is up and the graph is empty or its first load is under way. `loads` lists the loads that have not ended.",
    asked="/health/ready",
    said={"detail": "the graph is empty: load it with `muninet load`", "loads": []},
)
QUERY_TIMEOUT = Kind(
    "query-timeout",
    504,
    "The question took too long",
    "The query was stopped at its time limit. Ask for less: a smaller max_hops, fewer relations, a lower limit.",
    asked="/v1/links?to=climate-alliance&direction=any&max_hops=6",
    said={"detail": "the query took longer than 10 s: ask for less"},
)
BAD_REQUEST = Kind(
    "bad-request",
    400,
    "The request cannot be read",
    "The request breaks the rules of HTTP or is too large.",
    asked="/v1/links",
    said={"detail": "Invalid HTTP request received."},
)
INTERNAL_ERROR = Kind(
    "internal-error",
    500,
    "Something broke in the service",
    "This is a mistake of ours, and the log of the service holds what happened. Please report it.",
    asked="/v1/links",
    said={"detail": "the service failed; its log says why"},
)
CYPHER_OFF = Kind(
    "cypher-off",
    403,
    "Cypher is not served here",
    "This service answers questions of its catalogue only. Who runs it turns Cypher on with the setting "
    "`MUNINET_CYPHER=on`.",
    asked="/v1/cypher",
    said={"detail": "Cypher is turned off: set MUNINET_CYPHER=on to have it served"},
)
CYPHER_REFUSED = Kind(
    "cypher-refused",
    403,
    "The statement may not run",
    "Statements may read the graph and do nothing else: they may not write, load files, run commands or call "
    "procedures other than those that `detail` lists. Pages of other sites may send none.",
    asked="/v1/cypher",
    said={"detail": "it does more than read the graph"},
)
BAD_CYPHER = Kind(
    "bad-cypher",
    422,
    "The statement cannot be run",
    "Neo4j does not understand the statement, or fails at it. `detail` holds what it says, with line and column of the "
    "statement where it names a place.",
    asked="/v1/cypher",
    said={"detail": "Invalid input 'RETRN': expected 'RETURN' (line 1, column 1)", "parameter": "query"},
)
CYPHER_TOO_LARGE = Kind(
    "cypher-too-large",
    422,
    "The statement takes too much memory",
    "What the statement gathers or returns does not fit the memory that one answer may take. Return less: properties "
    "instead of nodes, counts instead of lists, a LIMIT.",
    asked="/v1/cypher",
    said={"detail": "what it returns takes more memory than one answer may: return less", "parameter": "query"},
)
KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        BAD_PARAMETER,
        UNKNOWN_ENTITY,
        MERGED_ENTITY,
        OTHER_TYPE,
        UNKNOWN_LICENCE,
        UNKNOWN_PAGE,
        UNKNOWN_QUERY,
        NO_SUCH_PAGE,
        WRONG_METHOD,
        NOT_ACCEPTABLE,
        BAD_REQUEST,
        DATABASE_AWAY,
        NOT_READY,
        QUERY_TIMEOUT,
        CYPHER_OFF,
        CYPHER_REFUSED,
        BAD_CYPHER,
        CYPHER_TOO_LARGE,
        INTERNAL_ERROR,
    )
}


def documented(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that an operation can answer with, for the OpenAPI document."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        before = found.get(kind.status)
        meaning = f"{kind.title} (`{kind.type}`). {kind.meaning}"
        found[kind.status] = {
            "description": f"{before['description']}\n\n{meaning}" if before else meaning,
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {
                        **(before["content"][MEDIA_TYPE]["examples"] if before else {}),
                        kind.slug: {"$ref": f"{_EXAMPLES}/{kind.slug}"},
                    },
                }
            },
        }
        if kind is MERGED_ENTITY:
            found[308]["headers"] = {
                "Location": {"description": "The same request with the id that remains.", "schema": {"type": "string"}}
            }
        if kind.status == 503:
            found[503]["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return found


def unfound(query: Query) -> tuple[Kind, ...]:
    """What a question's parameters may name and the graph does not have."""
    types = {parameter.type for parameter in query.parameters}
    names = {parameter.name for parameter in query.parameters}
    return (
        *((UNKNOWN_ENTITY, MERGED_ENTITY) if types & {"entity", "entity[]"} else ()),
        *((OTHER_TYPE,) if any(parameter.names for parameter in query.parameters) else ()),
        *((UNKNOWN_LICENCE,) if "licence" in types else ()),
        *((UNKNOWN_PAGE,) if "after" in names else ()),
    )
