"""Leaves out the rows that something is wrong with, where the person who loads asks for it; each is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from muninet.errors import LoadError, LoadProblem
from muninet.loader.bookkeeping import Ledger
from muninet.loader.comparing import Differences
from muninet.loader.gathering import Gathered
from muninet.loader.problems import Problems
from muninet.loader.records import Place
from muninet.loader.survey import Context, find_differences


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

    def leave_out(self, gathered: Gathered, problems: Problems) -> Gathered:
        """Take out the rows that there are problems with, and forget these; what is about no row stays a problem."""
        if not self.allowed:
            return gathered
        return self._without(gathered, problems.take_rows())

    async def find_differences(
        self, context: Context, gathered: Gathered, problems: Problems, ledger: Ledger
    ) -> Differences:
        """Find the differences; a row that does not fit the graph goes, and then what refers to it alone.

        Raises:
            LoadError: with what is wrong, where rows may not be left out, or where it is about no row.
        """
        while True:
            try:
                return await find_differences(context, gathered, problems, ledger)
            except LoadError:
                found = problems.take_rows() if self.allowed else []
                if len(problems) or not found:
                    raise
                gathered = self._without(gathered, found)

    def _without(self, gathered: Gathered, found: list[LoadProblem]) -> Gathered:
        for problem in found:
            self.rows.setdefault(Place(problem.file, problem.row), problem.rule)
        if not found:
            return gathered
        return Gathered(
            {id_: node for id_, node in gathered.nodes.items() if node.place not in self.rows},
            [fact for fact in gathered.facts if fact.place not in self.rows],
            gathered.suppressed,
        )
