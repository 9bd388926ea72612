# ruff: noqa: N818 - they are named after the problem, as the service names it
"""What can go wrong when a graph is asked: the same classes, whichever way the question went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from muninet.errors import (
    MergedEntityError,
    MuninetError,
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


@dataclass(frozen=True)
class Problem:
    """What went wrong, as RFC 9457 has it.

    Attributes:
        type: the kind: `/problems/unknown-entity`, a page of the service.
        title: the kind in words.
        status: the HTTP status that goes with it; over Bolt, the one that the service would answer.
        detail: what went wrong this time, and what to do.
        parameter: the parameter at fault, or None.
        suggestions: what may have been meant, nearest first.
    """

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


class GraphError(MuninetError):
    """Base of what can go wrong when a graph is asked; `problem` says what did."""

    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something broke in the service"
    status: ClassVar[int] = 500

    def __init__(self, problem: Problem, *, retry_after: float | None = None) -> None:
        """Take what went wrong, and the seconds after which it is worth asking again, where the service said so."""
        super().__init__(problem.detail)
        self.problem = problem
        self.retry_after = retry_after

    @property
    def parameter(self) -> str | None:
        """The parameter at fault."""
        return self.problem.parameter

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What may have been meant, nearest first."""
        return self.problem.suggestions

    @classmethod
    def of(cls, detail: str, *, parameter: str | None = None, suggestions: tuple[Suggestion, ...] = ()) -> GraphError:
        """Make one of this class from what went wrong this time."""
        return cls(Problem(f"/problems/{cls.slug}", cls.title, cls.status, detail, parameter, suggestions))


class BadParameter(GraphError):
    """A parameter is unknown, missing, of the wrong type or out of bounds; `parameter` names it."""

    slug, title, status = "bad-parameter", "A parameter cannot be used", 422


class UnknownEntity(GraphError):
    """No entity has that id; `suggestions` are the nearest by name."""

    slug, title, status = "unknown-entity", "No such entity", 404


class MergedEntity(GraphError):
    """The id leads to another, and that one on and on; an id that leads to an entity at last is followed instead."""

    slug, title, status = "merged-entity", "The entity goes by another id", 308


class OtherType(GraphError):
    """An entity has that id, and it is of another type than was asked for."""

    slug, title, status = "other-type", "It is of another type", 404


class UnknownLicence(GraphError):
    """No source is under that licence; `suggestions` are those there are."""

    slug, title, status = "unknown-licence", "No source under that licence", 404


class UnknownPage(GraphError):
    """The cursor leads to no page of what is asked: it is of another question, other parameters or another day."""

    slug, title, status = "unknown-page", "No such page of the answer", 404


class UnknownQuery(GraphError):
    """The catalogue has no question of that name; `suggestions` are the nearest."""

    slug, title, status = "unknown-query", "No such question", 404


class NothingThere(GraphError):
    """Nothing is served at that path: the address is not that of a service, or one older than this client."""

    slug, title, status = "not-found", "No such page", 404


class ServiceUnavailable(GraphError):
    """The service or its database cannot be reached just now; `retry_after` says when to ask again, where known."""

    slug, title, status = "database-away", "The database does not answer", 503


class QueryTimeout(GraphError):
    """The question took too long: ask for less."""

    slug, title, status = "query-timeout", "The question took too long", 504


class BadAnswer(GraphError):
    """What answered is no muninet, or one whose answers lack what this client needs; the message names it."""

    slug, title, status = "bad-answer", "The answer cannot be read", 502


_KINDS: tuple[type[GraphError], ...] = (
    BadParameter, UnknownEntity, MergedEntity, OtherType, UnknownLicence, UnknownPage, UnknownQuery, NothingThere,
    ServiceUnavailable, QueryTimeout,
)  # fmt: skip
_BY_SLUG: dict[str, type[GraphError]] = {**{one.slug: one for one in _KINDS}, "not-ready": ServiceUnavailable}
_BY_STATUS: dict[int, type[GraphError]] = {
    422: BadParameter, 502: ServiceUnavailable, 503: ServiceUnavailable, 504: QueryTimeout,
}  # fmt: skip
_TRANSLATED: dict[type[MuninetError], type[GraphError]] = {
    ParameterError: BadParameter,
    UnknownEntityError: UnknownEntity,
    MergedEntityError: MergedEntity,
    UnknownLicenceError: UnknownLicence,
    UnknownPageError: UnknownPage,
    OtherTypeError: OtherType,
    StoreUnavailableError: ServiceUnavailable,
    QueryTimeoutError: QueryTimeout,
}


def class_for(problem: Problem) -> type[GraphError]:
    """The class of a problem: by its kind; where a newer service has a kind of its own, by its status."""
    return _BY_SLUG.get(problem.type.rpartition("/")[2]) or _BY_STATUS.get(problem.status, GraphError)


def translated(error: MuninetError, titles: Mapping[str, str]) -> MuninetError:
    """The error that the service would have answered with; errors of other kinds come back as they are.

    Args:
        error: what the library raised.
        titles: the questions' titles by name.
    """
    if isinstance(error, UnknownQueryError):
        nearest = tuple(Suggestion(name, titles[name]) for name in error.nearest)
        return UnknownQuery.of(f"there is no question {error.name!r}: `queries()` lists them", suggestions=nearest)
    for library, kind in _TRANSLATED.items():
        if isinstance(error, library):
            meant = (Suggestion(error.entity, error.name),) if isinstance(error, OtherTypeError) else ()
            return kind.of(
                str(error),
                parameter=getattr(error, "parameter", None),
                suggestions=getattr(error, "suggestions", meant),
            )
    return error
