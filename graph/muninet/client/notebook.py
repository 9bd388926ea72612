"""Answers as tables for notebooks: every text escaped, no script, nothing loaded from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from muninet.client.records import Fact, Found, NodeRef, Route, Source

# A notebook is for looking; `to_pandas()` has everything.
_MOST_ROWS = 25
_ENTITY = ("id", "type", "names", "country", "description", "url", "identifiers", "location")


def table(answer: Any) -> str:
    """Return an answer as HTML; the numbers in it lead to its sources, which are listed below it."""
    notes = _Notes(answer.sources)
    if hasattr(answer, "routes"):
        body = _links(answer, notes)
    elif hasattr(answer, "columns"):
        names = [column.name for column in answer.columns]
        body = _table(names, [[row[name] for name in names] for row in answer.rows], notes)
    elif hasattr(answer, "results"):
        body = _results(answer, notes)
    else:
        body = _entity(answer, notes)
    more = "<p>There are more: <code>.pages()</code>, <code>.whole()</code></p>" if getattr(answer, "next", 0) else ""
    return f"<div>{body}{more}{notes.listed()}</div>"


class _Notes:
    """Numbers the sources of an answer as they are first cited."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def marks(self, ids: Iterable[str]) -> str:
        """The numbers of sources, raised, each a link to its source where that has an address."""
        links = [self._link(id_) for id_ in ids]
        return f"<sup>[{', '.join(links)}]</sup>" if links else ""

    def listed(self) -> str:
        if not self._numbers:
            return ""
        return f"<ol>{''.join(f'<li>{self._described(id_)}</li>' for id_ in self._numbers)}</ol>"

    def _link(self, id_: str) -> str:
        number = self._numbers.setdefault(id_, len(self._numbers) + 1)
        source = self._sources.get(id_)
        return _linked(str(number), source.url if source else None, source.title if source else id_)

    def _described(self, id_: str) -> str:
        source = self._sources.get(id_)
        if source is None:
            return escape(id_)
        told = [source.publisher, _date(source.published, source.published_precision), source.licence or ""]
        return f"{_linked(source.title, source.url)}. {escape(', '.join(part for part in told if part))}"


def _links(answer: Any, notes: _Notes) -> str:
    labels = {group.pattern: group.label for group in answer.groups}
    groups = _table(["kind of link", "routes", "cities"], [[g.label, g.count, g.cities] for g in answer.groups], notes)
    routes = [
        [route.nodes[0], route.nodes[0].country, labels.get(route.pattern, route.pattern), route]
        for route in answer.routes
    ]
    return groups + _table(["from", "country", "kind of link", "how"], routes, notes)


def _results(answer: Any, notes: _Notes) -> str:
    rows = [[found, found.type, found.country, found.matched, f"{found.score:.2f}"] for found in answer.results]
    return _table(["name", "type", "country", "matched", "score"], rows, notes)


def _entity(answer: Any, notes: _Notes) -> str:
    told = {name: getattr(answer, name) for name in _ENTITY} | answer.properties
    counts = {f"{type_} facts": count for type_, count in answer.fact_counts.items()}
    rows = [[name, value] for name, value in (told | counts).items() if value not in (None, (), [], {})]
    return f"<p><b>{escape(answer.name)}</b>{notes.marks(answer.sources)}</p>{_table(['', ''], rows, notes)}"


def _table(names: list[str], rows: list[list[Any]], notes: _Notes) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    shown = [f"<tr>{''.join(f'<td>{_cell(value, notes)}</td>' for value in row)}</tr>" for row in rows[:_MOST_ROWS]]
    left = len(rows) - len(shown)
    rest = f'<tr><td colspan="{len(names)}">… and {left} more rows</td></tr>' if left else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(shown)}{rest}</tbody></table>"


def _cell(value: Any, notes: _Notes) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_cell(item, notes) for item in value)
    if isinstance(value, Route):
        return _sentence(value, notes)
    if isinstance(value, Fact):
        return escape(value.sentence) + notes.marks(value.sources)
    if isinstance(value, NodeRef | Found):
        return f'<span title="{escape(value.id)}">{escape(value.name)}</span>'
    return "" if value is None else escape(str(value))


def _sentence(route: Route, notes: _Notes) -> str:
    """The sentence with the numbers of the answer's sources for the marks of its footnotes."""
    parts: list[str] = []
    rest = route.sentence
    for footnote in route.footnotes:
        before, mark, after = rest.partition(f" [{footnote.n}]")
        if mark:
            parts += [escape(before), notes.marks(footnote.sources)]
            rest = after
    return "".join(parts) + escape(rest)


def _linked(text: str, address: str | None, title: str = "") -> str:
    """The text as a link, where the address is one of the web: another could run a script."""
    about = f' title="{escape(title)}"' if title else ""
    if not address or urlsplit(address).scheme.lower() not in ("http", "https"):
        return f"<span{about}>{escape(text)}</span>"
    return f'<a href="{escape(address)}"{about} target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def _date(day: dt.date | None, precision: str | None) -> str:
    """A date as precise as it is known, in ISO 8601."""
    if day is None:
        return ""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision or "day", 10)]
