"""Questions over the seed, on the day that each test says it is."""

import datetime as dt

import pytest

from muninet._home import home
from muninet.answers import Questions
from muninet.catalogue import Catalogue
from muninet.model import load_schema
from muninet.store.bolt import Store


@pytest.fixture
def questions(store: Store, seed_graph: object) -> Questions:
    """The catalogue's questions over the seed, asked on 22 November 2026."""
    schema = load_schema()
    return Questions(store, Catalogue.read(home("cypher"), schema), schema, today=lambda: dt.date(2026, 11, 22))
