"""One version, said in three places."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from typing import Any

import muninet


def top_entry(changelog: str) -> str | None:
    """The version of the first entry: `## 1.2.3 (2026-01-31)`."""
    found = re.search(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", changelog, re.MULTILINE)
    return found[1] if found else None


def test_the_version_is_the_changelogs(checkout: Any) -> None:
    project = tomllib.loads(checkout.read("pyproject.toml"))["project"]["version"]
    assert top_entry(checkout.read("CHANGELOG.md")) == project == muninet.__version__ == version("muninet")


def test_the_first_entry_counts() -> None:
    assert top_entry("# Changes\n\n## 0.3.0 (2026-02-01)\n\n## 0.2.0 (2026-01-01)\n") == "0.3.0"
    assert top_entry("# Changes\n\n## Soon\n") is None
