"""Cuts Cypher into tokens, so that comments, strings and quoted names are never taken for code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

Kind = Literal["name", "parameter", "string", "number", "mark"]

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]* | /\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*")
  | (?P<parameter>\$(?:\w+|`(?:[^`]|``)+`))
  | (?P<name>[^\W\d]\w* | `(?:[^`]|``)+`)
  | (?P<number>\d+(?:\.\d+)?\w*)
  | (?P<open>/\*|['"`])
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENED = {"/*": "comment", "'": "string", '"': "string", "`": "quoted name"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a statement.

    Attributes:
        kind: name (keywords too), parameter (without its dollar), string (with its quotes), number, or mark (one
            character).
        text: what stands there, quoted names without their backticks.
        line: line in the file, the first being 1.
        quoted: whether a name stood in backticks, and so is no keyword.
    """

    kind: Kind
    text: str
    line: int
    quoted: bool = False

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in any case."""
        return self.kind == "name" and not self.quoted and self.text.upper() in words

    def is_mark(self, *marks: str) -> bool:
        """Whether it is one of these characters."""
        return self.kind == "mark" and self.text in marks


class UnterminatedError(ValueError):
    """A string, quoted name or comment that never ends."""

    def __init__(self, what: str, line: int) -> None:
        """Take what was opened, and where."""
        super().__init__(f"a {what} begins here and never ends")
        self.line = line


def tokens(text: str, line: int = 1) -> list[Token]:
    """Cut a statement into tokens; comments and white space are left out.

    Args:
        text: Cypher.
        line: the number of its first line.

    Raises:
        UnterminatedError: a string, quoted name or comment never ends.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup, match.group()
        if kind == "open":
            raise UnterminatedError(_OPENED[raw], line)
        if kind == "name":
            found.append(Token("name", _unquoted(raw), line, raw.startswith("`")))
        elif kind == "parameter":
            found.append(Token("parameter", _unquoted(raw[1:]), line))
        elif kind in ("string", "number", "mark"):
            found.append(Token(cast(Kind, kind), raw, line))
        line += raw.count("\n")
    return found


def with_values(text: str, values: Mapping[str, str]) -> str:
    """A statement with values in the place of its parameters, for who reads it; ours are sent with parameters.

    Args:
        text: Cypher.
        values: Cypher for each parameter; one that is missing stays as it is. Comments and strings are left alone.
    """

    def written(match: re.Match[str]) -> str:
        raw = match.group()
        return values.get(_unquoted(raw[1:]), raw) if match.lastgroup == "parameter" else raw

    return _TOKEN.sub(written, text)


def _unquoted(name: str) -> str:
    return name[1:-1].replace("``", "`") if name.startswith("`") else name
