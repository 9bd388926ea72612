"""Puts one database in the place of another, or leaves all as it was, however the process ends.

What is to be moved is written down first. Renames within one folder cannot run out of anything, and go back the way
they came: at once where an error or Ctrl-C ends them, by the next command on the folder where the process was killed.
"""

from __future__ import annotations

import json
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from muninet.errors import LocalServerError
from muninet.store.holder import write_private

DATABASE = "neo4j"
# Folders of the data folder that hold a part of each database.
_PARTS = ("databases", "transactions")
_PREFIX = "restore-"
_JOURNAL = "moves.json"
_Moves = Sequence[tuple[Path, Path]]


def place_of(home: Path, part: str = "databases") -> Path:
    """Where a data folder holds a part of the database."""
    return home / "data" / part / DATABASE


@contextmanager
def drafted(home: Path) -> Iterator[Path]:
    """A folder beside the database, gone afterwards unless it holds what has to go back."""
    draft = Path(tempfile.mkdtemp(dir=home, prefix=_PREFIX))
    try:
        yield draft
    finally:
        if not (draft / _JOURNAL).exists():
            shutil.rmtree(draft, ignore_errors=True)


def exchange(home: Path, draft: Path) -> None:
    """Move the old database into the draft, and the new one out of it.

    Raises:
        LocalServerError: it cannot be done, or not be undone; in the second case the next command does that.
    """
    old, parts = draft / "old", [part for part in _PARTS if place_of(draft, part).exists()]
    old.mkdir()
    for part in _PARTS:
        place_of(home, part).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    moves = [(place_of(home, part), old / part) for part in _PARTS if place_of(home, part).exists()]
    moves += [(place_of(draft, part), place_of(home, part)) for part in parts]
    journal = draft / _JOURNAL
    with _undisturbed():
        write_private(journal, json.dumps([[str(path.relative_to(home)) for path in move] for move in moves]))
        try:
            for source, target in moves:
                source.rename(target)
            # From here on the new one is the database.
            journal.unlink()
        except BaseException as error:
            _put_back(moves, draft)
            journal.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise LocalServerError(
                    f"{home}: the database cannot be put in place ({error.strerror or error}), and the old one stays: "
                    "give yourself write access to that folder and all in it"
                ) from error
            raise


def repair(home: Path) -> list[str]:
    """Undo what a restore that was killed has moved; return what a person should be told. The caller holds the folder.

    Raises:
        LocalServerError: it cannot be undone.
    """
    notes = []
    for draft in sorted(home.glob(f"{_PREFIX}*/")):
        journal = draft / _JOURNAL
        if not journal.exists():
            notes.append(f"{draft} is left over from a restore that was killed, and nothing needs it: delete it")
            continue
        moves = json.loads(journal.read_text(encoding="utf-8"))
        _put_back([(home / source, home / target) for source, target in moves], draft)
        journal.unlink()
        shutil.rmtree(draft, ignore_errors=True)
        notes.append(f"a restore was killed while it moved the databases of {home}: the one from before is back")
    return notes


def _put_back(moves: _Moves, draft: Path) -> None:
    try:
        for source, target in reversed(moves):
            # One that was not reached has its source still.
            if target.exists() and not source.exists():
                target.rename(source)
    except OSError as error:
        raise LocalServerError(
            f"{draft}: parts of the database are in it and cannot be put back ({error.strerror or error}): give "
            f"yourself write access to {draft.parent}, leave that folder where it is, and start muninet again"
        ) from error


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Have Ctrl-C and the signal to end wait until the block is over; only a main thread is given signals."""
    came: list[int] = []

    def later(number: int, _: Any) -> None:
        came.append(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, later) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    for number in came:
        signal.raise_signal(number)
