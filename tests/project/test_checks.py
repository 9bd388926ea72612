"""`make check`, so that `make test` runs everything; and that each of its checks can fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from muninet.docs import stale, write

BIN = Path(sys.executable).parent


def test_make_check_passes(checkout: Any) -> None:
    """The Makefile's own commands, in the environment that the tests run in; no set-up."""
    ran = subprocess.run(
        ["make", "--no-print-directory", "check", f"BIN={BIN}", "TEST_READY="],
        cwd=checkout.root,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ('"""Doc."""\n\n\ndef shown() -> None:\n    pass\n', "D103"),
        ('"""Doc."""\n\n\nclass Shown:\n    """Doc."""\n\n    def method(self) -> None:\n        pass\n', "D102"),
        ('"""Doc."""\n\n\nclass Shown:\n    pass\n', "D101"),
        ("number = 1\n", "D100"),
        ('"""Doc."""\n\nprint(1)\n', "T201"),
        (f'"""Doc."""\n\nname = "{"x" * 120}"\n', "E501"),
    ],
)
def test_the_lint_sees(checkout: Any, source: str, rule: str) -> None:
    for folder in ("graph/muninet", "api/muninet_api"):
        ran = subprocess.run(
            [BIN / "ruff", "check", "--stdin-filename", f"{folder}/shown.py", "--output-format", "concise", "-"],
            cwd=checkout.root,
            input=source,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 1
        assert rule in ran.stdout


def test_the_types_are_strict(checkout: Any, tmp_path: Path) -> None:
    loose = tmp_path / "loose.py"
    loose.write_text("def f(x):\n    return x\n")
    command = [str(BIN / "mypy"), "--config-file", "pyproject.toml", f"--cache-dir={tmp_path}", str(loose)]
    ran = subprocess.run(command, cwd=checkout.root, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "untyped-def" in ran.stdout


def test_a_page_that_is_stale_missing_or_left_over_is_seen(tmp_path: Path) -> None:
    pages = {"a.md": "one\n", "b.md": "two\n"}
    assert stale(tmp_path, pages) == ["a.md", "b.md"]
    write(tmp_path, pages)
    assert stale(tmp_path, pages) == []
    (tmp_path / "a.md").write_text("changed by hand\n")
    (tmp_path / "c.md").write_text("of something that is gone\n")
    assert stale(tmp_path, pages) == ["a.md", "c.md"]
    write(tmp_path, pages)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]
