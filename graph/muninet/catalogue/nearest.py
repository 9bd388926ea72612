"""Hints: which of the known words may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the known words most like this one, case aside, best first."""
    by_fold = {one.casefold(): one for one in known}
    return tuple(by_fold[fold] for fold in get_close_matches(word.casefold(), by_fold, n=count, cutoff=0.5))


def hint(word: str, known: Iterable[str], mark: str = "") -> str:
    """Return ` (did you mean limit?)`, or nothing where no known word is like this one."""
    found = nearest(word, known, 1)
    return f" (did you mean {mark}{found[0]}?)" if found else ""
