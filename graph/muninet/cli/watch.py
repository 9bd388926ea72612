"""Watches over the private Neo4j while the service stands on it: brings it up again when it ends by itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from muninet.errors import LocalServerError
from muninet.store.local import LocalServer

_LOOK = 0.5  # seconds between two looks
# A server that ends again within so many seconds was not brought up; after so many such ends it is left alone.
_STEADY = 60.0
_TRIES = 3


def _end_service() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


class Watch:
    """A thread that looks after one server.

    Attributes:
        failure: why the server could not be kept up; None as long as it could.
    """

    def __init__(
        self,
        server: LocalServer,
        say: Callable[[str], None],
        stopping: Callable[[], bool],
        give_up: Callable[[], None] = _end_service,
    ) -> None:
        """Take the server, what tells a person, whether the service is being stopped, and what ends it."""
        self.failure: LocalServerError | None = None
        self._server, self._say, self._stopping, self._give_up = server, say, stopping, give_up
        self._over = Event()
        Thread(target=self._run, name="muninet-watch", daemon=True).start()

    def end(self) -> None:
        """Look no more. A revival under way is not waited for: stopping the server ends it."""
        self._over.set()

    def _run(self) -> None:
        up, tries = time.monotonic(), 0
        while not self._over.wait(_LOOK):
            how = self._server.ended
            # Who stops the service may have sent the signal to the server too.
            if how is None or self._stopping():
                continue
            tries = 1 if time.monotonic() - up > _STEADY else tries + 1
            error = self._revived(how) if tries <= _TRIES else LocalServerError(self._again(how))
            if self._over.is_set():
                return
            if error is not None:
                self.failure = error
                self._give_up()
                return
            self._say("Neo4j answers again")
            up = time.monotonic()

    def _revived(self, how: str) -> LocalServerError | None:
        self._say(f"Neo4j {how}: it is started again; its log is {self._server.log}")
        try:
            self._server.revive()
        except LocalServerError as error:
            return error
        return None

    def _again(self, how: str) -> str:
        return f"Neo4j {how}, after {_TRIES} new starts: its log is {self._server.log}"


@contextmanager
def watched(server: LocalServer | None, say: Callable[[str], None], stopping: Callable[[], bool]) -> Iterator[None]:
    """Watch a server, where there is one, for the length of the block.

    Raises:
        LocalServerError: it could not be kept up, and the service was ended for it.
    """
    if server is None:
        yield
        return
    watch = Watch(server, say, stopping)
    try:
        yield
    finally:
        watch.end()
        if watch.failure is not None:
            raise watch.failure
