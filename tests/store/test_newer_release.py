"""Neo4j 2026.08: it takes over the data of 5.26, answers every question, and is not opened by the older one again.

Everything else runs on it by `MUNINET_NEO4J_RELEASE=2026.08 make test`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from muninet._home import home
from muninet.answers import Questions
from muninet.catalogue import Catalogue
from muninet.errors import LocalServerError
from muninet.loader import load
from muninet.model import load_schema
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet.store.local import LocalServer
from muninet.store.reading_only import Operator, refused_by_plan
from muninet.store.releases import RELEASES


@pytest.fixture(scope="module")
def older(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder on which 5.26 has run."""
    older = replace(settings, home=tmp_path_factory.mktemp("moved"), neo4j_release="5.26")
    with LocalServer(older):
        pass
    return older


@pytest.fixture(scope="module")
def newer(older: Settings) -> Iterator[LocalServer]:
    with LocalServer(replace(older, neo4j_release="2026.08")) as server:
        yield server


async def test_every_question_is_planned_and_the_founding_one_answered(newer: LocalServer) -> None:
    async with await Store.open(newer.bolt_uri, newer.user, newer.password) as store:
        version = await store.read(
            "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]"
        )
        assert version.single() == RELEASES["2026.08"].version
        await load(store, [home("seed")])
        catalogue = Catalogue.read(home("cypher"), load_schema())
        questions = Questions(store, catalogue, load_schema())
        assert (await questions.links({"to": "climate-alliance", "via": "ceesen"})).total == 28
        for name in catalogue:
            bound = questions.asking.bind(catalogue[name], {}).cypher
            plan = await store.explain(catalogue[name].text, bound)
            assert plan.query_type == "r", name
            assert refused_by_plan("r", [Operator(one, "") for one in plan.operators if one != "ProcedureCall"]) is None


def test_the_older_release_does_not_touch_what_the_newer_has_written(newer: LocalServer, older: Settings) -> None:
    newer.stop()
    with pytest.raises(LocalServerError, match=r"set MUNINET_NEO4J_RELEASE=2026\.08"):
        LocalServer(older).start()
