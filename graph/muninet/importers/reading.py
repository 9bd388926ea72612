"""Keeps account of what is read from a file: rows, those that cannot be used, and what was found in the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from muninet.errors import LoadProblem
from muninet.loader.problems import Problems
from muninet.loader.records import Place
from muninet.quality.findings import Finding, Rule

NOT_WANTED = "not-wanted"
NOTHING_STATED = "nothing-stated"
REPEATED = "repeated"
OF_A_REFUSED_ITEM = "of-a-refused-item"
REASONS: dict[str, str] = {
    NOT_WANTED: "The mapping's own condition does not hold for the row.",
    NOTHING_STATED: "Keys are empty, or conditions do not hold, so that the row states neither an entity nor a fact.",
    REPEATED: "Everything that the row states stands in an earlier row already.",
    OF_A_REFUSED_ITEM: "The row is one of several of an item that cannot be used; the first of them tells why.",
}
"""Why a row is left out though nothing is wrong with it by itself."""


@dataclass
class Reading:
    """What reading one file has come to.

    Attributes:
        problems: rows that cannot be used, and why; the loader adds what it finds in the others.
        rows: how many were read.
        findings: what is wrong in rows that are used all the same.
        left_out: rows of which nothing is made though nothing is wrong with them, by reason.
    """

    problems: Problems = field(default_factory=Problems)
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def find(self, rule: Rule, entity: str, place: Place, found: str, message: str) -> None:
        """Note a finding; its fields are those of `Finding`."""
        self.findings.append(Finding(rule, entity, found, str(place), message))

    def leave_out(self, reason: str) -> None:
        """Count a row that was read, and that states nothing new, by one of REASONS."""
        if reason not in REASONS:
            raise KeyError(f"{reason!r} is not one of the reasons for leaving out a row")
        self.left_out[reason] += 1

    def refuse(self, problems: Iterable[LoadProblem]) -> None:
        """Note what is wrong with a row that was read, and of which nothing is made."""
        for one in problems:
            place = Place(one.file, one.row)
            self.problems.add(
                place, one.column, one.rule, one.message, found=one.found, expected=one.expected,
                suggestions=one.suggestions,
            )  # fmt: skip
