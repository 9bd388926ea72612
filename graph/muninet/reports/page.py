"""Reports as one page of HTML: the picture inside, no script, nothing that is asked from elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from muninet.reports.outline import Outline, Part, Reference

_STYLE = (
    "body{margin:0 auto;max-width:60rem;padding:1.5rem;font:1.05rem/1.6 system-ui,sans-serif;color:#17212b}"
    "img{max-width:100%;height:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ccd4db;padding:.3rem .8rem .3rem 0}"
    "figure{margin:1.5rem 0}.closing{color:#55626e;font-size:.9rem}a{color:#005f8f}h1{line-height:1.2}"
)


def page(outline: Outline, svg: bytes) -> bytes:
    """Write a page.

    Args:
        outline: what stands in it.
        svg: the picture.
    """
    picture = base64.b64encode(svg).decode("ascii")
    kinds = "".join(f"<li><strong>{count}</strong> {escape(label)}</li>" for label, count in outline.kinds)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in outline.columns)
    rows = "".join(f"<tr>{''.join(_cell(outline, part) for part in row)}</tr>" for row in outline.rows)
    sentences = "".join(f"<li>{_line(outline, parts)}</li>" for parts in outline.sentences)
    sources = "".join(f'<li id="source-{one.number}">{_reference(one)}</li>' for one in outline.references)
    address = f' <a href="{escape(outline.address)}">{escape(outline.address)}</a>' if outline.address else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(outline.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(outline.title)}</h1>\n<p>{escape(' '.join(outline.lead))}</p>\n"
        + (f"<ul>{kinds}</ul>\n" if kinds else "")
        + f'<figure><img src="data:image/svg+xml;base64,{picture}" alt="{escape(" ".join(outline.lead))}"></figure>\n'
        f"<h2>What is known</h2>\n<ol>{sentences}</ol>\n"
        f"<h2>Table</h2>\n<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n"
        f"<h2>Sources</h2>\n<ol>{sources}</ol>\n"
        f'<p class="closing">{escape(" ".join(outline.closing))}{address}</p>\n</main>\n</body>\n</html>\n'
    ).encode()


def _line(outline: Outline, parts: Sequence[Part]) -> str:
    return "".join(escape(part) if isinstance(part, str) else _marks(outline, part) for part in parts)


def _marks(outline: Outline, ids: Sequence[str]) -> str:
    links = ", ".join(f'<a href="#source-{n}">{n}</a>' for n in outline.numbers(ids))
    return f" [{links}]" if links else ""


def _cell(outline: Outline, part: Part) -> str:
    return f"<td>{escape(part) if isinstance(part, str) else _marks(outline, part).strip()}</td>"


def _reference(one: Reference) -> str:
    url = one.source.url or ""
    if urlsplit(url).scheme not in ("http", "https"):
        return escape(one.text)
    words = escape(one.text.removesuffix(".").removesuffix(url).removesuffix(", "))
    return f'{words}, <a href="{escape(url)}">{escape(url)}</a>.'
