"""Ctrl-C, SIGTERM and a closed terminal as one: the first stops what runs, later ones do not disturb the stopping."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """Catches the signals for a block; the first one raises KeyboardInterrupt, unless something else is to be done."""

    def __init__(self) -> None:
        """Prepare; nothing is caught yet."""
        self.asked = False
        self._instead: Callable[[], None] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        """Catch the signals; one that the process was started to ignore (nohup) stays ignored, SIGINT aside."""
        for one in _SIGNALS:
            before = signal.getsignal(one)
            if one is signal.SIGHUP and before is signal.SIG_IGN:
                continue
            self._before[one] = signal.signal(one, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the signals do what they did before."""
        for one, before in self._before.items():
            signal.signal(one, before)

    @contextmanager
    def does(self, action: Callable[[], None]) -> Iterator[None]:
        """Have the first signal run an action within this block, instead of raising."""
        self._instead = action
        try:
            yield
        finally:
            self._instead = None

    def _handle(self, _signum: int, _frame: FrameType | None) -> None:
        if self.asked:
            return
        self.asked = True
        if self._instead is None:
            raise KeyboardInterrupt
        self._instead()
