"""What stands in a report, whatever it is written as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from muninet.answers.models import Source
from muninet.answers.wording import load_wording
from muninet.export.bibliography import cited
from muninet.figures.frame import licensed
from muninet.figures.models import Story, View

# A stretch of a sentence: words, or the ids of the sources behind what was just said.
Part = str | tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """A source at the end of a report.

    Attributes:
        number: what it is cited by.
        source: the source.
        text: the same in a line.
    """

    number: int
    source: Source
    text: str


@dataclass(frozen=True)
class Outline:
    """A report.

    Attributes:
        title: what it is called.
        lead: what is to be seen, and what must be known to read it.
        kinds: kinds of link with their counts, which are never added up.
        sentences: the answer, each sentence in parts.
        columns: of the table.
        rows: of the table: the facts, each with its sources.
        references: in the order in which they are cited first.
        closing: licences, the day of the data.
        address: of the page that shows the same; empty where it is not known.
    """

    title: str
    lead: tuple[str, ...]
    kinds: tuple[tuple[str, int], ...]
    sentences: tuple[tuple[Part, ...], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Part, ...], ...]
    references: tuple[Reference, ...]
    closing: tuple[str, ...]
    address: str

    def numbers(self, ids: Sequence[str]) -> list[int]:
        """The numbers of sources, in order."""
        by_id = {one.source.id: one.number for one in self.references}
        return sorted(by_id[id_] for id_ in ids if id_ in by_id)


def outline(view: View, address: str = "", lang: str = "en") -> Outline:
    """Say what stands in the report of a view.

    Args:
        view: the answer.
        address: of the page that shows the same.
        lang: language of dates.
    """
    wording = load_wording(lang)
    rests_on = {drawn.fact.id: tuple(drawn.fact.sources) for drawn in view.facts}
    sentences = tuple(parts_of(story, rests_on) for story in view.stories)
    labels = {stroke.type: stroke.label for stroke in view.strokes}
    rows = tuple(
        (fact.from_.name, labels[fact.type], fact.to.name, _when(fact.sentence), rests_on[fact.id])
        for fact in (drawn.fact for drawn in view.facts)
    )
    order = [id_ for parts in (*sentences, *rows) for part in parts if isinstance(part, tuple) for id_ in part]
    known = [view.sources[id_] for id_ in dict.fromkeys([*order, *view.sources]) if id_ in view.sources]
    as_of = f"Data as of {view.data_as_of}." if view.data_as_of else ""
    borders = f"{view.ground.source}. {view.ground.projection} projection." if view.ground else ""
    return Outline(
        title=view.title,
        lead=(view.description, *view.notes),
        kinds=tuple((group.label, group.count) for group in view.groups),
        sentences=sentences,
        columns=("From", "Relation", "To", "When", "Sources"),
        rows=rows,
        references=tuple(Reference(n, source, cited(source, wording)) for n, source in enumerate(known, 1)),
        closing=tuple(text for text in (borders, licensed(view.licences), as_of) if text),
        address=address,
    )


def parts_of(story: Story, rests_on: dict[str, tuple[str, ...]]) -> tuple[Part, ...]:
    """A sentence, its footnote marks replaced by the sources of the facts that they stand for.

    A mark stands behind the date of its fact. A name that looks like a mark is one only where no date is before it.
    """
    found: list[Part] = []
    rest = story.sentence
    for n, fact in enumerate(story.facts, 1):
        for mark in (f") [{n}]", f" [{n}]"):
            before, hit, after = rest.partition(mark)
            if hit:
                found += [before + hit.removesuffix(f" [{n}]"), rests_on.get(fact, ())]
                rest = after
                break
    return tuple(part for part in (*found, rest) if part)


def _when(sentence: str) -> str:
    """The date of a fact, which its sentence ends with in brackets."""
    _, _, when = sentence.removesuffix(".").rpartition(" (")
    return when.removesuffix(")")
