"""What a client would rather have: the headers `Accept` and `Accept-Encoding`, weighed as RFC 9110 says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_RANGE = re.compile(r"[^\s/;,]+/[^\s/;,]+")


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type that a client likes best, of several alike the first; None where it takes none.

    Args:
        accept: the header, or None where there is none: anything will do.
        offered: media types without parameters, our own favourite first.
    """
    ranges = {name: weight for name, weight in _weighed(accept or "") if _RANGE.fullmatch(name)}
    if not ranges:
        return offered[0]
    weights = {type_: _weight_of(type_, ranges) for type_ in offered}
    best = max(offered, key=lambda type_: weights[type_])
    return best if weights[best] > 0 else None


def takes_gzip(accept_encoding: str) -> bool:
    """Whether an answer may be compressed: `gzip` is named, or `*` is, and what is plain is not liked better."""
    weights = dict(_weighed(accept_encoding))
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _weight_of(type_: str, ranges: dict[str, float]) -> float:
    """The weight of the range that fits a media type most narrowly."""
    for range_ in (type_, f"{type_.partition('/')[0]}/*", "*/*"):
        if range_ in ranges:
            return ranges[range_]
    return 0.0


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    """The elements of a header with their weights. Parameters of a media type are passed over: we serve one of each."""
    for element in header.split(","):
        name, *parameters = (part.strip().lower() for part in element.split(";"))
        weights = [value.strip() for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "q"]
        if name and all(_WEIGHT.fullmatch(weight) for weight in weights):
            yield name, float(weights[0]) if weights else 1.0
