"""The checkout as tests of the project itself see it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest


@dataclass(frozen=True)
class Checkout:
    """The project's folder and the files that belong to it.

    Attributes:
        root: the folder.
        files: paths below it, as git would commit them now.
    """

    root: Path
    files: frozenset[PurePosixPath]

    def below(self, *folders: str, suffix: str = "") -> list[PurePosixPath]:
        """The files in these folders whose names end so, sorted."""
        return sorted(
            file
            for file in self.files
            if file.name.endswith(suffix) and any(file.is_relative_to(folder) for folder in folders)
        )

    def read(self, file: PurePosixPath | str) -> str:
        """The text of one of the files."""
        return (self.root / file).read_text(encoding="utf-8")


def _files(root: Path) -> frozenset[PurePosixPath]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
    return frozenset(PurePosixPath(name) for name in listed.split("\0") if name and (root / name).is_file())


@pytest.fixture(scope="session")
def checkout() -> Checkout:
    """The checkout that these tests stand in."""
    root = Path(__file__).resolve().parents[2]
    return Checkout(root, _files(root))


@pytest.fixture
def bare_environment() -> dict[str, str]:
    """An environment without what make or pytest put there; PATH is for the test to set."""
    kept = ("HOME", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}
