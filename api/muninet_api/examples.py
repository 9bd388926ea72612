"""Examples of the OpenAPI document: a value for every parameter, and answers as the seed gives them.

The answers stand in examples.json. `python -m muninet_api.examples ADDRESS` writes it anew from a running service over
the seed; a test compares it with what the seed answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from muninet.model import Schema

FILE = Path(__file__).with_name("examples.json")
# What is asked for the example of an operation: short answers, on a day that passes for every reader alike.
ASKED = {
    "links": "/v1/links?to=climate-alliance&via=ceesen&at=2026-01-01&limit=1",
    "paths": "/v1/paths?from=tartu-ee&to=climate-alliance&at=2026-01-01&limit=1",
    "compare": "/v1/compare?ids=b40;ceesen&at=2026-01-01&limit=1",
    "gaps": "/v1/gaps?network=b40&missing_from=climate-alliance&at=2026-01-01&limit=1",
    "cities": "/v1/cities?country=AL&at=2026-01-01&limit=1",
    "city": "/v1/cities/tirana-al?at=2026-01-01&limit=1&fields=names;location",
    "networks": "/v1/networks?scope=regional&sort=founded&at=2026-01-01&limit=1",
    "network": "/v1/networks/balcinet?at=2026-01-01&limit=1&fields=description;properties",
    "search": "/v1/search?q=Θεσσαλονίκη&limit=1",
    "entity": "/v1/entities/climate-alliance-austria",
    "entity_facts": "/v1/entities/ceesen/facts?relations=MEMBER_OF&direction=out&at=2026-01-01",
    "entity_graph": "/v1/entities/climate-alliance-austria/graph?at=2026-01-01&limit=1",
    "entity_timeline": "/v1/entities/ceesen/timeline?limit=1",
    "query_network_presidency": "/v1/queries/network/presidency?network=b40&at=2022-04-25",
}
_JSON = "application/json"
# For parameters that have no default, and that no other operation has an example of: what the seed holds.
_VALUES: dict[str, Any] = {
    # A true cursor belongs to one question, its parameters and its day: the empty one asks for the first page.
    "cursor": "",
    "avoid": "iclei",
    "beyond": 1,
    "branch_of": "climate-alliance",
    "country": "RO",
    "dataset": "seed",
    "format": "json",
    "founded": 2020,
    "funder": "Horizon 2020",
    "height": 640,
    "held_in": "ceesen",
    "holder": "climate-alliance",
    "language": "en",
    "lat": 41.3275,
    "legal_form": "alliance",
    "licence": "CC-BY-4.0",
    "lon": 19.8187,
    "member": "tirana-al",
    "member_of": "b40",
    "metric": "members",
    "online": "true",
    "organiser": "iclei",
    "participant": "istanbul-tr",
    "party": "climate-alliance",
    "population_max": 1000000,
    "population_min": 10000,
    "publisher": "CEESEN",
    "status": "published",
    "target_year": 2030,
    "version": "1-00000000",
    "without_licence": "CC-BY-4.0",
    "year": 2024,
    "year_from": 2021,
    "year_to": 2025,
}
_DAYS = {"at": "2024-09-01", "since": "2024-01-01", "until": "2026-01-01"}


def add_examples(document: dict[str, Any], schema: Schema) -> None:
    """Give every parameter of an OpenAPI document an example, and main operations an answer.

    Args:
        document: the OpenAPI document, which is changed.
        schema: the model, for the words that a property may be.
    """
    known: dict[str, Any] = {}
    for _, parameter in _parameters(document):
        for value in parameter["schema"].get("examples", ())[:1]:
            known.setdefault(parameter["name"], value[0] if isinstance(value, list) and value else value)
    for path, parameter in _parameters(document):
        own = parameter["schema"]
        if own.get("examples"):
            continue
        if own.get("default") not in (None, []):
            own["examples"] = [own["default"]]
            continue
        words = _choices(own) or _words(path, parameter["name"], schema)
        value = words[0] if words else _value(parameter, known)
        if value is not None:
            # Beside the schema: a form that fills in examples of the schema would narrow what it asks for.
            parameter["example"] = [value] if own.get("type") == "array" else value
    answers = json.loads(FILE.read_text(encoding="utf-8"))["examples"]
    for methods in document["paths"].values():
        for operation in methods.values():
            example = answers.get(operation["operationId"])
            if example:
                content = operation["responses"]["200"]["content"][_JSON]
                content["examples"] = {"seed": {"summary": f"GET {example['asked']}", "value": example["answer"]}}


def _parameters(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield from ((path, parameter) for parameter in operation.get("parameters", ()))


def _value(parameter: dict[str, Any], known: dict[str, Any]) -> Any:
    if any(one.get("format") == "date" for one in parameter["schema"].get("anyOf", [parameter["schema"]])):
        return _DAYS[parameter["name"]]
    return _VALUES.get(parameter["name"], known.get(parameter["name"]))


def _words(path: str, name: str, schema: Schema) -> Sequence[str]:
    """The words that a property of that name may be, of the type that a path is about."""
    parts = path.split("/")[::-1]
    for part in parts:
        for label, node in schema.nodes.items():
            if part in (node.plural, label.lower()) and name in node.properties:
                return node.properties[name].choices
    return ()


def _choices(schema: dict[str, Any]) -> list[Any]:
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    found = [*schema.get("enum", ()), *(choice for one in inner for choice in _choices(one))]
    return [choice for choice in found if choice != ""]


def main(arguments: list[str]) -> int:
    """Write the file from a running service, given by its address; returns the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m muninet_api.examples http://127.0.0.1:8000\n")
        return 2
    found = {}
    with httpx.Client(base_url=arguments[0], timeout=30) as client:
        for name, asked in ASKED.items():
            answer = client.get(asked)
            if answer.status_code != 200:
                sys.stderr.write(f"{name}: {asked}: {answer.text}\n")
                return 1
            found[name] = {"asked": asked, "answer": answer.json()}
    content = {"generated by": "python -m muninet_api.examples", "examples": found}
    FILE.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
