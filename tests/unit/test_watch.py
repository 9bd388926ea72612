"""The watch over the private Neo4j: what it does when the server cannot be kept up."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from threading import Event

from muninet.cli.watch import Watch
from muninet.errors import LocalServerError
from muninet.settings import Settings
from muninet.store.local import LocalServer


class Frail(LocalServer):
    """A server that ends whenever it is looked at, and comes up as often as it is allowed to."""

    def __init__(self, home: Path, revivals: int) -> None:
        super().__init__(replace(Settings.from_environment(os.environ), home=home))
        self.left, self.revived = revivals, 0

    @property
    def ended(self) -> str | None:
        return "was ended by signal 9"

    def revive(self) -> None:
        if self.left == 0:
            raise LocalServerError("no room on the disk")
        self.left -= 1
        self.revived += 1


def test_a_server_that_ends_again_and_again_is_left_alone(tmp_path: Path) -> None:
    server, said, given_up = Frail(tmp_path, revivals=100), list[str](), Event()
    watch = Watch(server, said.append, lambda: False, given_up.set)
    assert given_up.wait(30)
    assert server.revived == 3
    assert str(watch.failure) == f"Neo4j was ended by signal 9, after 3 new starts: its log is {server.log}"
    assert said.count("Neo4j answers again") == 3


def test_a_server_that_does_not_come_up_ends_the_service_with_its_reason(tmp_path: Path) -> None:
    server, said, given_up = Frail(tmp_path, revivals=0), list[str](), Event()
    watch = Watch(server, said.append, lambda: False, given_up.set)
    assert given_up.wait(30)
    assert str(watch.failure) == "no room on the disk"
    assert said == [f"Neo4j was ended by signal 9: it is started again; its log is {server.log}"]


def test_a_service_that_stops_revives_nothing(tmp_path: Path) -> None:
    server, said, looked = Frail(tmp_path, revivals=100), list[str](), Event()

    def stopping() -> bool:
        looked.set()
        return True

    watch = Watch(server, said.append, stopping)
    assert looked.wait(30)
    watch.end()
    assert (server.revived, said, watch.failure) == (0, [], None)
