"""Errors as pages: what `problems.py` says of them, for people, with what may have been meant as links."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from muninet.errors import OtherTypeError, UnknownEntityError
from muninet_api.models import Problem
from muninet_api.pages.addresses import Values, entity_page, query_page
from muninet_api.pages.asked import Asked
from muninet_api.pages.frame import Pages
from muninet_api.problems import TABLE, NotModified

_log = logging.getLogger("muninet.api")
_QUERY = "/problems/unknown-query"
_KEPT = ("cache-control", "retry-after", "location", "vary", "allow")


@dataclass(frozen=True)
class Trouble:
    """What went wrong, as a page tells it.

    Attributes:
        problem: what the service says to programs.
        entity: the id at fault; empty where it is none.
        field: the parameter whose field shows what is wrong; empty where there is none.
        meant: what may have been meant: name, id and address of the page that asks for it instead.
    """

    problem: Problem
    entity: str = ""
    field: str = ""
    meant: tuple[tuple[str, str, str], ...] = ()

    @property
    def reason(self) -> str:
        """What is wrong, without what stands beside it anyway: the name of the parameter, and what may be meant."""
        text = self.problem.detail.removeprefix(f"parameter {self.problem.parameter}: ")
        if self.problem.suggestions:
            text = text.partition("; nearest: ")[0]
        return text[:1].upper() + text[1:]

    def for_form(self, asked: Asked) -> Trouble:
        """The same, its links asking the same question again with what may have been meant."""
        name = self.problem.parameter
        if name is None or all(name != one.name for one in asked.question.parameters):
            return self
        given: Values = asked.given
        value = given.get(name)
        meant = tuple(
            (
                one.name,
                one.id,
                asked.address(
                    **{name: [one.id if part == self.entity else part for part in value]}
                    if isinstance(value, list)
                    else {name: one.id}
                ),
            )
            for one in self.problem.suggestions
        )
        return Trouble(self.problem, self.entity, name, meant)


Again = Callable[[Trouble], str]


def page_route(pages: Pages) -> type[APIRoute]:
    """Make the kind of route whose errors are pages.

    An endpoint may leave in `request.state.again` what draws its form once more, with what is wrong in it.
    """

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def answer(request: Request) -> Response:
                try:
                    return await handle(request)
                except NotModified:
                    raise
                except Exception as error:
                    return _page(pages, request, error)

            return answer

    return PageRoute


def _page(pages: Pages, request: Request, error: Exception) -> Response:
    handler = next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    response = handler(request, error)
    problem = Problem.model_validate_json(bytes(response.body))
    if problem.status == 500:
        _log.error("%s failed", request.url.path, exc_info=error)
    named = error.entity if isinstance(error, UnknownEntityError | OtherTypeError) else ""
    meant = tuple((one.name, one.id, _place(problem, one.id)) for one in problem.suggestions)
    trouble = Trouble(problem, named, meant=meant)
    again: Again | None = getattr(request.state, "again", None)
    told = again(trouble) if again else pages.render(request, "problem.html", trouble=trouble)
    headers = {name: value for name, value in response.headers.items() if name in _KEPT}
    return HTMLResponse(told, problem.status, headers=headers)


def _place(problem: Problem, id_: str) -> str:
    return query_page(id_) if problem.type == _QUERY else entity_page(id_)
