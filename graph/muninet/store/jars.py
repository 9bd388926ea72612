"""The jars of the private Neo4j in the user's cache: downloaded in parallel, resumed, verified before use."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

import httpx
from filelock import FileLock, Timeout

from muninet.errors import LocalServerError
from muninet.progress import Progress, SilentProgress
from muninet.settings import Settings
from muninet.store.lock import Jar, read_lock
from muninet.store.releases import RELEASES

_PARALLEL = 8
_ATTEMPTS = 5  # in a row without one new byte
_BACKOFF = 0.4  # seconds, doubled each time
_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


def jar_folder(cache: Path) -> Path:
    """Return the folder below `cache` that holds the jars, laid out as a Maven repository is."""
    return cache / "jars"


def fetch_jars(
    settings: Settings,
    progress: Progress | None = None,
    *,
    jars: Sequence[Jar] | None = None,
    backoff: float = _BACKOFF,
) -> list[Path]:
    """Return the paths of the verified jars, downloading those that are missing or damaged.

    Args:
        settings: `cache` is the folder, `maven_url` the repository (None: the one jgo names), `neo4j_release` what to
            fetch.
        progress: told of the bytes still to download; silent when all are there.
        jars: default: those of the committed lock of the settings' release.
        backoff: seconds before the second attempt; doubled with each further one.

    Raises:
        LocalServerError: jars are missing and cannot be had; says how many, where, and what to do.
    """
    jars = read_lock(RELEASES[settings.neo4j_release].lock) if jars is None else jars
    progress = progress or SilentProgress()
    folder = jar_folder(settings.cache)
    if missing_jars(folder, jars):
        _download_missing(_Repository(settings, folder, progress, backoff), jars)
    return [folder / jar.path for jar in jars]


def missing_jars(folder: Path, jars: Sequence[Jar]) -> list[Jar]:
    """Return the jars that are absent or not what the lock says: size, then sha256 of every byte.

    Hashing all 155 MB takes 0.1 to 0.2 s on two cores, so that it is done at every start and nothing is remembered.
    """
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        good = pool.map(lambda jar: _is_good(folder / jar.path, jar), jars)
        return [jar for jar, is_good in zip(jars, good, strict=True) if not is_good]


def _is_good(path: Path, jar: Jar) -> bool:
    try:
        if path.stat().st_size != jar.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
    except OSError:
        return False


@dataclass
class _Repository:
    """One run of downloads."""

    settings: Settings
    folder: Path
    progress: Progress
    backoff: float
    stop: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        if self.settings.maven_url:
            return self.settings.maven_url.rstrip("/")
        from jgo.constants import MAVEN_CENTRAL_URL  # takes 0.3 s to import: only who downloads pays for it

        return str(MAVEN_CENTRAL_URL)

    def advance(self, amount: int) -> None:
        with self.lock:
            self.progress.advance(amount)


class _FailedDownloadError(Exception):
    """A jar that cannot be had; the message says why."""


def _download_missing(repository: _Repository, jars: Sequence[Jar]) -> None:
    folder, version = repository.folder, RELEASES[repository.settings.neo4j_release].version
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _sole_download(repository):
            # Another process may have downloaded them while this one waited for the lock.
            missing = missing_jars(folder, jars)
            if missing:
                repository.progress.stage(
                    f"Downloading Neo4j {version}", sum(jar.size for jar in missing), unit="bytes"
                )
                _download_all(repository, missing)
                repository.progress.done()
    except OSError as error:
        raise LocalServerError(
            f"the cache folder {folder} cannot be written: {error.strerror or error}: "
            "free it, or name another folder in MUNINET_CACHE"
        ) from error
    except _FailedDownloadError as error:
        count = len(missing_jars(folder, jars))
        raise LocalServerError(
            f"{count} of the {len(jars)} jars of Neo4j {version} are missing in {folder} and could not be "
            f"downloaded: {error}. Start again with network access (what is there is kept), "
            "or name a reachable Maven repository in MUNINET_MAVEN_URL"
        ) from error


@contextmanager
def _sole_download(repository: _Repository) -> Iterator[None]:
    """Hold the cache: two processes that download at once take turns, and the second finds the work done."""
    lock = FileLock(repository.folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        repository.progress.stage(f"Waiting for another process that downloads to {repository.folder}")
        lock.acquire()
        repository.progress.done()
    try:
        yield
    finally:
        lock.release()


def _download_all(repository: _Repository, jars: Sequence[Jar]) -> None:
    timeout = httpx.Timeout(15.0, connect=10.0)
    limits = httpx.Limits(max_connections=_PARALLEL)
    largest_first = sorted(jars, key=lambda jar: -jar.size)
    with (
        httpx.Client(timeout=timeout, limits=limits, follow_redirects=True) as client,
        ThreadPoolExecutor(_PARALLEL) as pool,
    ):
        futures = [pool.submit(_download, repository, client, jar) for jar in largest_first]
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            # Also after Ctrl-C: threads end at their next chunk, and their .part files are there for the next start.
            repository.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
        for future in done:
            future.result()


def _download(repository: _Repository, client: httpx.Client, jar: Jar) -> None:
    """Download one jar to its .part file, going on where an earlier try was cut; move it in place once verified."""
    target = repository.folder / jar.path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = _Part(target.with_name(target.name + ".part"), jar, repository)
    tries = spoiled = 0
    while not repository.stop.is_set():
        had = part.size
        reason = _receive(repository, client, part)
        if part.size == jar.size:
            if _is_good(part.path, jar):
                part.path.replace(target)
                return
            part.clear()
            spoiled += 1
            reason = "what came is not what the lock names (its sha256 differs)"
            if spoiled == 2:
                raise _FailedDownloadError(f"{jar.coordinates} from {repository.url}: {reason}, twice")
        tries = 0 if part.size > had else tries + 1
        if tries == _ATTEMPTS:
            raise _FailedDownloadError(f"{jar.coordinates} from {repository.url}: {reason}, {_ATTEMPTS} times in a row")
        repository.stop.wait(repository.backoff * 2**tries)


class _Part:
    """The file that a download goes to, and how much of it is there; keeps the progress in step."""

    def __init__(self, path: Path, jar: Jar, repository: _Repository) -> None:
        self.path, self.jar = path, jar
        self._repository = repository
        self.size = path.stat().st_size if path.exists() else 0
        repository.advance(self.size)
        if self.size > jar.size:
            self.clear()

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)
        self._repository.advance(-self.size)
        self.size = 0

    def append(self, chunks: Iterator[bytes]) -> str:
        """Write chunks until the jar's size is passed or the run is stopped; say what is wrong with them."""
        with self.path.open("ab") as file:
            for chunk in chunks:
                if self._repository.stop.is_set():
                    break
                file.write(chunk)
                self.size += len(chunk)
                self._repository.advance(len(chunk))
                if self.size > self.jar.size:
                    break
        if self.size > self.jar.size:
            self.clear()
            return f"more came than the {self.jar.size} bytes that the lock names"
        return "" if self.size == self.jar.size else f"cut after {self.size} of {self.jar.size} bytes"


def _receive(repository: _Repository, client: httpx.Client, part: _Part) -> str:
    """Take one answer into the .part file; return what was wrong with it, empty when the file is whole."""
    if part.size == part.jar.size:
        return ""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={part.size}-"} if part.size else {})
    try:
        with client.stream("GET", f"{repository.url}/{part.jar.path}", headers=headers) as response:
            return _accept(repository, response, part)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
        raise _FailedDownloadError(f"{repository.url} cannot be asked: {error}") from error
    except httpx.TransportError as error:
        return f"{type(error).__name__} ({error})"


def _accept(repository: _Repository, response: httpx.Response, part: _Part) -> str:
    if response.status_code in (401, 403, 404, 410):
        raise _FailedDownloadError(f"{repository.url} answers {response.status_code} for {part.jar.coordinates}")
    if response.status_code == 206:
        place = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if place is None or int(place[1]) != part.size:
            part.clear()
            return "the answer was another part of the file than was asked for"
    elif response.status_code == 200:
        part.clear()
    elif response.status_code == 416:
        part.clear()
        return "the server has less of the file than was here already"
    else:
        return f"the answer was {response.status_code} {response.reason_phrase}"
    return part.append(response.iter_bytes(_CHUNK))
