"""What holds of every file of the project."""

from __future__ import annotations

import re
import stat
from pathlib import PurePosixPath
from typing import Any

import pytest

# Written in pieces, so that this file does not name them.
REGISTRIES = [
    f"{name}.{end}"
    for name, end in [
        ("pypi", "org"),
        ("files.pythonhosted", "org"),
        ("registry.npmjs", "org"),
        ("registry.yarnpkg", "com"),
        ("repo1.maven", "org"),
        ("repo.maven.apache", "org"),
        ("proxy.golang", "org"),
        ("crates", "io"),
        ("docker", "io"),
        ("ghcr", "io"),
        ("quay", "io"),
    ]
]
REGISTRY = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, REGISTRIES)) + r")(?![\w-])", re.IGNORECASE)
# Paths of one machine; inside an address they are someone else's.
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:root|work|farm|Users|home/\w+)(?:/|\b)")
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]))
BINARY = {".png", ".ico", ".woff2", ".gz", ".zip"}
MOST_LINES = 320
QUESTION_FOLDERS = {
    *("city", "network", "organisation", "person", "event", "partnership", "project", "commitment", "topic"),
    *("source", "country", "entity", "path", "admin"),
}


def places(checkout: Any, pattern: re.Pattern[str]) -> list[str]:
    """Where the pattern stands in the project's files, as `file:line: what`."""
    return [
        f"{file}:{number}: {found[0]}"
        for file in sorted(checkout.files)
        if file.suffix not in BINARY
        # A sample of dirty data is in the wrong encoding on purpose.
        for number, line in enumerate((checkout.root / file).read_text("utf-8", "replace").splitlines(), 1)
        if (found := pattern.search(line))
    ]


@pytest.mark.parametrize(
    "pattern", [REGISTRY, MACHINE_PATH, UNFINISHED], ids=["registry", "machine-path", "unfinished"]
)
def test_no_file_holds(checkout: Any, pattern: re.Pattern[str]) -> None:
    assert len(checkout.files) > 50
    assert places(checkout, pattern) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert REGISTRY.search("--index-url https://" + REGISTRIES[0] + "/simple")
    assert REGISTRY.search("FROM " + "ghcr" + ".io/x/y")
    assert not REGISTRY.search("the word docker.ion or mypypi.organic")
    assert MACHINE_PATH.search("cd " + "/wo" + "rk/main") is not None
    assert MACHINE_PATH.search('"' + "/ro" + 'ot/.cache"') is not None
    assert not MACHINE_PATH.search("https://example.org/work/page and framework/x")
    assert UNFINISHED.search("# TO" + "DO later")


def test_modules_are_short(checkout: Any) -> None:
    long = {
        str(file): lines
        for file in checkout.below("graph", "api", "tests", "bench", suffix=".py")
        if (lines := len(checkout.read(file).splitlines())) > MOST_LINES
    }
    assert long == {}


def test_module_names_say_what_lives_there(checkout: Any) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}
    assert [file for file in checkout.below("graph", "api") if vague & {*file.parts, file.stem}] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_hashed_and_name_no_address(checkout: Any, name: str) -> None:
    text = checkout.read(name)
    assert "://" not in text
    entries = [entry.strip() for entry in re.sub(r"\\\n", " ", text).splitlines()]
    pinned = [entry for entry in entries if entry and not entry.startswith("#")]
    assert len(pinned) > 20
    assert [
        entry for entry in pinned if not re.match(r"[\w.\[\]-]+==\S+ (; .+ )?\s*--hash=sha256:[0-9a-f]{64}", entry)
    ] == []


def test_what_runs_is_pinned_alike_for_the_tests(checkout: Any) -> None:
    pin = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
    runtime = dict(pin.findall(checkout.read("requirements.txt")))
    tested = dict(pin.findall(checkout.read("requirements-dev.txt")))
    assert {name: tested.get(name) for name in runtime} == runtime


def test_questions_stand_in_the_folders_that_are_named(checkout: Any) -> None:
    files = checkout.below("cypher")
    assert {file.parts[1] for file in files} <= QUESTION_FOLDERS
    assert [file for file in files if not re.fullmatch(r"cypher/[a-z]+/[a-z][a-z-]*\.cypher", str(file))] == []
    assert PurePosixPath("cypher/path/links.cypher") in files


def test_ci_sets_up_and_runs_the_tests_and_nothing_else(checkout: Any) -> None:
    script = checkout.root / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    lines = [line for line in checkout.read(".ci/run").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert [line for line in lines if re.match(r"\s*(make|\S*pytest|\S*python3? -m)\b", line)] == ["make test"]
    assert lines[-1] == "make test"


def test_every_skip_that_is_allowed_says_why(checkout: Any) -> None:
    lines = [line for line in checkout.read("tests/skips.txt").splitlines() if line and not line.startswith("#")]
    for line in lines:
        test, bar, reason = line.partition(" | ")
        assert bar, line
        assert reason.strip(), line
        file = test.partition("::")[0]
        assert any(str(known).startswith(file) for known in checkout.files), f"{line}: no such test"
