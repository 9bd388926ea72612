"""Cursors: the key of the last row of a page, and what was asked, as an opaque text."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from muninet.errors import UnknownPageError


def encode(key: str, asked: str) -> str:
    """Return the cursor that continues after a key; `asked` is what was asked, whatever the length of its pages."""
    content = json.dumps([_mark(asked), key], ensure_ascii=False)
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decode(cursor: str, asked: str, parameter: str = "cursor") -> str:
    """Return the key to continue after.

    Raises:
        UnknownPageError: the text is not a cursor of ours, or one of another question: it would leave rows out.
    """
    try:
        content = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        # Half a pair of surrogates is JSON, and no text that could be sent on.
        json.dumps(content, ensure_ascii=False).encode()
    except (binascii.Error, ValueError):
        content = None
    if not (isinstance(content, list) and len(content) == 2 and all(isinstance(part, str) for part in content)):
        raise UnknownPageError("this is no cursor: take `next` of the page before, unchanged", parameter)
    mark, key = content
    if mark != _mark(asked):
        raise UnknownPageError(
            "this cursor belongs to another question, other parameters or another day: ask for the first page anew",
            parameter,
        )
    return str(key)


def _mark(asked: str) -> str:
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:12]
