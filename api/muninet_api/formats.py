"""In which format an operation answers: `format=`, else what the header `Accept` prefers; and the response itself."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import WithJsonSchema

from muninet.answers import Questions
from muninet.answers.licences import WITHOUT
from muninet.answers.models import Location, Model
from muninet.errors import ParameterError
from muninet.export.formats import ExportFormat, export
from muninet.export.subgraph import subgraph_of
from muninet.export.tables import Table
from muninet_api.dependencies import QuestionsDep
from muninet_api.freshness import Freshness
from muninet_api.negotiation import preferred
from muninet_api.parameters import keyword, several
from muninet_api.problems import NOT_ACCEPTABLE, NotAcceptableError, documented
from muninet_api.related import PeoplePage, links_of

# Parameters that name what a question is about, in the order in which the name of a file tells them.
_SUBJECTS = (
    "from", "to", "via", "entity", "network", "city", "person", "event", "partnership", "project", "commitment",
    "topic", "source", "country",
)  # fmt: skip
_NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9._]+")
_LONGEST_NAME = 100
_LINK = {
    "description": "Pages of this answer: `first`, and `next` where there is one; `alternate` is the page that shows "
    "the same to people, with a picture and a link into Neo4j Browser.",
    "schema": {"type": "string"},
    "example": '</v1/queries/network/members?limit=10&cursor=WyJh>; rel="next"',
}
# JSON is described by the model of the answer.
_SCHEMAS: dict[ExportFormat, dict[str, Any]] = {
    ExportFormat.CSV: {"type": "string"},
    ExportFormat.GRAPHML: {"type": "string"},
    ExportFormat.GEOJSON: {
        "type": "object",
        "required": ["type", "features", "licences"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": {"type": "object", "required": ["type", "geometry", "properties"]}},
        },
    },
    ExportFormat.CYTOSCAPE: {
        "type": "object",
        "required": ["elements", "data"],
        "properties": {
            "elements": {"type": "object", "required": ["nodes", "edges"]},
            "data": {"type": "object", "required": ["licences"]},
        },
    },
}


class Rendering:
    """How the answer to one request is written; an operation gets it with the parameters of `formats_of`.

    Attributes:
        format: what was asked for.
    """

    def __init__(self, request: Request, questions: Questions, freshness: Freshness, format_: ExportFormat) -> None:
        """Take the request, its format and tag already understood.

        Raises:
            ParameterError: `bom` is neither true nor false.
        """
        self.format = format_
        self._request = request
        self._questions = questions
        self._freshness = freshness
        self._bom = _bom(request)

    async def response(self, answer: Model, *, table: Table | None = None, page: PeoplePage | None = None) -> Response:
        """Write an answer, with its tag, links to what belongs to it, and a name for the file.

        Args:
            answer: any answer; it has `graph_version`, and a paged one has `next`.
            table: its rows for CSV, where those of `muninet.export.tables.table_of` will not do.
            page: the page that shows the same to people; None where there is none.

        Raises:
            NotModified: the client holds it already.
            StoreUnavailableError: the graph changed while the answer was written.
        """
        version: str = answer.graph_version  # type: ignore[attr-defined]
        headers = {**self._freshness.checked(version), **links_of(self._request, answer, page)}
        places: dict[str, Location] = {}
        if self.format.has_places:
            licences = several(self._request.query_params.getlist(WITHOUT), WITHOUT)
            answer, places = await self._questions.placed(answer, subgraph_of(answer).nodes, licences)
        write = functools.partial(export, answer, self.format, places, table=table, bom=self._bom)
        if self.format is ExportFormat.JSON:
            content = write()
        else:
            # A large drawing takes a second: others are answered meanwhile.
            content = await run_in_threadpool(write)
            headers["Content-Disposition"] = f'attachment; filename="{_file_name(self._request, answer, self.format)}"'
        return Response(content, media_type=self.format.media_type, headers=headers)


def formats_of(*offered: ExportFormat) -> list[inspect.Parameter]:
    """Return the parameters of an operation that answers in several formats: `format`, `bom` where CSV is among them,
    and `rendering`, a Rendering, which writes the answer.

    Args:
        offered: what the operation can give, its favourite first; with one alone there is no `format` to choose.
    """
    found = [keyword("rendering", Annotated[Rendering, Depends(_rendering_of(offered))])]
    if len(offered) > 1:
        found.append(keyword("format", _format_parameter(offered), None))
    if ExportFormat.CSV in offered:
        found.append(keyword("bom", _bom_parameter(), "false"))
    return found


def described(*offered: ExportFormat) -> dict[int | str, dict[str, Any]]:
    """The responses of such an operation, for the OpenAPI document: content by media type, headers, and 406."""
    content = {format_.media_type: {"schema": _SCHEMAS[format_]} for format_ in offered if format_ in _SCHEMAS}
    return {**documented(NOT_ACCEPTABLE), 200: {"content": content, "headers": {"Link": _LINK}}}


def chosen(request: Request, offered: Sequence[ExportFormat]) -> ExportFormat:
    """The format that a request asks for: by `format`, else by its header `Accept`.

    Raises:
        ParameterError: `format` names none of them.
        NotAcceptableError: `Accept` leaves none of them.
    """
    asked = request.query_params.get("format")
    names = ", ".join(offered)
    if asked and asked not in offered:
        raise ParameterError("format", f"{asked!r} is no format that this comes in: give one of {names}")
    if asked:
        return ExportFormat(asked)
    types = {format_.media_type: format_ for format_ in offered}
    best = preferred(",".join(request.headers.getlist("Accept")), list(types))
    if best is None:
        raise NotAcceptableError(
            f"this comes as {', '.join(types)}: name {'one of them' if len(types) > 1 else 'it'} in Accept"
            + (f", or give one of {names} as `format`" if len(types) > 1 else "")
        )
    return types[best]


def _rendering_of(offered: Sequence[ExportFormat]) -> Callable[[Request, Questions], Awaitable[Rendering]]:
    async def rendering(request: Request, questions: QuestionsDep) -> Rendering:
        """Raise NotModified where the client holds the current answer in that format."""
        format_ = chosen(request, offered)
        freshness = Freshness(request, format_)
        await freshness.check(questions)
        return Rendering(request, questions, freshness, format_)

    return rendering


def _format_parameter(offered: Sequence[ExportFormat]) -> Any:
    schema = {"type": "string", "enum": [str(format_) for format_ in offered]}
    query = Query(
        title="Format",
        description="How the answer is written; wins over the header `Accept`. Left out, what that prefers, else JSON.",
    )
    return Annotated[Annotated[str, WithJsonSchema(schema)] | Literal[""] | None, query]


def _bom_parameter() -> Any:
    query = Query(
        title="Byte order mark",
        description="Begin a CSV with one: some spreadsheets need it for UTF-8. Other formats have none.",
    )
    return Annotated[Annotated[str, WithJsonSchema({"type": "boolean"})], query]


def _bom(request: Request) -> bool:
    text = request.query_params.get("bom", "false")
    if text not in ("true", "false"):
        raise ParameterError("bom", f"{text!r} is neither true nor false")
    return text == "true"


def _file_name(request: Request, answer: Model, format_: ExportFormat) -> str:
    """The path and what it is about: `network-members-b40-2026-11-22.csv`."""
    asked: dict[str, Any] = getattr(answer, "query", {})
    path = request.url.path.removeprefix("/v1/").removeprefix("queries/")
    about = [asked[name] for name in (*_SUBJECTS, "at") if isinstance(asked.get(name), str)]
    words = [_NOT_FOR_FILES.sub("-", word).strip("-") for word in (path, *(a for a in about if a not in path))]
    return f"{'-'.join(word for word in words if word)[:_LONGEST_NAME]}.{format_.ending}"
