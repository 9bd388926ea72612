"""The OpenAPI document: what FastAPI cannot know of the service, added; what does not hold of it, taken away."""

from __future__ import annotations

import functools
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from muninet_api.models import Problem

_SUMMARY = "Who belongs to which municipal climate network, through whom, since when, and who says so."
_DESCRIPTION = """Answers about cities, networks, their members and the facts between them, each with dates and sources.

- **Time.** `at` asks for a day (`2024-09-01`), for `today`, or for `any` day. Undated facts are never counted at a day.
- **Lists.** Repeat the parameter or separate values by `;`.
- **Pages.** `next` is the cursor of the next page; null on the last.
- **Errors** are `application/problem+json`; `type` is the path of a page that explains them, `parameter` names what
  is at fault, `suggestions` what may have been meant. A parameter that an operation does not declare is an error too.
- **Keeping answers.** What comes from the graph carries an `ETag`: with `If-None-Match`, 304 says that it is current.
- Every path answers GET and HEAD, and any other page may read it (CORS).
"""
_TAGS = [
    {"name": "links", "description": "Who is linked to what, through whom."},
    {"name": "entities", "description": "One entity, and finding one by name."},
    {"name": "queries", "description": "The questions of the catalogue, one operation each."},
    {"name": "health", "description": "Whether the service lives and can answer."},
]
_ETAG = {"ETag": {"description": "Tag of this answer, for `If-None-Match`.", "schema": {"type": "string"}}}
_UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Give the application its words, and its document the last touches."""
    app.summary, app.description, app.openapi_tags = _SUMMARY, _DESCRIPTION, _TAGS
    app.license_info = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    generated = app.openapi

    @functools.cache
    def document() -> dict[str, Any]:
        return _finished(generated())

    app.openapi = document  # type: ignore[method-assign]


def _finished(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    for name in _UNUSED:
        schemas.pop(name, None)
    _, problem = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    schemas.update(problem["$defs"])
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                _without_null(parameter)
            # Only what has the answer's version can be asked for again; the catalogue has none.
            answer = operation["responses"]["200"]
            if path.startswith("/v1") and path != "/v1/queries":
                answer["headers"] = _ETAG
            else:
                operation["responses"].pop("304", None)
    return document


def _without_null(parameter: dict[str, Any]) -> None:
    """A parameter of an address is there or not; it cannot be null."""
    schema = parameter["schema"]
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema.update({key: value for key, value in choices[0].items() if key not in schema})
    elif choices:
        schema["anyOf"] = choices
