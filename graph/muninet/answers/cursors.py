"""Cursors: the key of the last row of a page, as an opaque text."""

from __future__ import annotations

import base64
import binascii
import json

from muninet.errors import ParameterError


def encode(key: str) -> str:
    """Return the cursor that continues after a key."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def decode(cursor: str, parameter: str = "cursor") -> str:
    """Return the key to continue after.

    Raises:
        ParameterError: the text is not a cursor of ours.
    """
    try:
        key = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, str):
        raise ParameterError(parameter, "this is no cursor: take `next` of the page before, unchanged")
    return key
