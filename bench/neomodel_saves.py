"""Saves entities and facts with neomodel, one by one, as its users do.

    python bench/neomodel_saves.py < job.json

Runs in an environment of its own (bench/neomodel.txt), since neomodel asks for an older driver. The job is
{"address": host:port, "user", "password", "nodes": [{"label", "id", …}], "facts": [{"type", "from", "to", …}]};
prints the seconds that all of it took.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def main() -> None:
    """Define the classes that the job needs, and save."""
    from neomodel import (  # type: ignore[import-not-found]  # not in the environment that checks types
        RelationshipTo,
        StringProperty,
        StructuredRel,
        config,
        db,
    )
    from neomodel.contrib import SemiStructuredNode  # type: ignore[import-not-found]

    job = json.load(sys.stdin)
    config.DATABASE_URL = f"bolt://{job['user']}:{job['password']}@{job['address']}"

    columns = {name for fact in job["facts"] for name in fact} - {"type", "from", "to"}
    fact_class = type("Fact", (StructuredRel,), {name: StringProperty() for name in sorted(columns)})
    types = sorted({fact["type"] for fact in job["facts"]})
    members: dict[str, Any] = {
        "uid": StringProperty(unique_index=True, required=True),
        **{type_.lower(): RelationshipTo("Thing", type_, model=fact_class) for type_ in types},
    }
    thing = type("Thing", (SemiStructuredNode,), members)
    # Relationships look for the class by its name, in this module.
    globals()["Thing"] = thing
    labels = {label: type(label, (thing,), {}) for label in sorted({node["label"] for node in job["nodes"]})}
    db.cypher_query("CREATE CONSTRAINT thing IF NOT EXISTS FOR (n:Thing) REQUIRE n.uid IS UNIQUE")

    began = time.perf_counter()
    saved = {}
    for node in job["nodes"]:
        values = {name: value for name, value in node.items() if name not in ("label", "id")}
        saved[node["id"]] = labels[node["label"]](uid=node["id"], **values).save()
    for fact in job["facts"]:
        values = {name: value for name, value in fact.items() if name not in ("type", "from", "to")}
        getattr(saved[fact["from"]], fact["type"].lower()).connect(saved[fact["to"]], values)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
