"""Conditional requests: an answer is tagged with what it was computed from; who holds it is not sent it again."""

from __future__ import annotations

import hashlib
import re

from fastapi import Request

from muninet import __version__
from muninet.answers import Questions
from muninet_api.problems import NotModified

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


class Freshness:
    """The tag of one request's answer.

    It is made from the graph's version, the address as asked, the format, the version of muninet and the day: what
    holds "today", and which facts have ended, changes at midnight. It is weak, since a compressed answer has the same.
    """

    def __init__(self, request: Request, form: str = "json") -> None:
        """Take the day before anything is computed, so that no answer of today carries the tag of tomorrow.

        Args:
            request: what is asked.
            form: the format that it is answered in.
        """
        self._if_none_match = ",".join(request.headers.getlist("If-None-Match"))
        self._made_from = "\n".join(
            (__version__, request.app.state.today().isoformat(), form, f"{request.url.path}?{request.url.query}")
        )

    def headers(self, version: str) -> dict[str, str]:
        """The headers of an answer computed from that version. `no-cache` lets it be kept, if it is asked for again."""
        digest = hashlib.sha256(f"{version}\n{self._made_from}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return {"ETag": f'W/"{digest}"', "Cache-Control": "public, no-cache", "Vary": "Accept"}

    def refuse_to_repeat(self, version: str) -> None:
        """Stop where the client names the tag of the answer of that version.

        Raises:
            NotModified: it holds the answer.
        """
        headers = self.headers(version)
        if headers["ETag"].removeprefix("W/").strip('"') in _TAG.findall(self._if_none_match):
            raise NotModified(headers)

    def checked(self, version: str) -> dict[str, str]:
        """The headers of an answer that exists.

        Raises:
            NotModified: the client holds it, or said `*`: any answer at all. That there is one is known only now.
        """
        if self._if_none_match.strip() == "*":
            raise NotModified(self.headers(version))
        self.refuse_to_repeat(version)
        return self.headers(version)

    async def check(self, questions: Questions) -> None:
        """Spare the computing of an answer that the client holds.

        Raises:
            NotModified: it holds the answer.
        """
        if '"' in self._if_none_match:
            self.refuse_to_repeat(await questions.version())
