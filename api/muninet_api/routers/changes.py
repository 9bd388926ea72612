"""What loads have changed, as JSON and as a feed: `GET /v1/changes`."""

from __future__ import annotations

import inspect
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import WithJsonSchema

from muninet.answers.changes import QUESTION, ChangesAnswer
from muninet.catalogue import Catalogue
from muninet.errors import ParameterError
from muninet_api.dependencies import QuestionsDep
from muninet_api.feeds import MEDIA_TYPE, atom_feed
from muninet_api.freshness import Freshness
from muninet_api.negotiation import preferred
from muninet_api.parameters import Line, given_for, keyword, language, signature_of
from muninet_api.problems import NOT_ACCEPTABLE, UNKNOWN_PAGE, NotAcceptableError, documented

Form = Literal["json", "atom"]
_FORMS: dict[Form, str] = {"json": "application/json", "atom": MEDIA_TYPE}
_SUMMARY = "What loads have changed, as JSON and as an Atom feed"
_DESCRIPTION = """Each load or unload that changed something, the newest first: in words, in numbers by type, and some
of the things it touched one by one, with values before and after. A load that was interrupted is told when it is
completed. The newest 1000 loads are kept.

Who has kept a copy asks with `since`: the day, the number of the load or the `graph_version` of that copy. People who
have left the graph are counted and no longer named, in earlier loads too.

`format=atom`, or the header `Accept`, makes it an Atom feed for readers that watch it.
"""
_SINCE = Query(
    title="Since",
    description="Only loads that ended on this day or later (`2026-11-22`), that have a number above this one (`12`), "
    "or that came after this version of the graph (`15-5f0c31aa`). May be left empty.",
    examples=["1"],
)
_FORMAT = Query(
    title="Format",
    description="How the answer is written; wins over the header `Accept`. Left out, what that prefers, else JSON.",
)
_FORMAT_SCHEMA = {"type": "string", "enum": list(_FORMS)}
_SINCE_SCHEMA = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": "^[0-9]{1,10}$"},
        {"type": "string", "pattern": "^[0-9]{1,18}-[0-9a-f]{8}$"},
    ]
}
# What `since` stands for, in the question.
_BEHIND_SINCE = ("since", "beyond", "version")


def changes_router(catalogue: Catalogue) -> APIRouter:
    """Build the router; its other parameters are those of the question `admin/changes`."""
    question = catalogue.query(QUESTION)
    given = Annotated[dict[str, Any], Depends(given_for(question))]

    async def changes(
        request: Request, *, questions: QuestionsDep, asked: dict[str, Any], lang: str, **_: object
    ) -> Response:
        form = _form(request)
        freshness = Freshness(request, form)
        await freshness.check(questions)
        since = request.query_params.get("since") or None
        answer = await questions.changes({**asked, "since": since}, lang)
        links = _links(request, answer, form)
        headers = freshness.checked(answer.graph_version)
        headers["Link"] = ", ".join(
            f'<{address}>; rel="{relation}"' for relation, address in links.items() if relation != "self"
        )
        if form == "atom":
            content = atom_feed(answer, links, lang, request.app.state.today())
            return Response(content, media_type=MEDIA_TYPE, headers=headers)
        return Response(answer.model_dump_json(), media_type="application/json", headers=headers)

    own = [p for p in signature_of(question) if p.name.removesuffix("_") not in _BEHIND_SINCE]
    changes.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request),
            keyword(
                "since", Annotated[Annotated[Line, WithJsonSchema(_SINCE_SCHEMA)] | Literal[""] | None, _SINCE], None
            ),
            *own,
            language(),
            keyword(
                "format", Annotated[Annotated[str, WithJsonSchema(_FORMAT_SCHEMA)] | Literal[""] | None, _FORMAT], None
            ),
            keyword("asked", given),
            keyword("questions", QuestionsDep),
        ]
    )
    router = APIRouter(tags=["changes"])
    router.add_api_route(
        "/changes",
        changes,
        name="changes",
        response_model=ChangesAnswer,
        response_description="One page of loads.",
        summary=_SUMMARY,
        description=_DESCRIPTION,
        responses={
            **documented(UNKNOWN_PAGE, NOT_ACCEPTABLE),
            200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}},
        },
    )
    return router


def _form(request: Request) -> Form:
    asked = request.query_params.get("format")
    if asked:
        found = next((form for form in _FORMS if form == asked), None)
        if found is None:
            raise ParameterError(
                "format", f"{asked!r} is no format that this comes in: give one of {', '.join(_FORMS)}"
            )
        return found
    best = preferred(",".join(request.headers.getlist("Accept")), list(_FORMS.values()))
    if best is None:
        raise NotAcceptableError(
            f"this comes as {', '.join(_FORMS.values())}: name one of them in Accept, or give one of "
            f"{', '.join(_FORMS)} as `format`"
        )
    return next(form for form, type_ in _FORMS.items() if type_ == best)


def _links(request: Request, answer: ChangesAnswer, form: Form) -> dict[str, str]:
    """The addresses of this page, the first and the next one, and of the same as JSON, by relation."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "format"]
    first = [(name, value) for name, value in asked if name != "cursor"]
    shape = [("format", form)]
    links = {"self": _address(request, [*asked, *shape]), "first": _address(request, [*first, *shape])}
    if answer.next:
        links["next"] = _address(request, [*first, ("cursor", answer.next), *shape])
    return links if form == "json" else {**links, "alternate": _address(request, asked)}


def _address(request: Request, query: list[tuple[str, str]]) -> str:
    path = quote(request.url.path, safe="/%")
    return f"{path}?{urlencode(query, quote_via=quote)}" if query else path
