"""Terms of heads of government, as far as Wikidata tells when they began and ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from muninet.importers.wikidata_items import Item, Office
from muninet.importers.wikidata_results import moment
from muninet.loader.checks import in_order
from muninet.model import PartialDate

# (rule, what stands there, what is made of it, row)
Find = Callable[[str, str, str, int], None]
_BEST_FIRST = ("preferred", "normal", "deprecated")


class Tenure(NamedTuple):
    """One term that can be stated.

    Attributes:
        head: id of the person's item.
        since: when it began; None where that is not known.
        until: when it ended; None where it has not.
        rank: what Wikidata thinks of the statement.
        row: where it stands.
    """

    head: str
    since: PartialDate | None
    until: PartialDate | None
    rank: str
    row: int


def tenures(item: Item, find: Find) -> list[Tenure]:
    """The terms of an item's heads, oldest first; findings name items, not people, since they are kept."""
    read = [tenure for office, row in item.offices.items() for tenure in _tenure(office, row, find)]
    found = list(_once(read, find))
    best = min((_BEST_FIRST.index(tenure.rank) for tenure in found if tenure.until is None), default=0)
    now = [tenure for tenure in found if tenure.until is None and tenure.rank == _BEST_FIRST[best]]
    heads = sorted({tenure.head for tenure in now})
    if len(heads) > 1 and _BEST_FIRST[best] != "deprecated":
        message = "several heads of government whose terms have no end; all are stated"
        find("several-heads", ", ".join(heads), message, now[0].row)
    return found


def _tenure(office: Office, row: int, find: Find) -> Iterator[Tenure]:
    if office.head is None:
        find("unknown-value", "", "it is not known who the head of government is; nobody is stated", row)
        return
    if office.ended:
        find("unknown-value", office.head, "the term has ended, it is not known when; it is not stated", row)
        return
    since = until = None
    try:
        since = moment(office.start, office.start_precision) if office.start else None
    except ValueError as error:
        find(
            "unreadable-value", f"{office.head}: {office.start}", f"the start of the term: {error}; it is left out", row
        )
    try:
        until = moment(office.end, office.end_precision) if office.end else None
    except ValueError as error:
        # Without its end, it would be stated to go on.
        message = f"the end of the term: {error}; the term is not stated"
        find("unreadable-value", f"{office.head}: {office.end}", message, row)
        return
    if since is not None and until is not None and not in_order(since, until):
        message = "the term does not end after its start; it is not stated"
        find("impossible-term", f"{office.head}: {since} to {until}", message, row)
        return
    yield Tenure(office.head, since, until, office.rank, row)


def _once(read: list[Tenure], find: Find) -> Iterator[Tenure]:
    """One term for each head and start: the one of the best rank, and of these one with an end."""
    by_start: dict[tuple[str, str], list[Tenure]] = {}
    for tenure in read:
        by_start.setdefault((str(tenure.since or ""), tenure.head), []).append(tenure)
    for (_, head), those in sorted(by_start.items()):
        chosen = min(those, key=lambda one: (_BEST_FIRST.index(one.rank), one.until is None, str(one.until)))
        ends = {str(one.until or "open") for one in those if one.rank == chosen.rank}
        if len(ends) > 1:
            found = f"{head}: {', '.join(sorted(ends))}"
            find("several-values", found, f"ends of one term; {chosen.until} is stated", chosen.row)
        yield chosen
