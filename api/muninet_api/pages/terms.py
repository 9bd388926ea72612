"""Names of the model and of parameters as words."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What stands between backticks, and what a file names as in Cypher.
_MARKED = re.compile(r"`([^`]+)`|\$([a-z][a-z_]*)")
_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])")


def spoken(name: str) -> str:
    """A label or a name as words: `WorkingGroup` is a `Working group`, `legal_form` a `Legal form`."""
    text = _INNER.sub(" ", name).replace("_", " ").replace("-", " ").lower()
    return text[:1].upper() + text[1:]


# What parameters that most questions share are called before their fields.
LABELS = {
    "max_hops": "Most facts of a route",
    "direction": "Direction of the facts",
    "relations": "Types of facts",
    "relation": "Type of fact",
    "avoid": "Not through",
    "hubs": "Through hubs too",
    "branches": "Members of branches too",
    "status": "Status of a signature",
    "deprecated": "Deprecated facts too",
    "without_licence": "Leave out licences",
    "limit": "Most rows on a page",
    "from_type": "Of which type",
}


# What the entities are called that a question is about, where the name of the parameter does not say it.
ABOUT = {"ids": "Compared", "to": "To", "via": "Through", "networks": "Networks"}


@dataclass(frozen=True)
class Run:
    """A run of prose: plain text, `code`, or the name of a parameter."""

    text: str
    kind: str = "text"


def runs(prose: str) -> list[Run]:
    """The runs of what a query file or a rule says of itself: `code` between backticks, `$network` as a parameter."""
    found: list[Run] = []
    start = 0
    for mark in _MARKED.finditer(prose):
        found += [Run(prose[start : mark.start()])] if mark.start() > start else []
        found.append(Run(mark[1], "code") if mark[1] else Run(mark[2].replace("_", " "), "name"))
        start = mark.end()
    return [*found, Run(prose[start:])] if start < len(prose) else found
