"""The service on the shared Neo4j, asked in the same process; and a cable to Neo4j that a test can pull out."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from muninet.settings import Settings
from muninet_api.app import create_app

if TYPE_CHECKING:
    from tests.conftest import ServerAddress

DAY = dt.date(2026, 11, 22)
Service = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


class Clock:
    """What day it is, for the service; a test may turn it."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> dt.date:
        return self.day


class Cable:
    """A connection to a server that can be cut and mended: a TCP relay."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.flows = asyncio.Event()
        """Cleared, the cable is whole, and nothing gets through."""
        self.flows.set()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._server.wait_closed(), 5)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._writers |= {writer, far_writer}
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        self._writers -= {writer, far_writer}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self.flows.wait()
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that is started and stopped as a server would."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


@pytest.fixture(scope="session")
def service_settings(settings: Settings, server: ServerAddress) -> Settings:
    """The settings of a service on the shared server."""
    return replace(settings, neo4j_uri=server.uri, neo4j_user=server.user, neo4j_password=server.password)


@pytest.fixture(scope="session")
def app(service_settings: Settings) -> FastAPI:
    """The service on the shared server, on the day that its clock says."""
    return create_app(service_settings, today=Clock())


@pytest.fixture
def clock(app: FastAPI) -> Iterator[Clock]:
    """The clock of the service, put right again after the test."""
    clock: Clock = app.state.today
    yield clock
    clock.day = DAY


@pytest.fixture
def service(service_settings: Settings) -> Service:
    """What makes a client of a service with other settings."""

    def start(**changes: object) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        return served(create_app(replace(service_settings, **changes)))  # type: ignore[arg-type]

    return start


@pytest.fixture
async def careless_client(service_settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a service with a path that breaks."""
    app = create_app(service_settings)

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("the secret is hunter2")

    async with served(app) as client:
        yield client


@pytest.fixture(scope="session")
async def bare(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service, whatever the graph holds."""
    async with served(app) as client:
        yield client


@pytest.fixture
async def client(bare: httpx.AsyncClient, seed_graph: object) -> httpx.AsyncClient:
    """A client of the service over the seed."""
    return bare


@pytest.fixture
async def cable(server: ServerAddress) -> AsyncIterator[Cable]:
    """A cable to the shared server."""
    address = urlsplit(server.uri)
    cable = Cable(address.hostname or "127.0.0.1", address.port or 7687)
    await cable.mend()
    yield cable
    await cable.cut()
