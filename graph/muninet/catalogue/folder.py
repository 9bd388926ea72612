"""Reads a folder of query files and refuses one that breaks a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from muninet.catalogue import body
from muninet.catalogue.header import Header, HeaderError, read_header
from muninet.catalogue.nearest import hint, nearest
from muninet.catalogue.query import Query
from muninet.catalogue.tokens import Token, UnterminatedError, tokens
from muninet.errors import CatalogueError, UnknownQueryError
from muninet.model import Schema

_ENDING = ".cypher"
_PATH = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(/[a-z][a-z0-9]*(-[a-z0-9]+)*)+")
# The label that every entity has beside its own.
_ENTITY = "Entity"
# What a question may look at that is no entity: what loads have changed.
_BOOKKEEPING = "Load"
_MOST_ROWS = 1000


class Catalogue(Mapping[str, Query]):
    """The questions there are, by name."""

    def __init__(self, queries: Mapping[str, Query]) -> None:
        """Take queries that have been checked; use `Catalogue.read`."""
        self._queries = dict(sorted(queries.items()))

    @classmethod
    def read(cls, folder: Path, schema: Schema) -> Self:
        """Read every `.cypher` file below a folder.

        Raises:
            CatalogueError: a file breaks a rule; the message begins with `cypher/path/links.cypher:9:`.
        """
        files = sorted(folder.rglob("*" + _ENDING))
        if not files:
            raise CatalogueError(f"{folder.name}:1: there is no query file in here: install muninet again")
        queries = [read_query(file, folder, schema) for file in files]
        return cls({query.name: query for query in queries})

    def query(self, name: str) -> Query:
        """Return the question of that name.

        Raises:
            UnknownQueryError: there is none; it carries the nearest names.
        """
        try:
            return self._queries[name]
        except KeyError:
            raise UnknownQueryError(name, nearest(name, self._queries)) from None

    def __getitem__(self, name: str) -> Query:
        """Return the question of that name, or raise KeyError."""
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in their order."""
        return iter(self._queries)

    def __len__(self) -> int:
        """How many questions there are."""
        return len(self._queries)


def read_query(file: Path, folder: Path, schema: Schema) -> Query:
    """Read one query file below a folder.

    Raises:
        CatalogueError: it breaks a rule.
    """
    place = file.relative_to(folder.parent).as_posix()
    name = file.relative_to(folder).as_posix().removesuffix(_ENDING)
    try:
        if _PATH.fullmatch(name) is None:
            raise HeaderError(1, f"{name!r} is no name for a query: a folder and a file, small letters, digits and -")
        text = _text(file)
        header = read_header(text, schema)
        statement = _statement(text, header.length)
        _check_declarations(header)
        _check_parameters(header, statement)
        _check_columns(header, statement)
        _check_names(statement, schema)
    except HeaderError as error:
        raise CatalogueError(f"{place}:{error.line}: {error}") from None
    return Query(
        name=name,
        title=header.title,
        description=header.description,
        parameters=tuple(header.parameters),
        columns=tuple(header.columns),
        text=text,
        file=file,
        returns_graph=header.returns_graph,
        scan=header.scan,
        slow=header.slow,
    )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise HeaderError(line, "is not UTF-8: save the file in that encoding") from None


def _statement(text: str, header_length: int) -> list[Token]:
    """The tokens below the header, without the semicolon that may end them."""
    rest = "\n".join(text.split("\n")[header_length:])
    for number, line in enumerate(rest.split("\n"), header_length + 1):
        if re.match(r"\s*//\s*@[a-z]", line):
            raise HeaderError(number, "a declaration below the header: the header ends at its first other line")
    try:
        found = tokens(rest, header_length + 1)
    except UnterminatedError as error:
        raise HeaderError(error.line, str(error)) from None
    if found and found[-1].is_mark(";"):
        found.pop()
    for token in found:
        if token.is_mark(";"):
            raise HeaderError(token.line, "a semicolon within the statement: one file, one question, one statement")
    if not found:
        raise HeaderError(header_length, "the statement is missing: it stands below the header")
    return found


def _check_declarations(header: Header) -> None:
    """Every question is a list that can be read page by page."""
    by_name = {parameter.name: parameter for parameter in header.parameters}
    limit, after = by_name.get("limit"), by_name.get("after")
    if limit is None or limit.written_type != "integer" or (limit.minimum, limit.maximum) != (1, _MOST_ROWS):
        line = header.lines.get("$limit", header.length)
        raise HeaderError(line, f"`@param  limit  integer  = 100  1..{_MOST_ROWS}  …` is missing or of another form")
    if after is None or after.written_type != "string?" or after.default is not None:
        line = header.lines.get("$after", header.length)
        raise HeaderError(line, "`@param  after  string?  =  …` (the key to continue after) is missing or not empty")
    last = header.columns[-1] if header.columns else None
    if last is None or (last.name, last.type, last.optional) != ("key", "string", False):
        raise HeaderError(
            header.length, "the last column is `@return  key  string  …`: unique, and what rows are sorted by"
        )


def _check_parameters(header: Header, statement: list[Token]) -> None:
    declared = [parameter.name for parameter in header.parameters]
    used = body.parameters(statement)
    for name, line in used.items():
        if name not in declared:
            raise HeaderError(line, f"parameter ${name} is not declared in the header{hint(name, declared, '$')}")
    for name in declared:
        if name not in used:
            raise HeaderError(
                header.lines[f"${name}"], f"parameter ${name} is declared and never used{hint(name, used, '$')}"
            )


def _check_columns(header: Header, statement: list[Token]) -> None:
    keys, line = body.returned(statement)
    if not keys:
        raise HeaderError(line, "the statement returns nothing: it ends in RETURN … " + body.ENDING)
    declared = [column.name for column in header.columns]
    for key in keys:
        if key is None:
            raise HeaderError(line, "a returned value has no name: write `… AS name`")
        if key not in declared:
            raise HeaderError(line, f"column {key} is returned and not declared in the header{hint(key, declared)}")
    for name in declared:
        if name not in keys:
            known = [key for key in keys if key is not None]
            raise HeaderError(header.lines[name], f"column {name} is declared and never returned{hint(name, known)}")
    if keys != declared:
        raise HeaderError(line, f"the columns are returned in another order than declared: {', '.join(declared)}")
    if not body.ends_well(statement):
        raise HeaderError(statement[-1].line, f"the statement does not end in `{body.ENDING}`")


def _check_names(statement: list[Token], schema: Schema) -> None:
    for kind, token in body.model_names(statement):
        known = (*schema.facts,) if kind == "type" else (*schema.nodes, _ENTITY, _BOOKKEEPING)
        if token.text not in known:
            what = "fact type" if kind == "type" else "label"
            raise HeaderError(token.line, f"{what} {token.text} is not in the model{hint(token.text, known)}")
