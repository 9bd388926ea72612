"""Findings of imports: kept with their dataset, since the raw text that they were made from is gone afterwards.

The loader writes them as a list of texts on the dataset's bookkeeping node, in the transaction that ends a load.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from muninet.quality.findings import SEVERITIES, Finding, Rule, Severity
from muninet.store.bolt import Store

# Their rows hold names of people who were left out of the graph, so the text itself is not kept; the place is.
_OF_PEOPLE = frozenset({"several-names"})
_LONGEST = 500
_FOLDERS = re.compile(r".*[/\\]")
_STORED = """
MATCH (d:Dataset)
WHERE size(d.findings) > 0
RETURN d.name AS dataset, d.findings AS findings
ORDER BY dataset
"""
_ENTITIES = """
MATCH (e:Entity) WHERE e.id IN $ids
RETURN e.id, [label IN labels(e) WHERE label <> 'Entity'][0], e.name, e.country, e.sources
"""
# Loads keep the ids of merged entities among the identifiers of the one that remains (loader/identities.py).
_REMAINS = """
MATCH (e:Entity) WHERE any(identifier IN e.identifiers WHERE identifier STARTS WITH 'muninet:')
UNWIND e.identifiers AS identifier
WITH e, identifier WHERE identifier STARTS WITH 'muninet:'
RETURN substring(identifier, size('muninet:')) AS gone, min(e.id) AS remains
"""
_About = tuple[str, str, str, str | None, tuple[str, ...]]


def kept(findings: Iterable[Finding]) -> list[str]:
    """Findings as they are kept: canonical texts, sorted, each once; of files, the name without the folders."""
    return sorted({_text(finding) for finding in findings})


def _text(finding: Finding) -> str:
    content = {
        **finding.as_json(),
        "place": _FOLDERS.sub("", finding.place),
        "found": "" if finding.rule.name in _OF_PEOPLE else finding.found[:_LONGEST],
        "message": finding.message[:_LONGEST],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


async def stored_findings(store: Store, rules: Mapping[str, Rule]) -> list[Finding]:
    """The findings of all imports about entities that the graph holds.

    What an import found of rows that it left out, or of people who have left the graph since, is not told.

    Args:
        store: where they are.
        rules: those of importers, by name; of one that is not among them the name and severity are still told.
    """
    rows = (await store.read(_STORED)).rows
    kept_ones = [(dataset, json.loads(text)) for dataset, texts in rows for text in texts]
    if not kept_ones:
        return []
    goes_by = dict((await store.read(_REMAINS)).rows)
    wanted = {finding["entity"] for _, finding in kept_ones}
    wanted |= {goes_by[id_] for id_ in wanted if id_ in goes_by}
    found = (await store.read(_ENTITIES, {"ids": sorted(wanted)})).rows
    entities: dict[str, _About] = {row[0]: (row[0], row[1], row[2], row[3], tuple(row[4] or ())) for row in found}
    told = []
    for dataset, content in kept_ones:
        id_ = content["entity"]
        about = entities.get(id_) or entities.get(goes_by.get(id_, ""))
        if about is not None:
            told.append(_finding(content, dataset, about, rules))
    return told


def _finding(content: Mapping[str, Any], dataset: str, about: _About, rules: Mapping[str, Rule]) -> Finding:
    id_, type_, name, country, sources = about
    severity: Severity = next((one for one in SEVERITIES if one == content["severity"]), "warning")
    rule = rules.get(content["rule"]) or Rule(content["rule"], severity, "")
    return Finding(
        rule,
        id_,
        content["found"],
        content["place"],
        content["message"],
        type=type_,
        name=name,
        country=country,
        datasets=(dataset,),
        sources=sources,
    )
