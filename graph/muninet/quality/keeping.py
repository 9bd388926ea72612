"""What was found in a graph, kept until it changes: one computation for all who ask at once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

from muninet.errors import QueryTimeoutError
from muninet.quality.checking import Checked

_Key = tuple[str, dt.date]


class Keeper:
    """Keeps the newest result: that of one version of the graph on one day."""

    def __init__(self, look: Callable[[dt.date], Awaitable[Checked]], patience: float) -> None:
        """Take what computes a result for a day.

        Args:
            look: what looks for everything.
            patience: seconds that one who asks waits; the computation goes on after that.
        """
        self._look = look
        self._patience = patience
        self._key: _Key | None = None
        self._task: asyncio.Future[Checked] | None = None

    async def checked(self, version: str, today: dt.date) -> Checked:
        """The result for a version of the graph, computed if it is not there.

        Raises:
            QueryTimeoutError: it takes longer than one who asks waits.
            StoreUnavailableError: the server is away.
        """
        if self._task is None or self._key != (version, today) or _failed(self._task):
            former = self._task
            self._key, self._task = (version, today), asyncio.ensure_future(self._look(today))
            # Whoever no longer waits shall not have its failure told by the event loop.
            self._task.add_done_callback(_failed)
            if former is not None:
                former.cancel()
        task = self._task
        done, _ = await asyncio.wait((task,), timeout=self._patience)
        if not done:
            raise QueryTimeoutError(
                f"looking through the whole graph takes longer than {self._patience:g} s: it goes on, ask again in a "
                "moment"
            )
        if task.cancelled():
            raise QueryTimeoutError("the graph changed while it was looked through: ask again in a moment")
        return task.result()

    async def stop(self) -> None:
        """End a computation that is under way."""
        task, self._task = self._task, None
        if task is not None and task.cancel():
            await asyncio.wait((task,))


def _failed(task: asyncio.Future[Checked]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
