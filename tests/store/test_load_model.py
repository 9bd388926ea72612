"""Random loads and unloads of several datasets against a model in plain Python that knows nothing of the loader."""

import datetime as dt
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from muninet.errors import DatasetInUseError, LoadError, MuninetError
from muninet.loader import Place, Record, load_records, unload
from muninet.store.bolt import Store

Dumper = Callable[[], Awaitable[dict[str, dict[str, Any]]]]
Fact = tuple[str, str, str, str]  # type, from, to, since

CITIES = ("ada", "bor", "cer")
NETWORKS = ("net", "web")
SOURCES = ("one", "two")
SINCE = ("", "2019", "2020-05", "2020-05-20", "2021")
DATASETS = ("aaa", "seed", "zzz")


@dataclass
class Stated:
    """What one dataset states: names by id, values of facts by identity."""

    names: dict[str, str] = field(default_factory=dict)
    facts: dict[Fact, dict[str, str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def refers(self) -> set[str]:
        return {end for fact in self.facts for end in fact[1:3]} | set(self.sources.values())


def random_statements(dice: random.Random) -> Stated:
    stated = Stated()
    for id_ in (*CITIES, *NETWORKS, *SOURCES):
        if dice.random() < 0.7:
            stated.names[id_] = dice.choice(("Name", "Other name"))
            stated.sources[id_] = id_ if id_ in SOURCES else dice.choice(SOURCES)
    for _ in range(dice.randint(0, 6)):
        key = (dice.choice(("PRESIDES", "MEMBER_OF")), dice.choice(CITIES), dice.choice(NETWORKS), dice.choice(SINCE))
        values = {"rank": dice.choice(("", "", "deprecated")), "until": dice.choice(("", "2022", "2023-03-01"))}
        stated.facts[key] = {**values, "note": dice.choice(("", "x", "y"))}
        stated.sources[" ".join(key)] = dice.choice(SOURCES)
    return stated


def records(stated: Stated, dice: random.Random) -> list[Record]:
    found = []
    for id_, name in stated.names.items():
        place = Place("made up")
        if id_ in SOURCES:
            found.append(Record("Source", {"id": id_, "title": name, "publisher": "p"}, place))
        else:
            label = "City" if id_ in CITIES else "Network"
            cells = {"id": id_, "name": name, "sources": stated.sources[id_]}
            found.append(Record(label, cells | ({"country": "AL"} if label == "City" else {}), place))
    found.append(Record("Country", {"id": "al", "name": "Al", "code": "AL", "sources": "base"}, Place("made up")))
    found.append(Record("Source", {"id": "base", "title": "Base", "publisher": "p"}, Place("made up")))
    for key, values in stated.facts.items():
        type_, start, end, since = key
        cells = {"from": start, "to": end, "since": since, "sources": stated.sources[" ".join(key)], **values}
        found.append(Record(type_, cells, Place("made up")))
    dice.shuffle(found)
    return found


def allowed(datasets: dict[str, Stated], name: str, new: Stated | None) -> bool:
    """Whether every reference of every dataset would still find its entity, in the dataset itself or in another."""
    after = {**datasets, name: new or Stated()}
    there = {id_ for stated in after.values() for id_ in stated.names}
    return all(stated.refers() <= there for stated in after.values())


def first_day(text: str) -> dt.date:
    parts = [int(part) for part in text.split("-")]
    return dt.date(*[*parts, 1, 1][:3])


def end_of(text: str) -> dt.date | None:
    return {"": None, "2022": dt.date(2023, 1, 1), "2023-03-01": dt.date(2023, 3, 1)}[text]


def expected(datasets: dict[str, Stated]) -> tuple[dict[str, Any], dict[Fact, Any]]:
    """The entities' names, sources and owners, and the facts' values, as they must show."""
    order = sorted(datasets, key=lambda name: (name != "seed", name))
    nodes: dict[str, Any] = {}
    facts: dict[Fact, dict[str, Any]] = {}
    for name in order:
        for id_, shown in datasets[name].names.items():
            entry = nodes.setdefault(id_, {"name": shown, "sources": [], "datasets": []})
            entry["datasets"].append(name)
            if datasets[name].sources[id_] not in entry["sources"]:
                entry["sources"].append(datasets[name].sources[id_])
        for key, values in datasets[name].facts.items():
            fact = facts.setdefault(key, {"datasets": [], "rank": "", "until": "", "note": ""})
            fact["datasets"].append(name)
            for what in ("rank", "until", "note"):
                fact[what] = fact[what] or values[what]
    for key, fact in facts.items():
        ends = [end_of(fact["until"])]
        if key[0] == "PRESIDES" and key[3]:
            ends += [
                first_day(other[3])
                for other, rival in facts.items()
                if other[0] == "PRESIDES" and other[2] == key[2] and other[3] and rival["rank"] != "deprecated"
                and first_day(other[3]) > first_day(key[3])
            ]  # fmt: skip
        fact["holds_until"] = min((day for day in ends if day), default=None)
    return nodes, facts


def shown(graph: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], dict[Fact, Any]]:
    nodes = {
        id_: {"name": node["name"], "sources": node["sources"], "datasets": node["datasets"]}
        for id_, node in graph["nodes"].items()
        if id_ not in ("al", "base")
    }
    facts = {}
    for fact in graph["facts"].values():
        if fact["type"] == "IN_COUNTRY":
            continue
        since = (
            str(fact["since"])[: {"year": 4, "month": 7, "day": 10}[fact["since_precision"]]] if "since" in fact else ""
        )
        until = str(fact["until"])[: {"year": 4, "day": 10}[fact["until_precision"]]] if "until" in fact else ""
        facts[fact["type"], fact["from"], fact["to"], since] = {
            "datasets": fact["datasets"],
            "rank": "" if fact["rank"] == "normal" else fact["rank"],
            "until": until,
            "note": fact.get("note", ""),
            "holds_until": fact.get("holds_until"),
        }
    return nodes, facts


def in_name_order(facts: dict[Fact, Any], nodes: dict[str, Any]) -> tuple[dict[str, Any], dict[Fact, Any]]:
    for entry in (*facts.values(), *nodes.values()):
        entry["datasets"] = sorted(entry["datasets"])
    return nodes, facts


async def attempt(store: Store, name: str, new: Stated | None, dice: random.Random) -> MuninetError | None:
    """Load or unload; return the refusal, if there is one."""
    try:
        if new is None:
            await unload(store, name)
        else:
            await load_records(store, records(new, dice), name, suppression=())
    except (LoadError, DatasetInUseError) as error:
        return error
    return None


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_sequence_of_loads_and_unloads_ends_where_the_model_says(
    store: Store, empty_graph: object, dump: Dumper, seed: int
) -> None:
    dice = random.Random(seed)
    datasets: dict[str, Stated] = {}
    refused = 0
    for _ in range(16):
        name = dice.choice(DATASETS)
        new = None if name in datasets and dice.random() < 0.3 else random_statements(dice)
        error = await attempt(store, name, new, dice)
        assert (error is None) == allowed(datasets, name, new), error
        if error is None:
            datasets = {other: stated for other, stated in datasets.items() if other != name}
            datasets |= {name: new} if new is not None else {}
        refused += error is not None
        nodes, facts = expected(datasets)
        assert shown(await dump()) == in_name_order(facts, nodes)
    assert 0 < refused < 16
    again = next(iter(datasets))
    before = await dump()
    report = await load_records(store, records(datasets[again], dice), again, suppression=())
    assert report.nothing_changed
    assert await dump() == before
