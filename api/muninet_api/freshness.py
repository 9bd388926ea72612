"""Conditional requests: an answer is tagged with what it was computed from; who holds it is not sent it again."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, get_origin

from fastapi import Request

from muninet import __version__
from muninet.answers import Questions
from muninet_api.problems import NotModified

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


class Freshness:
    """The tag of one request's answer.

    It is made from the graph's version, the path, the parameters as resolved, the format, the version of muninet and
    the day: what holds "today", and which facts have ended, changes at midnight. It is weak, since a compressed answer
    has the same.
    """

    def __init__(self, request: Request, form: str = "json") -> None:
        """Take the day before anything is computed, so that no answer of today carries the tag of tomorrow.

        Args:
            request: what is asked.
            form: the format that it is answered in.
        """
        self._if_none_match = ",".join(request.headers.getlist("If-None-Match"))
        today = request.app.state.today().isoformat()
        self._made_from = "\n".join((__version__, today, form, request.url.path, _resolved(request, today)))

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


def _resolved(request: Request, today: str) -> str:
    """The parameters as the operation takes them, so that two addresses that ask the same have the same tag.

    Defaults are filled in, values of a list parted, and `today` is the day. `format` stands in the tag by itself.
    """
    found: dict[str, Any] = {}
    for field in request.scope["route"].dependant.query_params:
        given = request.query_params.getlist(field.alias)
        # What is missing is told later, by who reads the parameters.
        default = None if field.field_info.is_required() else field.get_default()
        if get_origin(field.field_info.annotation) is list:
            values = [str(value) for value in given or default or ()]
            found[field.alias] = [part.strip() for value in values for part in value.split(";") if part.strip()]
        elif field.alias != "format":
            found[field.alias] = _text(given[-1] if given else default)
        if found.get(field.alias) == "today":
            found[field.alias] = today
    return json.dumps(found, sort_keys=True)


def _text(value: object) -> str:
    """A value as an address writes it; none is what a form leaves empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
