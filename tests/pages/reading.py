"""Reads pages as a browser without scripts does: into elements, texts and the values that forms would send."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import httpx

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# The path data of marks holds more than ElementTree's names allow for attributes of namespaces; none is needed here.
_HTML = "text/html; charset=utf-8"


class _Builder(HTMLParser):
    """Builds a tree, and refuses what a browser would have to mend."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), (tag, names)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert tag not in _VOID, tag
        assert self._open[-1].tag == tag, f"</{tag}> where <{self._open[-1].tag}> is open, line {self.getpos()[0]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        last = self._open[-1]
        if len(last):
            last[-1].tail = (last[-1].tail or "") + data
        else:
            last.text = (last.text or "") + data

    def close(self) -> None:
        super().close()
        assert self._open == [self.root], [element.tag for element in self._open]


def spoken(element: Element) -> str:
    """What an element says, white space joined."""
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


@dataclass(frozen=True)
class Page:
    """A page that was read: where it was found in the end, its status, its headers, and its elements."""

    address: str
    status: int
    headers: httpx.Headers
    text: str
    root: Element

    def all(self, path: str, kind: str = "") -> list[Element]:
        """The elements of an ElementTree path, those of a class where one is named."""
        return [found for found in self.root.iterfind(f".//{path}") if not kind or kind in classes(found)]

    def one(self, path: str, kind: str = "") -> Element:
        """The only such element."""
        found = self.all(path, kind)
        assert len(found) == 1, (path, kind, len(found))
        return found[0]

    def words(self, path: str, kind: str = "") -> list[str]:
        """What such elements say."""
        return [spoken(element) for element in self.all(path, kind)]

    def links(self) -> list[str]:
        """Where the page leads to."""
        return [element.get("href", "") for element in self.all("a")]

    def form(self, action: str) -> dict[str, str]:
        """What a form would send as it stands; the last one that asks an address."""
        form = self.all(f"form[@action='{action}']")[-1]
        sent: dict[str, str] = {}
        for field in form.iter():
            name = field.get("name")
            if field.tag == "input" and name and (field.get("type") != "checkbox" or "checked" in field.attrib):
                sent[name] = field.get("value", "")
            elif field.tag == "select" and name:
                options = list(field.iter("option"))
                chosen = next((one for one in options if "selected" in one.attrib), options[0])
                sent[name] = chosen.get("value", spoken(chosen))
        return sent


async def read(client: httpx.AsyncClient, address: str, status: int = 200) -> Page:
    """Ask for a page, following it to its one address."""
    response = await client.get(address)
    if response.status_code == 302:
        response = await client.get(urljoin(address, response.headers["location"]))
    assert response.status_code == status, (address, response.status_code, response.text[:300])
    assert response.headers["content-type"] == _HTML
    builder = _Builder()
    builder.feed(response.text)
    builder.close()
    return Page(str(response.url), response.status_code, response.headers, response.text, builder.root)


def without_marks(sentence: str) -> str:
    """A sentence without its footnote marks."""
    return re.sub(r" ?(\[\d+\])+", "", sentence)
