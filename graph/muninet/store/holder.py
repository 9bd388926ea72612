"""Who holds a data folder: an exclusive lock, and a file that says who has it and where it answers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from muninet.errors import LocalServerError


class HomeHolder:
    """Exclusive hold of a data folder, let go by `release` or by the end of the process, however it ends.

    Its file `serve.json` (mode 0600) has the keys pid, since (UTC, ISO 8601) and whatever `announce` was given.
    """

    def __init__(self, home: Path) -> None:
        """Take the folder; nothing is locked yet."""
        self.home = home
        self.file = home / "serve.json"
        self._lock = FileLock(home / ".lock", thread_local=False)
        self._content: dict[str, Any] = {}

    def acquire(self) -> None:
        """Lock the folder, making it (mode 0700) where it is missing.

        Raises:
            LocalServerError: it cannot be written, or another process holds it: says which, since when, and where.
        """
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LocalServerError(
                f"the data folder {self.home} is in use{_holder_text(self.file)}: "
                "stop that one first, or name another folder in MUNINET_HOME"
            ) from None
        except OSError as error:
            raise LocalServerError(
                f"the data folder {self.home} cannot be used: {error.strerror or error}: "
                "give yourself write access to it, or name another folder in MUNINET_HOME"
            ) from error
        self._content = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        self.announce({})

    def announce(self, entries: Mapping[str, Any]) -> None:
        """Add entries (addresses, process ids; JSON values) to serve.json."""
        self._content |= entries
        write_private(self.file, json.dumps(self._content, indent=2) + "\n")

    def release(self) -> None:
        """Remove serve.json and let the folder go; does nothing when it is not held."""
        if self._lock.is_locked:
            self.file.unlink(missing_ok=True)
            self._lock.release()


def read_holder(home: Path) -> dict[str, Any]:
    """Return what the holder of a data folder says of itself in serve.json; empty where nothing (readable) is."""
    try:
        content = json.loads((home / "serve.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, at once: a reader sees the old text or the new one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _holder_text(file: Path) -> str:
    content = read_holder(file.parent)
    if "pid" not in content:
        return " by another process"
    addresses = [str(value) for key, value in sorted(content.items()) if isinstance(value, str) and "://" in value]
    where = f", answering at {', '.join(addresses)}" if addresses else ""
    return f" by process {content['pid']} since {content.get('since', 'an unknown time')}{where}"


def process_runs(pid: int) -> bool:
    """Whether a process of that id runs on this machine, whoever it belongs to."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
