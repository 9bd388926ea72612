"""The service of tests/api, and one that listens, for a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from tests.api.conftest import app, bare, cable, client, clock, service, service_settings

from muninet.settings import Settings
from muninet_api.app import create_app

__all__ = ["app", "bare", "cable", "client", "clock", "service", "service_settings"]


@pytest.fixture(scope="session")
def address(service_settings: Settings) -> Iterator[str]:
    """Where a service on the shared server listens."""
    config = uvicorn.Config(create_app(service_settings), host="127.0.0.1", port=0, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        threading.Event().wait(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
