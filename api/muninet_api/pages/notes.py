"""Footnotes: each source of a page gets a number where it is first named, and stands in a list at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from muninet.answers.models import NodeRef, Route, Source
from muninet.answers.wording import Wording
from muninet_api.pages.addresses import entity_page, is_web
from muninet_api.pages.dates import written


@dataclass(frozen=True)
class Note:
    """A footnote: a source with its number.

    Attributes:
        n: its number.
        source: the source.
        published: when it was published, in words; empty where it does not say.
        retrieved: when it was read.
        link: its address on the web; empty where it has none that may be followed.
        page: its page here.
    """

    n: int
    source: Source
    published: str
    retrieved: str
    link: str
    page: str


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: some text, the entity that it names, if it does, and the footnotes that follow it."""

    text: str
    node: NodeRef | None = None
    notes: tuple[Note, ...] = ()


class Footnotes:
    """The footnotes of one page."""

    def __init__(self, sources: Mapping[str, Source], wording: Wording) -> None:
        """Take the sources that may be named."""
        self._sources = sources
        self._wording = wording
        self._notes: dict[str, Note] = {}

    @property
    def listed(self) -> list[Note]:
        """Those that were named, in the order of their numbers."""
        return list(self._notes.values())

    def of(self, ids: Iterable[str]) -> tuple[Note, ...]:
        """The footnotes of sources, numbered now where they were not named before."""
        found = [self._note(id_) for id_ in ids if id_ in self._sources]
        return tuple(sorted(found, key=lambda note: note.n))

    def told(self, route: Route) -> tuple[Piece, ...]:
        """A route in words. Its own marks count its facts; in their place come those of the page, by source."""
        sentence, first = route.sentence, route.nodes[0]
        pieces: list[Piece] = []
        start = 0
        if sentence.startswith(first.name):
            pieces.append(Piece(first.name, first))
            start = len(first.name)
        for note, target in zip(route.footnotes, route.nodes[1:], strict=True):
            # The mark behind the name of where the step leads: what looks like a mark within a name is none.
            place = sentence.find(f"{target.name} (", start)
            behind = place + len(target.name) if place >= 0 else start
            mark = _mark(note.n).search(sentence, behind)
            if mark is None:
                continue
            if place >= 0:
                pieces += [Piece(sentence[start:place]), Piece(target.name, target)]
            pieces.append(Piece(sentence[behind : mark.start()], notes=self.of(note.sources)))
            start = mark.end()
        return (*pieces, Piece(sentence[start:]))

    def _note(self, id_: str) -> Note:
        if id_ not in self._notes:
            source = self._sources[id_]
            self._notes[id_] = Note(
                n=len(self._notes) + 1,
                source=source,
                published=written(source.published, source.published_precision, self._wording),
                retrieved=written(source.retrieved, "day", self._wording),
                link=source.url if source.url and is_web(source.url) else "",
                page=entity_page(id_),
            )
        return self._notes[id_]


def _mark(n: int) -> re.Pattern[str]:
    return re.compile(rf" ?\[{n}\]")
