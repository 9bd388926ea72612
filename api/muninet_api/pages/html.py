"""Building blocks of pages: a page around a body, and prose with the few marks that our descriptions use."""

from __future__ import annotations

import re
from html import escape

_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def page(title: str, body: str) -> str:
    """Return a whole page."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="icon" href="data:,">\n<link rel="stylesheet" href="/docs/style.css">\n'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def prose(text: str) -> str:
    """Render paragraphs, lists of lines that begin with `- `, `code` and **strong** words."""
    return "\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def words(text: str) -> str:
    """Render one line of prose."""
    return _STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", escape(text)))


def _block(block: str) -> str:
    before, *items = re.split(r"(?:^|\n)- ", block)
    paragraph = f"<p>{words(before)}</p>" if before.strip() else ""
    return paragraph + ("<ul>" + "".join(f"<li>{words(item)}</li>" for item in items) + "</ul>" if items else "")
