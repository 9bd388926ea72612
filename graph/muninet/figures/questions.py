"""The views there are: which question each draws, what it is about, and how it is called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from muninet.answers.asking import Asking, Given
from muninet.answers.graphs import neighbourhood
from muninet.answers.models import Model
from muninet.answers.paths import paths
from muninet.answers.questions import Questions
from muninet.answers.results import results, results_model
from muninet.answers.wording import Wording
from muninet.figures.models import Layout

Names = Mapping[str, str]
Asked = Mapping[str, Any]


@dataclass(frozen=True)
class Drawable:
    """A question that can be drawn.

    Attributes:
        name: what the view is called in addresses.
        question: the question of the catalogue whose parameters it takes.
        page: path of the page that shows the same, with parameters that stand in it in braces.
        about: the parameters that name the entities it is about, which are drawn even where no fact touches them.
        required: the parameters that have no default here.
        optional: those that may be left out here, meaning none.
        ask: asks the question.
        title: what the picture is called, made of the parameters as resolved and the names of the entities.
        layouts: how it can be laid out, the ordinary way first.
        apart: on a map entities are told apart by this column of the answer's rows instead of by their type: ids of
            those that the question is about.
    """

    name: str
    question: str
    page: str
    about: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    ask: Callable[[Questions, Given, str], Awaitable[Model]]
    title: Callable[[Asked, Names, Wording], str]
    layouts: tuple[Layout, ...] = tuple(Layout)
    apart: str = ""


async def _links(questions: Questions, given: Given, lang: str) -> Model:
    return await questions.links(given, lang)


async def _paths(questions: Questions, given: Given, lang: str) -> Model:
    return await paths(questions.asking, given, lang=lang)


async def _neighbourhood(questions: Questions, given: Given, lang: str) -> Model:
    entity = given.get("entity")
    rest = {name: value for name, value in given.items() if name != "entity"}
    return await neighbourhood(questions.asking, str(entity or ""), rest, lang)


def _rows(question: str) -> Callable[[Questions, Given, str], Awaitable[Model]]:
    async def ask(questions: Questions, given: Given, lang: str) -> Model:
        asking: Asking = questions.asking
        query = asking.catalogue[question]
        return await results(asking, query, results_model("Drawn", query), given, lang)

    return ask


def _links_title(asked: Asked, names: Names, wording: Wording) -> str:
    words = wording.views
    types, to, via = words.types[asked["from_type"]], names[asked["to"]], asked.get("via")
    return words.links_via.format(types=types, to=to, via=names[via]) if via else words.links.format(types=types, to=to)


def _paths_title(asked: Asked, names: Names, wording: Wording) -> str:
    return wording.views.paths.format(from_=names[asked["from"]], to=names[asked["to"]])


def _neighbourhood_title(asked: Asked, names: Names, wording: Wording) -> str:
    return wording.views.neighbourhood.format(entity=names[asked["entity"]])


def _network_title(asked: Asked, names: Names, wording: Wording) -> str:
    link = wording.phrase(asked["relation"], (), forward=True).link.removeprefix("(one) ")
    return wording.views.network.format(link=link, network=names[asked["network"]])


def _overlap_title(asked: Asked, names: Names, wording: Wording) -> str:
    return wording.views.overlap.format(networks=wording.views.listed([names[id_] for id_ in asked["networks"]]))


def _cities_title(asked: Asked, names: Names, wording: Wording) -> str:
    link = wording.phrase(asked["relation"], (), forward=True).link.removeprefix("(one) ")
    listed = wording.views.either([names[id_] for id_ in asked["networks"]])
    return wording.views.cities.format(link=link, networks=listed)


def _timeline_title(asked: Asked, names: Names, wording: Wording) -> str:
    return wording.views.timeline.format(entity=names[asked["entity"]])


DRAWABLE: Mapping[str, Drawable] = {
    one.name: one
    for one in (
        Drawable("links", "path/links", "/links", ("via", "to"), ("to",), ("via",), _links, _links_title),
        Drawable("paths", "path/all", "/paths", ("from", "to"), ("from", "to"), (), _paths, _paths_title),
        Drawable(
            "neighbourhood", "entity/graph", "/entities/{entity}", ("entity",), ("entity",), (), _neighbourhood,
            _neighbourhood_title,
        ),
        Drawable(
            "network", "network/members", "/queries/network/members", ("network",), ("network",), (),
            _rows("network/members"), _network_title,
        ),
        Drawable(
            "overlap", "network/overlap", "/queries/network/overlap", ("networks",), ("networks",), (),
            _rows("network/overlap"), _overlap_title,
        ),
        Drawable(
            "cities", "network/cities", "/map", ("networks",), ("networks",), (),
            _rows("network/cities"), _cities_title, (Layout.MAP, Layout.GRAPH, Layout.TIME), "networks",
        ),
        Drawable(
            "timeline", "entity/timeline", "/queries/entity/timeline", ("entity",), ("entity",), (),
            _rows("entity/timeline"), _timeline_title, (Layout.TIME,),
        ),
    )
}  # fmt: skip
