"""Keeps the rows of a load on disk, so that the memory that a load takes does not grow with them.

The rows as read stay as they are. Each attempt to load them works on a copy, in which ids are replaced; beside it lie
what the graph holds of the same things, and then what is to be written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from muninet.loader.present import PresentFact, PresentNode
from muninet.loader.records import FactRow, FactStatement, NodeStatement, Place, Plain
from muninet.loader.statements import canonical, parsed

# Pages of the database that stay in memory, in kilobytes; and rows that are fetched at a time.
_CACHE = 16_000
_FETCHED = 1_000
_NODE = "id TEXT NOT NULL UNIQUE, label TEXT, stated TEXT, file TEXT, row INTEGER"
_ROW = "type TEXT, start TEXT, end TEXT, stated TEXT, file TEXT, row INTEGER"
_TABLES = f"""
CREATE TABLE read_nodes (n INTEGER PRIMARY KEY, {_NODE});
CREATE TABLE read_rows (n INTEGER PRIMARY KEY, {_ROW});
CREATE TABLE nodes (n INTEGER PRIMARY KEY, {_NODE});
CREATE TABLE rows (n INTEGER PRIMARY KEY, {_ROW});
CREATE TABLE facts (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, implied INTEGER, {_ROW});
CREATE TABLE named (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE held_nodes (id TEXT PRIMARY KEY, label TEXT, statements TEXT) WITHOUT ROWID;
CREATE TABLE held_facts (id TEXT PRIMARY KEY, type TEXT, start TEXT, end TEXT, statements TEXT) WITHOUT ROWID;
"""
# What an attempt begins with: all of it is made anew from the rows as read and the graph as it is.
_RESTART = (
    *(f"DELETE FROM {table}" for table in ("nodes", "rows", "facts", "named", "held_nodes", "held_facts")),
    "INSERT INTO nodes SELECT * FROM read_nodes",
    "INSERT INTO rows SELECT * FROM read_rows",
)
_INSERT_ROW = "INSERT INTO {} (type, start, end, stated, file, row) VALUES (?, ?, ?, ?, ?, ?)"
_FACT = "f.type, f.id, f.start, f.end, f.stated, f.file, f.row, f.implied"


class Spool:
    """The rows of one load and what the graph holds of them, in a database that goes with the process.

    Attributes:
        suppressed: how many rows were left out for the suppression list.
    """

    def __init__(self) -> None:
        """Open one: a file without a name, written only once the cache is full."""
        # One thread at a time uses it: the one that reads, then the one that writes.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self.suppressed = 0
        self._read: list[tuple[Any, ...]] = []

    def close(self) -> None:
        """Let go of the disk space."""
        self._db.close()

    # Rows as read.

    def read_node(self, node: NodeStatement) -> NodeStatement | None:
        """Keep an entity as read; where its id is taken already, return whose it is, and keep nothing."""
        if self._insert_node("read_nodes", node):
            return None
        return next(self._nodes("SELECT id, label, stated, file, row FROM read_nodes WHERE id = ?", (node.id,)))

    def read_fact(self, row: FactRow) -> None:
        """Keep a row of a fact table as read."""
        self._read.append((row.type, row.start, row.end, canonical(row.values), *row.place))
        if len(self._read) >= _FETCHED:
            self._keep_read()

    def _keep_read(self) -> None:
        self._db.executemany(_INSERT_ROW.format("read_rows"), self._read)
        self._read.clear()

    def read_nodes(self, labels: Collection[str] | None = None) -> Iterator[NodeStatement]:
        """The entities as read, in their order; those with one of the labels."""
        return self._labelled("read_nodes", labels)

    def points(self) -> Iterator[tuple[str, str, int | None, float, float]]:
        """Country, file, row, latitude and longitude of every entity that has both, as read, country by country."""
        text = (
            "SELECT json_extract(stated, '$.country') AS country, file, row, json_extract(stated, '$.location[0]') "
            "AS lat, json_extract(stated, '$.location[1]') FROM read_nodes "
            "WHERE country IS NOT NULL AND lat IS NOT NULL ORDER BY country, n"
        )
        return self._select(text)

    def leave_out(self, places: Collection[Place]) -> None:
        """Forget the rows that were read at these places."""
        self._keep_read()
        for table in ("read_nodes", "read_rows"):
            self._db.executemany(f"DELETE FROM {table} WHERE file = ? AND row = ?", places)

    def leave_out_facts(self, id_: str) -> int:
        """Forget the rows that an entity is an end of; return how many."""
        self._keep_read()
        return self._db.execute("DELETE FROM read_rows WHERE ? IN (start, end)", (id_,)).rowcount

    # An attempt.

    def restart(self) -> None:
        """Begin an attempt: the rows as read, nothing resolved, nothing known of the graph."""
        self._keep_read()
        for statement in _RESTART:
            self._db.execute(statement)

    def nodes(self, labels: Collection[str] | None = None) -> Iterator[NodeStatement]:
        """The entities of the load, in the order read; those with one of the labels."""
        return self._labelled("nodes", labels)

    def node(self, id_: str) -> NodeStatement | None:
        """One of them."""
        return next(self._nodes("SELECT id, label, stated, file, row FROM nodes WHERE id = ?", (id_,)), None)

    def label(self, id_: str) -> str | None:
        """Its label."""
        row = self._db.execute("SELECT label FROM nodes WHERE id = ?", (id_,)).fetchone()
        return row[0] if row else None

    def add_node(self, node: NodeStatement) -> None:
        """Add an entity, in place of one with the same id."""
        self._db.execute("DELETE FROM nodes WHERE id = ?", (node.id,))
        self._insert_node("nodes", node)

    def take_nodes(self, ids: Iterable[str]) -> Iterator[NodeStatement]:
        """Take entities out, and yield them in the order read."""
        self._db.execute("CREATE TEMP TABLE taken (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.executemany("INSERT OR IGNORE INTO taken VALUES (?)", ((id_,) for id_ in ids))
        self._db.execute("CREATE TEMP TABLE moved AS SELECT * FROM nodes WHERE id IN taken ORDER BY n")
        self._db.execute("DELETE FROM nodes WHERE id IN taken")
        yield from self._nodes("SELECT id, label, stated, file, row FROM moved ORDER BY n")
        self._db.execute("DROP TABLE taken")
        self._db.execute("DROP TABLE moved")

    def rows(self) -> Iterator[tuple[int, FactRow]]:
        """The rows of fact tables with their numbers, in the order read. They may be changed meanwhile."""
        for table in self._pages("rows", "type, start, end, stated, file, row"):
            for n, type_, start, end, stated, file, row in table:
                yield n, FactRow(type_, start, end, parsed(stated), Place(file, row))

    def replace_row(self, n: int, row: FactRow | None) -> None:
        """Put another row in the place of one, or none."""
        if row is None:
            self._db.execute("DELETE FROM rows WHERE n = ?", (n,))
        else:
            self._db.execute(
                "UPDATE rows SET start = ?, end = ?, stated = ? WHERE n = ?",
                (row.start, row.end, canonical(row.values), n),
            )

    def replace_values(self, id_: str, values: dict[str, Plain]) -> None:
        """Give an entity of the load other values."""
        self._db.execute("UPDATE nodes SET stated = ? WHERE id = ?", (canonical(values), id_))

    def add_row(self, row: FactRow) -> None:
        """Add a row to those of the fact tables."""
        values = (row.type, row.start, row.end, canonical(row.values), *row.place)
        self._db.execute(_INSERT_ROW.format("rows"), values)

    def add_row_fact(self, id_: str, n: int) -> Place | None:
        """Add the fact that a row states; where the same one is there already, return where, and add nothing."""
        text = (
            "INSERT OR IGNORE INTO facts (id, implied, type, start, end, stated, file, row) "
            "SELECT ?, 0, type, start, end, stated, file, row FROM rows WHERE n = ?"
        )
        if self._db.execute(text, (id_, n)).rowcount:
            return None
        return Place(*self._db.execute("SELECT file, row FROM facts WHERE id = ?", (id_,)).fetchone())

    def add_implied_fact(self, fact: FactStatement) -> None:
        """Add a fact that follows from others, unless it is stated."""
        text = (
            "INSERT OR IGNORE INTO facts (id, implied, type, start, end, stated, file, row) "
            "VALUES (?, 1, ?, ?, ?, ?, ?, ?)"
        )
        self._db.execute(text, (fact.id, fact.type, fact.start, fact.end, canonical(fact.values), *fact.place))

    def forget_facts(self) -> None:
        """Forget the facts, to resolve the rows once more."""
        self._db.execute("DELETE FROM facts")

    # What the graph holds.

    def name(self, ids: Iterable[str]) -> None:
        """Note ids that the load names."""
        self._db.executemany("INSERT OR IGNORE INTO named VALUES (?)", ((id_,) for id_ in ids))

    def unheld_names(self) -> Iterator[str]:
        """Ids that the load names, of which it is not known yet whether the graph has them; held ones may come in."""
        return self._ids("named", "held_nodes", "1 = 1", ())

    def unheld_facts(self, type_: str) -> Iterator[str]:
        """Ids of facts of a type, of which it is not known yet whether the graph has them; held ones may come in."""
        return self._ids("facts", "held_facts", "type = ?", (type_,))

    def hold_nodes(self, nodes: Iterable[PresentNode]) -> None:
        """Note entities of the graph."""
        rows = ((node.id, node.label, json.dumps(node.statements)) for node in nodes)
        self._db.executemany("INSERT OR REPLACE INTO held_nodes VALUES (?, ?, ?)", rows)

    def hold_facts(self, facts: Iterable[PresentFact]) -> None:
        """Note facts of the graph."""
        rows = ((fact.id, fact.type, fact.start, fact.end, json.dumps(fact.statements)) for fact in facts)
        self._db.executemany("INSERT OR REPLACE INTO held_facts VALUES (?, ?, ?, ?, ?)", rows)

    def held_node(self, id_: str) -> PresentNode | None:
        """What the graph holds of an entity."""
        row = self._db.execute("SELECT id, label, statements FROM held_nodes WHERE id = ?", (id_,)).fetchone()
        return PresentNode(row[0], row[1], json.loads(row[2])) if row else None

    def stated_nodes(self) -> Iterator[tuple[str, str, str, PresentNode | None]]:
        """Id, label and canonical statement of every entity of the load, with what the graph holds of it."""
        text = (
            "SELECT n.id, n.label, n.stated, h.label, h.statements FROM nodes n LEFT JOIN held_nodes h USING (id) "
            "ORDER BY n.n"
        )
        for id_, label, stated, held_label, statements in self._select(text):
            held = PresentNode(id_, held_label, json.loads(statements)) if statements else None
            yield id_, label, stated, held

    def stated_facts(self) -> Iterator[tuple[str, str, str, str, str, PresentFact | None]]:
        """Type, id, ends and canonical statement of every fact of the load, with what the graph holds of it."""
        text = (
            "SELECT f.type, f.id, f.start, f.end, f.stated, h.type, h.start, h.end, h.statements "
            "FROM facts f LEFT JOIN held_facts h USING (id) ORDER BY f.n"
        )
        for type_, id_, start, end, stated, *known, statements in self._select(text):
            held = PresentFact(known[0], id_, known[1], known[2], json.loads(statements)) if statements else None
            yield type_, id_, start, end, stated, held

    def unstated_nodes(self) -> Iterator[PresentNode]:
        """Entities that the graph holds and the load does not state."""
        text = "SELECT id, label, statements FROM held_nodes WHERE id NOT IN (SELECT id FROM nodes)"
        return (PresentNode(id_, label, json.loads(texts)) for id_, label, texts in self._select(text))

    def unstated_facts(self) -> Iterator[PresentFact]:
        """Facts that the graph holds and the load does not state."""
        text = "SELECT type, id, start, end, statements FROM held_facts WHERE id NOT IN (SELECT id FROM facts)"
        return (
            PresentFact(type_, id_, start, end, json.loads(texts))
            for type_, id_, start, end, texts in self._select(text)
        )

    def fact(self, id_: str) -> FactStatement | None:
        """One fact of the load."""
        row = self._db.execute(f"SELECT {_FACT} FROM facts f WHERE id = ?", (id_,)).fetchone()
        if row is None:
            return None
        type_, _, start, end, stated, file, line, implied = row
        return FactStatement(type_, id_, start, end, parsed(stated), Place(file, line), bool(implied))

    def counts(self) -> tuple[int, int]:
        """How many entities and facts the load states."""
        nodes, facts = self._db.execute("SELECT (SELECT count(*) FROM nodes), (SELECT count(*) FROM facts)").fetchone()
        return nodes, facts

    # How it is done.

    def execute(self, text: str, parameters: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Run a statement of a part of the loader that keeps a table of its own here."""
        return self._db.execute(text, tuple(parameters))

    def insert(self, text: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run such a statement for many rows, which may be made of what is read here meanwhile."""
        self._db.executemany(text, rows)

    def select(self, text: str, parameters: Iterable[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of such a statement, a part at a time."""
        return self._select(text, tuple(parameters))

    def _insert_node(self, table: str, node: NodeStatement) -> bool:
        text = f"INSERT OR IGNORE INTO {table} (id, label, stated, file, row) VALUES (?, ?, ?, ?, ?)"
        return bool(self._db.execute(text, (node.id, node.label, canonical(node.values), *node.place)).rowcount)

    def _labelled(self, table: str, labels: Collection[str] | None) -> Iterator[NodeStatement]:
        some = "" if labels is None else f"WHERE label IN ({', '.join('?' * len(labels))})"
        return self._nodes(f"SELECT id, label, stated, file, row FROM {table} {some} ORDER BY n", tuple(labels or ()))

    def _nodes(self, text: str, parameters: tuple[Any, ...] = ()) -> Iterator[NodeStatement]:
        for id_, label, stated, file, row in self._select(text, parameters):
            yield NodeStatement(label, id_, parsed(stated), Place(file, row))

    def _pages(self, table: str, columns: str) -> Iterator[list[tuple[Any, ...]]]:
        """A table in parts, none of which is still being read while it is worked on."""
        last = (self._db.execute(f"SELECT max(n) FROM {table}").fetchone()[0] or 0) + 1
        text = f"SELECT n, {columns} FROM {table} WHERE n > ? AND n < ? ORDER BY n LIMIT {_FETCHED}"
        after = 0
        while page := self._db.execute(text, (after, last)).fetchall():
            yield page
            after = page[-1][0]

    def _ids(self, table: str, but: str, condition: str, parameters: tuple[Any, ...]) -> Iterator[str]:
        text = (
            f"SELECT id FROM {table} WHERE {condition} AND id > ? AND id NOT IN (SELECT id FROM {but}) "
            f"ORDER BY id LIMIT {_FETCHED}"
        )
        after = ""
        while page := self._db.execute(text, (*parameters, after)).fetchall():
            yield from (row[0] for row in page)
            after = page[-1][0]

    def _select(self, text: str, parameters: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        cursor = self._db.execute(text, parameters)
        while page := cursor.fetchmany(_FETCHED):
            yield from page
