"""Sources as a bibliography: CSL-JSON and BibTeX, as reference managers, pandoc and Quarto read them, and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from muninet.answers.models import Source
from muninet.answers.wording import Wording

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9_.:-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def csl(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Sources as items of CSL-JSON, in their order; dates are as precise as they are known."""
    return [_item(source) for source in sources]


def bibtex(sources: Iterable[Source]) -> str:
    """Sources as BibTeX, in UTF-8, in their order."""
    return "\n".join(_entry(source) for source in sources)


def key_of(source_id: str) -> str:
    """What a source is cited by: its id, without what a key may not hold."""
    return _NOT_IN_KEYS.sub("-", source_id).strip("-") or "source"


def cited(source: Source, wording: Wording) -> str:
    """A source in a line: publisher, title, date, licence, address."""
    title = _line(source.title)
    parts = [
        f"{_line(source.publisher)}, “{title}”" if title else _line(source.publisher),
        wording.dates.written(source.published, source.published_precision) or wording.dates.undated,
        source.licence or "",
        source.url or "",
    ]
    return ", ".join(part for part in parts if part) + "."


def _item(source: Source) -> dict[str, Any]:
    item = {
        "id": key_of(source.id),
        "type": "dataset" if source.licence and not source.url else "webpage" if source.url else "document",
        "title": _line(source.title),
        "author": [{"literal": _line(source.publisher)}],
        "publisher": _line(source.publisher),
        "issued": _date(source.published, source.published_precision),
        "accessed": _date(source.retrieved, "day"),
        "URL": source.url,
        "license": source.licence,
    }
    return {name: value for name, value in item.items() if value}


def _date(iso: str | None, precision: str | None) -> dict[str, Any] | None:
    if iso is None:
        return None
    parts = [int(part) for part in iso.split("-")]
    return {"date-parts": [parts[: {"year": 1, "month": 2, "day": 3}[precision or "day"]]]}


def _entry(source: Source) -> str:
    year, month, day = [*(source.published or "").split("-"), "", "", ""][:3]
    precision = source.published_precision or "day"
    fields = {
        "title": "{" + _escaped(source.title) + "}",
        "author": "{" + _escaped(source.publisher) + "}",
        "year": year,
        "month": str(int(month)) if month and precision != "year" else "",
        "day": str(int(day)) if day and precision == "day" else "",
        "url": (source.url or "").replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D"),
        "urldate": source.retrieved or "",
        "note": _escaped(f"Licence: {source.licence}") if source.licence else "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value and value != "{}")
    return f"@misc{{{key_of(source.id)},\n{lines}}}\n"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in _line(text))


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
