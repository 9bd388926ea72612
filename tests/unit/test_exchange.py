"""One database in the place of another: wherever it is ended, one of them is there, whole."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from muninet.errors import LocalServerError
from muninet.store.exchange import drafted, exchange, place_of, repair

PARTS = ("databases", "transactions")
OLD, NEW = dict.fromkeys(PARTS, "old"), dict.fromkeys(PARTS, "new")


class Killed(BaseException):
    """Stands for the end of the process: nothing of ours runs after it."""


def database(home: Path, text: str) -> Path:
    for part in PARTS:
        place_of(home, part).mkdir(parents=True)
        (place_of(home, part) / "store").write_text(text)
    return home


def held(home: Path) -> dict[str, str]:
    files = {part: place_of(home, part) / "store" for part in PARTS}
    return {part: file.read_text() for part, file in files.items() if file.exists()}


def failing(monkeypatch: pytest.MonkeyPatch, number: int, fail: Callable[[], Any], *, for_good: bool = False) -> None:
    """Have the rename of that number fail, or it and all that come after it."""
    original, seen = Path.rename, 0

    def rename(self: Path, target: Path) -> Path:
        nonlocal seen
        seen += 1
        if seen == number or (for_good and seen > number):
            fail()
        return original(self, target)

    monkeypatch.setattr(Path, "rename", rename)


def raising(error: BaseException) -> Callable[[], Any]:
    def fail() -> None:
        raise error

    return fail


def test_one_takes_the_place_of_the_other(tmp_path: Path) -> None:
    home = database(tmp_path / "home", "old")
    with drafted(home) as draft:
        exchange(home, database(draft, "new"))
    assert (held(home), [path.name for path in home.iterdir()]) == (NEW, ["data"])


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), OSError(28, "No space left on device")])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("before", [OLD, {}])
def test_what_ends_it_in_the_middle_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException, before: dict[str, str]
) -> None:
    home = tmp_path / "home"
    if before:
        database(home, "old")
    home.mkdir(exist_ok=True)
    failing(monkeypatch, number, raising(error))
    ours = LocalServerError if isinstance(error, OSError) else type(error)
    ends = number <= (4 if before else 2)
    try:
        with drafted(home) as draft:
            exchange(home, database(draft, "new"))
    except ours:
        assert ends
    else:
        assert not ends
    assert held(home) == (before if ends else NEW)
    assert [path.name for path in home.iterdir()] == ["data"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("before", [OLD, {}])
def test_a_process_that_was_killed_is_put_right_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, before: dict[str, str]
) -> None:
    home = tmp_path / "home"
    if before:
        database(home, "old")
    home.mkdir(exist_ok=True)
    child = os.fork()
    if child == 0:
        failing(monkeypatch, number, lambda: os.kill(os.getpid(), signal.SIGKILL))
        with drafted(home) as draft:
            exchange(home, database(draft, "new"))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    killed = os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert killed == (number <= (4 if before else 2))
    notes = repair(home)
    assert held(home) == (before if killed else NEW)
    assert [path.name for path in home.iterdir()] == ["data"]
    assert ["the one from before is back" in note for note in notes] == [True] * killed
    assert repair(home) == []


def test_what_cannot_be_put_back_stays_and_is_put_back_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = database(tmp_path / "home", "old")
    failing(monkeypatch, 3, raising(OSError(13, "Permission denied")), for_good=True)
    said = r"restore-\w+: parts of the database are in it .*start muninet again"
    with pytest.raises(LocalServerError, match=said), drafted(home) as draft:
        exchange(home, database(draft, "new"))
    monkeypatch.undo()
    repair(home)
    assert held(home) == OLD


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_until_all_is_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: signal.Signals
) -> None:
    home = database(tmp_path / "home", "old")
    failing(monkeypatch, 2, lambda: os.kill(os.getpid(), sign))
    before = signal.signal(sign, lambda *_: raising(Killed())())
    try:
        with pytest.raises(Killed), drafted(home) as draft:
            exchange(home, database(draft, "new"))
    finally:
        signal.signal(sign, before)
    assert (held(home), [path.name for path in home.iterdir()]) == (NEW, ["data"])


def test_what_a_killed_restore_left_is_told(tmp_path: Path) -> None:
    home = database(tmp_path / "home", "old")
    database(home / "restore-abc", "new")
    (note,) = repair(home)
    assert note.startswith(f"{home / 'restore-abc'} is left over")
    assert "delete it" in note
    assert held(home) == OLD
