"""The words of vocabulary.yaml: what columns and months are called in the languages of those who send lists."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from muninet.model.names import fold

FILE = Path(__file__).with_name("vocabulary.yaml")


@cache
def _tables() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _months() -> dict[str, int]:
    return {fold(name): number for names in _tables()["months"].values() for number, name in enumerate(names, 1)}


def month_named(word: str) -> int | None:
    """The month that a word or its beginning (three letters at least) names; None where it names none, or several."""
    wanted = fold(word)
    months = _months()
    if wanted in months:
        return months[wanted]
    meant = {number for name, number in months.items() if len(wanted) >= 3 and name.startswith(wanted)}
    return meant.pop() if len(meant) == 1 else None


@cache
def _headers() -> dict[str, str]:
    return {
        fold(str(word)): meaning
        for meaning, languages in _tables()["columns"].items()
        for words in languages.values()
        for word in words
    }


def meanings_of(header: str) -> dict[str, int]:
    """What a column may be about, by its header: how many of its words say something else (0: none does).

    What stands in brackets is left aside: `Inhabitants (2021)` are inhabitants.
    """
    words = _headers()
    found: dict[str, int] = {}
    folded = fold(header.split("(")[0]) or fold(header)
    for word, meaning in words.items():
        # A short word within others is chance (`to`), unless it is the last one (`member id`).
        inside = f" {word} " in f" {folded} " and (len(word) > 3 or folded.endswith(f" {word}"))
        if folded == word or inside:
            others = len(folded.split()) - len(word.split())
            found[meaning] = min(others, found.get(meaning, others))
    return found


def statuses(meaning: str) -> frozenset[str]:
    """The folded words for a status (`member`, `left`, `candidate`, `observer`)."""
    return frozenset(fold(word) for words in _tables()["statuses"][meaning].values() for word in words)
