"""The way over Bolt: the library's own answers, asked for in a thread with an event loop of its own.

So it works where a loop runs already, as in Jupyter.
"""

from __future__ import annotations

import asyncio
import json
import threading
import weakref
from collections.abc import Coroutine
from dataclasses import asdict
from typing import Any, TypeVar

from muninet._home import home
from muninet.answers import Questions
from muninet.answers.licences import WITHOUT
from muninet.answers.models import Model
from muninet.catalogue import Catalogue
from muninet.client.errors import translated
from muninet.client.parameters import Asked, Given, moved, several
from muninet.client.questions import Question, QuestionColumn, QuestionParameter
from muninet.errors import MergedEntityError, MuninetError, ParameterError, UsageError
from muninet.figures.looks import layout_of
from muninet.figures.questions import DRAWABLE, Drawable
from muninet.figures.views import view
from muninet.model import load_schema
from muninet.store.bolt import Store

_T = TypeVar("_T")
# As the service bounds the search.
_MOST_RESULTS = 100
_RESULTS = 20
# Each of the ids that are asked for may lead elsewhere: at most so many times in all.
_MOST_MOVES = 20
# Seconds that connections may take to close before they are left to the end of the process.
_CLOSING = 10.0


class BoltTransport:
    """Asks a Neo4j that holds a graph of muninet's; may be used from several threads."""

    def __init__(self, address: str, user: str, password: str, database: str | None, *, timeout: float) -> None:
        """Prepare a connection; nothing is sent yet.

        Args:
            address: bolt://, neo4j:// or their +s and +ssc forms.
            user: name to log in with.
            password: empty for a server without authentication.
            database: None for the server's default.
            timeout: seconds that one query of a question may take.

        Raises:
            ServiceUnavailable: the address is none that a driver can use.
        """
        schema = load_schema()
        self._catalogue = Catalogue.read(home("cypher"), schema)
        self._titles = {name: query.title for name, query in self._catalogue.items()}
        self._loop = _Loop()
        try:
            store = self._loop.run(Store.open(address, user, password, database, timeout=timeout))
        except MuninetError as error:
            self._loop.stop()
            raise translated(error, self._titles) from error
        self.address = store.address
        self._questions = Questions(store, self._catalogue, schema)
        # At the end of the process, and when this is forgotten without having been closed.
        self._end = weakref.finalize(self, _close, self._loop, store)

    def ask(self, asked: Asked) -> tuple[bytes, Asked]:
        """Return the answer as JSON, and what it answers: of entities that went into others, the ones that remain.

        Raises:
            GraphError: there is none.
        """
        if not self._end.alive:
            raise UsageError("the graph was closed: open another")
        if asked.kind == "catalogue":
            return json.dumps({"queries": [asdict(one) for one in _questions(self._catalogue)]}).encode(), asked
        try:
            answer, asked = self._loop.run(self._led(asked))
        except MuninetError as error:
            raise translated(error, self._titles) from error
        return answer.model_dump_json(by_alias=True).encode(), asked

    def close(self) -> None:
        """Close every connection and end the thread; closing again does nothing."""
        self._end()

    async def _led(self, asked: Asked) -> tuple[Model, Asked]:
        """The answer, and what it answers: an id that went into another leads to the one that remains.

        Raises:
            MergedEntityError: decisions lead in a circle, or on and on.
        """
        for _ in range(_MOST_MOVES):
            try:
                return await self._answer(asked), asked
            except MergedEntityError as error:
                asked = moved(asked, error.entity, error.remains)
        return await self._answer(asked), asked

    async def _answer(self, asked: Asked) -> Model:
        given = dict(asked.given)
        if asked.kind == "entity":
            return await self._questions.entity(asked.name, several(given.get(WITHOUT)))
        if asked.kind == "search":
            return await self._search(given)
        lang = given.pop("lang", None) or "en"
        if not isinstance(lang, str):
            raise ParameterError("lang", f"takes one value, {len(lang)} were given")
        if asked.kind == "view":
            return await self._view(DRAWABLE[asked.name], given, lang)
        name = "path/links" if asked.kind == "links" else asked.name
        read = self._read(name, given)
        return await (
            self._questions.links(read, lang) if asked.kind == "links" else self._questions.query(name, read, lang)
        )

    async def _view(self, drawable: Drawable, given: Given, lang: str) -> Model:
        layout = layout_of(drawable, {"layout": str(found) if (found := given.pop("layout", None)) else None})
        return await view(self._questions, drawable, self._read(drawable.question, given), layout=layout, lang=lang)

    async def _search(self, given: Given) -> Model:
        q, cursor, text = given.get("q"), given.get("cursor"), given.get("limit") or str(_RESULTS)
        if not isinstance(q, str) or not q:
            raise ParameterError("q", "may not be left empty")
        if not (isinstance(text, str) and text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_RESULTS):
            raise ParameterError("limit", f"{text!r} is out of bounds: give 1 to {_MOST_RESULTS}")
        return await self._questions.search(
            q, several(given.get("type")), int(text), str(cursor) if cursor else None, several(given.get(WITHOUT))
        )

    def _read(self, name: str, given: Given) -> Given:
        """Lists as the service reads them: each text may hold several, separated by `;`."""
        lists = {parameter.name for parameter in self._catalogue.query(name).parameters if parameter.is_list}
        return {key: several(value) if key in lists else value for key, value in given.items()}


class _Loop:
    """An event loop in a thread of its own, which ends with the process."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="muninet", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _T], seconds: float | None = None) -> _T:
        """Wait for a piece of work; what ends the waiting, as Ctrl-C does, ends the work too."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except BaseException:
            future.cancel()
            raise

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSING)
        self._loop.close()


def _close(loop: _Loop, store: Store) -> None:
    try:
        loop.run(store.close(), _CLOSING)
    finally:
        loop.stop()


def _questions(catalogue: Catalogue) -> list[Question]:
    """The catalogue as the service lists it."""
    return [
        Question(
            name=query.name,
            title=query.title,
            description=query.description,
            parameters=tuple(
                QuestionParameter(
                    name="cursor" if p.name == "after" else p.name,
                    type=p.written_type,
                    default=p.default,
                    minimum=p.minimum,
                    maximum=p.maximum,
                    choices=p.choices,
                    description=p.description,
                )
                for p in query.parameters
            ),
            columns=tuple(QuestionColumn(c.name, c.type, c.description) for c in query.answered),
        )
        for query in catalogue.values()
    ]
