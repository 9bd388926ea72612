"""Reports as Markdown, with numbered sources, and as Quarto documents, with a bibliography and citations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from muninet.export.bibliography import bibtex, csl, key_of
from muninet.reports.outline import Outline, Part

Cite = Callable[[Sequence[str]], str]
# What Markdown and pandoc give a meaning to, anywhere, and at the beginning of a line; a backslash takes it.
_MEANT = re.compile(r"([\\`*_{}\[\]<>#|~^$&@!])")
_MEANT_FIRST = re.compile(r"^([-+=:]|\d+(?=[.)]))")


def markdown(outline: Outline, figure: str) -> bytes:
    """Write Markdown as any reader takes it: sources are numbers, listed at the end.

    Args:
        outline: what stands in it.
        figure: name of the file of the picture.
    """

    def cite(ids: Sequence[str]) -> str:
        numbers = outline.numbers(ids)
        return f" \\[{', '.join(f'[{n}](#source-{n})' for n in numbers)}\\]" if numbers else ""

    sources = [f'{one.number}. <a id="source-{one.number}"></a>{escaped(one.text)}' for one in outline.references]
    return _joined([f"# {escaped(outline.title)}", *_body(outline, figure, cite), "## Sources", "\n".join(sources)])


def quarto(outline: Outline, figure: str, bibliography: str) -> bytes:
    """Write a Quarto document.

    Args:
        outline: what stands in it.
        figure: name of the file of the picture.
        bibliography: name of the file that `references` is written to.
    """

    def cite(ids: Sequence[str]) -> str:
        keys = [key_of(one.source.id) for one in outline.references if one.source.id in ids]
        return f" [{'; '.join(f'@{key}' for key in keys)}]" if keys else ""

    # JSON is YAML, whatever stands in a title.
    keys = ", ".join(f"@{key_of(one.source.id)}" for one in outline.references)
    title, every = (json.dumps(text, ensure_ascii=False) for text in (outline.title, keys))
    head = f"---\ntitle: {title}\nbibliography: {bibliography}\nlink-citations: true\nnocite: {every}\n---"
    return _joined([head, *_body(outline, figure, cite), "## Sources\n\n::: {#refs}\n:::"])


def references(outline: Outline) -> tuple[bytes, bytes]:
    """The bibliography of a report, as BibTeX and as CSL-JSON."""
    sources = [one.source for one in outline.references]
    items = json.dumps(csl(sources), ensure_ascii=False, indent=1) + "\n"
    return bibtex(sources).encode("utf-8"), items.encode("utf-8")


def escaped(text: str) -> str:
    """A text that stays text: no mark of Markdown or HTML in it has a meaning, and it is one line."""
    return _MEANT_FIRST.sub(_first, _MEANT.sub(r"\\\1", " ".join(text.split())))


def _first(found: re.Match[str]) -> str:
    """A number that would begin a list gets its backslash behind it, any other mark before it."""
    return f"{found[0]}\\" if found[0][0].isdigit() else f"\\{found[0]}"


def _body(outline: Outline, figure: str, cite: Cite) -> list[str]:
    head = "| " + " | ".join(outline.columns) + " |\n|" + "---|" * len(outline.columns)
    rows = ["| " + " | ".join(_cells(row, cite)) + " |" for row in outline.rows]
    kinds = [f"- {escaped(label)}: {count}" for label, count in outline.kinds]
    page = [f"[{escaped(outline.address)}](<{outline.address}>)"] if outline.address else []
    return [
        " ".join(escaped(text) for text in outline.lead),
        *(["\n".join(kinds)] if kinds else []),
        f"![{escaped(outline.title)}]({figure})",
        "## What is known",
        "\n".join(f"{n}. {_line(parts, cite)}" for n, parts in enumerate(outline.sentences, 1)),
        "## Table",
        "\n".join([head, *rows]),
        " ".join([*(escaped(text) for text in outline.closing), *page]),
    ]


def _line(parts: Sequence[Part], cite: Cite) -> str:
    return "".join(escaped_part(part) if isinstance(part, str) else cite(part) for part in parts)


def escaped_part(text: str) -> str:
    """A stretch of a sentence, its blanks at both ends kept."""
    before = " " if text.startswith(" ") else ""
    after = " " if text.endswith(" ") else ""
    return f"{before}{escaped(text)}{after}"


def _cells(row: Sequence[Part], cite: Cite) -> list[str]:
    return [escaped(part) if isinstance(part, str) else cite(part).strip() for part in row]


def _joined(blocks: Sequence[str]) -> bytes:
    return ("\n\n".join(block for block in blocks if block) + "\n").encode("utf-8")
