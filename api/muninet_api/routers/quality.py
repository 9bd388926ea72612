"""What is wrong, or looks wrong, in the data: `GET /v1/quality`, and a page for each rule."""

from __future__ import annotations

import inspect
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import WithJsonSchema
from starlette.exceptions import HTTPException

from muninet.answers.quality import RULES, QualityAnswer, Selection, quality
from muninet.catalogue.binding import MOST_VALUES
from muninet.export.formats import ExportFormat
from muninet.export.results import results_table
from muninet.quality.findings import SEVERITIES
from muninet_api.dependencies import KeeperDep, QuestionsDep
from muninet_api.formats import Rendering, described, formats_of
from muninet_api.pages.html import page, words
from muninet_api.parameters import Cursor, Text, keyword, long_limit, several
from muninet_api.problems import MERGED_ENTITY, UNKNOWN_ENTITY, UNKNOWN_PAGE, documented
from muninet_api.related import PeoplePage

_FORMATS = (ExportFormat.JSON, ExportFormat.CSV)
_SUMMARY = "What is wrong, or looks wrong, in the data"
_DESCRIPTION = """Findings of every rule, the worst first: names listed twice, coordinates out of the country, groups
that are missing, terms that overlap, sources that disagree, facts that have aged, and what imports found in the rows of
their files. Each says what was found, where it came from, and what is made of it.

`rules` counts by rule, with the address of the page that explains it, and `datasets` by dataset, over all pages. The
graph is looked through once for each version and day, which takes seconds where it is large; whoever asks meanwhile
waits for the same result.
"""
# Pages change with the version only.
_KEEP = {"Cache-Control": "public, max-age=3600"}


def _listed(name: str, choices: list[str], description: str) -> Any:
    query = Query(
        title=name.capitalize(),
        description=f"{description} Repeat it, or separate values by `;`. May be left empty.",
        json_schema_extra={"maxItems": MOST_VALUES},
    )
    # Of a list that a form left empty, one empty value arrives.
    word = Annotated[str, WithJsonSchema({"type": "string", "enum": [*choices, ""]})]
    return keyword(name, Annotated[list[word], query], [])


def _text(name: str, description: str) -> Any:
    query = Query(title=name.capitalize(), description=f"{description} May be left empty.")
    return keyword(name, Annotated[Text | Annotated[str, WithJsonSchema({"const": ""})] | None, query], None)


def quality_router() -> APIRouter:
    """Build the router."""

    async def ask(
        *,
        questions: QuestionsDep,
        keeper: KeeperDep,
        rendering: Rendering,
        dataset: str | None,
        rule: list[str],
        severity: list[str],
        entity: str | None,
        limit: int,
        cursor: str | None,
        **_: object,
    ) -> Response:
        selection = Selection(dataset or None, several(rule, "rule"), several(severity, "severity"), entity or None)
        answer = await quality(questions.asking, keeper, selection, limit, cursor or None)
        page = PeoplePage("/quality", ("dataset", "rule", "severity", "entity", "cursor"))
        return await rendering.response(answer, table=results_table(answer), page=page)

    ask.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            _text("dataset", "Only what is found in what this dataset states."),
            _listed("rule", list(RULES), "Only findings of these rules."),
            _listed("severity", list(SEVERITIES), "Only findings of these severities."),
            _text("entity", "Only what concerns this entity."),
            keyword("limit", long_limit("At most this many findings."), 100),
            keyword("cursor", Cursor, None),
            *formats_of(*_FORMATS),
            keyword("questions", QuestionsDep),
            keyword("keeper", KeeperDep),
        ]
    )
    router = APIRouter(tags=["quality"])
    router.add_api_route(
        "/quality",
        ask,
        name="quality",
        response_model=QualityAnswer,
        response_description="One page of findings, with the counts of all pages.",
        summary=_SUMMARY,
        description=_DESCRIPTION,
        responses={**documented(UNKNOWN_ENTITY, MERGED_ENTITY, UNKNOWN_PAGE), **described(*_FORMATS)},
    )
    return router


def rules_router() -> APIRouter:
    """Build the router of the pages for people: all rules, and one each."""
    router = APIRouter(include_in_schema=False)

    @router.get("/rules")
    async def rules() -> HTMLResponse:
        rows = "".join(
            f'<tr><td>{rule.severity}</td><td><a href="/rules/{rule.name}">{escape(rule.name)}</a></td>'
            f"<td>{words(rule.about)}</td></tr>"
            for rule in RULES.values()
        )
        body = (
            '<h1>Rules on data</h1><p>What is looked for. <a href="/v1/quality">What was found</a> · '
            f'<a href="/docs">Reference</a></p><div class="wide"><table><tbody>{rows}</tbody></table></div>'
        )
        return HTMLResponse(page("Rules on data", body), headers=_KEEP)

    @router.get("/rules/{name}")
    async def one(name: str) -> HTMLResponse:
        rule = RULES.get(name)
        if rule is None:
            raise HTTPException(404)
        body = (
            f"<h1>{escape(rule.name)}</h1><p>Severity <code>{rule.severity}</code></p><p>{words(rule.about)}</p>"
            f'<p><a href="/v1/quality?rule={rule.name}">What it found</a> · <a href="/rules">All rules</a> · '
            '<a href="/docs">Reference</a></p>'
        )
        return HTMLResponse(page(rule.name, body), headers=_KEEP)

    return router
