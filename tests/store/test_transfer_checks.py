"""Exported graphs that are wrong or damaged are told with their place, and nothing is written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.store.graph_files import rewritten

from muninet.errors import TransferError
from muninet.model import load_schema
from muninet.progress import SilentProgress
from muninet.store.bolt import Store
from muninet.transfer import export_all, restore

SCHEMA = load_schema()
QUIET = SilentProgress()
Dumper = Callable[[], Awaitable[dict[str, Any]]]
Lines = list[dict[str, Any]]


def at(found: Lines, kind: str) -> int:
    """Where the first line of a label or type is."""
    return next(place for place, one in enumerate(found) if kind in (one.get("label"), one.get("type")))


def having(kind: str, **properties: Any) -> Callable[[Lines], Any]:
    """A change of the properties of the first of its kind."""
    return lambda found: found[at(found, kind)]["properties"].update(properties)


def placed(kind: str, lon: Any, lat: Any) -> Callable[[Lines], Any]:
    return having(kind, location={"point": [lon, lat]})


def named(kind: str, id_: Any) -> Callable[[Lines], Any]:
    def change(found: Lines) -> None:
        one = found[at(found, kind)]
        one["properties"]["id"] = id_
        if "key" in one:
            one["key"] = id_

    return change


def moved(kind: str, to: int) -> Callable[[Lines], Any]:
    return lambda found: found.insert(to, found.pop(at(found, kind)))


def nested(found: Lines) -> None:
    deep: list[Any] = []
    for _ in range(400):
        deep = [deep]
    found[9]["properties"]["x"] = deep


WRONG: dict[str, tuple[Callable[[Lines], Any], str]] = {
    "another model": (lambda found: found[0].update(model=99), r":1: it has format 1 and model 99"),
    "another thing": (lambda found: found.pop(0), r":1: this is not an exported graph"),
    "an unknown label": (lambda found: found[9].update(label="Town"), r":10: 'Town' is none of the model's"),
    "an end that is missing": (lambda found: found[-1].update(to="nowhere"), r": the fact leads to 'nowhere'"),
    "fewer than it says": (lambda found: found.pop(), r":1: it names \d+ entities and (\d+) facts, and holds \d+ and "),
    "a value of no kind": (lambda found: found[9]["properties"].update(x={"odd": 1}), r":10: .*'odd' is no kind"),
    "a value of two kinds": (lambda found: found[9]["properties"].update(x={"date": "2023-01-01", "b": 1}), r":10: "),
    "a list of several kinds": (lambda found: found[9]["properties"].update(x=[1, "a"]), r":10: .*values of one kind"),
    "a list of lists": (lambda found: found[9]["properties"].update(x=[["a"]]), r":10: .*no lists"),
    "a number too large": (lambda found: found[9]["properties"].update(x=2**63), r":10: .*64 bits"),
    "a key that is not the id": (lambda found: found[9].update(key="other"), r":10: .*is not its id"),
    "a place beyond the east": (placed("City", 180.5, 0), r"no point: longitudes go"),
    "a place beyond the pole": (placed("City", 0, -91), r"no point"),
    "a place far beyond": (placed("City", 10**400, 0), r"no point"),
    "a place in words": (placed("City", "1", "2"), r"no point"),
    "a place that is no number": (placed("City", float("nan"), 0), r":\d+: .*NaN is no number"),
    "no number": (having("City", x=float("nan")), r"NaN is no number"),
    "no end": (having("City", x=float("-inf")), r"-Infinity is no number"),
    "places in a list": (having("City", x=[{"point": [1, 2]}]), r"no points"),
    "a place on a fact": (having("MEMBER_OF", x={"point": [1, 2]}), r"which only an entity may have"),
    "a place on a dataset": (having("Dataset", x={"point": [1, 2]}), r"which only an entity may have"),
    "a property without a name": (having("City", **{"": 1}), r"'' cannot be the name"),
    "a property with a strange name": (having("City", **{"a\0": 1}), r"cannot be the name"),
    "a value that is null": (having("City", x=None), r"null is no kind of value"),
    "an id that is a number": (named("City", 7), r"id is 7, and should be a text"),
    "an id that is empty": (named("City", ""), r"id is '', and should be a text"),
    "an id that is a list": (named("City", []), r"id is \[\], and should be a text"),
    "a fact's id that is a number": (named("MEMBER_OF", 7), r"id is 7, and should be a text"),
    "a fact's id that is missing": (lambda found: found[-1]["properties"].pop("id"), r"id is None"),
    "a fact twice": (lambda found: found.append(found[-1]), r"comes twice"),
    "an entity twice": (lambda found: found.insert(at(found, "City"), found[at(found, "City")]), r"comes twice"),
    "a fact among the entities": (moved("MEMBER_OF", 12), r"which is not among the entities|not in its place"),
    "an entity among others": (moved("Source", 12), r"not in its place"),
    "facts in another order": (lambda found: found.append(found.pop(-2)), r"not in its place"),
    "bookkeeping without a key": (lambda found: found[1].pop("key"), r":2: this is not a line"),
    "bookkeeping of another key": (lambda found: found[2].update(key="other"), r":3: the key 'other' is not its name"),
    "no line of the graph": (lambda found: found.pop(1), r":2: it holds no line of the Graph"),
    "the graph twice": (lambda found: found.insert(1, found[1]), r":3: Graph 'graph' is not in its place"),
    "another version": (having("Graph", version="x"), r":2: the Graph has the version 'x'"),
    "no version": (lambda found: found[0].pop("version"), r":1: version is None"),
    "a version that is a number": (lambda found: found[0].update(version=1), r":1: version is 1"),
    "no number of nodes": (lambda found: found[0].pop("nodes"), r":1: nodes is None"),
    "a number of facts in words": (lambda found: found[0].update(facts="many"), r":1: facts is 'many'"),
    "who stays out in one word": (having("Graph", suppressed="x"), r":2: suppressed is no list"),
    "who stays out in numbers": (having("Graph", suppressed=[1]), r":2: suppressed is no list"),
    "a count in words": (having("Graph", sequence="x"), r":2: sequence is 'x'"),
    "a dataset that was not loaded": (having("Dataset", state="loading"), r":3: the dataset 'seed' is not one"),
    "a person without identifiers": (having("Person", identifiers=None), r"null is no kind"),
    "a person of one identifier": (having("Person", identifiers="x"), r"identifiers is no list"),
    "a fact and a node": (lambda found: found[9].update(type="MEMBER_OF"), r":10: this is not a line"),
    "a label that is a list": (lambda found: found[9].update(label=["City"]), r":10: this is not a line"),
    "no properties": (lambda found: found[9].update(properties=[]), r":10: this is not a line"),
    "too deep": (nested, r":10: .*no lists"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_a_wrong_file_is_told_with_its_place(
    store: Store, seed_graph: object, tmp_path: Path, what: str, dump: Dumper
) -> None:
    change, said = WRONG[what]
    file, before = tmp_path / "a.jsonl", await dump()
    await export_all(store, SCHEMA, file, QUIET)
    rewritten(file, change)
    with pytest.raises(TransferError, match=said):
        await restore(store, SCHEMA, file, QUIET)
    assert await dump() == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda raw: raw[:-90], "not a line|cut short"),
        (lambda raw: raw.rsplit(b"\n", 2)[0] + b"\n", "cut short"),
        (lambda raw: raw[: len(raw) // 2], "not a line|cut short"),
        (lambda raw: raw.replace(b"CEESEN", b"CEESEM", 1), "SHA-256 differs"),
        (lambda raw: b"", "cut short"),
        (lambda raw: b"id,name\n1,a\n", "not a line"),
        (lambda raw: b"[1]\n[2]\n", "not a line"),
        (lambda raw: b"\xff\xfe\n", "not a line"),
        (lambda raw: raw.replace(b"CEESEN", b"\\ud800", 1), r":\d+: .*surrogates not allowed"),
        (lambda raw: raw.replace(b"CEESEN", b"\xed\xa0\x80", 1), r":\d+: .*can't decode"),
        (lambda raw: raw.replace(b'"CEESEN"', b"1e999", 1), r":\d+: inf is no number"),
        (lambda raw: b"[" * 100_000 + b"\n" + raw, ":1: this is not a line"),
    ],
)
async def test_a_damaged_file(
    store: Store, seed_graph: object, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(store, SCHEMA, file, QUIET)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(TransferError, match=said):
        await restore(store, SCHEMA, file, QUIET)


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-2000], lambda raw: raw[:20_000] + bytes(9) + raw[20_009:], lambda raw: raw + b"more"]
)
async def test_a_packed_file_that_is_damaged(
    store: Store, seed_graph: object, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "a.jsonl.gz"
    await export_all(store, SCHEMA, file, QUIET)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(TransferError, match=r"a\.jsonl\.gz: it cannot be read|a\.jsonl\.gz:\d+: this is not a line"):
        await restore(store, SCHEMA, file, QUIET)
