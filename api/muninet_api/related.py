"""The header `Link` of an answer (RFC 8288): its pages, and the page that shows the same to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request

from muninet.answers.licences import WITHOUT
from muninet.answers.models import Model
from muninet_api.pages.addresses import LONGEST, text_of

# What programs ask beside the question.
_OF_PROGRAMS = ("format", "bom", "lang", "shortest", "fields", "include")


@dataclass(frozen=True)
class PeoplePage:
    """The page for people that shows the same as an answer.

    Attributes:
        path: of the page; what belongs to it by nature may stand in it as a query.
        takes: names of the parameters that it takes; None where it takes those of the question. One that cannot leave
            out the sources of a licence does not show what was asked without them.
        told: parameters that it has to be told, also where they went without saying.
    """

    path: str
    takes: Sequence[str] | None = None
    told: Sequence[str] = ()


def links_of(request: Request, answer: Model, page: PeoplePage | None) -> dict[str, str]:
    """The header, as far as there is anything to lead to.

    Args:
        request: what was asked.
        answer: what was answered; a paged one has `next`.
        page: the page for people; None where there is none.
    """
    found = _pages(request, answer)
    if page and (page.takes is None or WITHOUT in page.takes or WITHOUT not in request.query_params):
        address = _address(page.path, _for_people(request, answer, page))
        if len(address) <= LONGEST:
            found.append(f'<{address}>; rel="alternate"; type="text/html"')
    return {"Link": ", ".join(found)} if found else {}


def _pages(request: Request, answer: Model) -> list[str]:
    """The next page, where there is one, and the first."""
    if "next" not in type(answer).model_fields:
        return []
    following: str | None = answer.next  # type: ignore[attr-defined]
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    pages = {"first": kept} if following is None else {"next": [*kept, ("cursor", following)], "first": kept}
    path = request.url.path
    return [f'<{_address(path, query)}>; rel="{relation}"' for relation, query in pages.items()]


def _for_people(request: Request, answer: Model, page: PeoplePage) -> list[tuple[str, str]]:
    """What the page is asked: what the request says, and what the page has to be told."""
    given = request.query_params
    taken = [name for name in given if name not in _OF_PROGRAMS and (page.takes is None or name in page.takes)]
    found = [(name, value) for name, value in given.multi_items() if name in taken]
    resolved: dict[str, Any] = getattr(answer, "query", {})
    return found + [(name, text_of(resolved[name])) for name in page.told if name not in given]


def _address(path: str, query: list[tuple[str, str]]) -> str:
    path = quote(path, safe="/%?=&;:,@+")
    return f"{path}?{urlencode(query, quote_via=quote)}" if query else path
