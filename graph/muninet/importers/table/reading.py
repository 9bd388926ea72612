"""Counts the rows of a table as they are read, and takes what is wrong with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from muninet.errors import LoadProblem

# Reasons for which a row is left out though nothing is wrong with it.
NOT_WANTED = "not-wanted"
REPEATED = "repeated"
NOTHING_STATED = "nothing-stated"
REASONS: dict[str, str] = {
    NOT_WANTED: "The mapping's own condition does not hold for the row.",
    REPEATED: "Everything that the row states stands in an earlier row already.",
    NOTHING_STATED: "Keys are empty, or conditions do not hold, so that the row states neither an entity nor a fact.",
}
# Rules that a row of a table may break, beside the loader's.
RULES: dict[str, str] = {
    "ambiguous-id": "Two different keys of which the same id would be made.",
    "conflicting-rows": "Two rows that say different things of the same entity.",
    "unlisted-value": "A word that the mapping's table of values does not list.",
}


@dataclass
class Reading:
    """The account of one table: `read` is `used` and all of `left_out` together.

    Attributes:
        file: the table, for messages.
        read: rows read so far, blank ones apart.
        used: rows of which records were made.
        left_out: rows of which none were made, by reason: a key of REASONS, or the first rule that the row breaks.
        problems: everything that is wrong with rows; a row may have several.
    """

    file: str
    read: int = 0
    used: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[LoadProblem] = field(default_factory=list)

    def use(self) -> None:
        """Count a row of which records are made."""
        self.read += 1
        self.used += 1

    def leave_out(self, reason: str) -> None:
        """Count a row that says nothing new, by one of REASONS."""
        self.read += 1
        self.left_out[reason] += 1

    def refuse(self, problems: list[LoadProblem]) -> None:
        """Count a row that cannot be used, and keep what is wrong with it (one thing at least)."""
        self.read += 1
        self.left_out[problems[0].rule] += 1
        self.problems += problems
