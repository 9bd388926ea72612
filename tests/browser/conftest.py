"""A browser, the service that it asks, and pages of somebody else's that show pictures of it."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pages.conftest import address, service, service_settings
from tests.pages.test_browser import browser, chromium, page

__all__ = ["address", "browser", "chromium", "page", "service", "service_settings"]

Foreign = Callable[..., str]


@pytest.fixture
def foreign() -> Iterator[Foreign]:
    """What serves a page from another origin, with a policy of its own, and returns its address."""
    pages: dict[str, tuple[str, str]] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, policy = pages.get(self.path, ("", ""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Nothing: a test says what went wrong."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def serve(body: str, policy: str = "default-src 'none'") -> str:
        path = f"/{len(pages)}.html"
        pages[path] = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A report</title>'
            f'<link rel="icon" href="data:,"></head><body><main><h1>A report</h1>{body}</main></body></html>',
            f"{policy}; img-src 'self' data: http:",
        )
        return f"http://127.0.0.1:{server.server_port}{path}"

    yield serve
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="session")
def element_checked(checkout_root: Path) -> Path:
    """The folder of the element's sources, its types checked and its unit tests passed; it has axe-core."""
    folder = checkout_root / "api" / "widget"
    ran = subprocess.run(
        ["sh", str(folder / "build.sh"), str(Path(sys.executable).parent), "check"], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# fail 0" in ran.stdout
    return folder


@pytest.fixture(scope="session")
def checkout_root() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parents[2]
