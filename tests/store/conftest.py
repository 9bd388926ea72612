"""What the tests of loads share: the graph written out, and tables written from rows."""

import csv
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from muninet.store.bolt import Store

Dump = dict[str, dict[str, Any]]
Dumper = Callable[[], Awaitable[Dump]]
Row = dict[str, str]
Tables = Mapping[str, Sequence[Row]]
TableWriter = Callable[[str, Tables], Path]


@pytest.fixture
def dump(store: Store) -> Dumper:
    """Write out all that a reader may see: entities and facts with every property, datasets with their state."""

    async def written() -> Dump:
        nodes = await store.read("MATCH (n:Entity) RETURN n")
        facts = await store.read("MATCH p = (:Entity)-[]->(:Entity) RETURN p")
        datasets = await store.read("MATCH (d:Dataset) RETURN d.name, d.state, d.nodes, d.facts")
        return {
            "nodes": {node.id: {"labels": sorted(node.labels), **node.properties} for (node,) in nodes.rows},
            "facts": {
                fact.properties["id"]: {
                    "type": fact.type, "from": fact.start.id, "to": fact.end.id, **fact.properties
                }
                for (path,) in facts.rows
                for fact in path.facts
            },
            "datasets": {row[0]: row[1:] for row in datasets.rows},
        }  # fmt: skip

    return written


@pytest.fixture
def tables(tmp_path: Path) -> TableWriter:
    """Write tables, given by path below the folder (`nodes/City`), and return the folder."""

    def write(name: str, content: Tables) -> Path:
        for path, rows in content.items():
            file = tmp_path / name / f"{path}.csv"
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in rows for key in row)), restval="")
                writer.writeheader()
                writer.writerows(rows)
        return tmp_path / name

    return write
