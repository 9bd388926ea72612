"""How the facts of one answer are read: in which language, against which day, without which sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from muninet.answers.wording import Wording
from muninet.model import Schema


@dataclass(frozen=True)
class Reading:
    """What turns a stored fact into one of an answer.

    Attributes:
        schema: the model.
        wording: the words of the language asked for.
        day: the day against which a fact has ended or not: the one asked for, else today.
        barred: ids of the sources that were asked to be left out.
    """

    schema: Schema
    wording: Wording
    day: dt.date
    barred: frozenset[str] = frozenset()

    def cited(self, sources: Iterable[str]) -> list[str]:
        """Those of the sources that may be named."""
        return [source for source in sources if source not in self.barred]
