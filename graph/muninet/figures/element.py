"""The element `<muninet-graph>`, as it was built from api/widget."""

from __future__ import annotations

from pathlib import Path

from muninet.errors import UsageError

NAME = "muninet-graph.js"
_FILE = Path(__file__).parent / "built" / NAME


def script() -> bytes | None:
    """The script that defines the element; None where it has not been built."""
    return _FILE.read_bytes() if _FILE.is_file() else None


def needed() -> str:
    """The same, for what cannot do without.

    Raises:
        UsageError: it has not been built.
    """
    found = script()
    if found is None:
        raise UsageError(f"{NAME} is missing from this installation: `make widget` builds it, a wheel brings it along")
    return found.decode("utf-8")
