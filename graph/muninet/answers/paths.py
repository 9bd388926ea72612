"""Routes between two entities, by kind of link."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from muninet.answers.asking import Asking, Given
from muninet.answers.models import Licence, Model, Route, Source
from muninet.answers.results import page_of
from muninet.answers.rows import Answer
from muninet.answers.sentences import label_of
from muninet.answers.wording import load_wording
from muninet.catalogue import Query
from muninet.errors import ParameterError


class PathGroup(Model):
    """The routes of one kind of link, among those that stand in the answer. Different kinds are never added up."""

    pattern: str = Field(examples=["SUPPORTED_BY>MEMBER_OF>MEMBER_OF"])
    label: str = Field(description="The pattern in words.")
    count: int = Field(description="How many routes of this page.")


class PathsAnswer(Answer):
    """One page of the routes between two entities, shortest first."""

    next: str | None = Field(description="Cursor of the next page; null on the last.")
    groups: list[PathGroup] = Field(description="The kinds of link among the routes of this page.")
    routes: list[Route]
    sources: dict[str, Source]
    licences: list[Licence]


async def paths(asking: Asking, given: Given, *, shortest: bool = False, lang: str = "en") -> PathsAnswer:
    """Ask for the routes between two entities, shortest first.

    Args:
        asking: who asks.
        given: parameters of `path/all` as texts; `from` and `to` are needed.
        shortest: only the shortest, of which there may be several; far cheaper where they are long.
        lang: language of the sentences.

    Raises:
        ParameterError: a parameter is unknown, missing or cannot be used.
        UnknownEntityError: an id that no entity has.
    """
    query = question(asking, shortest=shortest)
    bound = asking.bind(query, given)

    async def ask(version: str) -> PathsAnswer:
        page = await page_of(asking, query, bound, lang, version)
        # Said only of entities that there are: what is unknown is told first.
        if given["from"] == given["to"]:
            raise ParameterError("to", "is the same as `from`: name another entity for the routes to end at")
        routes = [Route.model_validate(row["route"]) for row in page.rows]
        wording = load_wording(lang)
        target = routes[0].nodes[-1].name if routes else ""
        counted = Counter((route.length, route.pattern) for route in routes)
        return PathsAnswer(
            **{**page.envelope, "query": {**page.envelope["query"], "shortest": shortest}},
            next=page.next,
            groups=[
                PathGroup(pattern=pattern, label=label_of(pattern, wording, target), count=count)
                for (_, pattern), count in sorted(counted.items())
            ],
            routes=routes,
        )

    return await asking.settled(ask)


def question(asking: Asking, *, shortest: bool) -> Query:
    """The question that finds the routes."""
    return asking.catalogue["path/shortest" if shortest else "path/all"]
