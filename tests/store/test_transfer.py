"""The whole graph in a file and back: byte for byte, whole or not at all, and wrong files are told with their place."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import GraphStates
from tests.store.graph_files import rewritten

from muninet._home import home
from muninet.errors import TransferError
from muninet.loader import load, status, unload
from muninet.loader.bookkeeping import read_ledger
from muninet.loader.claims import Claim
from muninet.loader.suppression import hashed
from muninet.model import load_schema
from muninet.progress import SilentProgress
from muninet.store.bolt import Store
from muninet.store.values import Statement
from muninet.transfer import LeftOut, export_all, restore
from muninet.transfer.canonical import line_of

SCHEMA = load_schema()
QUIET = SilentProgress()
Dumper = Callable[[], Awaitable[dict[str, Any]]]


@pytest.fixture
async def seeded(store: Store, seed_graph: GraphStates) -> AsyncIterator[Store]:
    """The seed, and whatever a test makes of it."""
    yield store
    seed_graph.dirty()


def held(folder: Path) -> dict[str, bytes]:
    """What lies in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> list[str]:
    """What is in a folder, by name."""
    return sorted(path.name for path in folder.iterdir())


async def test_out_and_in_again_is_the_same_byte_for_byte(
    seeded: Store, graph: GraphStates, tmp_path: Path, dump: Dumper
) -> None:
    first, second, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "c.jsonl.gz"
    done = await export_all(seeded, SCHEMA, first, QUIET)
    before, told = await dump(), await status(seeded, SCHEMA)
    await graph.wipe()
    restored = await restore(seeded, SCHEMA, first, QUIET)
    assert (restored.nodes, restored.facts, restored.version) == (done.nodes, done.facts, done.version)
    assert await dump() == before
    again = await status(seeded, SCHEMA)
    assert (again.version, again.nodes, again.facts) == (told.version, told.nodes, told.facts)
    assert [one.as_json() | {"heartbeat": None} for one in again.datasets] == [
        one.as_json() | {"heartbeat": None} for one in told.datasets
    ]
    await export_all(seeded, SCHEMA, second, QUIET)
    assert second.read_bytes() == first.read_bytes()
    await export_all(seeded, SCHEMA, packed, QUIET)
    assert gzip.decompress(packed.read_bytes()) == first.read_bytes()
    assert sorted(held(tmp_path)) == ["a.jsonl", "b.jsonl", "c.jsonl.gz"]


async def test_the_same_file_again_changes_nothing_and_the_tables_neither(seeded: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    assert (await restore(seeded, SCHEMA, file, QUIET)).unchanged
    assert (await load(seeded, [home("seed")])).nothing_changed


async def test_what_was_restored_can_be_loaded_on_and_unloaded(
    seeded: Store, graph: GraphStates, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    await graph.wipe()
    await restore(seeded, SCHEMA, file, QUIET)
    assert (await load(seeded, [home("seed")])).nothing_changed
    await unload(seeded, "seed")
    assert (await status(seeded, SCHEMA)).empty
    # What the graph remembers of other loads is not the file's.
    await restore(seeded, SCHEMA, file, QUIET)
    await export_all(seeded, SCHEMA, tmp_path / "b.jsonl", QUIET)
    assert (tmp_path / "b.jsonl").read_bytes() == file.read_bytes()


async def test_it_is_not_poured_over_another_graph(seeded: Store, tmp_path: Path, dump: Dumper) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    await seeded.write([Statement("MATCH (n:Entity {id: 'b40'}) SET n.name = 'Other'")])
    before = await dump()
    with pytest.raises(TransferError, match="this holds seed"):
        await restore(seeded, SCHEMA, file, QUIET)
    assert await dump() == before


async def interrupted(store: Store, file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read a file into the graph, as far as the eighth transaction; the name that the reading has."""
    written, original = 0, Store.write

    async def fails(self: Store, statements: Any) -> None:
        nonlocal written
        written += 1
        if written == 8:
            raise OSError("the cable was pulled")
        await original(self, statements)

    monkeypatch.setattr(Store, "write", fails)
    with pytest.raises(OSError, match="cable"):
        await restore(store, SCHEMA, file, QUIET)
    monkeypatch.undo()
    (half,) = (await status(store, SCHEMA)).datasets
    assert (half.state, half.name[:15]) == ("interrupted", "exported graph ")
    return half.name


async def test_one_that_was_interrupted_is_seen_and_completed(
    seeded: Store, graph: GraphStates, tmp_path: Path, dump: Dumper, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    before = await dump()
    await graph.wipe()
    await interrupted(seeded, file, monkeypatch)
    with pytest.raises(TransferError, match="load` that file again"):
        await load(seeded, [home("seed")])
    with pytest.raises(TransferError, match="not whole"):
        await export_all(seeded, SCHEMA, tmp_path / "b.jsonl", QUIET)
    other = rewritten(tmp_path / "a.jsonl", lambda found: found[-1]["properties"].update(note="x"))
    with pytest.raises(TransferError, match="this holds exported graph"):
        await restore(seeded, SCHEMA, other, QUIET)
    rewritten(other, lambda found: found[-1]["properties"].pop("note"))
    await restore(seeded, SCHEMA, file, QUIET)
    assert await dump() == before


async def test_one_that_was_interrupted_can_be_taken_out_without_its_file(
    seeded: Store, graph: GraphStates, tmp_path: Path, dump: Dumper, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    before = await dump()
    await graph.wipe()
    remembered = "CREATE (:Graph {key: 'graph', suppressed: ['somebody']}), (:Note)-[:REMARKS]->(:Note)"
    await seeded.write([Statement(remembered)])
    name = await interrupted(seeded, file, monkeypatch)
    assert not (await status(seeded, SCHEMA)).empty
    for other in (load(seeded, [home("seed")]), unload(seeded, "seed")):
        with pytest.raises(TransferError, match=f'`muninet unload "{name}"` to take it out'):
            await other
    report = await unload(seeded, name)
    assert report.total(report.nodes).removed > 0
    left = await status(seeded, SCHEMA)
    assert (left.empty, left.facts, left.datasets) == (True, {}, ())
    rows = await seeded.read("MATCH (n) RETURN labels(n)[0], n.suppressed ORDER BY labels(n)[0]")
    assert rows.rows == [("Graph", ["somebody"]), ("Note", None), ("Note", None)]
    await seeded.write([Statement("MATCH (n) DETACH DELETE n")])
    await load(seeded, [home("seed")])
    after = await dump()
    assert {part: after[part].keys() for part in after} == {part: before[part].keys() for part in before}


async def test_whom_the_graph_was_told_to_forget_does_not_come_back(
    seeded: Store, graph: GraphStates, tmp_path: Path
) -> None:
    file, later = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    await graph.wipe()
    forget = "CREATE (:Graph {key: 'graph', suppressed: [$hash]})"
    await seeded.write([Statement(forget, {"hash": hashed("erion-veliaj")})])
    with pytest.raises(TransferError, match=r":\d+: this person is to stay out"):
        await restore(seeded, SCHEMA, file, QUIET)
    await seeded.write([Statement("MATCH (g:Graph) SET g.suppressed = [$hash]", {"hash": hashed("somebody-else")})])
    await restore(seeded, SCHEMA, file, QUIET)
    await export_all(seeded, SCHEMA, later, QUIET)
    assert hashed("somebody-else") in later.read_text()


async def test_an_empty_graph_and_one_that_is_loaded_are_not_exported(
    seeded: Store, graph: GraphStates, tmp_path: Path
) -> None:
    claim = Claim.new("mine", "load")
    assert await claim.take(seeded, await read_ledger(seeded))
    with pytest.raises(TransferError, match="a load of mine is under way"):
        await export_all(seeded, SCHEMA, tmp_path / "a.jsonl", QUIET)
    with pytest.raises(TransferError, match="cannot be opened"):
        await restore(seeded, SCHEMA, tmp_path / "a.jsonl", QUIET)
    await graph.wipe()
    with pytest.raises(TransferError, match="empty"):
        await export_all(seeded, SCHEMA, tmp_path / "a.jsonl", QUIET)
    assert not held(tmp_path)


async def test_a_graph_that_changes_meanwhile_leaves_the_old_file(
    seeded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("old")
    original = Store.stream

    async def stream(self: Store, *arguments: Any, **more: Any) -> Any:
        async for rows in original(self, *arguments, **more):
            yield rows
        await self.write([Statement("MATCH (g:Graph) SET g.version = 'x'")])

    monkeypatch.setattr(Store, "stream", stream)
    with pytest.raises(TransferError, match="changed while it was exported"):
        await export_all(seeded, SCHEMA, file, QUIET)
    assert held(tmp_path) == {"a.jsonl": b"old"}


async def test_a_file_that_changes_while_it_is_read(
    seeded: Store, graph: GraphStates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    await graph.wipe()
    take = Claim.take

    async def late(self: Claim, *arguments: Any) -> bool:
        rewritten(file, lambda found: found[-1]["properties"].update(note="forged"))
        return await take(self, *arguments)

    monkeypatch.setattr(Claim, "take", late)
    with pytest.raises(TransferError, match="changed while it was read"):
        await restore(seeded, SCHEMA, file, QUIET)
    (half,) = (await status(seeded, SCHEMA)).datasets
    assert half.state == "interrupted"
    assert not (await seeded.read("MATCH ()-[f {note: 'forged'}]->() RETURN f.id")).rows


FOREIGN = """
CREATE (:Entity {id: 'odd'}), (:Load), (:City {id: 'no-entity'}), (a:Entity:City)
WITH a MATCH (b:Entity {id: 'b40'}), (c:Entity {id: 'ceesen'})
CREATE (:Note)-[:ABOUT]->(b), (b)-[:LIKES]->(c), (a)-[:MEMBER_OF {id: 'x'}]->(b), (b)-[:MEMBER_OF]->(c),
       (b)-[:MEMBER_OF {id: 7}]->(c)
"""


async def test_what_is_not_ours_stays_out_of_the_file_and_is_counted(
    seeded: Store, graph: GraphStates, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    await export_all(seeded, SCHEMA, first, QUIET)
    await seeded.write([Statement(FOREIGN)])
    done = await export_all(seeded, SCHEMA, second, QUIET)
    assert done.left_out == LeftOut(nodes=5, relationships=5)
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("MATCH (n:Entity {id: 'b40'}) SET n:City", "b40.*comes twice"),
        ("MATCH (n:Entity {id: 'b40'}) SET n.x = 0.0 / 0.0", "b40: it cannot be exported .*nan"),
        ("MATCH (n:Entity {id: 'b40'}) SET n.x = [point({longitude: 1, latitude: 2})]", "b40: .*no points"),
        ("MATCH (n:Entity {id: 'b40'}) SET n.x = duration('P1D')", "cannot be exported .*Duration"),
    ],
)
async def test_a_graph_of_which_no_file_can_be_made(seeded: Store, tmp_path: Path, change: str, said: str) -> None:
    await seeded.write([Statement(change)])
    with pytest.raises(TransferError, match=said):
        await export_all(seeded, SCHEMA, tmp_path / "a.jsonl", QUIET)
    assert not held(tmp_path)


async def test_a_file_that_cannot_be_written_or_read_is_named(
    store: Store, seed_graph: GraphStates, tmp_path: Path
) -> None:
    long, folder = tmp_path / f"{'a' * 300}.jsonl", tmp_path / "b.jsonl"
    folder.mkdir()
    for file in (long, folder):
        with pytest.raises(TransferError, match=rf"/{file.name}: it cannot be written \("):
            await export_all(store, SCHEMA, file, QUIET)
    with pytest.raises(TransferError, match=r"/b\.jsonl: it cannot be opened \(Is a directory"):
        await restore(store, SCHEMA, folder, QUIET)
    assert names(tmp_path) == ["b.jsonl"]


def test_a_line_is_written_in_one_way() -> None:
    assert line_of({"b": 1, "a": "é"}) == '{"a":"é","b":1}\n'.encode()
    assert json.loads(line_of({"n": 1.0})) == {"n": 1.0}
    assert line_of({"n": 1.0}) != line_of({"n": 1})
