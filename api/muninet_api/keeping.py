"""Answers that were given before, kept as they were sent until the graph or the day is another one."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muninet.answers import Questions
from muninet.errors import MuninetError

# All that is kept together, and the largest single answer (bytes).
MOST_BYTES = 64 * 2**20
LARGEST = 2 * 2**20
# What the same path may be answered differently for, beside the scheme: a drawing names the address of its page.
_HEADERS = ("Accept", "Accept-Encoding", "Host")
_KEPT = ("/v1/", "/figures/")
# Its answer changes with what is installed; it needs no Neo4j, and shall not wait for one.
_NOT_OF_THE_GRAPH = "/v1/queries"
Key = tuple[str, ...]


class Keeping:
    """Sends an answer again without asking the question again.

    What it costs is one read of the graph's version: an answer of another version, or of another day, is never sent.
    Only answers with a tag are kept, so no problem is, and nothing that was not made from the graph.
    """

    def __init__(self, app: ASGIApp, today: Callable[[], dt.date], most_bytes: int = MOST_BYTES) -> None:
        """Wrap an application; the least recently used answers give way beyond `most_bytes`."""
        self.app = app
        self._today = today
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Key, list[Message]] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        key = await self._key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        kept = self._kept.get(key)
        # Whoever names a tag is told by the application whether it is the current one.
        if kept is not None and "if-none-match" not in Headers(scope=scope):
            self._kept.move_to_end(key)
            for message in kept:
                # What stands around here adds headers to the list that it is given.
                await send({**message, "headers": list(message["headers"])} if "headers" in message else message)
            return
        sent: list[Message] = []

        async def send_and_note(message: Message) -> None:
            sent.append({**message, "headers": list(message["headers"])} if "headers" in message else message)
            await send(message)

        await self.app(scope, receive, send_and_note)
        self._keep(key, sent)

    async def _key(self, scope: Scope) -> Key | None:
        """What an answer is kept under; None for what is not kept."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_KEPT):
            return None
        if scope["path"] == _NOT_OF_THE_GRAPH:
            return None
        questions: Questions = scope["app"].state.questions
        try:
            version = await questions.version()
        except MuninetError:
            # The application will meet the same error, and knows how to tell it.
            return None
        headers = Headers(scope=scope)
        address = (scope.get("scheme", "http"), scope["path"], scope["query_string"].decode("latin-1"))
        return (version, self._today().isoformat(), *address, *(", ".join(headers.getlist(name)) for name in _HEADERS))

    def _keep(self, key: Key, sent: list[Message]) -> None:
        size = _size(sent)
        whole = bool(sent) and not sent[-1].get("more_body")
        if not whole or size > LARGEST or sent[0]["status"] != 200 or "etag" not in Headers(raw=sent[0]["headers"]):
            return
        self._bytes += size - _size(self._kept.pop(key, []))
        self._kept[key] = sent
        while self._bytes > self._most_bytes:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= _size(dropped)


def _size(messages: list[Message]) -> int:
    return sum(len(message.get("body", b"")) for message in messages)
