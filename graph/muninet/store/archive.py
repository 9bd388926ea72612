"""Class archives: classes that the Java virtual machine maps into memory, parsed and verified, instead of loading them.

They take about half of the server's boot away (docs/measurements.md, "Boot"). The Java runtime from packages comes
without the archive of its own classes that others have, so that one is made first (1 s, 14 MB). The server's classes
(120 MB) are archived by the first server that stops in an orderly way. An archive fits exactly one Java runtime and one
class path; its name is a hash of both, and the virtual machine ignores one that does not fit.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


class ClassArchive:
    """The archives of one Java runtime and class path, in the cache. Without them all works, more slowly."""

    def __init__(self, cache: Path, java: Path, jars: Sequence[Path], release: str) -> None:
        """Take the cache folder, the `java` to run, the class path and the release's name; nothing is made yet."""
        self._java = java
        self._folder = cache / "classes"
        runtime = _fingerprint([java, java.parent.parent / "lib" / "modules"])
        self._base = self._folder / f"java-{runtime}.jsa"
        self._server = self._folder / f"neo4j-{release}-{_fingerprint([java, *jars])}.jsa"
        self._release = release

    @property
    def is_missing(self) -> bool:
        """Whether the server's classes are not archived yet."""
        return not self._server.exists()

    def options(self, draft: Path) -> list[str]:
        """Return the options that use the archives, or that have the server write its own to `draft` when it ends."""
        draft.unlink(missing_ok=True)  # of a server that was killed: large, and perhaps not whole
        if not self._base.exists() and not self._make_base():
            return []
        if self._server.exists():
            return [f"-XX:SharedArchiveFile={self._base}:{self._server}"]
        return [f"-XX:SharedArchiveFile={self._base}", f"-XX:ArchiveClassesAtExit={draft}"]

    def keep(self, draft: Path) -> None:
        """Take over what a server that ended by itself has written; nothing where there is no draft."""
        if not draft.exists():
            return
        try:
            beside = self._server.with_name(f"{self._server.name}.{os.getpid()}.new")
            shutil.move(draft, beside)
            beside.replace(self._server)
            self._forget_others()
        except OSError:
            draft.unlink(missing_ok=True)

    def discard(self) -> None:
        """Forget the archives: a server that used them did not come up."""
        with suppress(OSError):
            self._server.unlink(missing_ok=True)
            self._base.unlink(missing_ok=True)

    def _make_base(self) -> bool:
        draft = self._base.with_name(f"{self._base.name}.{os.getpid()}.new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Only G1 writes heap objects into an archive; every collector can read them.
            command = [str(self._java), "-XX:+UseG1GC", "-Xshare:dump", f"-XX:SharedArchiveFile={draft}"]
            subprocess.run(command, check=True, timeout=60, capture_output=True, stdin=subprocess.DEVNULL)
            draft.replace(self._base)
        except (OSError, subprocess.SubprocessError):
            draft.unlink(missing_ok=True)
            return False
        return True

    def _forget_others(self) -> None:
        """Delete archives of earlier versions of the release: they are large and fit nothing any more."""
        for archive in self._folder.glob(f"neo4j-{self._release}-*.jsa"):
            if archive != self._server:
                archive.unlink(missing_ok=True)


def _fingerprint(files: Sequence[Path]) -> str:
    """Hash what the virtual machine compares: path, size and time of change of each file."""
    digest = hashlib.sha256()
    for file in files:
        status = file.stat()
        digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
