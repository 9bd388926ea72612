"""What people decide of two entities, from the list of those that may be one to the graph that loads make of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from muninet._home import home
from muninet.importers.importing import IMPORTERS, import_file
from muninet.loader import load
from muninet.match import Decisions
from muninet.match.known import known_parties
from muninet.match.pairing import open_pairs
from muninet.store.bolt import Store

GCOM = IMPORTERS["gcom-mycovenant"]
LEFT, RIGHT = "craciunelu-de-jos-ro", "craciunelu-de-jos-judetul-alba-ro"
THROUGH = (
    "MATCH (c:City)-[:SUPPORTED_BY]->()-[:MEMBER_OF]->(:Entity {id: 'ceesen'})-[:MEMBER_OF]->"
    "(:Entity {id: 'climate-alliance'}) RETURN count(DISTINCT c)"
)


@pytest.fixture
def alba(open_data: Path, tmp_path: Path) -> Path:
    """The rows of the table that agencies of CEESEN support, as a table of their own."""
    file = tmp_path / "alba.csv"
    with (open_data / "gcom-mycovenant" / "signatories_2024.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    agencies = ("Alba Local Energy Agency", "Medjimurje Energy Agency", "Tartu Regional Energy Agency")
    with file.open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, rows[0].keys())
        table.writeheader()
        table.writerows(row for row in rows if row["supporter_name"].startswith(agencies))
    return file


async def test_the_municipality_listed_twice_is_found_and_decided(
    store: Store, empty_graph: object, alba: Path
) -> None:
    await load(store, [home("seed")])
    assert (await import_file(store, GCOM, alba)).read == 28
    assert (await store.read(THROUGH)).single() == 28
    pairs = open_pairs(await known_parties(store), "gcom-mycovenant", Decisions())
    assert {pair.left.id for pair in pairs} | {pair.right.id for pair in pairs} >= {LEFT, RIGHT}
    [pair] = [pair for pair in pairs if {pair.left.id, pair.right.id} == {LEFT, RIGHT}]
    assert pair.verdict.decision == "unsure"
    same = {RIGHT: LEFT}
    for _ in range(2):
        await load(store, [home("seed")], same=same)
        await import_file(store, GCOM, alba, same=same)
        assert (await store.read(THROUGH)).single() == 27
    rows = await store.read("MATCH (c:City) WHERE c.id STARTS WITH 'craciunelu' RETURN c.id, c.identifiers, c.datasets")
    [[id_, identifiers, datasets]] = rows.rows
    assert (id_, datasets) == (LEFT, ["gcom-mycovenant", "seed"])
    assert {"gcom-org:19118", "gcom-org:19119", f"muninet:{RIGHT}"} <= set(identifiers)
    assert (await load(store, [home("seed")], same=same)).nothing_changed
    # Taken back, the two are two again.
    await load(store, [home("seed")])
    await import_file(store, GCOM, alba)
    assert (await store.read(THROUGH)).single() == 28
