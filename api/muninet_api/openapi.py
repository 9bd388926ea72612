"""The OpenAPI document: what FastAPI cannot know of the service, added; what does not hold of it, taken away."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from muninet.model import load_schema
from muninet_api.examples import add_examples
from muninet_api.kinds import KINDS
from muninet_api.models import Problem
from muninet_api.steps import add_steps

_SUMMARY = "Who belongs to which municipal climate network, through whom, since when, and who says so."
_DESCRIPTION = """Answers about cities, networks, their members and the facts between them, each with dates and sources.

- **Time.** `at` asks for a day (`2024-09-01`), for `today`, or for `any` day. Undated facts are never counted at a day.
- **Lists.** Repeat the parameter or separate values by `;`.
- **Pages.** `next` is the cursor of the next page; null on the last. The header `Link` holds its whole address, and as
  `alternate` that of the page that shows the same to people, with a link into Neo4j Browser.
- **Formats.** `format`, or the header `Accept`, asks for JSON, CSV, GeoJSON, GraphML or Cytoscape JSON, where an
  operation can give it. The licences of the sources go with each.
- **Less of it.** `fields` chooses what is carried, `include` what comes along, where an operation has them.
- **Errors** are `application/problem+json`; `type` is the path of a page that explains them, `parameter` names what
  is at fault, `suggestions` what may have been meant. A parameter that an operation does not declare is an error too.
- **Keeping answers.** What comes from the graph carries an `ETag`: with `If-None-Match`, 304 says that it is current.
- Every path answers GET and HEAD, and any other page may read it (CORS).

**What /v1 keeps.** Paths, operation ids, parameters, fields with their types and meaning, the types of problems, and
the order of lists stay as they are. Paths, parameters that may be left out, fields, formats, types of problems and
names of the model may be added at any time: a client passes over what it does not know. What is to go is marked
`deprecated` here and in the changelog, and works for a year from then. Anything else is a /v2, and /v1 goes on beside
it for a year.
"""
_TAGS = [
    {"name": "links", "description": "Who is linked to what, through whom: routes, comparisons, gaps."},
    {"name": "resources", "description": "Everything of a type, filtered, sorted and counted; and one of it."},
    {"name": "entities", "description": "One entity of any type, what surrounds it, and finding one by name."},
    {"name": "queries", "description": "The questions of the catalogue, one operation each."},
    {"name": "views", "description": "Pictures of answers: laid out for who draws them, and drawn."},
    {"name": "changes", "description": "What loads have changed."},
    {"name": "quality", "description": "What is wrong, or looks wrong, in the data."},
    {"name": "cypher", "description": "Statements of your own, where the service is set up for that."},
    {"name": "health", "description": "Whether the service lives and can answer."},
]
_ETAG = {"ETag": {"description": "Tag of this answer, for `If-None-Match`.", "schema": {"type": "string"}}}
_UNUSED = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Give the application its words, and its document the last touches."""
    app.summary, app.description, app.openapi_tags = _SUMMARY, _DESCRIPTION, _TAGS
    app.license_info = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    # Relative, so that it holds behind any proxy and under any name.
    app.servers = [{"url": "/", "description": "The service that this document is from."}]
    generated = app.openapi

    @functools.cache
    def document() -> dict[str, Any]:
        return _finished(generated(), app)

    app.openapi = document  # type: ignore[method-assign]


def _finished(document: dict[str, Any], app: FastAPI) -> dict[str, Any]:
    components = document["components"]
    for name in _UNUSED:
        components["schemas"].pop(name, None)
    _, problem = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    components["schemas"].update(problem["$defs"])
    components["examples"] = {kind.slug: {"summary": kind.title, "value": kind.example} for kind in KINDS.values()}
    for schema in components["schemas"].values():
        # Fields may be added: who reads an answer must not refuse what it does not know.
        if schema.get("additionalProperties") is False:
            del schema["additionalProperties"]
    for path, operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            _without_null(parameter)
        # Only what has a version can be asked for again.
        answer = operation["responses"]["200"]
        if path.startswith(("/v1", "/figures")) and "304" in operation["responses"]:
            answer["headers"] = {**_ETAG, **answer.get("headers", {})}
        else:
            operation["responses"].pop("304", None)
    add_examples(document, load_schema())
    add_steps(document, app.state.catalogue)
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def _without_null(parameter: dict[str, Any]) -> None:
    """A parameter of an address is there or not; it cannot be null."""
    schema = parameter["schema"]
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema.update({key: value for key, value in choices[0].items() if key not in schema})
    elif choices:
        schema["anyOf"] = choices
