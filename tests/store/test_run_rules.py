"""What guards the test run itself: other people's data, and skips that nobody listed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from muninet.store.bolt import Store
from muninet.store.values import Statement

TESTS = Path(__file__).resolve().parents[1]


def run_pytest(folder: Path, *arguments: str, **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Run pytest in a process of its own; a variable given as None is unset there."""
    variables: Mapping[str, str | None] = os.environ | environment
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={name: value for name, value in variables.items() if value is not None},
        text=True,
        capture_output=True,
        timeout=120,
    )


def run_on(address: object) -> subprocess.CompletedProcess[str]:
    return run_pytest(
        TESTS.parent,
        "tests/store/test_bolt.py",
        "-k",
        "parameters_are_values",
        MUNINET_TEST_NEO4J=getattr(address, "uri", ""),
        MUNINET_TEST_NEO4J_USER=getattr(address, "user", ""),
        MUNINET_TEST_NEO4J_PASSWORD=getattr(address, "password", ""),
    )


async def test_a_server_that_holds_anything_is_refused_and_left_alone(
    server: object, store: Store, empty_graph: object
) -> None:
    await store.write([Statement("CREATE (:Precious)", {})])
    answer = run_on(server)
    assert answer.returncode == 3
    assert "holds 1 nodes" in answer.stdout
    assert (await store.read("MATCH (n) RETURN labels(n)")).rows == [(["Precious"],)]


async def test_an_empty_server_is_used_and_left_empty(server: object, store: Store, empty_graph: object) -> None:
    before = await store.read("SHOW INDEXES YIELD name RETURN name ORDER BY name")
    answer = run_on(server)
    assert answer.returncode == 0, answer.stdout
    assert "1 passed" in answer.stdout
    assert (await store.read("MATCH (n) RETURN count(n)")).rows == [(0,)]
    assert await store.read("SHOW INDEXES YIELD name RETURN name ORDER BY name") == before


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A small suite under this one's conftest.py."""
    shutil.copy(TESTS / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = session\n")
    (tmp_path / "skips.txt").write_text("test_some.py::test_listed | for a reason\n")
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "def test_listed(): pytest.skip('for a reason')\n"
        "@pytest.mark.xfail(strict=True)\ndef test_known(): assert 0\n"
        "def test_fine(): pass\n"
    )
    return tmp_path


def test_a_listed_skip_is_allowed(suite: Path) -> None:
    answer = run_pytest(suite, CI="true")
    assert answer.returncode == 0, answer.stdout
    assert "not listed" not in answer.stdout


@pytest.mark.parametrize(
    "source", ["def test_other(): pytest.skip('for a reason')", "pytest.skip('gone', allow_module_level=True)"]
)
def test_any_other_skip_fails_in_ci_and_is_shown_elsewhere(suite: Path, source: str) -> None:
    (suite / "test_more.py").write_text(f"import pytest\n{source}\n")
    for variable, status in (("true", 1), (None, 0)):
        answer = run_pytest(suite, CI=variable)
        assert answer.returncode == status, answer.stdout
        assert "skipped, but not listed in skips.txt: test_more.py" in answer.stdout


def test_a_listed_test_skipped_for_another_reason_fails(suite: Path) -> None:
    (suite / "skips.txt").write_text("test_some.py | for another reason\n")
    assert run_pytest(suite, CI="true").returncode == 1


def test_a_list_that_cannot_be_read_stops_the_run(suite: Path) -> None:
    (suite / "skips.txt").write_text("test_some.py\n")
    answer = run_pytest(suite)
    assert answer.returncode == 4
    assert "is not `start of the test's id | reason`" in answer.stdout + answer.stderr
