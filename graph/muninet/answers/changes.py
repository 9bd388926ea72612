"""What loads have changed, newest first: in numbers, one by one, and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from muninet.answers.asking import Asking, Given
from muninet.answers.models import Model
from muninet.answers.wording import load_wording
from muninet.answers.wording.loads import LoadWords
from muninet.catalogue import Bound
from muninet.errors import ParameterError, UnknownPageError
from muninet.store.bolt import Store

QUESTION = "admin/changes"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
_VERSION = re.compile(r"\d{1,18}-[0-9a-f]{8}", re.ASCII)
_KEPT = "MATCH (load:Load) RETURN load.number AS number, load.version AS version"
_GRAPH = "OPTIONAL MATCH (g:Graph {key: 'graph'}) RETURN g.id"


class ChangedEnd(Model):
    """An end of a fact, as it was called at the time."""

    id: str
    name: str


class ChangedValue(Model):
    """A property before and after, as text of at most 200 characters; null where there was none."""

    property: str
    old: str | None
    new: str | None


class ChangedThing(Model):
    """An entity or a fact that a load added, changed or removed."""

    action: Literal["added", "changed", "removed"]
    kind: Literal["entity", "fact"]
    type: str = Field(description="Label or fact type.", examples=["City"])
    id: str
    name: str | None = Field(description="Of an entity; null for a fact.")
    from_: ChangedEnd | None = Field(alias="from", description="Of a fact; null for an entity.")
    to: ChangedEnd | None = Field(description="Of a fact; null for an entity.")
    values: list[ChangedValue] = Field(description="What changed of it, as its dataset states it.")


class ChangedCount(Model):
    """How many entities or facts of one type a load touched."""

    kind: Literal["entity", "fact"]
    type: str
    added: int
    changed: int
    removed: int


class LoadChange(Model):
    """One load or unload that changed something."""

    number: int = Field(description="1 for the first one.")
    dataset: str
    doing: Literal["load", "unload"]
    started: str
    finished: str
    version: str = Field(description="The version of the graph that it made.")
    summary: str = Field(description="What it did, in words.")
    added: int = Field(description="Entities and facts together.")
    changed: int
    removed: int
    counts: list[ChangedCount]
    entries: list[ChangedThing]
    more: int = Field(description="How many things it touched that `entries` does not list.")


class ChangesAnswer(Model):
    """What loads have changed, the newest first."""

    query: dict[str, Any] = Field(description="The parameters as resolved.")
    graph_version: str
    graph: str | None = Field(description="Id of the graph: a UUID of its own; null before its first load.")
    loads: list[LoadChange]
    next: str | None


async def changes(asking: Asking, given: Mapping[str, str | None], lang: str = "en") -> ChangesAnswer:
    """Return what loads have changed.

    Args:
        asking: whom to ask.
        given: `since` (a day, the number of a load, or a version of the graph), and `dataset`, `most_entries`,
            `limit`, `cursor` as of the question admin/changes.
        lang: language of the summaries.

    Raises:
        ParameterError: a parameter is unknown or cannot be used.
        UnknownPageError: no load of that number, or no such version, is known: what changed since cannot be told.
    """
    query = asking.catalogue.query(QUESTION)
    words = load_wording(lang).loads
    since = given.get("since") or None
    start = _start(since)
    try:
        bound = asking.bind(query, {**{name: text for name, text in given.items() if name != "since"}, **start})
    except ParameterError as error:
        # The question takes it under another name.
        raise ParameterError("since" if error.parameter in start else error.parameter, error.reason) from None

    async def ask(version: str) -> ChangesAnswer:
        await _check(asking.store, bound, version)
        rows, following = await asking.page(query, bound)
        shown = {name: bound.resolved[name] for name in ("dataset", "most_entries", "limit")}
        return ChangesAnswer(
            query={"name": query.name, "since": since, **shown, "lang": lang},
            graph_version=version,
            graph=(await asking.store.read(_GRAPH)).single(),
            loads=[_load(row, words) for row in rows.maps()],
            next=following,
        )

    return await asking.settled(ask)


def _start(since: str | None) -> Given:
    """The parameter of the question that `since` stands for."""
    if since is None:
        return {}
    if _DAY.fullmatch(since):
        return {"since": since}
    if _NUMBER.fullmatch(since):
        return {"beyond": since}
    if _VERSION.fullmatch(since):
        return {"version": since}
    raise ParameterError(
        "since", f"{since!r} is neither a day (2026-11-22), nor the number of a load, nor a version of the graph"
    )


async def _check(store: Store, bound: Bound, current: str) -> None:
    """Refuse a load or a version that this graph never had, or that is older than the loads that are kept.

    A version of the middle of a load stands on no load, and is one of this graph if its number is.
    """
    number, since = bound.cypher["beyond"], bound.cypher["version"]
    if number is None and since is None:
        return
    loads = {row["number"]: row["version"] for row in (await store.read(_KEPT)).maps()}
    oldest, newest = min(loads, default=1), max(loads, default=0)
    if since is None:
        known = oldest - 1 <= number <= newest
    else:
        made = {_sequence(version): version for version in (*loads.values(), current)}
        first = _sequence(loads[oldest]) if oldest > 1 else 0
        known = first <= _sequence(since) <= _sequence(current) and made.get(_sequence(since), since) == since
    if not known:
        what = f"{since!r} is no version" if since else f"{number} is no load"
        raise UnknownPageError(
            f"{what} of this graph that it remembers: read the graph anew, and go on from its version", "since"
        )


def _sequence(version: str) -> int:
    """The number that a version begins with."""
    return int(version.partition("-")[0])


def _load(row: Mapping[str, Any], words: LoadWords) -> LoadChange:
    fields = {name: value for name, value in row.items() if name != "key"}
    return LoadChange.model_validate({**fields, "summary": words.summary(row["dataset"], row["doing"], row["counts"])})


def told(entry: ChangedThing, words: LoadWords) -> str:
    """One thing in words: `added City Vlorë`, `changed MEMBER_OF, Tiranë to B40: note was “one”, is “two”`."""
    if entry.from_ is not None and entry.to is not None:
        what = words.fact.format(type=entry.type, from_=entry.from_.name, to=entry.to.name)
    else:
        what = words.entity.format(type=entry.type, name=entry.name or entry.id)
    values = "; ".join(
        words.value(value.old, value.new).format(property=value.property, old=value.old, new=value.new)
        for value in entry.values
    )
    said = words.did[entry.action].format(what=what)
    return f"{said}: {values}" if values else said
