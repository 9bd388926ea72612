"""Statements that Neo4j Browser is opened with: values within, since it draws nothing beside commands that set them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from muninet.catalogue.query import Query
from muninet.catalogue.tokens import with_values
from muninet.neo4j_browser.literals import literal, parameter_lines

# Larger results slow the Browser down, and it then leaves facts out without a word.
MOST = 100


def statement_with(query: Query, values: Mapping[str, Any]) -> str:
    """A question's title and its statement, with values in the place of its parameters.

    Args:
        query: the question.
        values: by parameter, as the driver takes them.
    """
    written = {name: literal(value) for name, value in values.items()}
    return f"// {query.title}\n{with_values(statement_of(query), written)}"


def statements_with(query: Query, values: Mapping[str, Any]) -> tuple[str, str]:
    """The statement as above, and a shorter one, whose values stand before it: long lists are written but once.

    Of the shorter one the Browser shows the rows and draws no graph.
    """
    return statement_with(query, values), f"{parameter_lines(values)}{statement_of(query)}"


def statement_of(query: Query) -> str:
    """A question's statement without its header, whose place the title has; comments within it stay."""
    lines = query.text.strip().splitlines()
    # A header ends with what it declares; a comment after that belongs to the statement.
    declared = max(number for number, line in enumerate(lines) if line.startswith("// @"))
    return "\n".join(lines[declared + 1 :]).strip()


def surroundings_of(id_: str, day: dt.date | None = None) -> str:
    """A statement that shows an entity with what is one fact away, but for facts of rank deprecated.

    Args:
        id_: of the entity.
        day: on which facts have to hold; None for any.
    """
    tests = ["type(f) <> 'MENTIONED_IN'", "f.rank <> 'deprecated'"]
    if day is not None:
        holds = literal(day)
        tests += [f"f.holds_from <= {holds}", f"(f.holds_until IS NULL OR f.holds_until > {holds})"]
    return (
        f"MATCH (n:Entity {{id: {literal(id_)}}})\nOPTIONAL MATCH p = (n)-[f]-()\nWHERE {' AND '.join(tests)}\n"
        f"RETURN n, p\nLIMIT {MOST};"
    )


def these(ids: Iterable[str]) -> str:
    """A statement that returns some entities; the Browser itself draws the facts between them."""
    listed = literal(list(dict.fromkeys(ids))[:MOST])
    return f"MATCH (n:Entity)\nWHERE n.id IN {listed}\nRETURN n\nORDER BY n.sort_key\nLIMIT {MOST};"


def shortened(statement: str) -> str:
    """A statement of ours without what its lines are set in by, and without comments but for its title at the top.

    An address holds only so much.
    """
    first, *others = (line.strip() for line in statement.splitlines())
    return "\n".join([first, *(line for line in others if line and not line.startswith("//"))])
