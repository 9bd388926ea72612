"""Reads a mapping's YAML as plain data: no tags, no anchors, no guessing of types, bounded, with the line of every key.

YAML 1.1 makes `no` false, `2026-03-01` a day and `007` seven. In a mapping, these are words: Norway's code is NO.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.events import AliasEvent

from muninet.errors import UsageError

Path_ = tuple[str | int, ...]
_LARGEST = 1_000_000
_DEEPEST = 20


@dataclass(frozen=True)
class Document:
    """A mapping as written.

    Attributes:
        file: where it stands.
        data: what it says.
        lines: of each key, by its path.
    """

    file: str
    data: dict[str, Any]
    lines: Mapping[Path_, int]

    def place(self, path: Path_) -> str:
        """Render as `file:line: key.path: `; the line is that of the innermost key that is written."""
        inner: Path_ = ()
        for part in path:
            # One thing may stand where a list may: then there is no number to tell.
            if isinstance(part, str) or (*inner, part) in self.lines:
                inner = (*inner, part)
        path = inner
        known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in self.lines), ())
        line = f":{self.lines[known]}" if known in self.lines else ""
        return f"{self.file}{line}: {dotted(path)}: " if path else f"{self.file}: "


def dotted(path: Path_) -> str:
    """Render a path as `facts[0].since.format`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


class _Words(yaml.SafeLoader):
    """Knows true, false, null and numbers in their plain forms; every other scalar is a word."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own form

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse what a list for people to read does not need, and what could swell."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        mark = event.start_mark
        if isinstance(event, AliasEvent):
            raise ConstructorError(None, None, "an alias (*): write it out", mark)
        if getattr(event, "anchor", None) is not None:
            raise ConstructorError(None, None, "an anchor (&): write it out where it is needed", mark)
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise ConstructorError(None, None, f"a tag ({tag}): write the plain value", mark)
        self.depth = getattr(self, "depth", 0) + 1
        if self.depth > _DEEPEST:
            raise ConstructorError(None, None, "too many levels", mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Words.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z", re.ASCII), ["~", "n", ""])
_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z", re.ASCII), ["t", "f"])
_Words.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9]\d{0,17})\Z", re.ASCII), [*"-0123456789"]
)
_Words.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"-?(?:0|[1-9]\d{0,17})\.\d{1,17}\Z", re.ASCII), [*"-0123456789"]
)


def read_document(path: Path) -> Document:
    """Read a YAML file.

    Raises:
        UsageError: it cannot be read, is no YAML, or uses what a mapping does not need; the message names the line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}: `--draft` proposes a mapping") from None
    if len(raw) > _LARGEST:
        raise UsageError(f"{path}: larger than {_LARGEST:,} bytes: a mapping is a page or two of YAML")
    try:
        return parse_document(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8: save it as UTF-8") from None


def parse_document(text: str, file: str) -> Document:
    """Read YAML text; see read_document."""
    loader = None
    try:
        loader = _Words(text)
        node = loader.get_single_node()
        lines: dict[Path_, int] = {}
        if node is not None:
            _note(node, (), lines, file)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise UsageError(f"{file}{line}: not the YAML of a mapping: {error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise UsageError(f"{file}: not the YAML of a mapping: {str(error).splitlines()[0]}") from None
    finally:
        if loader is not None:
            loader.dispose()
    if not isinstance(data, dict):
        raise UsageError(f"{file}: a mapping begins with keys: dataset, source, entities, facts")
    return Document(file, data, lines)


def _note(node: Any, path: Path_, lines: dict[Path_, int], file: str) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name: Hashable = getattr(key, "value", None)
            line = key.start_mark.line + 1
            if not isinstance(name, str):
                raise UsageError(f"{file}:{line}: a key must be a word")
            # What reads as a number or as true is a word all the same where it names something.
            key.tag = "tag:yaml.org,2002:str"
            inner = (*path, name)
            if inner in lines:
                raise UsageError(f"{file}:{line}: {dotted(inner)} stands twice, first in line {lines[inner]}: keep one")
            lines[inner] = line
            _note(value, inner, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            lines[(*path, number)] = item.start_mark.line + 1
            _note(item, (*path, number), lines, file)
