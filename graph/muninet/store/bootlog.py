"""What the server says while it starts: how far it has come, and what went wrong."""

from __future__ import annotations

from pathlib import Path

# What the server writes to its log on the way up, in this order.
MILESTONES = ("INFO  Starting...", "======== Neo4j", "Bolt enabled", "HTTP enabled")
_TELLING = ("Caused by", "Error", "Exception")
_SHOWN = 8


class BootLog:
    """The server's own log from now on, and what its process prints.

    Attributes:
        file: logs/neo4j.log in the data folder; the server adds to it at every start.
        console: what the process prints; new at every start.
    """

    def __init__(self, home: Path) -> None:
        """Remember where the log ends now."""
        self.file = home / "logs" / "neo4j.log"
        self.console = home / "logs" / "console.log"
        self._offset = self.file.stat().st_size if self.file.exists() else 0

    def reached(self) -> int:
        """Return how many of MILESTONES are passed."""
        text = self._text()
        return sum(milestone in text for milestone in MILESTONES)

    def machine_failed(self) -> bool:
        """Tell whether the Java virtual machine gave up before the server's first line ran."""
        return "initialization of VM" in self.console.read_text(encoding="utf-8", errors="replace")

    def failure(self, what: str) -> str:
        """Return a message: what happened, and the lines that say why."""
        lines = (self._text() + self.console.read_text(encoding="utf-8", errors="replace")).splitlines()
        telling = [line for line in lines if " ERROR " in line or line.startswith(_TELLING)]
        shown = "\n  ".join((telling or lines)[-_SHOWN:])
        return f"Neo4j {what}; the last that {self.file} and {self.console.name} beside it say:\n  {shown}"

    def _text(self) -> str:
        try:
            with self.file.open("rb") as file:
                # The server begins a new file when this one is full.
                file.seek(self._offset if self.file.stat().st_size >= self._offset else 0)
                return file.read().decode(errors="replace")
        except FileNotFoundError:
            return ""
