"""`muninet check`: what is wrong, or looks wrong, in the data."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from typing import Annotated

import typer

from muninet._home import home
from muninet.answers.asking import Asking
from muninet.answers.quality import RULES, FindingItem, QualityAnswer, Selection, answer_of
from muninet.catalogue import Catalogue
from muninet.cli.database import LOADING, database, with_store
from muninet.cli.decisions import decisions_of
from muninet.cli.output import progress, say, write
from muninet.errors import UnknownDatasetError
from muninet.export.formats import ExportFormat, export
from muninet.export.results import results_table
from muninet.loader import status
from muninet.model import load_schema
from muninet.quality import checking
from muninet.quality.findings import SEVERITIES
from muninet.settings import Settings
from muninet.store.bolt import Store

_FAILED = 1
# So many findings of a rule are shown as text, unless more are asked for.
_SHOWN = 5
_MOST = 1_000_000


class CheckFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def check(
    dataset: Annotated[
        str | None, typer.Option("--dataset", metavar="NAME", help="Only what is found in what this dataset states.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="Only findings of this rule; may be repeated.")
    ] = None,
    severity: Annotated[
        list[Severity] | None, typer.Option("--severity", help="Only findings of this severity; may be repeated.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=1,
            max=_MOST,
            help=f"The most findings: of each rule as text (default {_SHOWN}), else in all.",
        ),
    ] = None,
    format_: Annotated[CheckFormat, typer.Option("--format", help="How findings are printed.")] = CheckFormat.TEXT,
    fail_on: Annotated[
        Severity | None,
        typer.Option("--fail-on", help="End with status 1 where anything of this severity, or worse, was found."),
    ] = None,
) -> int:
    """List what is wrong, or looks wrong, in the data: by rule, the worst first, with counts by dataset.

    Findings are no error of the command: it ends with status 0, unless --fail-on asks for another.
    """
    selection = Selection(dataset, rule or (), [str(one) for one in severity or ()])
    answer = _checked(selection, _MOST if format_ is CheckFormat.TEXT else limit or _MOST)
    if format_ is CheckFormat.TEXT:
        write("\n".join(_lines(answer, limit or _SHOWN)))
    else:
        table = results_table(answer) if format_ is CheckFormat.CSV else None
        write(export(answer, ExportFormat(str(format_)), {}, table=table, line_end="\n"))
        if answer.next:
            say(f"{len(answer.results)} of {answer.total} findings: --limit lists more")
    bad = SEVERITIES[: SEVERITIES.index(fail_on.value) + 1] if fail_on else ()
    return _FAILED if any(one.count for one in answer.rules if one.severity in bad) else 0


def _checked(selection: Selection, limit: int) -> QualityAnswer:
    settings = Settings.from_environment(os.environ)
    decisions = decisions_of(settings)
    schema = load_schema()
    catalogue = Catalogue.read(home("cypher"), schema)
    with database(settings) as reached, progress() as bars:

        async def work(store: Store) -> QualityAnswer:
            if selection.dataset is not None:
                there = await status(store, schema)
                if there.dataset(selection.dataset) is None:
                    raise UnknownDatasetError(selection.dataset, [one.name for one in there.datasets])
            asking = Asking(store, catalogue, schema)

            async def ask(current: str) -> QualityAnswer:
                checked = await checking.check(
                    store, catalogue, schema, asking.today(), decisions=decisions, reported=RULES, progress=bars
                )
                return await answer_of(asking, checked, selection, current, limit=limit)

            return await asking.settled(ask)

        return with_store(reached, work, timeout=LOADING)


def _lines(answer: QualityAnswer, shown: int) -> Sequence[str]:
    if not answer.total:
        return ["nothing was found"]
    lines = []
    counts = {rule.name: rule for rule in answer.rules}
    for name, of_rule in groupby(answer.results, key=lambda finding: finding.rule):
        rule, findings = counts[name], list(of_rule)
        lines += [f"{rule.severity}: {name}: {rule.count}", f"  {rule.about}"]
        lines += [f"    {_told(finding)}" for finding in findings[:shown]]
        if rule.count > shown:
            lines.append(f"    … and {rule.count - min(shown, len(findings))} more")
    lines += ["", f"{answer.total} findings, by dataset:"]
    lines += [f"  {one.name}: {one.count}" for one in answer.datasets]
    return lines


def _told(finding: FindingItem) -> str:
    place = f"{finding.place}: " if finding.place else ""
    found = f" (found {finding.found!r})" if finding.found else ""
    return f"{place}{finding.entity} ({finding.name}): {finding.message}{found}"
