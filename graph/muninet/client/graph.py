"""The client itself: a graph that is asked over HTTP or over Bolt, in the same words, with the same answers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from muninet.client.answers import Entity, Links, Paged, Results, Rows
from muninet.client.errors import BadParameter
from muninet.client.parameters import Asked, Transport, texts
from muninet.client.questions import Catalogue, Question
from muninet.client.reading import read
from muninet.errors import UsageError
from muninet.settings import Settings

if TYPE_CHECKING:
    from muninet.client.pictures import Picture

_P = TypeVar("_P", bound=Paged)
_T = TypeVar("_T")


class Graph:
    """A graph of municipal climate networks, to be asked.

    Closed with `close()`, or at the end of a `with` block. It may be used from several threads.

    Attributes:
        address: where it is, without any login.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        user: str | None = None,
        password: str | None = None,
        database: str | None = None,
        timeout: float = 30.0,
        patience: float = 30.0,
    ) -> None:
        """Prepare a connection; nothing is sent yet.

        Args:
            address: `http://` or `https://` of a service, or `bolt://`, `neo4j://` (`+s`, `+ssc`) of its Neo4j. None
                for what the environment says: MUNINET_URL, else MUNINET_NEO4J_URI with its login,
                else the `muninet serve` that runs on this machine.
            user: name to log in with over Bolt (default: neo4j).
            password: password there; empty for a server without authentication.
            database: database there; None for the server's default.
            timeout: seconds that one answer over HTTP, or one query over Bolt, may take.
            patience: seconds that a question may wait in all for a service that is away and says when it is back.

        Raises:
            UsageError: the address cannot be used, or none is named.
        """
        if address is None:
            if user is not None or password is not None or database is not None:
                raise UsageError("user, password and database go with a Bolt address: name it, too")
            address, user, password, database = _from_environment(os.environ)
        self._transport = _transport(address, (user, password, database), timeout, patience)
        self._open = True

    @property
    def address(self) -> str:
        """Where it is, without any login."""
        return self._transport.address

    def search(
        self,
        q: str,
        *,
        types: str | Iterable[str] = (),
        limit: int = 20,
        cursor: str | None = None,
        without_licence: str | Iterable[str] = (),
    ) -> Results:
        """Find entities by name: whole or begun, in any script, with a slip of the finger or two.

        Args:
            q: what to look for.
            types: labels to look among, such as `City`; none for all.
            limit: results of a page, at most 100.
            cursor: `next` of the page before.
            without_licence: leave out what rests only on sources under these licences.

        Raises:
            BadParameter: one of them cannot be used.
        """
        given = {"q": q, "type": types, "limit": limit, "cursor": cursor}
        if without_licence:
            given["without_licence"] = without_licence
        return self._paged(Results, Asked("search", "", texts(given)))

    def entity(self, id_: str | object, *, without_licence: str | Iterable[str] = ()) -> Entity:
        """Return all that stands on one entity.

        Args:
            id_: its id, or an entity of an answer.
            without_licence: leave out what rests only on sources under these licences.

        Raises:
            UnknownEntity: no entity has the id, and it carries the nearest; or nothing is left of the entity.
        """
        id_ = texts({"id": id_})["id"]
        if not isinstance(id_, str) or not id_:
            raise BadParameter.of("parameter id: is one id of an entity, such as climate-alliance", parameter="id")
        given = texts({"without_licence": without_licence} if without_licence else {})
        return self._asked(Entity, Asked("entity", id_, given))[0]

    def links(self, to: object, via: object = None, **parameters: object) -> Links:
        """Ask which cities link to a network, through whom, grouped by the kind of link.

        Args:
            to: the network, by its id or as an entity of an answer.
            via: what every route passes; None for any way.
            parameters: those of the question `path/links`, as Python has them.

        Raises:
            BadParameter: one of them cannot be used.
            UnknownEntity: an id that no entity has.
        """
        given = texts({"to": to, **({} if via is None else {"via": via}), **parameters})
        return self._paged(Links, Asked("links", "", given))

    def query(self, name: str, /, **parameters: object) -> Rows:
        """Ask a question of the catalogue.

        Args:
            name: its name, such as `network/members`; `queries()` lists them.
            parameters: as Python has them: texts, numbers, dates, True and False, entities, lists; None leaves one
                empty, and what is not given takes its default. `from` and `class` are given as `from_` and `class_`.

        Raises:
            UnknownQuery: there is no such question.
            BadParameter: a parameter is unknown or cannot be used.
            UnknownEntity: an id that no entity has.
        """
        return self._paged(Rows, Asked("query", name, texts(parameters)))

    def paths(self, from_: object, to: object, **parameters: object) -> Rows:
        """Ask for the routes between two entities, shortest first: the question `path/all`.

        Args:
            from_: where routes start, by its id or as an entity of an answer.
            to: where they end.
            parameters: the others of `path/all`, as in `query`.

        Raises:
            BadParameter: one of them cannot be used.
            UnknownEntity: an id that no entity has.
        """
        return self.query("path/all", from_=from_, to=to, **parameters)

    def compare(self, *entities: object, **parameters: object) -> Rows:
        """Ask what two or more entities share and what differs: the question `entity/compare`.

        Args:
            entities: by their ids or as entities of an answer.
            parameters: the others of `entity/compare`, as in `query`.

        Raises:
            BadParameter: one of them cannot be used.
            UnknownEntity: an id that no entity has.
        """
        return self.query("entity/compare", ids=list(entities), **parameters)

    def gaps(self, network: object, missing_from: object, **parameters: object) -> Rows:
        """Ask which members of a network do not belong to another: the question `city/gaps`.

        Args:
            network: whose members, by its id or as an entity of an answer.
            missing_from: the network that they do not belong to.
            parameters: the others of `city/gaps`, as in `query`.

        Raises:
            BadParameter: one of them cannot be used.
            UnknownEntity: an id that no entity has.
        """
        return self.query("city/gaps", network=network, missing_from=missing_from, **parameters)

    def view(self, name: str, /, *, layout: str | None = None, **parameters: object) -> Picture:
        """Ask for an answer as a picture: shown in notebooks, saved as a file, or live as a widget.

        Args:
            name: links, paths, neighbourhood, network, overlap, cities or timeline.
            layout: graph, map or time; None for the ordinary one of the view.
            parameters: those of its question, as in `query`.

        Raises:
            UsageError: there is no such view.
            BadParameter: a parameter is unknown or cannot be used.
            UnknownEntity: an id that no entity has.
        """
        # Drawing takes libraries that asking does not.
        from muninet.client.pictures import read_picture
        from muninet.figures.questions import DRAWABLE

        if name not in DRAWABLE:
            raise UsageError(f"there is no view {name!r}: there are {', '.join(DRAWABLE)}")
        if layout is not None and layout not in DRAWABLE[name].layouts:
            raise BadParameter.of(
                f"parameter layout: {layout!r} is not one of {', '.join(DRAWABLE[name].layouts)}", parameter="layout"
            )
        if not self._open:
            raise UsageError(f"the graph at {self.address} was closed: open another")
        given = texts({**parameters, **({} if layout is None else {"layout": layout})})
        return read_picture(self._transport.ask(Asked("view", name, given))[0], self.address)

    def queries(self) -> tuple[Question, ...]:
        """The questions that can be asked, with their parameters and columns."""
        return self._asked(Catalogue, Asked("catalogue", "", {}))[0].queries

    def close(self) -> None:
        """Let go of every connection; closing again does nothing."""
        self._open = False
        self._transport.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of every connection."""
        self.close()

    def __repr__(self) -> str:
        """Where it is."""
        return f"Graph({self.address!r})"

    def _paged(self, shape: type[_P], asked: Asked) -> _P:
        """Ask for a page, and have it know how to go on: a cursor belongs to the ids that an answer is about."""
        answer, answered = self._asked(shape, asked)

        def ask(cursor: str | None) -> _P:
            if cursor is None:
                return self._paged(shape, asked)
            return self._paged(shape, replace(answered, given={**answered.given, "cursor": cursor}))

        object.__setattr__(answer, "_ask", ask)
        return answer

    def _asked(self, shape: type[_T], asked: Asked) -> tuple[_T, Asked]:
        if not self._open:
            raise UsageError(f"the graph at {self.address} was closed: open another")
        content, answered = self._transport.ask(asked)
        return read(shape, content, self.address), answered


def _transport(
    address: str, login: tuple[str | None, str | None, str | None], timeout: float, patience: float
) -> Transport:
    """The way to an address; what a way needs is imported when it is taken."""
    scheme = address.partition("://")[0].lower()
    if scheme in ("http", "https"):
        from muninet.client.http import HttpTransport

        if any(part is not None for part in login):
            raise UsageError("user, password and database go with a Bolt address, and a service takes none")
        return HttpTransport(address, timeout=timeout, patience=patience)
    if scheme.partition("+")[0] in ("bolt", "neo4j"):
        from muninet.client.bolt import BoltTransport

        user, password, database = login
        return BoltTransport(address, user or "neo4j", password or "", database, timeout=timeout)
    shown = address.rpartition("@")[2]
    raise UsageError(f"{shown!r} is no address of a graph: give http://… of a service, or bolt://… of its Neo4j")


def _from_environment(environment: Mapping[str, str]) -> tuple[str, str | None, str | None, str | None]:
    """Address, user, password and database, as the environment says.

    Raises:
        UsageError: it names no graph, and none runs here.
    """
    settings = Settings.from_environment(environment)
    if settings.url is not None:
        return settings.url, None, None, None
    if settings.neo4j_uri is not None:
        return settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password, settings.neo4j_database
    from muninet.store.holder import process_runs, read_holder

    holder = read_holder(settings.home)
    pid, api = holder.get("pid"), holder.get("api")
    if isinstance(api, str) and isinstance(pid, int) and pid > 0 and process_runs(pid):
        return api, None, None, None
    raise UsageError(
        "no graph is named, and no `muninet serve` runs here: give its address, as in Graph('http://127.0.0.1:8000'), "
        "or name a service in MUNINET_URL or its Neo4j in MUNINET_NEO4J_URI"
    )
