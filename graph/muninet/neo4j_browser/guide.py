"""The guide of Neo4j Browser: a walk through the graph, in HTML for the classic Browser, AsciiDoc for the newer one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape

from muninet.catalogue import Catalogue
from muninet.catalogue.query import Query
from muninet.model import Schema
from muninet.neo4j_browser.favourites import MODEL, favourite_of
from muninet.neo4j_browser.statements import MOST, surroundings_of

TITLE = "Who belongs to which municipal climate network"
# Where the walk goes: a question of the catalogue, what is asked instead of its defaults, and what there is to be seen.
# What their files say is for who asks them with parameters; here the values stand in the statements.
_WALK: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    (
        "path/links",
        {},
        (
            "No list of members answers this: the members of CEESEN are agencies and universities, not cities. The way "
            "leads from a city to the agency that supports it, from there to CEESEN, and on to Climate Alliance.",
            "The first statement shows the one kind of link that nearly all have. The second is the question as "
            "muninet asks it: each row is a route, of any kind, over facts that hold today.",
            "Click a fact to see its days and the ids of its sources.",
        ),
    ),
    (
        "path/link-groups",
        {"via": "ceesen"},
        (
            "The same routes, counted by kind of link. Kinds are never added up: to be supported by a member is not to "
            "be one, and an observer or a former member is another thing again.",
        ),
    ),
    (
        "path/shortest",
        {},
        ("How two that seem far apart are linked: every shortest way between them, walked in either direction.",),
    ),
    (
        "network/members",
        {},
        (
            "Who belongs to a network today, and since when. Observers and candidates are no members; put another id "
            "in the place of this one to ask about another network.",
        ),
    ),
    (
        "network/overlap",
        {},
        ("Who belongs to both of two networks, with the facts by which they do, branches of a network included.",),
    ),
    (
        "city/networks",
        {},
        ("The other way round: what a city belongs to, memberships first, then what it only observes or has signed.",),
    ),
    (
        "entity/timeline",
        {},
        ("What began and what ended, oldest first. How exact a day is stands beside it.",),
    ),
    (
        "source/facts",
        {},
        ("Every fact has a source: these rest on one of them. Open a Source node to read who published it, and when.",),
    ),
)

# The kind of link that most of them have, to be read at a glance; the question itself follows every kind.
FOUNDING = """// Cities supported by an agency that is a member of CEESEN, which is a member of Climate Alliance
MATCH p = (:City)-[:SUPPORTED_BY]->(:Organisation)-[:MEMBER_OF]->(:Network {id: 'ceesen'})
  -[:MEMBER_OF]->(:Network {id: 'climate-alliance'})
RETURN p
LIMIT 100;"""


@dataclass(frozen=True)
class _Slide:
    title: str
    text: tuple[str, ...]
    statements: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def guide_html(catalogue: Catalogue, schema: Schema, address: str) -> str:
    """The guide as the classic Browser plays it: a deck of slides, whose statements a click puts into the editor.

    Args:
        catalogue: the questions.
        schema: the model.
        address: of the service, for links to its pages; such as `http://127.0.0.1:8000`.
    """
    slides = "\n".join(map(_slide_html, _slides(catalogue, schema, address)))
    return (
        f"<!doctype html>\n<meta charset='utf-8'>\n<title>{escape(TITLE)}</title>\n"
        f"<article class='guide'>\n<carousel class='deck container-fluid'>\n{slides}\n</carousel>\n</article>\n"
    )


def guide_adoc(catalogue: Catalogue, schema: Schema, address: str) -> str:
    """The guide in AsciiDoc, a section a step; arguments as above."""
    slides = "\n".join(map(_slide_adoc, _slides(catalogue, schema, address)))
    return f"= {TITLE}\n\n{slides}"


def _slides(catalogue: Catalogue, schema: Schema, address: str) -> Iterator[_Slide]:
    first, *others = _WALK
    asked = _of_question(catalogue[first[0]], first[1], first[2], address)
    yield replace(
        asked, title="Which cities link to Climate Alliance via CEESEN?", statements=(FOUNDING, *asked.statements)
    )
    yield _Slide(
        "What is in here",
        (
            "Entities carry the label Entity and one of their own; facts are relationships, each with the ids of its "
            "sources and the days that it holds from and until.",
            *(f"{label}: {node.description}" for label, node in schema.nodes.items()),
        ),
        (MODEL,),
        (("All questions", f"{address}/queries"),),
    )
    yield _Slide(
        "Look around",
        (
            "Whatever has a circle can be opened: double-click it for its neighbours.",
            f"Statements here end in a LIMIT of at most {MOST}: larger results slow the Browser down, and it then "
            "leaves facts out without a word.",
        ),
        (
            "MATCH p = (:City)-[:SUPPORTED_BY]->(:Organisation)-[:MEMBER_OF]->(:Network {id: 'ceesen'})\nRETURN p\n"
            "LIMIT 50;",
            surroundings_of("b40"),
        ),
    )
    for name, given, about in others:
        yield _of_question(catalogue[name], given, about, address)


def _of_question(query: Query, given: dict[str, str], about: tuple[str, ...], address: str) -> _Slide:
    return _Slide(
        query.title,
        about,
        (favourite_of(query, **given).text.rstrip(),),
        (("The same as a page", f"{address}/queries/{query.name}"),),
    )


def _slide_html(slide: _Slide) -> str:
    text = "".join(f"<p>{escape(part)}</p>\n" for part in slide.text)
    links = "".join(f"<p><a href='{escape(to)}' target='_blank'>{escape(name)}</a></p>\n" for name, to in slide.links)
    code = "".join(
        f"<figure><pre class='pre-scrollable code runnable'>{escape(statement)}</pre></figure>\n"
        for statement in slide.statements
    )
    return (
        f"<slide class='row-fluid'>\n<div class='col-sm-4'>\n<h3>{escape(slide.title)}</h3>\n{text}{links}</div>\n"
        f"<div class='col-sm-8'>\n{code}</div>\n</slide>"
    )


def _slide_adoc(slide: _Slide) -> str:
    text = "".join(f"{_plain(part)}\n\n" for part in slide.text)
    code = "".join(f"[source,cypher]\n----\n{statement}\n----\n\n" for statement in slide.statements)
    links = "".join(f"link:{to}[{name}]\n\n" for name, to in slide.links)
    return f"== {slide.title}\n\n{text}{code}{links}"


def _plain(text: str) -> str:
    """A paragraph whose signs AsciiDoc takes as they stand."""
    return f"pass:c[{text}]" if "]" not in text else text


Guide = Callable[[Catalogue, Schema, str], str]
GUIDES: dict[str, Guide] = {"html": guide_html, "adoc": guide_adoc}
