"""The words of answers: one file a language, and what reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from muninet.answers.wording.loads import LoadWords
from muninet.answers.wording.views import ViewWords
from muninet.errors import ParameterError

_FOLDER = Path(__file__).parent


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrase(_Frozen):
    """What stands between two names: now (`is_`), ended (`was`), and in labels (`link`, `past`).

    `of_one` and `of_past_one` are for one fact, whose properties they may name in braces.
    """

    is_: str
    was: str
    link: str
    past: str
    of_one: str | None = None
    of_past_one: str | None = None

    def told(self, properties: Mapping[str, object], *, has_ended: bool) -> str:
        """What stands between the names of one fact."""
        text = (self.of_past_one or self.was) if has_ended else (self.of_one or self.is_)
        return text.format_map(properties)


class Directions(_Frozen):
    """The phrases of a fact read in its own direction and against it."""

    forward: Phrase
    reverse: Phrase


class FactWords(Directions):
    """The phrases of a fact type, and those of its qualified forms."""

    qualified: dict[str, Directions] = {}


class DateWords(_Frozen):
    """How dates and periods are written."""

    months: tuple[str, ...]
    day: str
    month: str
    year: str
    on_day: str
    in_period: str
    since: str
    from_until: str
    as_of: str
    as_of_until: str
    until: str
    at_latest: str
    undated: str

    def written(self, iso: str | None, precision: str | None) -> str | None:
        """A date in words, only as precise as it is known; None where there is none."""
        if iso is None:
            return None
        date = dt.date.fromisoformat(iso)
        template = {"day": self.day, "month": self.month, "year": self.year}[precision or "day"]
        return template.format(day=date.day, month=self.months[date.month - 1], year=date.year)


class SentenceWords(_Frozen):
    """How a fact is told, and how the steps of a route are joined."""

    fact: str
    first: str
    next: str
    next_person: str
    end: str


class Wording(_Frozen):
    """All words of one language."""

    language: str
    dates: DateWords
    sentence: SentenceWords
    facts: dict[str, FactWords]
    loads: LoadWords
    views: ViewWords

    def phrase(self, type_: str, qualifiers: tuple[str, ...], *, forward: bool) -> Phrase:
        """The phrase of a fact type, the qualified form where the wording has one."""
        words = self.facts[type_]
        directions: Directions = next((words.qualified[q] for q in qualifiers if q in words.qualified), words)
        return directions.forward if forward else directions.reverse


def languages() -> tuple[str, ...]:
    """The languages there are, as BCP 47 tags."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


@cache
def load_wording(language: str) -> Wording:
    """Return the words of a language.

    Raises:
        ParameterError: there is no such language.
    """
    if language not in languages():
        raise ParameterError("lang", f"{language!r} is not one of the languages there are: {', '.join(languages())}")
    raw = yaml.safe_load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    for words in raw["facts"].values():
        for directions in (words, *words.get("qualified", {}).values()):
            for side in ("forward", "reverse"):
                directions[side]["is_"] = directions[side].pop("is")
    return Wording.model_validate(raw)
