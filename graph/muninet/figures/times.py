"""Facts over time: a lane for each entity, and in it each of its facts from its beginning to its end.

What is known is drawn and no more: a bar begins with a stroke across where its beginning is known, ends with one where
its end is, and with an arrow where it goes on; a diamond is a day on which a source says that it held; what nothing
dates stands left of the years as an empty diamond.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from muninet.answers.models import Fact, NodeRef
from muninet.figures.models import Axis, Trace, Words

# All in units of a view: the ground's width, the column of the names, room for what is undated, the end of the years.
_WIDTH, _NAMES, _UNDATED, _RIGHT = 1000.0, 236.0, 30.0, 972.0
LANE, _SUB, _TOP, _FOOT = 24.0, 17.0, 34.0, 12.0
_MARK, _RADIUS, _FOCUS = 16.0, 6.5, 8.0
_CAP, _ARROW, _DIAMOND = 4.5, 7.0, 4.8
# Of the gaps between the years that are named, the first that names no more than so many.
_GAPS, _MOST_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500), 12
_FEWEST_YEARS = 3


@dataclass(frozen=True)
class Moment:
    """A date of an entity itself, such as when it was founded."""

    id: str
    on: dt.date
    text: str


@dataclass(frozen=True)
class Timed:
    """Entities in their lanes and facts over the years.

    Attributes:
        places: middle of each mark, by id, in units of the view.
        radii: of the marks, by id.
        traces: of the facts, by id.
        axis: the years.
        width: of the ground.
        height: of the ground.
        undated: how many facts nothing dates.
        stated: of how many only a day is known on which they held.
    """

    places: Mapping[str, tuple[float, float]]
    radii: Mapping[str, float]
    traces: Mapping[str, Trace]
    axis: Axis
    width: float
    height: float
    undated: int
    stated: int


def placed_in_time(
    nodes: Sequence[NodeRef],
    facts: Sequence[Fact],
    focus: Sequence[str],
    today: dt.date,
    moments: Sequence[Moment] = (),
    happened: Mapping[str, dt.date] | None = None,
) -> Timed:
    """Lay out facts over time; the order in which things and facts come makes no difference.

    Args:
        nodes: the entities.
        facts: what joins them.
        focus: ids of those that the question is about; their facts stand in the lanes of the others.
        today: its year is the last that is shown, unless something is later.
        moments: dates of entities themselves.
        happened: days of facts without dates, by id: that of the event or agreement that such a fact leads to.
    """
    spans = {fact.id: _span(fact, happened or {}) for fact in facts}
    own = _lanes(facts, focus)
    order = sorted(nodes, key=lambda node: (node.id not in focus, *_first(own[node.id], spans), node.name, node.id))
    undated = sum(not span.days for span in spans.values())
    days = [*(day for span in spans.values() for day in span.days), *(moment.on for moment in moments)]
    years = _Years.of(days, today, has_undated=undated > 0)
    alone = focus[0] if len(focus) == 1 else None
    places: dict[str, tuple[float, float]] = {}
    traces: dict[str, Trace] = {}
    marked: list[Words] = []
    y = _TOP
    for node in order:
        middle = y + LANE / 2
        places[node.id] = (_MARK, round(middle, 1))
        marked += _moments(node.id, moments, years, middle)
        rows = sorted(own[node.id], key=lambda fact: (*_first([fact], spans), fact.id))
        for n, fact in enumerate(rows):
            other = fact.to if fact.from_.id == node.id else fact.from_
            said = other.name if other.id != alone else None
            traces[fact.id] = _trace(spans[fact.id], years, round(middle + n * _SUB, 1), said)
        y += LANE + max(0, len(rows) - 1) * _SUB
    height = round(y + _FOOT, 1)
    axis = Axis(ticks=years.ticks(_TOP - 12), top=_TOP - 4, bottom=height - _FOOT / 2, moments=marked)
    radii = {node.id: _FOCUS if node.id in focus else _RADIUS for node in nodes}
    stated = sum(span.is_stated for span in spans.values())
    return Timed(places, radii, traces, axis, _WIDTH, height, undated, stated)


@dataclass(frozen=True)
class _Span:
    """What is known of a fact's time; `is_stated` where the beginning is only a day on which it held."""

    begin: dt.date | None
    end: dt.date | None
    is_stated: bool

    @property
    def days(self) -> list[dt.date]:
        return [day for day in (self.begin, self.end) if day]


def _span(fact: Fact, happened: Mapping[str, dt.date]) -> _Span:
    begin, end = (
        dt.date.fromisoformat(day) if day else None
        for day in (fact.since or fact.as_of, fact.until or fact.holds_until)
    )
    if begin is None and end is None and fact.id in happened:
        return _Span(happened[fact.id], None, is_stated=True)
    return _Span(begin, end, is_stated=fact.since is None and begin is not None)


def _lanes(facts: Iterable[Fact], focus: Collection[str]) -> Mapping[str, list[Fact]]:
    """The facts of each lane: of the end that the question is not about, else of the one where they begin."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        turned = fact.from_.id in focus and fact.to.id not in focus
        found[fact.to.id if turned else fact.from_.id].append(fact)
    return found


def _first(facts: Iterable[Fact], spans: Mapping[str, _Span]) -> tuple[bool, dt.date]:
    """The first day of them, the undated last."""
    days = [day for fact in facts for day in spans[fact.id].days]
    return (not days, min(days, default=dt.date.max))


@dataclass(frozen=True)
class _Years:
    """From days to places: `first` and `last` are the years at whose beginnings the axis begins and ends."""

    first: int
    last: int
    left: float

    @staticmethod
    def of(days: Collection[dt.date], today: dt.date, *, has_undated: bool) -> _Years:
        last = min(dt.MAXYEAR, max([day.year for day in days] + [today.year]) + 1)
        first = min([day.year for day in days] + [last - _FEWEST_YEARS])
        return _Years(first, last, _NAMES + 14 + (_UNDATED if has_undated else 0))

    def at(self, day: dt.date) -> float:
        start = dt.date(day.year, 1, 1)
        year = day.year + (day - start).days / 366
        return round(self.left + (year - self.first) / (self.last - self.first) * (_RIGHT - self.left), 1)

    def ticks(self, y: float) -> list[Words]:
        span = self.last - self.first
        gap = next((one for one in _GAPS if span / one <= _MOST_YEARS), _GAPS[-1])
        years = range(-(-self.first // gap) * gap, self.last + 1, gap)
        return [Words(x=self.at(dt.date(year, 1, 1)), y=y, text=str(year)) for year in years]


def _moments(id_: str, moments: Iterable[Moment], years: _Years, y: float) -> list[Words]:
    return [Words(x=years.at(one.on), y=round(y, 1), text=one.text) for one in moments if one.id == id_]


def _trace(span: _Span, years: _Years, y: float, said: str | None) -> Trace:
    begin, end = span.begin, span.end
    if not span.days:
        x = _NAMES + _UNDATED / 2
        return Trace(line=_diamond(x, y), tip="", words=_words(x + 9, y, said))
    left = years.left if begin is None else years.at(begin)
    above = _words(left + 8, y - 7.5, said)
    if span.is_stated:
        line = f"M{left},{y}L{years.at(end)},{y}{_across(years.at(end), y)}" if end else ""
        return Trace(line=line, tip=_diamond(left, y), words=above if end else _words(left + 9, y, said))
    start = _across(left, y) if begin else ""
    if end is not None:
        return Trace(line=f"M{left},{y}L{years.at(end)},{y}{start}{_across(years.at(end), y)}", tip="", words=above)
    tip = f"M{_RIGHT},{y}L{_RIGHT - _ARROW},{y - _CAP}L{_RIGHT - _ARROW},{y + _CAP}Z"
    return Trace(line=f"M{left},{y}L{_RIGHT - _ARROW},{y}{start}", tip=tip, words=above)


def _words(x: float, y: float, said: str | None) -> Words | None:
    return Words(x=round(x, 1), y=round(y, 1), text=said) if said else None


def _across(x: float, y: float) -> str:
    return f"M{x},{y - _CAP}L{x},{y + _CAP}"


def _diamond(x: float, y: float) -> str:
    d = _DIAMOND
    return f"M{x},{y - d}L{x + d},{y}L{x},{y + d}L{x - d},{y}Z"
