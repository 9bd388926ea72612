"""The pages of docs/reference, made from what they describe: model, queries, settings, HTTP operations, commands.

Each `…_page` returns a whole page of Markdown; `write` and `stale` compare pages with a folder. The HTTP page is made
from an OpenAPI document, since this package knows nothing of the service; `muninet_api.reference` brings both together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from typer import Context
from typer.core import TyperGroup

from muninet.catalogue import Catalogue, Query
from muninet.model import FactType, NodeType, Property, Schema


def model_page(schema: Schema) -> str:
    """Describe every label, relationship type and property."""
    lines = [
        "# The model",
        "",
        "What nodes and facts there are. How they are meant stands in [the model](../model.md).",
        "",
    ]
    lines += ["## Nodes", "", "Every node has the label `Entity`, one of the labels below, and these properties:", ""]
    lines += _properties(schema.node_properties.values())
    for node in schema.nodes.values():
        lines += _node(node)
    lines += ["## Facts", "", "Every fact is a relationship of one of the types below, and has these properties:", ""]
    lines += _properties(schema.fact_properties.values())
    for kind, description in schema.classes.items():
        lines += [f"### Class {kind}", "", description, ""]
        for name in schema.of_class(kind):
            lines += _fact(schema.facts[name])
    return _page(lines, "graph/muninet/model/schema.yaml")


def _node(node: NodeType) -> list[str]:
    lines = [f"### {node.label}", "", node.description]
    if node.hub:
        lines.append("A hub: a route may start or end here, and passes through only when asked for.")
    lines += [f"Maps to {', '.join(node.maps_to)}.", ""]
    return lines + _properties(node.properties.values())


def _fact(fact: FactType) -> list[str]:
    ends = [f"{first} → {second}" for first, second in fact.pairs]
    ends = ends or [f"{', '.join(fact.from_labels)} → {', '.join(fact.to_labels)}"]
    lines = [
        f"#### {fact.type}",
        "",
        f"{'; '.join(ends)}. {fact.description}",
        "",
        f"Reverse: {fact.reverse}.",
    ]
    if fact.identity:
        lines.append(f"Two of them between the same ends are told apart by {', '.join(fact.identity)}.")
    if fact.exclusive:
        lines.append("At most one at a time for what it points to: the next dated one ends the one before.")
    if fact.meets:
        lines.append("Its routes meet at a shared node, so the links question follows it only on request.")
    return [*lines, "", *_properties(fact.properties.values())]


def _properties(properties: Iterable[Property]) -> list[str]:
    rows = [(f"`{p.name}`", p.type + (", required" if p.required else ""), _meaning(p)) for p in properties]
    return _table(("property", "type", "meaning"), rows)


def _meaning(item: Property) -> str:
    text = item.description
    if item.choices:
        text += f" One of: {', '.join(item.choices)}."
    if item.default is not None:
        text += f" Default: {item.default}."
    if item.to:
        text += f" Names: {', '.join(item.to)}."
    if item.implies:
        text += f" Implies the fact {item.implies}."
    return text


def queries_page(catalogue: Catalogue) -> str:
    """Describe every question: its parameters, its columns, and how it is asked."""
    lines = [
        "# The questions",
        "",
        "Each is a file under `cypher/`. How to add one stands in [questions](../queries.md).",
        "",
    ]
    for name in sorted(catalogue):
        lines += _query(catalogue[name])
    return _page(lines, "the files under cypher/")


def _query(query: Query) -> list[str]:
    lines = [f"## {query.name}", "", f"**{query.title}**", "", query.description, ""]
    lines += [f"`GET /v1/queries/{query.name}`, `muninet query {query.name}`", ""]
    rows = []
    for parameter in query.parameters:
        default = f"`{parameter.default}`" if parameter.default else "empty"
        bounds = ", ".join(parameter.choices) or _bounds(parameter.minimum, parameter.maximum)
        rows.append((f"`{parameter.name}`", parameter.written_type, default, bounds, parameter.description))
    lines += _table(("parameter", "type", "default", "allowed", "meaning"), rows)
    columns = [(f"`{c.name}`", c.type + ("?" if c.optional else ""), c.description) for c in query.columns]
    lines += _table(("column", "type", "meaning"), columns)
    if query.scan:
        lines += [f"Scans: {query.scan}", ""]
    if query.slow:
        lines += [f"Slow: {query.slow}", ""]
    return lines


def _bounds(minimum: float | None, maximum: float | None) -> str:
    if minimum is None and maximum is None:
        return ""
    return f"{'' if minimum is None else f'{minimum:.15g}'} to {'' if maximum is None else f'{maximum:.15g}'}".strip()


def settings_page(variables: Mapping[str, str]) -> str:
    """Describe every environment variable, given with what it sets."""
    rows = [(f"`{name}`", meaning) for name, meaning in variables.items()]
    lines = [
        "# Settings",
        "",
        "Read once from the environment, at the start.",
        "",
        *_table(("variable", "meaning"), rows),
    ]
    return _page(lines, "muninet.settings.VARIABLES")


def http_page(document: Mapping[str, Any]) -> str:
    """Describe every operation of an OpenAPI document, every way it can fail, and every shape that answers have."""
    lines = ["# HTTP", "", document["info"].get("description", ""), ""]
    failures: dict[tuple[str, str], None] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            lines += _operation(f"{method.upper()} {path}", operation)
            failures |= {(status, answer["description"]): None for status, answer in _failures(operation)}
    lines += ["# What can go wrong", "", *_table(("status", "meaning"), sorted(failures)), "# Shapes", ""]
    for name, shape in document["components"]["schemas"].items():
        lines += _shape(name, shape)
    return _page(lines, "the service's OpenAPI document")


def _failures(operation: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(status, answer) for status, answer in operation["responses"].items() if status >= "400"]


def _operation(name: str, operation: Mapping[str, Any]) -> list[str]:
    lines = [f"## {name}", "", f"**{operation['summary']}**", "", operation.get("description", ""), ""]
    rows = []
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        notes = [parameter.get("description") or schema.get("description", "")]
        notes += [f"{word}: {schema[key]}." for key, word in _BOUNDS.items() if key in schema]
        default = "required" if parameter.get("required") else _default(schema.get("default"))
        rows.append((f"`{parameter['name']}`", parameter["in"], _type(schema), default, " ".join(filter(None, notes))))
    lines += _table(("parameter", "in", "type", "default", "meaning"), rows)
    for status, answer in operation["responses"].items():
        bodies = [f"{_type(body.get('schema', {}))} (`{kind}`)" for kind, body in answer.get("content", {}).items()]
        if status < "400":
            lines.append(f"- {status}: {' or '.join(bodies) or answer['description']}")
    failures = sorted({status for status, _ in _failures(operation)})
    return [*lines, *([f"- Can fail with {', '.join(failures)}."] if failures else []), ""]


_BOUNDS = {"minimum": "At least", "maximum": "At most"}


def _default(value: Any) -> str:
    if value is None or value == []:
        return ""
    return f"`{value}`" if isinstance(value, str | Path) else f"`{json.dumps(value, ensure_ascii=False)}`"


def _shape(name: str, shape: Mapping[str, Any]) -> list[str]:
    needed = shape.get("required", ())
    rows = [
        (f"`{field}`", _type(schema) + ("" if field in needed else ", may be absent"), schema.get("description", ""))
        for field, schema in shape.get("properties", {}).items()
    ]
    return [f"## {name}", "", shape.get("description", ""), "", *_table(("field", "type", "meaning"), rows)]


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(_type(choice) for choice in schema[key]))
    if "enum" in schema or "const" in schema:
        return ", ".join(
            f"`{choice}`" if choice != "" else "empty" for choice in schema.get("enum", [schema.get("const")])
        )
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("type", "any"))


def cli_page(command: TyperGroup) -> str:
    """Describe every command, its arguments and its options."""
    lines = ["# The command line", "", command.help or "", ""]
    lines += _parameters(command.params)
    for name, part in command.commands.items():
        usage = part.get_usage(Context(part, info_name=f"muninet {name}")).removeprefix("Usage: ")
        lines += [f"## muninet {name}", "", part.help or "", "", "```", usage, "```", "", *_parameters(part.params)]
        if isinstance(part, TyperGroup):
            lines += [f"- `muninet {name} {own}`: {one.get_short_help_str(100)}" for own, one in part.commands.items()]
    return _page(lines, "muninet.cli")


def _parameters(parameters: Iterable[Any]) -> list[str]:
    rows = []
    for parameter in parameters:
        names = [*parameter.opts, *parameter.secondary_opts]
        name = ", ".join(f"`{text}`" for text in names if text.startswith("-")) or f"`{parameter.name}`"
        default = "" if parameter.default is False else _default(parameter.default)
        rows.append((name, default, parameter.help or ""))
    return _table(("argument or option", "default", "meaning"), rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Render rows as a table; nothing where there are none. Columns that are empty throughout are left out."""
    if not rows:
        return []
    kept = [at for at in range(len(header)) if any(row[at] for row in rows)]
    cells = [[_cell(row[at]) for at in kept] for row in rows]
    head = [header[at] for at in kept]
    return [*(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(kept), *cells]), ""]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _page(lines: Sequence[str], origin: str) -> str:
    return "\n".join([f"<!-- Generated by `make docs` from {origin}: change it there. -->", "", *_tidy(lines), ""])


def _tidy(lines: Iterable[str]) -> Iterator[str]:
    """Drop an empty line that follows another, and those at the end."""
    waiting = False
    for line in "\n".join(lines).split("\n"):
        if not line.strip():
            waiting = True
            continue
        if waiting:
            yield ""
        waiting = False
        yield line.rstrip()


def stale(folder: Path, pages: Mapping[str, str]) -> list[str]:
    """Name the files of the folder that are missing, differ from their page, or have no page."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*pages, *there} if pages.get(name) != there.get(name))


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """Make the folder hold these pages and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(folder, pages):
        if name in pages:
            (folder / name).write_text(pages[name], encoding="utf-8")
        else:
            (folder / name).unlink()
