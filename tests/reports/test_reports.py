"""Reports: what stands in them, in every form, and names that stay text."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
import yaml
from tests.figures.drawn import HOSTILE, SOURCE, fact, hostile, node, view_of

from muninet.answers.models import Group
from muninet.answers.wording import load_wording
from muninet.export.bibliography import bibtex, cited, csl, key_of
from muninet.figures.models import Story, View
from muninet.reports import ReportForm, report
from muninet.reports.outline import outline, parts_of

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def told(view: View) -> View:
    """A view with a sentence for each of its facts."""
    stories = [
        Story(
            sentence=f"{one.fact.from_.name} is a member of {one.fact.to.name} (since 2020) [1].",
            facts=[one.fact.id],
            nodes=[one.fact.from_.id, one.fact.to.id],
        )
        for one in view.facts
    ]
    groups = [Group(pattern="MEMBER_OF", label="a member of it", count=2, cities=2)]
    return view.model_copy(update={"stories": stories, "groups": groups})


@pytest.fixture
def view() -> View:
    hub, one, other = node("hub", "A hub", "Network"), node("a", "Århus"), node("b", "Скопје")
    return told(view_of([hub, one, other], [fact("f1", one, hub), fact("f2", other, hub)], ["hub"]))


def test_marks_become_the_sources_of_their_facts() -> None:
    story = Story(
        sentence="A [1] town is in B (since 2020) [1], which is in C (undated) [2].", facts=["f", "g"], nodes=[]
    )
    parts = parts_of(story, {"f": ("s",), "g": ("t", "u")})
    assert parts == ("A [1] town is in B (since 2020)", ("s",), ", which is in C (undated)", ("t", "u"), ".")


def test_kinds_are_not_added_up(view: View) -> None:
    said = outline(view)
    assert said.kinds == (("a member of it", 2),)
    assert said.rows[0] == ("Århus", "member of", "A hub", "since 2020", ("paper",))
    assert [one.number for one in said.references] == [1]


@pytest.mark.parametrize("form", list(ReportForm))
def test_every_form_says_the_same(view: View, form: ReportForm) -> None:
    files = report(view, form, "report", address="https://example.org/links")
    assert files == report(view, form, "report", address="https://example.org/links")
    content = files[f"report.{form}"]
    text = words_of(content, form)
    for expected in (
        "A title with <markup> & more",
        "Århus is a member of A hub (since 2020)",
        "Скопје",
        "a member of it",
        "What held on 1 January 2026.",
        "https://example.org/links",
        "since 2020",
    ):
        assert expected in text, expected
    assert (
        set(files)
        == {
            ReportForm.MARKDOWN: {"report.md", "report.svg", "report.bib", "report.csl.json"},
            ReportForm.QUARTO: {"report.qmd", "report.svg", "report.bib", "report.csl.json"},
            ReportForm.HTML: {"report.html"},
            ReportForm.WORD: {"report.docx"},
        }[form]
    )


@pytest.mark.parametrize("form", list(ReportForm))
def test_names_stay_text(form: ReportForm) -> None:
    text = words_of(report(told(hostile()), form, "report")[f"report.{form}"], form)
    for name in HOSTILE[:3]:
        assert name in text, name


def test_a_page_runs_nothing_and_asks_nobody() -> None:
    content = report(told(hostile()), ReportForm.HTML, "report")["report.html"].decode()
    found = Tags()
    found.feed(content)
    assert not found.names & {"script", "iframe", "object", "link"}
    assert all(source.startswith("data:") for source in found.sources)
    assert "default-src 'none'" in content


def test_markdown_has_no_markup_of_names() -> None:
    content = report(told(hostile()), ReportForm.MARKDOWN, "report")["report.md"].decode()
    # All that a reader would take for markup stands behind a backslash; our own anchors are all that is left.
    assert set(re.findall(r"(?<!\\)<[^>]+>", content)) == {'<a id="source-1">', "</a>"}
    assert "<script" not in content.replace("\\<script", "")


def test_quarto_cites_what_the_bibliography_has(view: View) -> None:
    files = report(view, ReportForm.QUARTO, "report")
    head = yaml.safe_load(files["report.qmd"].decode().split("---\n")[1])
    assert head["title"] == view.title
    assert head["bibliography"] == "report.bib"
    keys = set(re.findall(r"@misc\{([^,]+),", files["report.bib"].decode()))
    assert [one["id"] for one in json.loads(files["report.csl.json"])] == ["paper"]
    assert set(re.findall(r"(?<![\w\\])@([\w:.-]+)", files["report.qmd"].decode())) == keys == {"paper"}


def test_a_document_for_word_has_the_picture_with_its_words(view: View) -> None:
    document = docx.Document(io.BytesIO(report(view, ReportForm.WORD, "report")["report.docx"]))
    (shape,) = document.inline_shapes
    assert "3 entities joined by 2 facts." in shape._inline.docPr.get("descr")
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "Århus",
        "member of",
        "A hub",
        "since 2020",
        "[1]",
    ]
    assert document.core_properties.title == view.title


def test_a_bibliography_is_as_precise_as_its_source() -> None:
    (item,) = csl([SOURCE])
    assert item["issued"] == {"date-parts": [[2024, 5]]}
    assert (item["type"], item["URL"]) == ("webpage", SOURCE.url)
    undated = SOURCE.model_copy(update={"published": None, "published_precision": None, "url": None, "licence": None})
    assert set(csl([undated])[0]) == {"id", "type", "title", "author", "publisher"}
    assert cited(undated, load_wording("en")) == "Somebody's & Co, “A <b>paper</b> & more”, date not stated."
    assert cited(SOURCE, load_wording("en")).endswith("May 2024, CC-BY-4.0, https://example.org/a?b=1&c=2.")


def test_bibtex_escapes_what_tex_gives_a_meaning_to() -> None:
    source = SOURCE.model_copy(update={"id": "a b{c}", "title": r"100% {of} \$5 & _more_ #1 ~^ Ünïcödé"})
    text = bibtex([source])
    assert text.startswith("@misc{a-b-c,\n")
    assert key_of("{}") == "source"
    assert (
        r"title = {{100\% \{of\} \textbackslash{}\$5 \& \_more\_ \#1 \textasciitilde{}\textasciicircum{} Ünïcödé}}"
        in text
    )
    # Braces that are not escaped are as many as opened.
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_the_command_writes_a_report(muninet: Run, seed_graph: object, tmp_path: Path) -> None:
    file = tmp_path / "ceesen.qmd"
    ended = muninet("report", "links", "--to", "climate-alliance", "--via", "ceesen", "-o", str(file))
    assert (ended.status, ended.out) == (0, ""), ended.err
    assert {one.name for one in tmp_path.glob("ceesen*")} == {
        "ceesen.qmd",
        "ceesen.svg",
        "ceesen.bib",
        "ceesen.csl.json",
    }
    assert file.read_text(encoding="utf-8").count(" is supported by ") == 28
    ended = muninet("report", "links", "--to", "climate-alliance", "-o", str(tmp_path / "x.txt"))
    assert (ended.status, list(tmp_path.glob("x*"))) == (2, [])
    assert "ends in .md, .qmd, .html, .docx" in ended.err


class Tags(HTMLParser):
    """The tags of a page, what they load, and the words between them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.sources: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "srcset")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(content: bytes, form: ReportForm) -> str:
    """What a reader sees of a report."""
    if form is ReportForm.WORD:
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if form is ReportForm.HTML:
        found = Tags()
        found.feed(content.decode())
        return "".join(found.words)
    return re.sub(r"\\(.)", r"\1", content.decode())
