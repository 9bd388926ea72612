"""Progress of long work: bars on a terminal, plain lines in a pipe, nothing where nobody looks."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Protocol, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

_MEGABYTE = 1_000_000


class Progress(Protocol):
    """What long work reports to. One stage is open at a time; opening the next one ends it."""

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        """Begin a stage.

        Args:
            name: what is being done ("downloading Neo4j").
            total: how much there is to do, or None where that is not known.
            unit: what `total` counts; "bytes" is shown in megabytes.
        """

    def advance(self, amount: int = 1) -> None:
        """Say that `amount` more of the stage is done. May be called from any thread."""

    def done(self) -> None:
        """End the stage that is open; does nothing without one."""


class SilentProgress:
    """Reports nothing."""

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        """Ignore the stage."""

    def advance(self, amount: int = 1) -> None:
        """Ignore the amount."""

    def done(self) -> None:
        """Ignore the end."""


class PlainProgress:
    """One line when a stage begins and, for stages of more than a second, one when it is done."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Take the stream to write to (default: standard error)."""
        self._stream = stream or sys.stderr
        self._name: str | None = None
        self._began = 0.0

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        """Write the stage's name and size."""
        self.done()
        self._name, self._began = name, time.monotonic()
        print(f"{name}{_size(total, unit)} ...", file=self._stream, flush=True)

    def advance(self, amount: int = 1) -> None:
        """Write nothing: a log wants no bar."""

    def done(self) -> None:
        """Write how long the stage took, where that is worth a line."""
        name, self._name = self._name, None
        seconds = time.monotonic() - self._began
        if name is not None and seconds >= 1:
            print(f"{name}: done in {seconds:.1f} s", file=self._stream, flush=True)


class BarProgress:
    """A bar a stage on a terminal; a context manager, so that the cursor comes back."""

    def __init__(self, console: Console | None = None) -> None:
        """Take the console to draw on (default: standard error)."""
        self._bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            TimeElapsedColumn(),
            console=console or Console(stderr=True),
        )
        self._task: TaskID | None = None
        self._unit = ""

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop drawing; a stage cut short by an error stays as it was."""
        if error is None:
            self.done()
        self._bars.stop()

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        """Draw a new bar; without a total it pulses."""
        self.done()
        self._unit = unit
        self._task = self._bars.add_task(name, total=total, count=_count(0, total, unit))

    def advance(self, amount: int = 1) -> None:
        """Move the bar."""
        if self._task is None:
            return
        self._bars.advance(self._task, amount)
        task = self._bars.tasks[self._task]
        self._bars.update(self._task, count=_count(int(task.completed), _whole(task.total), self._unit))

    def done(self) -> None:
        """Fill the bar."""
        if self._task is None:
            return
        task = self._bars.tasks[self._task]
        total = task.total if task.total is not None else max(task.completed, 1)
        self._bars.update(
            self._task, total=total, completed=total, count=_count(int(total), _whole(task.total), self._unit)
        )
        self._bars.stop_task(self._task)
        self._task = None


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _count(completed: int, total: int | None, unit: str) -> str:
    if total is None:
        return ""
    if unit == "bytes":
        return f"{completed / _MEGABYTE:.0f}/{total / _MEGABYTE:.0f} MB"
    return f"{completed}/{total} {unit}".rstrip()


def _size(total: int | None, unit: str) -> str:
    if total is None:
        return ""
    return f" ({total / _MEGABYTE:.0f} MB)" if unit == "bytes" else f" ({total} {unit})".replace(" )", ")")
