"""The changes of the graph as an Atom feed (RFC 4287), for readers that watch it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from xml.etree import ElementTree

from muninet.answers.changes import ChangesAnswer, LoadChange, told
from muninet.answers.wording import load_wording
from muninet.answers.wording.loads import LoadWords

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, not even as a reference.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLE = "What changed in the graph of muninet"
_NOBODY = uuid.UUID(int=0)


def atom_feed(answer: ChangesAnswer, links: Mapping[str, str], lang: str, day: dt.date) -> bytes:
    """Return a feed document, one entry a load, the newest first.

    Ids are URNs: that of an entry is made from the graph's own id and the number of the load, that of the feed from the
    graph's id and the dataset asked for; neither depends on the address that the service is reached at.

    Args:
        answer: the loads.
        links: addresses by relation (`self`, `next`, `alternate`).
        lang: the language of the words, as a BCP 47 tag.
        day: the day on which an empty feed was updated.
    """
    words = load_wording(lang).loads
    graph = uuid.UUID(answer.graph) if answer.graph else _NOBODY
    dataset = answer.query["dataset"] or ""
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": lang})
    _text(feed, "id", uuid.uuid5(graph, f"changes of {dataset}").urn)
    _text(feed, "title", f"{_TITLE}: {dataset}" if dataset else _TITLE)
    _text(feed, "updated", answer.loads[0].finished if answer.loads else f"{day.isoformat()}T00:00:00Z")
    _text(ElementTree.SubElement(feed, "author"), "name", "muninet")
    _text(feed, "generator", "muninet")
    for relation, address in links.items():
        type_ = "application/json" if relation == "alternate" else MEDIA_TYPE
        ElementTree.SubElement(feed, "link", {"rel": relation, "type": type_, "href": address})
    for load in answer.loads:
        _entry(feed, load, graph, words)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ElementTree.Element, load: LoadChange, graph: uuid.UUID, words: LoadWords) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _text(entry, "id", uuid.uuid5(graph, f"load {load.number}").urn)
    _text(entry, "title", load.summary)
    _text(entry, "updated", load.finished)
    _text(entry, "published", load.finished)
    ElementTree.SubElement(entry, "category", {"term": _writable(load.dataset), "label": _writable(load.dataset)})
    _text(entry, "summary", load.summary)
    lines = [told(one, words) for one in load.entries]
    lines += [words.more.of(load.more)] if load.more else []
    _text(entry, "content", "\n".join([load.summary, *lines])).set("type", "text")


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = _writable(text)
    return child


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
