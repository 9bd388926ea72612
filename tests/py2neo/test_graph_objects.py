"""py2neo's GraphObject classes on the real server; in a process of its own, since py2neo leaves sockets open."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from tests.conftest import ServerAddress

from muninet.model import load_schema

_BEGIN = """
import json, os
from py2neo.ogm import Repository
from muninet.graph_objects import *
import muninet.graph_objects as objects
address, user, password = os.environ["AT"], os.environ["AS"], os.environ["WITH"]
repository = Repository(address, auth=(user, password))
def told(value): print(json.dumps(value, ensure_ascii=False, default=str))
"""


@pytest.fixture
def notebook(server: ServerAddress) -> Any:
    """Runs a script that has everything of the module, and returns what it tells."""

    def run(script: str) -> Any:
        environment = os.environ | {"AT": server.uri, "AS": server.user, "WITH": server.password}
        ran = subprocess.run(
            [sys.executable, "-c", _BEGIN + script], env=environment, capture_output=True, text=True, timeout=120
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
        return json.loads(ran.stdout)

    return run


@pytest.fixture
def py2neo(notebook: Any, seed_graph: object) -> Any:
    """A notebook on the seed."""
    return notebook


def test_members_of_a_network_come_as_what_they_are(py2neo: Any) -> None:
    b40 = py2neo(
        "n = Network.match(repository, 'b40').first()\ntold([n.name, sorted({type(m).__name__ for m in n.has_member})])"
    )
    assert b40 == ["B40 Balkan Cities Network", ["City"]]
    kinds = py2neo("told(sorted({type(m).__name__ for m in Network.match(repository, 'ceesen').first().has_member}))")
    assert "Organisation" in kinds


def test_the_way_from_a_city_to_climate_alliance(py2neo: Any) -> None:
    script = """
city = City.match(repository, 'abrud-ro').first()
told([[a.id, n.id, o.id] for a in city.supported_by for n in a.member_of for o in n.member_of])
"""
    assert ["alba-local-energy-agency", "ceesen", "climate-alliance"] in py2neo(script)


def test_a_fact_has_its_properties(py2neo: Any) -> None:
    script = """
found = [facts for _, facts, network in Network.match(repository, 'ceesen').first().member_of.triples()
         if network.id == 'climate-alliance']
told([[type_, properties['since_precision'], properties['sources']] for type_, properties in found])
"""
    ((type_, precision, sources),) = py2neo(script)
    assert (type_, precision) == ("MEMBER_OF", "month")
    assert sources


def test_who_left_and_came_back_has_two_facts(notebook: Any, small_graph: object) -> None:
    """agency-b has been an honorary member of CEESEN, and is a member now."""
    script = """
agency, ceesen = Organisation.match(repository, 'agency-b').first(), Network.match(repository, 'ceesen').first()
there = [f for _, (_, f), n in agency.member_of.triples() if n.id == 'ceesen']
back = [f for _, (_, f), a in ceesen.has_member.triples() if a.id == 'agency-b']
told([[[f['kind'], f.get('as_of') or f['since']] for f in there], there == back,
      [n.id for n in agency.member_of], len(agency.member_of), ceesen in agency.member_of])
"""
    facts, same, networks, count, member = notebook(script)
    assert facts == [["honorary", "2019-01-01"], [None, "2024-03-20"]]
    assert (same, networks, count, member) == (True, ["ceesen"], 1, True)


def test_what_counts_on_a_day(py2neo: Any) -> None:
    """Tirana presides since 31 January 2024, Sofia since 24 February 2025; Istanbul and Athens did before them."""
    script = """
import datetime as dt
found = list(Network.match(repository, 'b40').first().presided_by.triples())
told([[c.id for _, (_, f), c in found if holds(f, day)] for day in (dt.date(2024, 6, 1), dt.date(2025, 3, 1))]
     + [len(found)])
"""
    before, later, held = py2neo(script)
    assert (before, later) == (["tirana-al"], ["sofia-bg"])
    assert held == 4


def test_dates_people_events_and_partnerships(py2neo: Any) -> None:
    script = """
person = Person.match(repository).where("_.id = 'erion-veliaj'").first()
event = [e for e in Event.match(repository) if e.start][0]
told([[type(c).__name__ for c in person.mayor_of], str(event.start), event.start_precision,
      sorted({type(p).__name__ for a in Partnership.match(repository) for p in a.has_party})])
"""
    cities, start, precision, parties = py2neo(script)
    assert cities == ["City"]
    assert start[:2] == "20"
    assert precision in ("day", "month", "year")
    assert set(parties) <= set(load_schema().facts["PARTY_TO"].from_labels)


def test_every_type_has_its_class_and_every_fact_both_its_names(py2neo: Any) -> None:
    schema = load_schema()
    found = py2neo("told({label: sorted(dir(getattr(objects, label))) for label in objects._CLASSES})")
    assert set(found) == set(schema.nodes)
    for type_, fact in schema.facts.items():
        assert all(type_.lower() in found[label] for label in fact.from_labels)
        assert all(fact.reverse.lower() in found[label] for label in fact.to_labels)


@pytest.mark.parametrize("deed", ["save", "create", "delete", "merge"])
def test_nothing_is_written_by_it(py2neo: Any, deed: str) -> None:
    call = {
        "save": "repository.save(city)",
        "create": "repository.graph.create(city)",
        "delete": "repository.delete(city)",
        "merge": "repository.graph.merge(city)",
    }[deed]
    script = f"""
city = City.match(repository, 'tirana-al').first()
city.name = 'Elsewhere'
try:
    {call}
    told('written')
except TypeError as error:
    told(str(error))
"""
    assert "only read" in py2neo(script)
    assert py2neo("told(City.match(repository, 'tirana-al').first().name)") == "Tirana"
