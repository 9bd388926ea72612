"""Addresses of pages: one for each view, with its parameters in one order and nothing that goes without saying."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

# A value as an address holds it: none is what was left empty, several are separated by `;`.
Value = str | list[str] | None
Values = Mapping[str, Value]
# Legal in a query as they stand, and easier to read so.
_PLAIN = ";:,@"
# The others that are: what an address holds of a statement is long.
_LEGAL = "/:@!$'()*,;"
# Beyond that, servers begin to refuse an address.
LONGEST = 8000
# Neo4j's own server takes heads of 20 kB.
LONGEST_OF_NEO4J = 16_000


def address(path: str, values: Values | Iterable[tuple[str, Value]] = ()) -> str:
    """A path with parameters, percent-encoded, in the order in which they are given."""
    pairs = values.items() if isinstance(values, Mapping) else values
    query = urlencode([(name, text_of(value)) for name, value in pairs], quote_via=quote, safe=_PLAIN)
    return f"{path}?{query}" if query else path


def with_more(url: str, values: Values) -> str:
    """An address of others, which may have parameters already, with more of them."""
    pairs = [(name, text_of(value)) for name, value in values.items()]
    return url + ("&" if "?" in url else "?") + urlencode(pairs, quote_via=quote, safe=_LEGAL)


def text_of(value: Value) -> str:
    """A value as one text."""
    return ";".join(value) if isinstance(value, list) else value or ""


def entity_page(id_: str) -> str:
    """The page of an entity."""
    return f"/entities/{quote(id_, safe='')}"


def query_page(name: str, **values: Value) -> str:
    """The page of a question of the catalogue, asked with these parameters."""
    return address(f"/queries/{quote(name)}", values)


def is_web(url: str) -> bool:
    """Whether an address of the data may be a link: what runs as a script when it is followed may not."""
    return url.lower().startswith(("https://", "http://"))


def curl(url: str) -> str:
    """The command that asks an address, for a shell of POSIX."""
    return f"curl {shlex.quote(url)}"
