"""The catalogue, and questions asked of a graph as the answers ask them."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import TESTS, GraphStates

from muninet._home import home
from muninet.catalogue import Catalogue, bind
from muninet.model import Schema, load_schema
from muninet.store.bolt import Store

# Rows of a question, each as a mapping from column to value.
Ask = Callable[..., Awaitable[list[dict[str, Any]]]]
TODAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The model."""
    return load_schema()


@pytest.fixture(scope="session")
def catalogue(schema: Schema) -> Catalogue:
    """The questions."""
    return Catalogue.read(home("cypher"), schema)


def asking(store: Store, catalogue: Catalogue) -> Ask:
    """Return what asks a question by name, with parameters as texts, on 1 January 2026."""

    async def ask(name: str, **given: str | list[str] | None) -> list[dict[str, Any]]:
        # A keyword of Python cannot be an argument's name.
        parameters = {key.removesuffix("_"): value for key, value in given.items()}
        query = catalogue.query(name)
        return (await store.read(query.text, bind(query, parameters, TODAY).cypher)).maps()

    return ask


@pytest.fixture
def ask_small(store: Store, catalogue: Catalogue, small_graph: object) -> Ask:
    """Asks the small graph."""
    return asking(store, catalogue)


@pytest.fixture
def ask_seed(store: Store, catalogue: Catalogue, seed_graph: object) -> Ask:
    """Asks the seed."""
    return asking(store, catalogue)


@pytest.fixture
async def ask_hills(store: Store, catalogue: Catalogue, graph: GraphStates) -> Ask:
    """Asks the tables of tests/data/hills: networks with branches, working groups and events."""
    await graph.reach("hills", TESTS / "data" / "hills")
    return asking(store, catalogue)
