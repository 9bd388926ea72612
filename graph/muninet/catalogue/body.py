"""Reads the statement of a query file: parameters, columns returned, how it ends, labels and types named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from muninet.catalogue.tokens import Token

_OPENING = {"(": ")", "[": "]", "{": "}"}
# A brace behind one of these holds a statement, where a colon begins a label; any other holds a map or a quantifier.
_SUBQUERY = ("EXISTS", "COUNT", "COLLECT", "CALL")
_AFTER_RETURN = ("ORDER", "SKIP", "OFFSET", "LIMIT")
# `key`, because it is unique, makes the order total; `$limit` is what pages are made of.
ENDING = "ORDER BY key LIMIT $limit"


def parameters(statement: Sequence[Token]) -> dict[str, int]:
    """Return the parameters that a statement uses, each with the first line it stands in."""
    found: dict[str, int] = {}
    for token in statement:
        if token.kind == "parameter":
            found.setdefault(token.text, token.line)
    return found


def ends_well(statement: Sequence[Token]) -> bool:
    """Whether a statement ends in `ORDER BY key LIMIT $limit`."""
    ending = [token.text.upper() if token.is_word("ORDER", "BY", "LIMIT") else token.text for token in statement[-5:]]
    return " ".join(ending).replace("LIMIT limit", "LIMIT $limit") == ENDING and statement[-1].kind == "parameter"


def returned(statement: Sequence[Token]) -> tuple[list[str | None], int]:
    """Return the keys of the last RETURN outside of any brackets, None where an item has no name, and its line.

    Without such a RETURN: no keys, and the last line.
    """
    levels = list(_levels(statement))
    starts = [index for index, token in enumerate(statement) if token.is_word("RETURN") and levels[index] == 0]
    if not starts:
        return [], statement[-1].line if statement else 1
    items: list[list[Token]] = [[]]
    for index in range(starts[-1] + 1, len(statement)):
        token = statement[index]
        if levels[index] == 0 and token.is_word(*_AFTER_RETURN):
            break
        if levels[index] == 0 and token.is_mark(","):
            items.append([])
        elif not (token.is_word("DISTINCT") and items == [[]]):
            items[-1].append(token)
    return [_key(item) for item in items], statement[starts[-1]].line


def _key(item: Sequence[Token]) -> str | None:
    if item and item[-1].kind == "name" and (len(item) == 1 or item[-2].is_word("AS")):
        return item[-1].text
    return None


def _levels(statement: Sequence[Token]) -> Iterator[int]:
    """How many brackets are open around each token; a bracket counts as inside itself."""
    level = 0
    for token in statement:
        if token.is_mark(*_OPENING):
            level += 1
        yield level
        if token.is_mark(*_OPENING.values()):
            level -= 1


def model_names(statement: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Yield every label (`label`) and relationship type (`type`) that a statement names behind a colon."""
    opened: list[str] = []
    closed_call = False
    for index, token in enumerate(statement):
        before = statement[index - 1] if index else None
        if token.is_mark(*_OPENING):
            opened.append(_bracket(token, before, closed_call))
        elif token.is_mark(*_OPENING.values()) and opened:
            closed_call = opened.pop() == "call("
        elif token.is_mark(":") and (not opened or opened[-1] != "map"):
            kind = "type" if opened and opened[-1] == "[" else "label"
            yield from ((kind, name) for name in _expression(statement, index + 1))


def _bracket(token: Token, before: Token | None, closed_call: bool) -> str:
    """What an opening bracket is: `[`, `(`, the variables of a CALL, a subquery or a map."""
    if token.text == "(":
        return "call(" if before is not None and before.is_word("CALL") else "("
    if token.text == "[":
        return "["
    subquery = before is not None and (before.is_word(*_SUBQUERY) or (before.is_mark(")") and closed_call))
    return "subquery" if subquery else "map"


def _expression(statement: Sequence[Token], start: int) -> Iterator[Token]:
    """The names of a label expression such as `A|!B`, up to its first closing parenthesis."""
    wants_name = True
    for token in statement[start:]:
        if wants_name and token.kind == "name":
            yield token
            wants_name = False
        elif wants_name and token.is_mark("!", "("):
            continue
        elif not wants_name and token.is_mark("|", "&"):
            wants_name = True
        else:
            return
