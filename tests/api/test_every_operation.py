"""Every operation of the OpenAPI document, asked by Schemathesis with what fits its description and what does not.

MUNINET_TEST_CASES says how many cases an operation gets (`make fuzz` asks for 200, and walks every value that the
document bounds, too); in the ordinary run there are few, so that it takes a minute.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from muninet.cli.serve import LONGEST_HEAD
from muninet.settings import Settings
from muninet_api.app import create_app

_FEW = 2
COMMAND = str(Path(sys.executable).with_name("st"))


@pytest.fixture
def address(service_settings: Settings, seed_graph: object) -> Iterator[str]:
    """The service over the seed on a free port, as uvicorn serves it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        app = create_app(service_settings)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", lifespan="on", h11_max_incomplete_event_size=LONGEST_HEAD)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        assert server.started
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


def test_the_longest_list_that_is_allowed_arrives(address: str) -> None:
    longest = "&".join(["without_licence=" + "%F0%9F%8C%8D" * 2_000] * 100)
    head = f"GET /v1/cities?{longest} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".encode()
    url = urlsplit(address)
    with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
        # In two pieces, as a network may bring it: the server has to wait for the second.
        connection.sendall(head[:100_000])
        time.sleep(0.2)
        connection.sendall(head[100_000:])
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 404"), answer[:200]
    assert b"/problems/unknown-licence" in answer


def test_it_answers_as_its_document_says(address: str, tmp_path: Path) -> None:
    cases = int(os.environ.get("MUNINET_TEST_CASES") or _FEW)
    phases = "examples,coverage,fuzzing,stateful" if cases > _FEW else "examples,fuzzing,stateful"
    ended = subprocess.run(
        [
            *(COMMAND, "run", f"{address}/openapi.json", "--checks", "all", "--phases", phases),
            *("--max-examples", str(cases), "--workers", "2", "--continue-on-failure", "--no-shrink"),
            # The same cases each time: a test that fails by chance would be blamed on the wrong change.
            *("--seed", "20261122", "--no-color", "--request-timeout", "60"),
        ],
        cwd=tmp_path,
        # The order of a set of texts is another one in each process, and so would be the cases made from it.
        env={name: value for name, value in os.environ.items() if not name.startswith("MUNINET_")}
        | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-20_000:] + ended.stderr[-2_000:]
    summary = ended.stdout[ended.stdout.index("SUMMARY") :]
    selected = re.search(r"Selected: (\d+)/(\d+)", summary)
    tested = re.search(r"Tested: (\d+)", summary)
    assert selected is not None, summary
    assert tested is not None, summary
    assert selected[1] == selected[2] == tested[1], summary
    for phase in phases.split(","):
        assert f"✅ {phase.capitalize()}" in summary, summary
