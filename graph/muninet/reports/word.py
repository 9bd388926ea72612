"""Reports for Word."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.shared import Cm, Pt

from muninet.reports.outline import Outline, Part

# What no XML may hold.
_ILLEGAL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PICTURE = Cm(16)
# So that the same answer makes the same bytes.
_THEN = dt.datetime(2000, 1, 1)


def word(outline: Outline, png: bytes) -> bytes:
    """Write a document.

    Args:
        outline: what stands in it.
        png: the picture.
    """
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments = legal(outline.title)[:255], "muninet", ""
    about.created = about.modified = _THEN
    document.add_heading(legal(outline.title), level=0)
    document.add_paragraph(legal(" ".join(outline.lead)))
    for label, count in outline.kinds:
        document.add_paragraph(legal(f"{count}: {label}"), style="List Bullet")
    _picture(document, outline, png)
    document.add_heading("What is known", level=1)
    for parts in outline.sentences:
        document.add_paragraph(_line(outline, parts), style="List Number")
    document.add_heading("Table", level=1)
    _table(document, outline)
    document.add_heading("Sources", level=1)
    for one in outline.references:
        document.add_paragraph(legal(f"[{one.number}] {one.text}"))
    document.add_paragraph(legal(" ".join([*outline.closing, outline.address]).strip()))
    target = io.BytesIO()
    document.save(target)
    return _settled(target.getvalue())


def legal(text: str) -> str:
    """A text as XML may hold it."""
    return _ILLEGAL.sub("", text)


def _picture(document: DocumentType, outline: Outline, png: bytes) -> None:
    shape = document.add_picture(io.BytesIO(png), width=_PICTURE)
    # What stands for the picture where it cannot be seen.
    about = shape._inline.docPr
    about.set("descr", legal(" ".join(outline.lead)))
    about.set("title", legal(outline.title))


def _table(document: DocumentType, outline: Outline) -> None:
    table = document.add_table(rows=1, cols=len(outline.columns), style="Light Grid Accent 1")
    for cell, name in zip(table.rows[0].cells, outline.columns, strict=True):
        cell.text = name
    for row in outline.rows:
        for cell, part in zip(table.add_row().cells, row, strict=True):
            cell.text = legal(part) if isinstance(part, str) else _marks(outline, part).strip()
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(8.5)


def _line(outline: Outline, parts: Sequence[Part]) -> str:
    return legal("".join(part if isinstance(part, str) else _marks(outline, part) for part in parts))


def _marks(outline: Outline, ids: Sequence[str]) -> str:
    numbers = outline.numbers(ids)
    return f" [{', '.join(map(str, numbers))}]" if numbers else ""


def _settled(document: bytes) -> bytes:
    """The same document without the times at which its parts were packed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist()):
            info = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, read.read(name))
    return target.getvalue()
