"""Where the table of decisions stands, and what the loads take from it."""

from __future__ import annotations

from pathlib import Path

from muninet.match import Decisions, read_decisions
from muninet.settings import Settings

_FILE = "decisions.csv"


def decisions_file(settings: Settings) -> Path:
    """The table of what people have decided of pairs: it lies in the data folder."""
    return settings.home / _FILE


def decisions_of(settings: Settings) -> Decisions:
    """All decisions; none where there is no table yet.

    Raises:
        TableError: the table breaks its rules.
    """
    file = decisions_file(settings)
    return read_decisions(file) if file.exists() else Decisions()
