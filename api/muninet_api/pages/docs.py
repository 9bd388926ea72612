"""The reference at /docs, rendered from the OpenAPI document: what can be asked, with forms and links that ask it."""

from __future__ import annotations

import json
from html import escape
from typing import Any
from urllib.parse import urlencode

from muninet_api.pages.html import page, prose, words

_Schema = dict[str, Any]
# A tag with more operations than this is folded in the contents.
_MANY = 12


def render_docs(document: dict[str, Any]) -> str:
    """Return the page: contents, then the operations by tag, each to be unfolded, then the shapes of answers."""
    operations = [(path, operation) for path, methods in document["paths"].items() for operation in methods.values()]
    info = document["info"]
    sections, contents = [], []
    for tag in document["tags"]:
        own = [(path, operation) for path, operation in operations if tag["name"] in operation.get("tags", ())]
        if not own:
            continue
        title = tag["name"].capitalize()
        contents.append(_contents(title, own))
        sections.append(f'<h2 id="tag-{escape(tag["name"])}">{escape(title)}</h2><p>{words(tag["description"])}</p>')
        sections += [_operation(path, operation) for path, operation in own]
    shapes = "".join(_shape(name, schema) for name, schema in sorted(document["components"]["schemas"].items()))
    return page(
        f"{info['title']} {info['version']}: reference",
        f"<header><h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>"
        f'<p class="lead">{words(info["summary"])}</p>{prose(info["description"])}'
        '<p>The same as a document for machines: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). '
        'What can go wrong: <a href="/problems">/problems</a>.</p></header>'
        f'<nav aria-label="Contents">{"".join(contents)}<p><a href="#shapes">Shapes of answers</a></p></nav>'
        f'<main>{"".join(sections)}<h2 id="shapes">Shapes of answers</h2>{shapes}</main>',
    )


def _contents(title: str, operations: list[tuple[str, dict[str, Any]]]) -> str:
    """The operations of one tag, folded where there are many; those of the catalogue by the folder they stand in."""
    folders: dict[str, list[str]] = {}
    for path, operation in operations:
        parts = path.removeprefix("/v1/").split("/")
        folder = parts[1] if parts[0] == "queries" and len(parts) > 2 else ""
        link = f'<a href="#{operation["operationId"]}">{words(operation["summary"])}</a> <code>{escape(path)}</code>'
        folders.setdefault(folder, []).append(f"<li>{link}</li>")
    inner = "".join(
        (f"<h4>{escape(folder.capitalize())}</h4>" if folder else "") + f"<ul>{''.join(links)}</ul>"
        for folder, links in folders.items()
    )
    opened = " open" if len(operations) <= _MANY else ""
    return f"<details{opened}><summary>{escape(title)} <small>{len(operations)}</small></summary>{inner}</details>"


def _operation(path: str, operation: dict[str, Any]) -> str:
    """One operation, folded. Its name stands within, so that a browser unfolds it for who follows a link to it."""
    return (
        f'<details class="operation"><summary><code>{escape(path)}</code> {words(operation["summary"])}</summary>'
        f'<section id="{operation["operationId"]}"><h3>{words(operation["summary"])}</h3>'
        f'<p class="path"><code>{_method(operation)} {escape(path)}</code></p>{prose(operation.get("description", ""))}'
        f"{_tried(path, operation)}{_answers(operation['responses'])}"
        f"{_shown(operation['responses'])}</section></details>"
    )


def _method(operation: dict[str, Any]) -> str:
    return "POST" if "requestBody" in operation else "GET"


def _tried(path: str, operation: dict[str, Any]) -> str:
    """What asks it from the page; a statement of one's own is sent by a program."""
    if "requestBody" in operation:
        return ""
    parameters = operation.get("parameters", [])
    return f"{_form(path, parameters)}<p>Try it: {_example(path, parameters)}</p>"


def _shown(responses: dict[str, Any]) -> str:
    """The example of an answer, folded."""
    examples = responses["200"].get("content", {}).get("application/json", {}).get("examples", {})
    return "".join(
        f"<details><summary>Example: <code>{escape(example['summary'])}</code></summary>"
        f"<pre>{escape(json.dumps(example['value'], ensure_ascii=False, indent=2))}</pre></details>"
        for example in examples.values()
    )


def _form(path: str, parameters: list[dict[str, Any]]) -> str:
    if not parameters:
        return ""
    # A form cannot fill in a path: there the table only explains.
    asks = all(parameter["in"] == "query" for parameter in parameters)
    rows = "".join(_row(path, parameter, asks=asks) for parameter in parameters)
    head = "<th>Parameter</th><th>Type</th><th>Meaning</th>" + ("<th>Value</th>" if asks else "")
    table = f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f'<form action="{escape(path)}" method="get">{table}<button>Ask</button></form>' if asks else table


def _row(path: str, parameter: dict[str, Any], *, asks: bool) -> str:
    name, schema = parameter["name"], parameter["schema"]
    key = f"{path}?{name}"
    label = f"<code>{escape(name)}</code>" + (" <em>required</em>" if parameter.get("required") else "")
    if asks:
        label = f'<label for="{escape(key)}">{label}</label>'
    value = f"<td>{_input(key, parameter)}</td>" if asks else ""
    meaning = words(parameter.get("description", ""))
    return f"<tr><td>{label}</td><td>{_type(schema)}</td><td>{meaning}</td>{value}</tr>"


def _input(key: str, parameter: dict[str, Any]) -> str:
    schema, shown = parameter["schema"], _text(_value(parameter))
    attributes = f'id="{escape(key)}" name="{escape(parameter["name"])}"'
    choices = _choices(schema)
    if choices:
        options = "".join(
            f"<option{' selected' if choice == shown else ''}>{escape(str(choice))}</option>" for choice in choices
        )
        return f"<select {attributes}>{options}</select>"
    if schema.get("type") == "integer":
        bounds = "".join(
            f' {name}="{schema[key]}"' for name, key in (("min", "minimum"), ("max", "maximum")) if key in schema
        )
        return f'<input type="number"{bounds} {attributes} value="{escape(shown)}">'
    required = " required" if parameter.get("required") else ""
    return f'<input {attributes} value="{escape(shown)}"{required}>'


def _choices(schema: _Schema) -> list[str]:
    """The words that a value may be, with the empty one where it may be left empty; none where others are possible."""
    if schema.get("type") == "boolean":
        return ["true", "false"]
    if "const" in schema:
        return [schema["const"]]
    if "anyOf" in schema:
        kinds = [_choices(choice) for choice in schema["anyOf"]]
        return sorted(choice for kind in kinds for choice in kind) if all(kinds) else []
    return list(schema.get("enum", ()))


def _example(path: str, parameters: list[dict[str, Any]]) -> str:
    query = {}
    for parameter in parameters:
        value = _value(parameter)
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", _text(value))
        elif value not in (None, [], parameter["schema"].get("default")):
            query[parameter["name"]] = _text(value)
    address = path + ("?" + urlencode(query) if query else "")
    return f'<a href="{escape(address)}"><code>{escape(address)}</code></a>'


def _value(parameter: dict[str, Any]) -> Any:
    schema = parameter["schema"]
    if schema.get("default") not in (None, ""):
        return schema["default"]
    examples = schema.get("examples") or [None]
    return examples[0]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _answers(responses: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{status}</code></td><td>{_content(response)}</td><td>{prose(response['description'])}</td></tr>"
        for status, response in sorted(responses.items())
    )
    return f'<details><summary>Answers</summary><div class="wide"><table><tbody>{rows}</tbody></table></div></details>'


def _content(response: dict[str, Any]) -> str:
    return "<br>".join(
        # A drawing is told by its media type alone.
        f"{_type(content['schema']) if 'schema' in content else ''} <small>{escape(media)}</small>"
        for media, content in response.get("content", {}).items()
    )


def _shape(name: str, schema: _Schema) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{_type(own)}</td>"
        f"<td>{words(own.get('description', ''))}</td></tr>"
        for field, own in schema.get("properties", {}).items()
    )
    return (
        f"<details><summary><code>{escape(name)}</code> {words(_first(schema.get('description', '')))}</summary>"
        f'<section id="{escape(name)}"><h3>{escape(name)}</h3>{prose(schema.get("description", ""))}'
        f'<div class="wide"><table><thead><tr><th>Field</th><th>Type</th><th>Meaning</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section></details>"
    )


def _first(text: str) -> str:
    """The first line of a description."""
    return text.strip().partition("\n")[0]


def _type(schema: _Schema) -> str:
    """A schema in a few words, with links to the shapes it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{escape(name)}">{escape(name)}</a>'
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(choice) for choice in schema["anyOf"]))
    if "enum" in schema:
        return "one of " + ", ".join(f"<code>{escape(str(choice))}</code>" for choice in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>" if schema["const"] else "empty"
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map of {_type(schema['additionalProperties'])}"
    return escape(str(schema.get("format", kind))) + _bounds(schema)


def _bounds(schema: _Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None or high is None:
        return ""
    return f" {low:.15g} to {high:.15g}"
