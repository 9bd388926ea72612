"""Favourites of Neo4j Browser: each question of the catalogue with its defaults, and first looks at the model."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from muninet.catalogue import Catalogue
from muninet.catalogue.binding import bind
from muninet.catalogue.query import Query
from muninet.catalogue.tokens import with_values
from muninet.model import Schema
from muninet.neo4j_browser.literals import literal
from muninet.neo4j_browser.statements import MOST, statement_of

_LOOKS = "the-model"
# One row, which holds all of it.
MODEL = "CALL db.schema.visualization() YIELD nodes, relationships\nRETURN nodes, relationships\nLIMIT 1;"
# Of each file in an archive: the same kit makes the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Favourite:
    """One favourite.

    Attributes:
        name: `path/links`: the folder it is shown in, and its file there.
        title: what it is shown as.
        text: the file: its title as a comment, what is asked, its statement.
    """

    name: str
    title: str
    text: str

    @property
    def file(self) -> str:
        """Its path in the kit."""
        return f"favourites/{self.name}.cypher"


def favourites(catalogue: Catalogue, schema: Schema) -> tuple[Favourite, ...]:
    """Every question of the catalogue under its title, then a look at each type of entity and each class of facts."""
    asked = tuple(favourite_of(catalogue[name]) for name in catalogue)
    return (*asked, *_looks(schema))


def favourite_of(query: Query, **given: str) -> Favourite:
    """A question as a favourite, with its defaults; `given` replaces some of them."""
    # Any day will do, since `today` is not written down as one.
    bound = bind(query, {**_bounded(query), **given}, dt.date(2000, 1, 1)).cypher
    days = {one.name for one in query.parameters if one.type == "at" and given.get(one.name, one.default) == "today"}
    values = {name: "date()" if name in days else literal(value) for name, value in bound.items()}
    told = "".join(f"// {one.name}: {values[one.name]}\n" for one in query.parameters if values[one.name] != "null")
    statement = with_values(statement_of(query), values)
    return Favourite(query.name, query.title, f"// {query.title}\n{told}{statement}\n")


def archive(files: Iterable[Favourite]) -> bytes:
    """All favourites in one ZIP file, which the classic Browser takes where it is dropped on its window."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for favourite in files:
            packed.writestr(zipfile.ZipInfo(f"muninet-{favourite.name}.cypher", _NO_TIME), favourite.text)
    return content.getvalue()


def table(files: Iterable[Favourite]) -> str:
    """All favourites as the CSV file that the newer Browser imports under Saved Cypher, in folders, by their titles."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(("name", "description", "query", "id", "parentId", "isFolder"))
    for folder, found in groupby(files, lambda favourite: favourite.name.partition("/")[0]):
        folder = f"muninet-{folder}"
        writer.writerow((folder, "", "", folder, "", "true"))
        for favourite in found:
            id_ = f"muninet-{favourite.name}"
            writer.writerow((favourite.title, "", favourite.text, id_, folder, "false"))
    return content.getvalue()


def _bounded(query: Query) -> dict[str, str]:
    limit = next((one for one in query.parameters if one.name == "limit"), None)
    return {"limit": str(MOST)} if limit and limit.default and int(limit.default) > MOST else {}


def _looks(schema: Schema) -> Iterator[Favourite]:
    title = "The model: which types there are, and how they are linked"
    yield Favourite(f"{_LOOKS}/types", title, f"// {title}\n{MODEL}\n")
    for label, node in schema.nodes.items():
        title = f"Some {node.plural.replace('-', ' ')}"
        text = f"// {title}\nMATCH (n:{label})\nRETURN n\nORDER BY n.sort_key\nLIMIT 25;\n"
        yield Favourite(f"{_LOOKS}/{node.plural}", title, text)
    for name, description in schema.classes.items():
        title, types = f"Some facts: {name}", "|".join(schema.of_class(name))
        text = f"// {title}\n// {description}\nMATCH p = (a)-[:{types}]->(b)\nRETURN p\nLIMIT {MOST};\n"
        yield Favourite(f"{_LOOKS}/facts-{name}", title, text)
