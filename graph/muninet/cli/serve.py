"""`muninet serve` and `muninet up`: the service with its Neo4j, and Neo4j alone, until they are stopped."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from muninet.cli.database import LOADING, private, with_store
from muninet.cli.output import progress, say
from muninet.cli.seeding import prepare
from muninet.cli.signals import Stop
from muninet.cli.watch import watched
from muninet.errors import LocalServerError, UsageError
from muninet.neo4j_browser.install import at_login
from muninet.settings import Settings
from muninet.store.holder import HomeHolder
from muninet.store.local import LocalServer

_APPLICATION = "muninet_api.app:create_app"
_FIRST_PORT = 8000
_PORTS_TRIED = 100
# The longest line and headers of a request (bytes). The longest list of names that is allowed must fit, in any script:
# 100 texts of 2,000 signs, each written as up to twelve.
LONGEST_HEAD = 1 << 22
# How long requests under way may take to end when the service is stopped (seconds).
_GRACE = 5


@dataclass(frozen=True)
class _Neo4j:
    """The Neo4j that the service stands on.

    Attributes:
        settings: with its address and login.
        server: the private server, or None where another one is named.
        announce: adds entries to serve.json.
    """

    settings: Settings
    server: LocalServer | None
    announce: Callable[..., None]


def serve(
    access_log: Annotated[bool, typer.Option("--access-log", help="Print a line for every request.")] = False,
) -> None:
    """Serve the API, with a private Neo4j unless MUNINET_NEO4J_URI names one. Loads the seed into an empty graph.

    Ctrl-C stops all of it. A private Neo4j that ends by itself is started again.
    """
    settings = Settings.from_environment(os.environ)
    with Stop() as stop:
        try:
            with _listener(settings) as listener, _neo4j(settings, at_login(settings.host, _port(listener))) as neo4j:
                with progress() as bars:
                    with_store(neo4j.settings, lambda store: prepare(store, bars), timeout=LOADING)
                address = _address(listener)
                neo4j.announce(api=address)
                with watched(neo4j.server, say, lambda: stop.asked):
                    _run(neo4j.settings, listener, stop, access_log, lambda: _greet(address, neo4j))
        except KeyboardInterrupt:
            pass
        say("stopped")


def up() -> None:
    """Run the private Neo4j alone, for Neo4j Browser and other clients. Ctrl-C stops it."""
    settings = Settings.from_environment(os.environ)
    if settings.neo4j_uri is not None:
        raise UsageError("MUNINET_NEO4J_URI names a server already: unset it to run a private one")
    with Stop() as stop:
        try:
            with _neo4j(settings) as neo4j:
                _greet(None, neo4j)
                _wait(neo4j.server, stop)
        except KeyboardInterrupt:
            pass
        say("stopped")


@contextmanager
def _neo4j(settings: Settings, configuration: Mapping[str, str] | None = None) -> Iterator[_Neo4j]:
    if settings.neo4j_uri is not None:
        with _noted(settings) as announce:
            yield _Neo4j(settings, None, announce)
        return
    with progress() as bars:
        server = LocalServer(settings, progress=bars, configuration=configuration).start()
    try:
        for note in server.notes:
            say(note)
        yield _Neo4j(private(settings, server), server, server.announce)
    finally:
        server.stop()


@contextmanager
def _noted(settings: Settings) -> Iterator[Callable[..., None]]:
    """Write serve.json for a service on a Neo4j of others, where the data folder is free: it needs none itself."""
    holder = HomeHolder(settings.home)
    try:
        holder.acquire()
    except LocalServerError:
        yield lambda **_: None
        return
    try:
        yield lambda **entries: holder.announce(entries)
    finally:
        holder.release()


@contextmanager
def _listener(settings: Settings) -> Iterator[socket.socket]:
    """Take the port before anything is started, so that a busy one is told at once."""
    wanted = settings.port
    for port in [wanted] if wanted is not None else range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED):
        listener = _bound(settings.host, port)
        if listener is None:
            continue
        if wanted is None and port != _FIRST_PORT:
            say(f"port {_FIRST_PORT} is busy: {port} is used instead")
        with listener:
            yield listener
        return
    if wanted is not None:
        raise UsageError(f"MUNINET_PORT: port {wanted} is busy: name another, or unset it to have one chosen")
    raise UsageError(f"ports {_FIRST_PORT} to {_FIRST_PORT + _PORTS_TRIED - 1} are all busy: name one in MUNINET_PORT")


def _bound(host: str, port: int) -> socket.socket | None:
    """A socket on that port; None where it is busy."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    # A connection that lingers from the last run does not make the port busy.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise UsageError(
            f"MUNINET_HOST, MUNINET_PORT: cannot listen on {host}, port {port}: {error.strerror or error}"
        ) from None
    return listener


def _run(settings: Settings, listener: socket.socket, stop: Stop, access_log: bool, greet: Callable[[], None]) -> None:
    """Run the API until a signal asks for its end."""
    # Only this command needs them, and the library does without them.
    import uvicorn
    from uvicorn.importer import import_from_string

    class Server(uvicorn.Server):
        """Leaves the signals to `stop`, and greets when it listens."""

        def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
            return nullcontext()

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                greet()

    config = uvicorn.Config(
        import_from_string(_APPLICATION)(settings),
        lifespan="on",
        log_level="info" if access_log else "warning",
        access_log=access_log,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies or "127.0.0.1,::1",
        ws="none",
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=_GRACE,
    )
    server = Server(config)
    try:
        listener.listen(config.backlog)
    except OSError as error:
        raise UsageError(f"MUNINET_PORT: {_address(listener)} was taken meanwhile: {error.strerror}") from None

    def end() -> None:
        server.should_exit = True

    with stop.does(end):
        asyncio.run(server.serve(sockets=[listener]))


def _wait(server: LocalServer | None, stop: Stop) -> None:
    """Wait for a signal, or for the server's end."""
    assert server is not None, "`up` runs a private one"  # noqa: S101
    while not stop.asked:
        time.sleep(0.5)
        try:
            os.kill(server.pid, 0)
        except ProcessLookupError:
            raise LocalServerError(f"Neo4j ended by itself: its log is {server.log}") from None


def _port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def _greet(api: str | None, neo4j: _Neo4j) -> None:
    """Print where everything is, and how to log in; the password only for the eyes at a terminal, never into a log."""
    lines: list[tuple[str, str]] = []
    if api is not None:
        lines += [("API", api), ("Reference", f"{api}/docs")]
        lines += [("Try", f"{api}/v1/links?to=climate-alliance&via=ceesen")]
    server = neo4j.server
    if server is None:
        lines += [("Neo4j", "the server that MUNINET_NEO4J_URI names")]
    else:
        password = server.password if sys.stdout.isatty() else f"(in {server.password_file})"
        lines += [("Neo4j Browser", server.browser_url), ("Neo4j", server.bolt_uri)]
        lines += [("Log in as", f"{server.user}, password {password}")]
    console = Console(highlight=False)
    console.print(f"[bold green]{'muninet' if api else 'Neo4j'} is ready[/]; Ctrl-C stops it")
    for name, value in lines:
        console.print(f"  {name:<14} {escape(value)}", soft_wrap=True)
    sys.stdout.flush()
