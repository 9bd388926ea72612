"""What every answer has, whatever made it: headers that a browser heeds, a size, and no body where only the head was
asked for."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muninet_api.negotiation import takes_gzip

# Pages load our own style sheets, scripts, pictures and answers, and nothing of others.
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'"
)
_FRAMED = "; frame-ancestors "
_POLICY_NAME = "Content-Security-Policy"
_HEADERS = {
    _POLICY_NAME: f"{_POLICY}{_FRAMED}'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_EXPOSED = "Content-Disposition, ETag, Link, Retry-After"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
ANY_ORIGIN = "*"


def framed(ancestors: Sequence[str]) -> dict[str, str]:
    """The header of a page that may stand in frames of these origins' pages; `*` among them: of any.

    Any is what a policy means that says nothing of frames; a `*` would leave out reports that are opened from a disk.
    """
    if ANY_ORIGIN in ancestors:
        return {_POLICY_NAME: _POLICY}
    return {_POLICY_NAME: _POLICY + _FRAMED + (" ".join(ancestors) or "'none'")}


def common_headers(origins: Sequence[str], origin: str | None) -> dict[str, str]:
    """The headers of every answer.

    Args:
        origins: the origins whose pages may read answers; `*` among them: any may.
        origin: where the page is from that asks, if the browser says so.
    """
    # A cache must not hand a compressed answer to who cannot read it.
    headers = {**_HEADERS, "Vary": "Accept-Encoding"}
    if ANY_ORIGIN in origins:
        allowed: str | None = ANY_ORIGIN
    else:
        headers["Vary"] += ", Origin"
        allowed = origin if origin in origins else None
    if allowed:
        headers |= {"Access-Control-Allow-Origin": allowed, "Access-Control-Expose-Headers": _EXPOSED}
    return {**headers, "Cross-Origin-Resource-Policy": "cross-origin" if ANY_ORIGIN in origins else "same-origin"}


class CommonHeaders:
    """Sets the common headers on every answer, beside what it says itself that it varies with."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        """Wrap an application; `origins` are those whose pages may read its answers."""
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        common = common_headers(self.origins, Headers(scope=scope).get("Origin"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                varies = [*headers.getlist("Vary"), common["Vary"]]
                policy = headers.get(_POLICY_NAME)
                headers.update(common)
                if policy:
                    # What may stand in a frame says so itself.
                    headers[_POLICY_NAME] = policy
                headers["Vary"] = ", ".join(dict.fromkeys(name.strip() for line in varies for name in line.split(",")))
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Preflight:
    """Answers a browser that asks whether another page may read the data."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; who is no allowed origin is not named in the answer, and so is refused."""
        asked = scope["type"] == "http" and scope["method"] == "OPTIONS"
        if asked and "access-control-request-method" in Headers(scope=scope):
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class Compression(GZipMiddleware):
    """Compresses for those who take it. Starlette's own compresses for `gzip;q=0` too, which says not to."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            given = ",".join(Headers(scope=scope).getlist("Accept-Encoding"))
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            understood = b"gzip" if takes_gzip(given) else b"identity"
            scope = {**scope, "headers": [*others, (b"accept-encoding", understood)]}
        await super().__call__(scope, receive, send)


class HeadAsGet:
    """Answers HEAD as GET would be answered, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, send_head)
