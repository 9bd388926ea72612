"""The style of Neo4j Browser, in its own notation (GraSS): the model's colours, and what stands on nodes and facts."""

from __future__ import annotations

from collections.abc import Iterator

from muninet.figures.themes import contrast
from muninet.model import Schema

_HUB, _PLAIN = 65, 50  # px
_NODE = {"diameter": f"{_PLAIN}px", "color": "#A5ABB6", "border-width": "2px", "font-size": "10px"}
_FACT = {
    "color": "#A5ABB6",
    "shaft-width": "2px",
    "font-size": "8px",
    "padding": "3px",
    "text-color-external": "#000000",
    "text-color-internal": "#FFFFFF",
    "caption": "<type>",
}


def style(schema: Schema) -> str:
    """A rule for every type of entity and of fact."""
    rules = dict(_rules(schema))
    return "\n".join(f"{selector} {{\n{_declared(values)}}}\n" for selector, values in rules.items())


def _rules(schema: Schema) -> Iterator[tuple[str, dict[str, str]]]:
    yield "node", {**_NODE, "border-color": _darker("#A5ABB6"), "text-color-internal": "#000000", "caption": '"{name}"'}
    yield "relationship", _FACT
    for label, node in schema.nodes.items():
        size = _HUB if node.hub or label == "Network" else _PLAIN
        yield (
            f"node.{label}",
            {
                "diameter": f"{size}px",
                "color": node.colour,
                "border-color": _darker(node.colour),
                "text-color-internal": _upon(node.colour),
                "caption": '"{name}"',
            },
        )
    for type_, fact in schema.facts.items():
        colour = schema.class_colours[fact.kind]
        yield f"relationship.{type_}", {"color": colour, "text-color-internal": _upon(colour), "caption": '"<type>"'}


def _declared(values: dict[str, str]) -> str:
    return "".join(f"  {name}: {value};\n" for name, value in values.items())


def _darker(colour: str) -> str:
    return "#" + "".join(f"{round(int(colour[place : place + 2], 16) * 0.75):02X}" for place in (1, 3, 5))


def _upon(colour: str) -> str:
    return max("#FFFFFF", "#000000", key=lambda text: contrast(text, colour))
