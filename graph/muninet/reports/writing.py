"""Reports as files: the report itself, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from muninet.figures.looks import Form, Looks
from muninet.figures.models import View
from muninet.figures.rendering import render
from muninet.reports.markdown import markdown, quarto, references
from muninet.reports.outline import outline
from muninet.reports.page import page
from muninet.reports.word import word

# The report has the title; the picture keeps its legend, its sources and the day of its data.
_LOOKS = Looks(title=False)
_SHARP = Looks(title=False, scale=2)


class ReportForm(StrEnum):
    """What a report can be written as."""

    MARKDOWN = "md"
    QUARTO = "qmd"
    HTML = "html"
    WORD = "docx"


def report(view: View, form: ReportForm, name: str, *, address: str = "", lang: str = "en") -> Mapping[str, bytes]:
    """Write a report.

    Args:
        view: the answer.
        form: what to write it as.
        name: of the report, without its ending: what stands beside it is called after it.
        address: of the page that shows the same; empty where it is not known.
        lang: language of dates.

    Returns:
        The files by name, the report itself first. Markdown and Quarto have their picture beside them, and the
        bibliography as BibTeX and as CSL-JSON.
    """
    said = outline(view, address, lang)
    if form is ReportForm.WORD:
        return {f"{name}.docx": word(said, render(view, Form.PNG, _SHARP, address=address))}
    picture = render(view, Form.SVG, _LOOKS, address=address)
    if form is ReportForm.HTML:
        return {f"{name}.html": page(said, picture)}
    bib, items = references(said)
    beside = {f"{name}.svg": picture, f"{name}.bib": bib, f"{name}.csl.json": items}
    if form is ReportForm.MARKDOWN:
        return {f"{name}.md": markdown(said, f"{name}.svg"), **beside}
    return {f"{name}.qmd": quarto(said, f"{name}.svg", f"{name}.bib"), **beside}
