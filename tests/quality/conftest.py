"""Small graphs made up by hand, and what is found in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

import pytest

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.loader import Place, Record, load_records
from muninet.loader.records import Cell
from muninet.match import Decisions
from muninet.model import load_schema
from muninet.quality.checking import check
from muninet.quality.findings import Finding
from muninet.store.bolt import Store

DAY = dt.date(2026, 11, 22)
PLACE = Place("made up")
SCHEMA = load_schema()
CATALOGUE = Catalogue.read(home("cypher"), SCHEMA)
Look = Callable[..., Awaitable[list[Finding]]]
Load = Callable[..., Awaitable[None]]


def source(id_: str = "report", published: str | None = "2026-01-05") -> Record:
    """A source."""
    return Record("Source", {"id": id_, "title": id_, "publisher": "p", "published": published}, PLACE)


def country(code: str, id_: str) -> Record:
    """A country."""
    return Record("Country", {"id": id_, "name": id_, "code": code, "sources": ["report"]}, PLACE)


def entity(label: str, id_: str, name: str | None = None, **cells: Cell) -> Record:
    """An entity; a city is in Estonia where nothing else is said."""
    if label == "City":
        cells = {"country": "EE", **cells}
    return Record(label, {"id": id_, "name": name or id_, "sources": ["report"], **cells}, PLACE)


def city(id_: str, name: str | None = None, point: tuple[float, float] | None = None, **cells: Cell) -> Record:
    """A city at a point (latitude, longitude)."""
    if point is not None:
        cells |= {"lat": point[0], "lon": point[1]}
    return entity("City", id_, name, **cells)


def fact(type_: str, start: str, end: str, **cells: Cell) -> Record:
    """A fact."""
    return Record(type_, {"from": start, "to": end, "sources": ["report"], **cells}, PLACE)


FRAME = (
    source(), country("EE", "estonia"), country("LV", "latvia"), country("RO", "romania"), country("IT", "italy"),
)  # fmt: skip


@pytest.fixture
def load(store: Store, empty_graph: object) -> Load:
    """Load records, after a source and some countries, as a dataset of an empty graph."""

    async def loaded(*records: Record, dataset: str = "made-up") -> None:
        await load_records(store, [*FRAME, *records], dataset, suppression=())

    return loaded


@pytest.fixture
def look(store: Store, empty_graph: object) -> Look:
    """Look for everything, and return what one rule has found."""

    async def looked(rule: str, decisions: Decisions | None = None) -> list[Finding]:
        checked = await check(store, CATALOGUE, SCHEMA, DAY, decisions=decisions)
        return [finding for finding in checked.findings if finding.rule.name == rule]

    return looked
