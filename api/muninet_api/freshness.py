"""Conditional requests: an answer is tagged with what it was computed from; who holds it is not sent it again."""

from __future__ import annotations

import hashlib
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request, Response

from muninet import __version__
from muninet.answers import Questions
from muninet_api.problems import NotModified


class _Versioned(Protocol):
    @property
    def graph_version(self) -> str: ...


_Answer = TypeVar("_Answer", bound=_Versioned)


class Freshness:
    """The tag of one request's answer.

    It is made from the graph's version, the address as asked, the version of muninet and the day: what holds "today",
    and which facts have ended, changes at midnight. It is weak, since a compressed answer has the same tag.
    """

    def __init__(self, request: Request, response: Response) -> None:
        """Take the day before anything is computed, so that no answer of today carries the tag of tomorrow."""
        self._response = response
        self._asked = f"{request.url.path}?{request.url.query}"
        self._day = request.app.state.today()

    def headers(self, graph_version: str) -> dict[str, str]:
        """The headers of an answer computed from that version. `no-cache` lets it be kept, if it is asked for again."""
        made_from = "\n".join((__version__, graph_version, self._day.isoformat(), self._asked))
        digest = hashlib.sha256(made_from.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return {"ETag": f'W/"{digest}"', "Cache-Control": "public, no-cache"}

    def holds(self, if_none_match: str, graph_version: str) -> bool:
        """Whether the tags that the client holds include the current one."""
        current = self.headers(graph_version)["ETag"]
        return any(tag.strip() in (current, current.removeprefix("W/")) for tag in if_none_match.split(","))

    def stamp(self, answer: _Answer) -> _Answer:
        """Return the answer, its headers set on the response."""
        self._response.headers.update(self.headers(answer.graph_version))
        return answer


async def _freshness(request: Request, response: Response) -> Freshness:
    """Raise NotModified where the client holds the current answer."""
    freshness = Freshness(request, response)
    if_none_match = request.headers.get("If-None-Match")
    if if_none_match:
        questions: Questions = request.app.state.questions
        state = await questions.state()
        if freshness.holds(if_none_match, state.version):
            raise NotModified(freshness.headers(state.version))
    return freshness


FreshnessDep = Annotated[Freshness, Depends(_freshness)]
