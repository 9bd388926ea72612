"""Keeps account of what is read from a file: rows, those that cannot be used, and what was found in the others."""

from __future__ import annotations

from dataclasses import dataclass, field

from muninet.loader.problems import Problems
from muninet.loader.records import Place
from muninet.quality.findings import Finding, Rule


@dataclass
class Reading:
    """What reading one file has come to.

    Attributes:
        problems: rows that cannot be used, and why; the loader adds what it finds in the others.
        rows: how many were read.
        findings: what is wrong in rows that are used all the same.
    """

    problems: Problems = field(default_factory=Problems)
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)

    def find(self, rule: Rule, entity: str, place: Place, found: str, message: str) -> None:
        """Note a finding; its fields are those of `Finding`."""
        self.findings.append(Finding(rule, entity, found, str(place), message))
