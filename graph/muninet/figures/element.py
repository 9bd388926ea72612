"""The element `<muninet-graph>`, as it was built from api/widget."""

from __future__ import annotations

from pathlib import Path

from muninet.errors import UsageError

NAME = "muninet-graph.js"
# What draws pictures of more entities than this; the element loads it from beside the other for them alone.
MANY_NAME, MANY = "muninet-graph-gl.js", 500
_FOLDER = Path(__file__).parent / "built"


def script(name: str = NAME) -> bytes | None:
    """The script that defines the element, or the one beside it; None where it has not been built."""
    file = _FOLDER / name
    return file.read_bytes() if file.is_file() else None


def needed(entities: int = 0) -> list[str]:
    """The scripts that a picture of so many entities needs, in order, for what cannot do without.

    Raises:
        UsageError: they have not been built.
    """
    found = []
    for name in (NAME, MANY_NAME) if entities > MANY else (NAME,):
        read = script(name)
        if read is None:
            raise UsageError(
                f"{name} is missing from this installation: `make widget` builds it, a wheel brings it along"
            )
        found.append(read.decode("utf-8"))
    return found
