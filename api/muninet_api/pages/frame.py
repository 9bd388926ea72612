"""What stands around every page: its templates, its head with the date, its styles and scripts, and its tag."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from muninet.answers import Questions
from muninet.answers.sentences import written_day
from muninet.answers.wording import Wording
from muninet.catalogue import Catalogue
from muninet.figures import element
from muninet.figures.marks import marks_of
from muninet.model import Schema
from muninet.neo4j_browser.install import LOCAL
from muninet.neo4j_browser.statements import shortened
from muninet.settings import Settings
from muninet.store.holder import read_holder
from muninet_api.freshness import Freshness
from muninet_api.pages.addresses import (
    LONGEST,
    LONGEST_OF_NEO4J,
    Value,
    address,
    curl,
    entity_page,
    is_web,
    query_page,
    with_more,
)
from muninet_api.pages.asked import Asked
from muninet_api.pages.networks import Networks
from muninet_api.pages.pictures import frame_of
from muninet_api.pages.terms import runs, spoken

_OWN = {
    "site.css": "text/css",
    "search.js": "text/javascript",
    "embed.css": "text/css",
    "embed.js": "text/javascript",
    "embedded.js": "text/javascript",
}
_AT = "at"


@dataclass(frozen=True)
class File:
    """A file that pages load."""

    content: bytes
    media_type: str
    mark: str


@dataclass(frozen=True)
class AtControl:
    """The choice of the day that facts have to hold on.

    Attributes:
        state: `today`, `any` or a day.
        words: the day in words; empty where it is any.
        today: address of the page for today.
        any: address of the page for any time.
        action: path that the form of a day asks.
        hidden: what it sends along.
    """

    state: str
    words: str
    today: str
    any: str
    action: str
    hidden: tuple[tuple[str, str], ...]


class Pages:
    """What pages are made with, for one service."""

    def __init__(self, catalogue: Catalogue, schema: Schema, settings: Settings) -> None:
        """Read templates, styles and scripts.

        Args:
            catalogue: the questions.
            schema: the model, for what types are called and how they are drawn.
            settings: where the data folder is, whose `serve.json` names Neo4j Browser.
        """
        self.catalogue = catalogue
        self.schema = schema
        self._settings = settings
        self.files = _read_files()
        self.networks = Networks()
        self._environment = Environment(
            loader=PackageLoader("muninet_api.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # Templates and the code that fills them belong together.
            auto_reload=False,
        )
        self._environment.globals.update(
            schema=schema,
            type_marks=marks_of(schema, schema.nodes),
            files_mark=self.mark,
            widget=element.NAME in self.files,
            entity_page=entity_page,
            query_page=query_page,
            address=address,
            frame_of=frame_of,
            is_web=is_web,
        )
        self._environment.filters.update(spoken=spoken, runs=runs)

    def mark(self, name: str) -> str:
        """What changes in the address of a file whenever its content does."""
        return self.files[name].mark

    def freshness(self, request: Request) -> Freshness:
        """The tag of a page: of its whole address, since it holds addresses of the service itself."""
        own = f"{element.NAME in self.files} {self.origin(request)} {request.url.query}"
        return Freshness(request, f"html {own}")

    async def fresh(self, request: Request, questions: Questions) -> Freshness:
        """The same, once it is known that the client does not hold the page already.

        Raises:
            NotModified: it does.
        """
        found = self.freshness(request)
        await found.check(questions)
        return found

    def render(self, request: Request, template: str, **context: Any) -> str:
        """Fill a template."""
        place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return self._environment.get_template(template).render(
            path=request.url.path,
            place=place,
            origin=self.origin(request),
            **{"at": None, "footnotes": [], **context},
        )

    def page(
        self, request: Request, template: str, *, headers: Mapping[str, str], status: int = 200, **context: Any
    ) -> HTMLResponse:
        """A page as a response."""
        return HTMLResponse(self.render(request, template, **context), status, headers=dict(headers))

    def curl(self, request: Request, path: str) -> str:
        """The command that asks an address of this service."""
        return curl(f"{self.origin(request)}{path}")

    def origin(self, request: Request) -> str:
        """Where this service is for who asks."""
        return f"{request.url.scheme}://{request.url.netloc}"

    def browser(self, request: Request, *statements: str) -> str:
        """The address that opens a statement in Neo4j Browser; empty where that is not known or cannot be reached.

        It is known where MUNINET_BROWSER_URL names it, and of a private Neo4j, for who sits at the same machine.

        Args:
            request: of the page.
            statements: the first is opened, without its comments where it is long; the next where it is too long so.
        """
        place = self._browser_place(request)
        for statement in statements if place else ():
            whole, short = (
                with_more(place, {"cmd": "edit", "arg": text}) for text in (statement, shortened(statement))
            )
            if len(short) <= LONGEST_OF_NEO4J:
                return whole if len(whole) <= LONGEST else short
        return ""

    def _browser_place(self, request: Request) -> str:
        named, here = self._settings.browser_url, request.url.hostname in LOCAL
        if named is not None:
            return named if here or urlsplit(named).hostname not in LOCAL else ""
        if not here:
            return ""
        holder = read_holder(self._settings.home)
        bolt, http = holder.get("bolt"), holder.get("http")
        if not (isinstance(http, str) and is_web(http) and bolt and bolt == self._settings.neo4j_uri):
            return ""
        user = str(holder.get("user", ""))
        dbms = str(bolt).replace("://", f"://{user}@", 1) if user else str(bolt)
        return address(f"{http}/browser/", {"dbms": dbms})


def at_control(asked: Asked, today: dt.date, wording: Wording) -> AtControl | None:
    """The choice of the day of what a page is asked; None where the question has no day.

    Args:
        asked: what is asked.
        today: the day it is.
        wording: how days are written.
    """
    question = asked.question
    parameter = next((one for one in question.parameters if one.type == _AT), None)
    if parameter is None:
        return None
    others: dict[str, Value] = {**asked.given, **asked.extras}
    hidden = tuple(
        (name, ";".join(value) if isinstance(value, list) else value or "")
        for name, value in others.items()
        if name not in (_AT, "cursor") and value != question.extras.get(name)
    )
    state = asked.text(parameter) or "any"
    return AtControl(
        state=state,
        words=_day_in_words(state, today, wording),
        today=asked.address(at="today"),
        any=asked.address(at="any"),
        action=question.path,
        hidden=hidden,
    )


def _day_in_words(state: str, today: dt.date, wording: Wording) -> str:
    if state == "any":
        return ""
    try:
        return written_day(today if state == "today" else dt.date.fromisoformat(state), wording)
    except ValueError:
        # No day: the answer tells what is wrong with it.
        return state


def _read_files() -> dict[str, File]:
    found = {name: (files("muninet_api.pages").joinpath(name), media_type) for name, media_type in _OWN.items()}
    read = {name: (file.read_bytes(), media_type) for name, (file, media_type) in found.items()}
    for name in (element.NAME, element.MANY_NAME):
        script = element.script(name)
        if script is not None:
            read[name] = (script, "text/javascript")
    return {
        name: File(content, media_type, hashlib.sha256(content).hexdigest()[:12])
        for name, (content, media_type) in read.items()
    }
