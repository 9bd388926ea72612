"""The way over HTTP: one kept connection, kept answers asked for again by their tag, bounded patience."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx

from muninet import __version__
from muninet.client.errors import BadAnswer, GraphError, Problem, ServiceUnavailable, class_for
from muninet.client.parameters import Asked, Given
from muninet.errors import Suggestion, UsageError

# Attempts at one question, the first included.
_ATTEMPTS = 4
# Where a service that is away does not say how long to wait (seconds).
_PAUSE = 1.0
# Where an answer leads elsewhere, and that one too: at most so many times.
_MOST_MOVES = 20
# Kept answers: at most so many, of so many bytes in all.
_MOST_KEPT = 256
_MOST_BYTES = 32 * 2**20
_PROBLEM = "application/problem+json"
_PATHS = {
    "links": "links",
    "search": "search",
    "entity": "entities/",
    "query": "queries/",
    "view": "views/",
    "catalogue": "queries",
}


class _Kept(NamedTuple):
    etag: str
    content: bytes


class HttpTransport:
    """Asks a service over HTTP; may be used from several threads."""

    def __init__(self, address: str, *, timeout: float, patience: float) -> None:
        """Prepare a connection; nothing is sent yet.

        Args:
            address: of the service, with a path before `/v1` where it has one.
            timeout: seconds that one answer may take.
            patience: seconds that a question may wait in all for a service that is away and says when it is back.

        Raises:
            UsageError: the address is none.
        """
        self.address = _shown(address)
        try:
            self._client = httpx.Client(
                base_url=address.rstrip("/") + "/v1/",
                timeout=timeout,
                headers={"Accept": "application/json", "User-Agent": f"muninet/{__version__}"},
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise UsageError(f"{self.address!r} is no address of a service: {error}") from None
        self._timeout = timeout
        self._patience = patience
        self._answers: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, asked: Asked) -> tuple[bytes, Asked]:
        """Return the answer as JSON, and what it answers: of entities that went into others, the ones that remain.

        Raises:
            GraphError: there is none.
        """
        waited = 0.0
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._answer(asked)
            except ServiceUnavailable as error:
                pause = error.retry_after
                if pause is None or attempt == _ATTEMPTS or waited + pause > self._patience:
                    raise
            time.sleep(pause)
            waited += pause
        raise AssertionError("unreachable: the last attempt returns or raises")

    def close(self) -> None:
        """Close the connection and forget kept answers."""
        self._client.close()
        with self._lock:
            self._answers.clear()

    def _answer(self, asked: Asked) -> tuple[bytes, Asked]:
        request = self._client.build_request("GET", _path(asked), params=_query(asked))
        key = str(request.url)
        kept = self._kept(key)
        if kept is not None:
            request.headers["If-None-Match"] = kept.etag
        response = self._sent(request)
        if response.request is not request:
            asked = _led(asked, response.request.url)
        if response.status_code == 304 and kept is not None:
            return kept.content, asked
        if response.status_code != 200:
            raise self._error(response)
        media_type = response.headers.get("Content-Type", "")
        if media_type.partition(";")[0].strip().lower() != "application/json":
            raise BadAnswer.of(f"{self.address} answers with {media_type or 'no type'}: it is no service of muninet")
        self._keep(key, response)
        return response.content, asked

    def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            response = self._sent_once(request)
            for _ in range(_MOST_MOVES):
                if response.next_request is None:
                    break
                response = self._sent_once(self._moved(response.next_request))
            return response
        except httpx.TimeoutException as error:
            raise ServiceUnavailable.of(f"{self.address} did not answer within {self._timeout:g} s") from error
        except httpx.DecodingError as error:
            raise BadAnswer.of(f"{self.address} sends what cannot be unpacked: {error}") from error
        except httpx.HTTPError as error:
            raise ServiceUnavailable.of(
                f"{self.address} cannot be reached: {error or type(error).__name__}: is the service running?"
            ) from error

    def _sent_once(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._client.send(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            # A kept connection that the service closed at the same moment; reading twice does no harm.
            return self._client.send(request)

    def _moved(self, request: httpx.Request) -> httpx.Request:
        """The request that an answer leads to: to the entity that remains of two, say.

        A service behind a path knows its own paths alone, which begin with /v1.
        """
        base, there = self._client.base_url, request.url
        prefix = base.raw_path.removesuffix(b"/v1/")
        own = (there.scheme, there.netloc) == (base.scheme, base.netloc) and there.raw_path.startswith(b"/v1/")
        if prefix and own:
            request.url = there.copy_with(raw_path=prefix + there.raw_path)
        return request

    def _error(self, response: httpx.Response) -> GraphError:
        problem = _problem(response)
        if problem is None:
            said = f"{self.address} answers {response.status_code} {response.reason_phrase}".rstrip()
            problem = Problem("about:blank", response.reason_phrase, response.status_code, f"{said}: is it muninet's?")
        return class_for(problem)(problem, retry_after=_retry_after(response))

    def _kept(self, key: str) -> _Kept | None:
        with self._lock:
            kept = self._answers.get(key)
            if kept is not None:
                self._answers.move_to_end(key)
            return kept

    def _keep(self, key: str, response: httpx.Response) -> None:
        etag = response.headers.get("ETag")
        if etag is None or "no-store" in response.headers.get("Cache-Control", ""):
            return
        with self._lock:
            self._answers[key] = _Kept(etag, response.content)
            self._answers.move_to_end(key)
            held = sum(len(kept.content) for kept in self._answers.values())
            while self._answers and (len(self._answers) > _MOST_KEPT or held > _MOST_BYTES):
                held -= len(self._answers.popitem(last=False)[1].content)


def _path(asked: Asked) -> str:
    # A name of dots alone would climb up the path.
    return _PATHS[asked.kind] + quote(asked.name, safe="/" if asked.kind == "query" else "").replace(".", "%2E")


def _query(asked: Asked) -> list[tuple[str, str | int | float | bool | None]]:
    pairs: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in asked.given.items():
        values = [value or ""] if not isinstance(value, list) else value or [""]
        pairs += [(name, one) for one in values]
    return pairs


def _led(asked: Asked, url: httpx.URL) -> Asked:
    """The question that an address puts which a service led to."""
    given: Given = {}
    for name, value in asked.given.items():
        values = url.params.get_list(name)
        given[name] = None if value is None or not values else values if isinstance(value, list) else values[0]
    return Asked(asked.kind, url.path.rpartition("/")[2] if asked.kind == "entity" else asked.name, given)


def _problem(response: httpx.Response) -> Problem | None:
    """The problem that the service tells; None where it tells none, as what stands before it may."""
    if not response.headers.get("Content-Type", "").startswith(_PROBLEM):
        return None
    try:
        told: Any = response.json()
    except ValueError:
        return None
    if not isinstance(told, Mapping):
        return None
    listed = told.get("suggestions")
    suggestions = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    parameter = told.get("parameter")
    return Problem(
        type=str(told.get("type", "about:blank")),
        title=str(told.get("title", response.reason_phrase)),
        status=response.status_code,
        detail=str(told.get("detail", response.reason_phrase)),
        parameter=None if parameter is None else str(parameter),
        suggestions=tuple(Suggestion(str(one.get("id")), str(one.get("name"))) for one in suggestions),
    )


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait: a number, or until a day and time (RFC 9110); None for what need not be tried again."""
    if response.status_code != 503:
        return None
    text = response.headers.get("Retry-After", "").strip()
    if not text:
        return _PAUSE
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return _PAUSE
    return max(0.0, (when - dt.datetime.now(tz=when.tzinfo)).total_seconds())


def _shown(address: str) -> str:
    """The address without a login that somebody may have written into it, however badly the rest is written."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}".rstrip("/")
