"""Steps from one answer to the next question, as links of the OpenAPI document: tools and tests follow them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muninet.catalogue import Catalogue

_QUERY = "query_"
# Where the answer of an operation names an entity.
_NAMED = {
    "search": "/results/0/id",
    "links": "/routes/0/nodes/0/id",
    "paths": "/routes/0/nodes/0/id",
    "entity_facts": "/facts/0/to/id",
    "entity_graph": "/facts/0/to/id",
}
# What can be asked of an entity of any type.
_OF_ENTITY = ("entity", "entity_facts", "entity_graph", "entity_timeline")


def add_steps(document: dict[str, Any], catalogue: Catalogue) -> None:
    """Add links: to the next page, from a list to a profile, and from whatever names an entity to that entity.

    Args:
        document: the OpenAPI document, which is changed.
        catalogue: the questions, for the columns of rows.
    """
    operations = {
        operation["operationId"]: operation for methods in document["paths"].values() for operation in methods.values()
    }
    paths = {
        operation["operationId"]: path for path, methods in document["paths"].items() for operation in methods.values()
    }
    profiles = {path: name for name, path in paths.items() if path.endswith("/{id}")}
    for name, operation in operations.items():
        links = {
            **_next_page(name, operation, document["components"]["schemas"]),
            **_profile(paths[name], profiles),
            **_entities(name, paths[name], operations, catalogue),
        }
        if links:
            operation["responses"]["200"]["links"] = links


def _next_page(name: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """To the same operation, with the cursor of the answer."""
    parameters = operation.get("parameters", ())
    if not any(parameter["name"] == "cursor" for parameter in parameters):
        return {}
    content = operation["responses"]["200"]["content"]
    if "application/json" not in content:
        return {}
    answer = content["application/json"]["schema"]
    if "next" not in schemas[answer["$ref"].rpartition("/")[2]]["properties"]:
        return {}
    # Of the others a link cannot say "as they were": one that was left out would make it impossible to follow.
    needed = {
        parameter["name"]: f"$request.{parameter['in']}.{parameter['name']}"
        for parameter in parameters
        if parameter["required"]
    }
    description = "The next page; the other parameters stay as they were. The header `Link` holds the whole address."
    return {"next": _link(name, description, {**needed, "cursor": "$response.body#/next"})}


def _profile(path: str, profiles: Mapping[str, str]) -> dict[str, Any]:
    """From a list to the profile of its first entity."""
    profile = profiles.get(f"{path}/{{id}}")
    if profile is None:
        return {}
    return {profile: _link(profile, "The first of the list.", {"id": "$response.body#/results/0/id"})}


def _entities(
    name: str, path: str, operations: Mapping[str, Mapping[str, Any]], catalogue: Catalogue
) -> dict[str, Any]:
    """From an answer that names an entity to what can be asked of it."""
    if path.endswith("/{id}"):
        place = "/id"
    elif name.startswith(_QUERY):
        query = catalogue[path.removeprefix("/v1/queries/")]
        column = next((column.name for column in query.columns if column.type == "node"), None)
        place = f"/rows/0/{column}/id" if column else ""
    else:
        place = _NAMED.get(name, "")
    if not place:
        return {}
    steps = [step for step in _OF_ENTITY if step in operations and step != name]
    # Rows lead to the entity alone: from there it goes on.
    kept = steps if name in ("entity", "search") or path.endswith("/{id}") else steps[:1]
    return {step: _link(step, operations[step]["summary"] + ".", {"id": f"$response.body#{place}"}) for step in kept}


def _link(operation: str, description: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    return {"operationId": operation, "description": description, "parameters": dict(parameters)}
