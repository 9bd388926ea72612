"""What is wrong, or looks wrong, in the data: a page of findings, counted by rule and by dataset."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from muninet.answers import cursors, lookups
from muninet.answers.asking import Asking
from muninet.answers.licences import licences_of
from muninet.answers.models import Licence, Model, Source
from muninet.answers.rows import Answer
from muninet.answers.unknown import unknown
from muninet.catalogue.nearest import hint
from muninet.errors import ParameterError
from muninet.importers.findings import RULES as REPORTED
from muninet.quality.checking import Checked
from muninet.quality.findings import SEVERITIES, Finding, Rule, Severity
from muninet.quality.keeping import Keeper
from muninet.quality.rules import RULES as CHECKED

# Every rule: those over the graph, and those of importers, whose findings are kept with their dataset.
RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in sorted({**REPORTED, **CHECKED}.values(), key=lambda rule: (SEVERITIES.index(rule.severity), rule.name))
}


class FindingItem(Model):
    """One thing that was found."""

    rule: str = Field(examples=["repeated-name"])
    severity: Severity
    entity: str = Field(description="Id of the entity that it is about.", examples=["gcom-15922"])
    type: str = Field(description="Label of the entity.", examples=["City"])
    name: str
    country: str | None = Field(description="ISO 3166-1 alpha-2, XK for Kosovo.", examples=["RO"])
    found: str = Field(description="What stands there.")
    message: str = Field(description="What is made of it.")
    place: str | None = Field(
        description="`file:row` where an import found it in a file; null where it was found in the graph."
    )
    others: list[str] = Field(description="Ids of the other entities concerned.")
    facts: list[str] = Field(description="Ids of the facts concerned.")
    datasets: list[str] = Field(description="The datasets that state what was found.")
    sources: list[str] = Field(description="Ids of the sources that it rests on.")


class RuleCount(Model):
    """A rule, and how often it found something."""

    name: str = Field(examples=["repeated-name"])
    severity: Severity
    about: str = Field(description="What the rule looks for.")
    href: str = Field(description="The page that explains it.", examples=["/rules/repeated-name"])
    count: int = Field(description="Findings on all pages, those that are not listed among them.")
    unlisted: int = Field(
        description="How many are counted and not listed, since there are too many; `entity` does not sort them out."
    )


class DatasetCount(Model):
    """How much was found in what a dataset states. What several datasets state counts for each of them."""

    name: str = Field(examples=["gcom-mycovenant"])
    count: int
    rules: dict[str, int] = Field(description="By rule.")


class QualityAnswer(Answer):
    """What is wrong, or looks wrong, in the data: the worst first, then by rule and entity."""

    total: int = Field(description="Findings on all pages, those that are not listed among them.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    rules: list[RuleCount] = Field(description="Every rule that was asked for, those that found nothing, too.")
    datasets: list[DatasetCount]
    results: list[FindingItem]
    sources: dict[str, Source]
    licences: list[Licence]


@dataclass(frozen=True)
class Selection:
    """Which findings are asked for.

    Attributes:
        dataset: those in what this dataset states; None for all.
        rules: names of rules; none for all.
        severities: error, warning, note; none for all.
        entity: those that concern this entity; None for all.
    """

    dataset: str | None = None
    rules: Sequence[str] = field(default=())
    severities: Sequence[str] = field(default=())
    entity: str | None = None

    def __post_init__(self) -> None:
        """Refuse rules and severities that there are not.

        Raises:
            ParameterError: there is none of that name.
        """
        for name, given, known in (("rule", self.rules, RULES), ("severity", self.severities, SEVERITIES)):
            for word in given:
                if word not in known:
                    raise ParameterError(
                        name, f"{word!r} is none{hint(word, list(known))}: there are {', '.join(known)}"
                    )

    def as_json(self) -> dict[str, Any]:
        """Render as an answer shows it."""
        return {
            "dataset": self.dataset,
            "rule": list(self.rules),
            "severity": list(self.severities),
            "entity": self.entity,
        }

    def takes(self, rule: Rule) -> bool:
        """Whether findings of a rule are asked for."""
        return (not self.rules or rule.name in self.rules) and (not self.severities or rule.severity in self.severities)

    def of(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those that are asked for, in their order."""
        return [
            one
            for one in findings
            if self.takes(one.rule)
            and (self.dataset is None or self.dataset in one.datasets)
            and (self.entity is None or self.entity == one.entity or self.entity in one.others)
        ]


async def quality(
    asking: Asking, keeper: Keeper, selection: Selection, limit: int, cursor: str | None = None
) -> QualityAnswer:
    """Return one page of findings.

    Args:
        asking: whom to ask.
        keeper: what keeps the findings of the graph.
        selection: which are asked for.
        limit: the most findings of a page.
        cursor: `next` of the page before.

    Raises:
        UnknownEntityError: no entity has the id.
        UnknownPageError: the cursor is none of these findings.
        QueryTimeoutError: the graph is still being looked through.
    """
    asked = json.dumps(["quality", selection.as_json()], sort_keys=True)
    after = cursors.decode(cursor, asked) if cursor else ""

    async def ask(version: str) -> QualityAnswer:
        if selection.entity is not None and not await lookups.named(asking.store, [selection.entity]):
            raise await unknown(asking.store, asking.schema, selection.entity, "entity")
        checked = await keeper.checked(version, asking.today())
        return await answer_of(asking, checked, selection, version, limit=limit, after=after, asked=asked)

    return await asking.settled(ask)


async def answer_of(
    asking: Asking,
    checked: Checked,
    selection: Selection,
    version: str,
    *,
    limit: int,
    after: str = "",
    asked: str = "",
) -> QualityAnswer:
    """Shape what was found.

    Args:
        asking: whom to ask for the sources.
        checked: all that was found.
        selection: what of it is asked for.
        version: of the graph that it was found in.
        limit: the most findings of a page.
        after: key of the last finding of the page before.
        asked: what a cursor belongs to.
    """
    every = selection.of(checked.findings)
    start = bisect_right(every, after, key=lambda finding: finding.key) if after else 0
    page = every[start : start + limit]
    more = start + limit < len(every)
    sources = await asking.sources({source for finding in page for source in finding.sources})
    rules, datasets = _counts(checked, selection, every)
    return QualityAnswer(
        query={"name": "quality", **selection.as_json(), "limit": limit},
        graph_version=version,
        data_as_of=lookups.newest(list(sources.values())),
        total=sum(rule.count for rule in rules),
        next=cursors.encode(page[-1].key, asked) if more else None,
        rules=rules,
        datasets=datasets,
        results=[_item(finding) for finding in page],
        sources=sources,
        licences=licences_of(sources.values()),
    )


def _counts(
    checked: Checked, selection: Selection, every: Sequence[Finding]
) -> tuple[list[RuleCount], list[DatasetCount]]:
    """By rule and by dataset. What is not listed cannot be told by entity, and counts where none is asked for."""
    found = {**RULES, **{one.rule.name: one.rule for one in every if one.rule.name not in RULES}}
    by_rule = Counter(one.rule.name for one in every)
    by_dataset: dict[str, Counter[str]] = {}
    for one in every:
        for dataset in one.datasets:
            by_dataset.setdefault(dataset, Counter())[one.rule.name] += 1
    unlisted = (
        Counter(checked.unlisted)
        if selection.dataset is None
        else Counter({rule: n for (rule, dataset), n in checked.unlisted_of.items() if dataset == selection.dataset})
    )
    if selection.entity is None:
        by_rule.update({name: count for name, count in unlisted.items() if selection.takes(found[name])})
        for (name, dataset), count in checked.unlisted_of.items():
            if selection.takes(found[name]) and selection.dataset in (None, dataset):
                by_dataset.setdefault(dataset, Counter())[name] += count
    rules = [
        RuleCount(
            name=rule.name,
            severity=rule.severity,
            about=rule.about,
            href=f"/rules/{rule.name}",
            count=by_rule[rule.name],
            unlisted=unlisted[rule.name],
        )
        for rule in found.values()
        if selection.takes(rule)
    ]
    datasets = [
        DatasetCount(name=name, count=counts.total(), rules=dict(sorted(counts.items())))
        for name, counts in sorted(by_dataset.items())
    ]
    return rules, datasets


def _item(finding: Finding) -> FindingItem:
    return FindingItem(
        rule=finding.rule.name,
        severity=finding.rule.severity,
        entity=finding.entity,
        type=finding.type,
        name=finding.name,
        country=finding.country,
        found=finding.found,
        message=finding.message,
        place=finding.place or None,
        others=list(finding.others),
        facts=list(finding.facts),
        datasets=list(finding.datasets),
        sources=list(finding.sources),
    )
