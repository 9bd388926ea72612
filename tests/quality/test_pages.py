"""Each rule has its page in docs/quality, and each page its rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from muninet.answers.quality import RULES
from muninet.importers.findings import RULES as REPORTED
from muninet.quality.rules import CHECKS
from muninet.quality.rules import RULES as CHECKED

DOCS = Path(__file__).resolve().parents[2] / "docs"
PARTS = ["What it finds", "Why it matters", "Example", "What to do"]


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {page.stem for page in (DOCS / "quality").iterdir()} == set(RULES)


def test_the_overview_leads_to_every_page() -> None:
    overview = (DOCS / "quality.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\(quality/([a-z-]+)\.md\) \| (\w+) \| (.+) \|$", overview, re.MULTILINE)
    assert {(name, severity, about) for name, _, severity, about in rows} == {
        (rule.name, rule.severity, rule.about) for rule in RULES.values()
    }
    assert all(name == page for name, page, _, _ in rows)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_page_tells_all_that_it_should(name: str) -> None:
    page = (DOCS / "quality" / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {name}\n\nSeverity: {RULES[name].severity}. [All rules](../quality.md)\n")
    headings = re.split(r"^## (.+)$", page, flags=re.MULTILINE)[1:]
    assert headings[::2] == PARTS
    assert all(len(text.strip()) > 20 for text in headings[1::2])


def test_no_name_means_two_rules() -> None:
    assert not set(REPORTED) & set(CHECKED)
    assert sum(len(one.rules) for one in CHECKS) == len(CHECKED)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in RULES)
