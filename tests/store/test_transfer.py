"""The whole graph in a file and back: byte for byte, whole or not at all, and wrong files are told with their place."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import GraphStates

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
from muninet.transfer import export_all, restore
from muninet.transfer.canonical import line_of, lines

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


def rewritten(file: Path, change: Callable[[list[dict[str, Any]]], None]) -> Path:
    """The file with other lines, and the sum of these."""
    found = [line.content for line in lines(file)]
    change(found)
    content = b"".join(map(line_of, found))
    file.write_bytes(content + line_of({"sha256": hashlib.sha256(content).hexdigest()}))
    return file


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


async def test_one_that_was_interrupted_is_seen_and_completed(
    seeded: Store, graph: GraphStates, tmp_path: Path, dump: Dumper, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(seeded, SCHEMA, file, QUIET)
    before = await dump()
    await graph.wipe()
    written, original = 0, Store.write

    async def fails(self: Store, statements: Any) -> None:
        nonlocal written
        written += 1
        if written == 8:
            raise OSError("the cable was pulled")
        await original(self, statements)

    monkeypatch.setattr(Store, "write", fails)
    with pytest.raises(OSError, match="cable"):
        await restore(seeded, SCHEMA, file, QUIET)
    monkeypatch.undo()
    (half,) = (await status(seeded, SCHEMA)).datasets
    assert (half.state, half.name[:15]) == ("interrupted", "exported graph ")
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


WRONG: dict[str, tuple[Callable[[list[dict[str, Any]]], Any], str]] = {
    "another model": (lambda found: found[0].update(model=99), r":1: it has format 1 and model 99"),
    "another thing": (lambda found: found.pop(0), r":1: this is not an exported graph"),
    "an unknown label": (lambda found: found[9].update(label="Town"), r":10: 'Town' is none of the model's"),
    "an end that is missing": (lambda found: found[-1].update(to="nowhere"), r": the fact leads to 'nowhere'"),
    "fewer than it says": (lambda found: found.pop(), r":1: it names \d+ entities and (\d+) facts, and holds \d+ and "),
    "a value of no kind": (lambda found: found[9]["properties"].update(x={"odd": 1}), r":10: .*'odd' is no kind"),
    "a list of several kinds": (lambda found: found[9]["properties"].update(x=[1, "a"]), r":10: .*values of one kind"),
    "a list of lists": (lambda found: found[9]["properties"].update(x=[["a"]]), r":10: .*no lists"),
    "a number too large": (lambda found: found[9]["properties"].update(x=2**63), r":10: .*64 bits"),
    "a key that is not the id": (lambda found: found[9].update(key="other"), r":10: .*is not its id"),
}


@pytest.mark.parametrize("what", WRONG)
async def test_a_wrong_file_is_told_with_its_place(
    store: Store, seed_graph: GraphStates, tmp_path: Path, what: str, dump: Dumper
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
    ],
)
async def test_a_damaged_file(
    store: Store, seed_graph: GraphStates, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    file = tmp_path / "a.jsonl"
    await export_all(store, SCHEMA, file, QUIET)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(TransferError, match=said):
        await restore(store, SCHEMA, file, QUIET)


async def test_a_packed_file_cut_short(store: Store, seed_graph: GraphStates, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    await export_all(store, SCHEMA, file, QUIET)
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(TransferError, match="cannot be read"):
        await restore(store, SCHEMA, file, QUIET)


def test_a_line_is_written_in_one_way() -> None:
    assert line_of({"b": 1, "a": "é"}) == '{"a":"é","b":1}\n'.encode()
    assert json.loads(line_of({"n": 1.0})) == {"n": 1.0}
    assert line_of({"n": 1.0}) != line_of({"n": 1})
