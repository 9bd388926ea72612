"""Answers that are one page of a question's rows, each row a shape of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, create_model

from muninet.answers import lookups
from muninet.answers.asking import Asking, Given, shown
from muninet.answers.licences import licences_of
from muninet.answers.models import Licence, Model, Source
from muninet.answers.rows import Answer, row_model
from muninet.catalogue import Bound, Query


class ResultsAnswer(Answer):
    """One page of a question."""

    next: str | None = Field(description="Cursor of the next page; null on the last.")
    results: Sequence[Model]
    sources: dict[str, Source]
    licences: list[Licence]


def results_model(name: str, query: Query) -> type[ResultsAnswer]:
    """Make the shape of an answer whose rows are those of a question.

    Args:
        name: what it is called in the documentation: `Timeline`, whose rows are then `TimelineRow`.
        query: the question.
    """
    row: Any = row_model(f"{name}Row", f"{query.title}: one row.", query)
    fields: dict[str, Any] = {"results": (list[row], Field(description="The rows, in a total order."))}
    return create_model(name, __base__=ResultsAnswer, __doc__=f"{query.title}: one page.", **fields)


@dataclass(frozen=True)
class Page:
    """One page of a question, shaped, and what goes with every answer."""

    rows: list[dict[str, Any]]
    next: str | None
    envelope: dict[str, Any]


async def page_of(asking: Asking, query: Query, bound: Bound, lang: str, version: str) -> Page:
    """Ask a question for one page; `envelope` holds the fields of an Answer.

    Raises:
        ParameterError: a parameter names what there is not.
        UnknownEntityError: an id that no entity has.
    """
    ready, read = await asking.check(bound, asking.reading(bound, lang))
    rows, following = await asking.page(query, ready)
    shaped = asking.shaped(query, rows, read)
    sources = await asking.sources(lookups.source_ids(shaped))
    envelope = {
        "query": {"name": query.name, **shown(bound), "lang": lang},
        "graph_version": version,
        "data_as_of": lookups.newest(list(sources.values())),
        "sources": sources,
        "licences": licences_of(sources.values()),
    }
    return Page(shaped, following, envelope)


async def results(asking: Asking, query: Query, shape: type[ResultsAnswer], given: Given, lang: str) -> ResultsAnswer:
    """Ask a question for one page.

    Args:
        asking: who asks.
        query: the question.
        shape: what `results_model` made of it.
        given: its parameters as texts.
        lang: language of the sentences.

    Raises:
        ParameterError: a parameter is unknown or cannot be used.
        UnknownEntityError: an id that no entity has.
    """
    bound = asking.bind(query, given)

    async def ask(version: str) -> ResultsAnswer:
        page = await page_of(asking, query, bound, lang, version)
        return shape.model_validate({**page.envelope, "next": page.next, "results": page.rows})

    return await asking.settled(ask)
