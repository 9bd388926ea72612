"""Leaves out the rows that something is wrong with, where the person who loads asks for it; each is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from muninet.errors import LoadError, LoadProblem
from muninet.loader.problems import Problems
from muninet.loader.records import Place
from muninet.loader.spool import Spool


@dataclass
class Skipped:
    """The rows left out so far.

    Attributes:
        allowed: whether rows may be left out at all.
        rows: the first rule that each of them breaks.
    """

    allowed: bool
    rows: dict[Place, str] = field(default_factory=dict)

    @property
    def by_rule(self) -> dict[str, int]:
        """How many rows were left out, by the rule that they break."""
        return dict(Counter(self.rows.values()))

    def leave_out(self, spool: Spool, problems: Problems) -> bool:
        """Take out the rows that there are problems with, and forget these; what is about no row stays a problem.

        Returns:
            Whether any went.
        """
        found: list[LoadProblem] = problems.take_rows() if self.allowed else []
        for problem in found:
            self.rows.setdefault(Place(problem.file, problem.row), problem.rule)
        spool.leave_out([Place(problem.file, problem.row) for problem in found])
        return bool(found)

    def refuse(self, error: LoadError, spool: Spool, problems: Problems) -> None:
        """Take out the rows that do not fit the graph, so that the rest is tried again, and then what refers to them.

        Raises:
            LoadError: the same one, where rows may not be left out, or where it is about no row.
        """
        if not self.leave_out(spool, problems) or len(problems):
            raise error
