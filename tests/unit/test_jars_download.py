"""Jars from a Maven repository that cuts, lies, forgets and is away; the repository is real HTTP on loopback."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from muninet.errors import LocalServerError
from muninet.settings import Settings
from muninet.store.jars import fetch_jars, jar_folder
from muninet.store.lock import Jar

SIZE = 300_000
BACKOFF = 0.01


@dataclass
class Repository:
    """A Maven repository; `trouble` is asked for every request and may answer it in its own way."""

    files: dict[str, bytes]
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    busiest: int = 0
    trouble: Callable[[BaseHTTPRequestHandler, int, bytes], bool] = lambda handler, count, content: False
    url: str = ""
    pause: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _busy: int = 0

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.requests.append((handler.path, handler.headers.get("Range")))
            count = sum(path == handler.path for path, _ in self.requests)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        time.sleep(self.pause)
        content = self.files.get(handler.path)
        if content is None:
            handler.send_error(404)
        elif not self.trouble(handler, count, content):
            asked = handler.headers.get("Range")
            start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
            send(handler, 206 if asked else 200, content[start:], start, len(content))
        with self._lock:
            self._busy -= 1


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, start: int, total: int, sent: int = -1) -> None:
    """Answer with `body`, of which only the first `sent` bytes go out before the connection is cut."""
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    if status == 206:
        handler.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
    handler.end_headers()
    handler.wfile.write(body if sent < 0 else body[:sent])
    if sent >= 0:
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)
        handler.close_connection = True


class Recorder:
    """Progress as numbers."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.amount = 0

    def stage(self, name: str, total: int | None = None, unit: str = "") -> None:
        self.stages.append((name, total))

    def advance(self, amount: int = 1) -> None:
        self.amount += amount

    def done(self) -> None:
        pass


def content(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest() * (SIZE // 32)


JARS = [
    Jar(f"org.example:thing{number}:1.{number}", hashlib.sha256(content(number)).hexdigest(), len(content(number)))
    for number in range(6)
]


@pytest.fixture
def repository() -> Iterator[Repository]:
    files = {f"/{jar.path}": content(number) for number, jar in enumerate(JARS)}
    repository = Repository(files)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            repository.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        repository.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield repository
        server.shutdown()


@pytest.fixture
def mine(tmp_path: Path, repository: Repository) -> Settings:
    return replace(Settings.from_environment({}), cache=tmp_path / "cache", maven_url=repository.url + "/")


def fetch(settings: Settings, jars: list[Jar] = JARS, progress: Recorder | None = None) -> list[Path]:
    return fetch_jars(settings, progress, jars=jars, backoff=BACKOFF)


def place(settings: Settings, jar: Jar) -> Path:
    path = jar_folder(settings.cache) / jar.path
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def assert_whole(paths: list[Path]) -> None:
    assert [path.read_bytes() for path in paths] == [content(number) for number in range(len(paths))]


def leftovers(settings: Settings) -> list[Path]:
    return [path for path in settings.cache.rglob("*") if path.name.endswith(".part")]


def test_all_are_downloaded_at_once_and_never_again(mine: Settings, repository: Repository) -> None:
    repository.pause = 0.1
    progress = Recorder()
    assert_whole(fetch(mine, progress=progress))
    assert repository.busiest >= 4
    assert progress.amount == progress.stages[0][1] == sum(jar.size for jar in JARS)
    assert leftovers(mine) == []
    asked = len(repository.requests)
    again = Recorder()
    assert_whole(fetch(mine, progress=again))
    assert len(repository.requests) == asked == len(JARS)
    assert again.stages == []


def test_a_cut_download_goes_on_where_it_was(mine: Settings, repository: Repository) -> None:
    def cut_the_first(handler: BaseHTTPRequestHandler, count: int, body: bytes) -> bool:
        if count == 1:
            send(handler, 200, body, 0, len(body), sent=200_000)
        return count == 1

    repository.trouble = cut_the_first
    progress = Recorder()
    assert_whole(fetch(mine, progress=progress))
    ranges = [asked for _, asked in repository.requests if asked]
    starts = [int(asked.removeprefix("bytes=").removesuffix("-")) for asked in ranges]
    assert len(starts) == len(JARS)
    assert all(0 < start <= 200_000 for start in starts)
    assert progress.amount == sum(jar.size for jar in JARS)


def test_a_download_that_an_earlier_process_left_goes_on(mine: Settings, repository: Repository) -> None:
    target = place(mine, JARS[0])
    target.with_name(target.name + ".part").write_bytes(content(0)[:100_000])
    progress = Recorder()
    assert_whole(fetch(mine, JARS[:1], progress))
    assert [asked for _, asked in repository.requests] == ["bytes=100000-"]
    assert progress.amount == JARS[0].size


def test_a_server_that_ignores_ranges_starts_over(mine: Settings, repository: Repository) -> None:
    def no_ranges(handler: BaseHTTPRequestHandler, count: int, body: bytes) -> bool:
        send(handler, 200, body, 0, len(body), sent=150_000 if count == 1 else -1)
        return True

    repository.trouble = no_ranges
    progress = Recorder()
    assert_whole(fetch(mine, progress=progress))
    assert progress.amount == sum(jar.size for jar in JARS)


def test_another_range_than_asked_for_is_not_taken(mine: Settings, repository: Repository) -> None:
    def wrong_range(handler: BaseHTTPRequestHandler, count: int, body: bytes) -> bool:
        if handler.headers.get("Range") and count == 2:
            send(handler, 206, body[5:], 5, len(body))
            return True
        if count == 1:
            send(handler, 200, body, 0, len(body), sent=150_000)
        return count == 1

    repository.trouble = wrong_range
    assert_whole(fetch(mine))


def test_a_download_left_with_other_bytes_starts_over(mine: Settings, repository: Repository) -> None:
    target = place(mine, JARS[0])
    target.with_name(target.name + ".part").write_bytes(b"x" * 1000)
    assert_whole(fetch(mine, JARS[:1]))
    assert [asked for _, asked in repository.requests] == ["bytes=1000-", None]


def test_bytes_damaged_on_the_way_are_fetched_again(mine: Settings, repository: Repository) -> None:
    def damage_the_first(handler: BaseHTTPRequestHandler, count: int, body: bytes) -> bool:
        if count == 1:
            send(handler, 200, body[:-1] + b"x", 0, len(body))
        return count == 1

    repository.trouble = damage_the_first
    assert_whole(fetch(mine))


@pytest.mark.parametrize("bad", [b"x" * len(content(0)), content(0) + b"more"], ids=["other bytes", "more bytes"])
def test_what_the_lock_does_not_name_is_never_used(mine: Settings, repository: Repository, bad: bytes) -> None:
    repository.files[f"/{JARS[0].path}"] = bad
    with pytest.raises(LocalServerError, match=r"org\.example:thing0:1\.0 .*the lock names"):
        fetch(mine, JARS[:1])
    assert not place(mine, JARS[0]).exists()
    assert leftovers(mine) == []


@pytest.mark.parametrize("damage", [b"", b"x" * len(content(2)), content(2)[:-1]], ids=["empty", "other", "short"])
def test_a_damaged_jar_in_the_cache_is_fetched_again(mine: Settings, repository: Repository, damage: bytes) -> None:
    fetch(mine)
    repository.requests.clear()
    place(mine, JARS[2]).write_bytes(damage)
    assert_whole(fetch(mine))
    assert repository.requests == [(f"/{JARS[2].path}", None)]


def test_a_passing_error_is_tried_again(mine: Settings, repository: Repository) -> None:
    def busy_twice(handler: BaseHTTPRequestHandler, count: int, body: bytes) -> bool:
        if count <= 2:
            handler.send_error(503)
        return count <= 2

    repository.trouble = busy_twice
    assert_whole(fetch(mine))


def test_a_jar_that_is_not_there_is_named_at_once(mine: Settings, repository: Repository) -> None:
    del repository.files[f"/{JARS[3].path}"]
    with pytest.raises(LocalServerError) as caught:
        fetch(mine)
    assert "404 for org.example:thing3:1.3" in str(caught.value)
    assert "MUNINET_MAVEN_URL" in str(caught.value)
    assert sum(path == f"/{JARS[3].path}" for path, _ in repository.requests) == 1


def test_without_network_the_error_says_what_is_missing_and_what_to_do(mine: Settings, repository: Repository) -> None:
    fetch(mine, JARS[:4])
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        offline = replace(mine, maven_url=f"http://127.0.0.1:{unheard.getsockname()[1]}")
        assert_whole(fetch(offline, JARS[:4]))
        with pytest.raises(LocalServerError) as caught:
            fetch(offline)
    message = str(caught.value)
    assert message.startswith("2 of the 6 jars of Neo4j")
    for part in (str(jar_folder(mine.cache)), "network", "MUNINET_MAVEN_URL"):
        assert part in message


def test_an_address_that_is_none_is_said(mine: Settings) -> None:
    with pytest.raises(LocalServerError, match=r"gopher://somewhere cannot be asked"):
        fetch(replace(mine, maven_url="gopher://somewhere"))


def test_a_cache_that_cannot_be_written_is_named(mine: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LocalServerError, match="MUNINET_CACHE"):
        fetch(replace(mine, cache=tmp_path / "file"))


def test_two_processes_at_once_share_the_work(mine: Settings, repository: Repository) -> None:
    repository.pause = 0.15
    program = """
import os, sys
from muninet.settings import Settings
from muninet.store.jars import fetch_jars
from muninet.store.lock import Jar
jars = [Jar(*line.split()[:2], int(line.split()[2])) for line in sys.stdin]
for path in fetch_jars(Settings.from_environment(os.environ), jars=jars):
    print(path)
"""
    lines = "".join(f"{jar.coordinates} {jar.sha256} {jar.size}\n" for jar in JARS)
    environment = os.environ | {"MUNINET_CACHE": str(mine.cache), "MUNINET_MAVEN_URL": repository.url}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    with both[0], both[1]:
        for process in both:
            assert process.stdin is not None
            process.stdin.write(lines)
            process.stdin.close()
        printed = [process.stdout.read().split() for process in both if process.stdout is not None]
    assert [process.returncode for process in both] == [0, 0]
    for paths in printed:
        assert_whole([Path(path) for path in paths])
    assert len(repository.requests) == len(JARS)
