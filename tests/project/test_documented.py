"""What is public is documented: settings, labels, fact types, questions, endpoints, commands. No link is dead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import typer
import yaml
from typer.core import TyperGroup

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.cli import build
from muninet.docs import http_page
from muninet.model import load_schema
from muninet.settings import VARIABLES, Settings
from muninet_api.app import create_app

LINK = re.compile(r"\[[^\]\n]+\]\(([^)\s]+)\)")


def undocumented(names: Iterable[str], page: str) -> list[str]:
    """Those that the page has no heading for."""
    headings = set(re.findall(r"^#+ (.+)$", page, re.MULTILINE))
    return [name for name in names if name not in headings]


def dead_links(file: PurePosixPath, text: str, files: frozenset[PurePosixPath]) -> list[str]:
    """Links of a Markdown file to files that the checkout does not hold."""
    dead = []
    for target in LINK.findall(text):
        path = target.partition("#")[0]
        if "://" in target or not path:
            continue
        parts: list[str] = []
        for part in (file.parent / path).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        if PurePosixPath(*parts) not in files:
            dead.append(f"{file}: {target}")
    return dead


def test_every_label_and_relationship_type(checkout: Any) -> None:
    model = yaml.safe_load(checkout.read("graph/muninet/model/schema.yaml"))
    page = checkout.read("docs/reference/model.md")
    assert undocumented([*model["nodes"], *model["facts"]], page) == []
    own = [
        name for entry in (*model["nodes"].values(), *model["facts"].values()) for name in entry.get("properties", {})
    ]
    assert [name for name in own if f"| `{name}` |" not in page] == []


def test_every_question(checkout: Any) -> None:
    names = [str(PurePosixPath(*file.parts[1:]).with_suffix("")) for file in checkout.below("cypher", suffix=".cypher")]
    assert len(names) >= 9
    assert undocumented(names, checkout.read("docs/reference/queries.md")) == []


def test_every_endpoint(checkout: Any) -> None:
    service = create_app(Settings.from_environment({"MUNINET_NEO4J_URI": "bolt://127.0.0.1:7687", "HOME": "/"}))
    paths = service.openapi()["paths"]
    assert {"/v1/links", "/v1/entities/{id}", "/v1/search", "/v1/queries", "/health/live", "/health/ready"} <= set(
        paths
    )
    names = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    assert undocumented(names, checkout.read("docs/reference/http.md")) == []
    silent = [
        f"{method} {path}: {parameter['name']}"
        for path, methods in paths.items()
        for method, operation in methods.items()
        for parameter in operation.get("parameters", ())
        if not (parameter.get("description") or parameter["schema"].get("description"))
    ]
    assert silent == []


def test_every_command(checkout: Any) -> None:
    command = typer.main.get_command(build(Catalogue.read(home("cypher"), load_schema())))
    assert isinstance(command, TyperGroup)
    assert {"serve", "up", "load", "unload", "status", "query", "links"} <= set(command.commands)
    page = checkout.read("docs/reference/cli.md")
    assert undocumented([f"muninet {name}" for name in command.commands], page) == []
    assert [name for name, one in command.commands.items() if not one.help] == []


def test_every_setting(checkout: Any) -> None:
    read = {
        name
        for file in checkout.below("graph", "api", suffix=".py")
        for name in re.findall(r"\bMUNINET_[A-Z0-9_]+\b", checkout.read(file))
    }
    assert {name for name in read if not name.startswith("MUNINET_TEST_")} == set(VARIABLES)
    page = checkout.read("docs/reference/settings.md")
    assert [name for name in VARIABLES if f"| `{name}` |" not in page] == []


def test_every_variable_of_the_tests(checkout: Any) -> None:
    read = {
        name
        for file in (*checkout.below("tests", suffix=".py"), PurePosixPath(".ci/run"))
        for name in re.findall(r"\bMUNINET_TEST_[A-Z0-9]+(?:_[A-Z0-9]+)*\b", checkout.read(file))
    }
    assert "MUNINET_TEST_NEO4J" in read
    assert [name for name in read if name not in checkout.read("CONTRIBUTING.md")] == []


def test_every_target_of_the_makefile_that_docs_name(checkout: Any) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", checkout.read("Makefile"), re.MULTILINE))
    named = {
        target
        for file in checkout.files
        if file.suffix == ".md"
        for target in re.findall(r"`make ([a-z][a-z-]*)[ `]|^make ([a-z][a-z-]*)", checkout.read(file), re.MULTILINE)
        for target in target
        if target
    }
    assert {"serve", "test", "check"} <= named
    assert named <= targets


def test_no_link_is_dead(checkout: Any) -> None:
    pages = [file for file in checkout.files if file.suffix == ".md"]
    assert [dead for file in pages for dead in dead_links(file, checkout.read(file), checkout.files)] == []


def test_generated_pages_say_so_in_their_first_line(checkout: Any) -> None:
    pages = checkout.below("docs/reference")
    assert {file.name for file in pages} == {"model.md", "queries.md", "settings.md", "http.md", "cli.md"}
    assert [file for file in pages if not checkout.read(file).startswith("<!-- Generated by `make docs`")] == []


def test_the_whole_file_that_the_guide_shows_is_a_question(checkout: Any, tmp_path: Path) -> None:
    (shown,) = re.findall(r"^```\n(// .+?)^```$", checkout.read("docs/queries.md"), re.MULTILINE | re.DOTALL)
    (tmp_path / "network").mkdir()
    (tmp_path / "network" / "shown.cypher").write_text(shown)
    question = Catalogue.read(tmp_path, load_schema()).query("network/shown")
    assert question.title == "Members of a network"
    assert [column.name for column in question.columns] == ["member", "fact", "key"]


def test_what_is_missing_is_seen() -> None:
    assert undocumented(["City", "Town"], "# Model\n\n### City\n") == ["Town"]
    files = frozenset([PurePosixPath("docs/a.md"), PurePosixPath("README.md")])
    text = "[here](../README.md#start) [gone](b.md) [away](https://example.org/x)"
    assert dead_links(PurePosixPath("docs/a.md"), text, files) == ["docs/a.md: b.md"]


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"type": "array", "items": {"$ref": "#/components/schemas/Route"}}, "list of Route"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string or null"),
        ({"type": "string", "enum": ["day", "year"]}, "`day`, `year`"),
    ],
)
def test_types_are_written_short(schema: dict[str, Any], written: str) -> None:
    operation = {"summary": "Ask", "parameters": [{"name": "x", "in": "query", "schema": schema}], "responses": {}}
    page = http_page({"info": {}, "paths": {"/x": {"get": operation}}, "components": {"schemas": {}}})
    assert f"| `x` | query | {written} |" in page
