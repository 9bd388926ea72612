"""What has been decided of pairs: a table that is read with checks, looked up either way round, and added to."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from filelock import FileLock

from muninet.match.scoring import Decision
from muninet.match.tables import Row, TableError, rows_in, rows_of

COLUMNS = ("left", "right", "decision", "who", "when", "why")
DECISIONS = ("same", "different", "unsure")
# Who decides where an import takes an entity for another one by itself. What a person decides goes before.
MUNINET = "muninet"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided of a pair.

    Attributes:
        left: id of a party; where the two are the same, the id that remains.
        right: id of another one.
        decision: same, different, or unsure (looked at, and still open).
        who: whoever decided; `muninet` where an import did.
        when: the day.
        why: the grounds, in words.
        place: `file:line`, or empty where it is not in a table yet.
    """

    left: str
    right: str
    decision: Decision
    who: str
    when: date
    why: str
    place: str = ""


class Decisions:
    """All decisions; those that contradict each other are refused."""

    def __init__(self, decided: Iterable[Decided] = ()) -> None:
        """Take decisions.

        Raises:
            TableError: a pair is decided twice, or what is the same by some rows is different by another.
        """
        self._by_pair: dict[frozenset[str], Decided] = {}
        self._same: dict[str, list[Decided]] = {}
        self._apart: list[Decided] = []
        for row in decided:
            pair = frozenset((row.left, row.right))
            if pair in self._by_pair:
                earlier = self._by_pair[pair]
                raise TableError(
                    f"{row.place}: {row.left} and {row.right} are decided in {earlier.place} already "
                    f"({earlier.decision}): keep one of the rows"
                )
            self._by_pair[pair] = row
            if row.decision == "same":
                for end in pair:
                    self._same.setdefault(end, []).append(row)
            elif row.decision == "different":
                self._apart.append(row)
        self._refuse_contradictions()

    def __iter__(self) -> Iterator[Decided]:
        """In the order of the table."""
        return iter(self._by_pair.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._by_pair)

    def of(self, left: str, right: str) -> Decided | None:
        """What was decided of a pair, either way round; None where nothing was. What follows is not filled in."""
        return self._by_pair.get(frozenset((left, right)))

    def implied(self, left: str, right: str) -> Decision | None:
        """What was decided of a pair, or follows from what is the same: A is B and B is C, so A is C."""
        stated = self.of(left, right)
        if stated is not None:
            return stated.decision
        lefts, rights = self._group(left), self._group(right)
        if right in lefts:
            return "same"
        if any(
            (row.left in lefts and row.right in rights) or (row.right in lefts and row.left in rights)
            for row in self._apart
        ):
            return "different"
        return None

    def merged(self) -> dict[str, str]:
        """Each id that goes, and the one that remains of all that are the same as it.

        Raises:
            TableError: it does not follow which of several ids remains.
        """
        into: dict[str, Decided] = {}
        for row in self:
            if row.decision != "same":
                continue
            other = into.setdefault(row.right, row)
            if other is not row:
                raise TableError(
                    f"{row.place}: {row.right} goes into {row.left}, and by {other.place} into {other.left}: write of "
                    f"{row.left} and {other.left} which one remains (left) and which goes (right), and {row.right} once"
                )
        return {id_: self._remains(id_, into) for id_ in into}

    def _remains(self, id_: str, into: Mapping[str, Decided]) -> str:
        seen = [id_]
        while seen[-1] in into:
            row = into[seen[-1]]
            if row.left in seen:
                raise TableError(
                    f"{row.place}: {row.left} and {row.right} go into each other by way of other rows: turn one of "
                    "them round, so that one id remains"
                )
            seen.append(row.left)
        return seen[-1]

    def _group(self, start: str) -> set[str]:
        """All ids that are the same as one, itself among them."""
        return {start, *(end for row in self._chains(start).values() for end in (row[-1].left, row[-1].right))}

    def _chains(self, start: str) -> dict[str, list[Decided]]:
        """For each id that is the same as `start`, the fewest rows that say so together."""
        chains: dict[str, list[Decided]] = {}
        ahead: deque[tuple[str, list[Decided]]] = deque([(start, [])])
        while ahead:
            end, rows = ahead.popleft()
            for row in self._same.get(end, ()):
                other = row.right if row.left == end else row.left
                if other != start and other not in chains:
                    chains[other] = [*rows, row]
                    ahead.append((other, chains[other]))
        return chains

    def _refuse_contradictions(self) -> None:
        for row in self._apart:
            if row.right in (chains := self._chains(row.left)):
                rows = " and ".join(f"{same.place} ({same.left} = {same.right})" for same in chains[row.right])
                raise TableError(
                    f"{row.place}: {row.left} and {row.right} are said to be different, but by {rows} they are the "
                    "same: correct one of the rows"
                )


def read_decisions(path: Path) -> Decisions:
    """Read the table.

    Raises:
        TableError: a row is wrong or contradicts others; the message begins with `file:line`.
    """
    return Decisions(_checked(row) for row in rows_of(path, COLUMNS))


def add_decision(path: Path, decided: Decided) -> Decisions:
    """Add what a person has decided to the table; what muninet decided against it by itself is taken out.

    A table that does not exist is begun. Two processes that add at a time wait for each other.

    Raises:
        TableError: the row is wrong, or contradicts the table; then the table stays as it was.
    """
    return add_decisions(path, [decided])


def add_decisions(path: Path, decided: Sequence[Decided]) -> Decisions:
    """Add several at once: all of them, or none. Where muninet decides by itself, what was decided before stays.

    Raises:
        TableError: a row is wrong, or contradicts the table or another row; then the table stays as it was.
    """
    with FileLock(f"{path}.lock"):
        text = path.read_text(encoding="utf-8-sig") if path.exists() else _line(COLUMNS)
        known = read_decisions(path) if path.exists() else Decisions()
        said = [row for row in decided if row.who != MUNINET]
        kept = [row for row in known if not any(_contrary(row, new) for new in said)]
        if len(kept) < len(known):
            text = _line(COLUMNS) + "".join(map(_row, kept))
        new_rows = [row for row in decided if row.who != MUNINET or known.of(row.left, row.right) is None]
        text += ("" if text.endswith("\n") else "\n") + "".join(map(_row, new_rows))
        decisions = Decisions(_checked(row) for row in rows_in(text, path, COLUMNS))
        # What follows from all of them must be clear, before any load stumbles on it.
        decisions.merged()
        if new_rows:
            _replace(path, text)
    return decisions


def _contrary(earlier: Decided, new: Decided) -> bool:
    """Whether an earlier row has to give way to what a person decides now."""
    pair = {earlier.left, earlier.right} == {new.left, new.right}
    goes_elsewhere = new.decision == "same" and earlier.right == new.right
    return earlier.who == MUNINET and (pair or goes_elsewhere)


def _row(row: Decided) -> str:
    return _line((row.left, row.right, row.decision, row.who, row.when.isoformat(), row.why))


def _checked(row: Row) -> Decided:
    left, right = row.filled("left"), row.filled("right")
    if left == right:
        raise row.wrong("right", f"{right!r} stands in both columns: name two parties")
    decision = cast(Decision, row.choice("decision", DECISIONS))
    try:
        when = date.fromisoformat(row.filled("when"))
    except ValueError:
        raise row.wrong("when", f"{row.cells['when']!r} is no day: write it as 2026-11-23") from None
    return Decided(left, right, decision, row.filled("who"), when, row.filled("why"), str(row))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _replace(path: Path, text: str) -> None:
    """Write a file beside, and put it in place in one step: whoever reads sees the old table or the new one."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
