"""What answers can do: pages, sources, graphs, frames, tables for notebooks."""

from __future__ import annotations

import builtins
import datetime as dt
import io
import json
from dataclasses import FrozenInstanceError, replace
from html.parser import HTMLParser
from typing import Any

import networkx as nx
import pandas as pd
import pytest

from muninet import Graph
from muninet.client import Fact, Footnote, Links, NodeRef, Route, Rows, ServiceUnavailable, Source
from muninet.errors import UsageError

AT = {"at": "2026-01-01"}


@pytest.fixture
def links(small: Graph) -> Links:
    """The routes of tests/data/small/README.md from supported cities over CEESEN."""
    return small.links("climate-alliance", via="ceesen", **AT)


def test_records(links: Links) -> None:
    (route,) = [route for route in links if route.nodes[0].id == "fenes-ro"]
    assert route.pattern == "SUPPORTED_BY>MEMBER_OF[associate]>MEMBER_OF"
    assert [node.id for node in route.nodes] == ["fenes-ro", "agency-associate", "ceesen", "climate-alliance"]
    member = route.facts[1]
    assert (member.from_.id, member.type, member.to.id, member.kind) == (
        "agency-associate", "MEMBER_OF", "ceesen", "affiliation",
    )  # fmt: skip
    assert (member.since, member.since_precision) == (dt.date(2023, 5, 1), "month")
    assert member.properties == {"kind": "associate"}
    assert [note.n for note in route.footnotes] == [1, 2, 3]
    # The letter stands behind that membership, and so does the register.
    assert [source.id for source in links.cited(member)] == ["letter", "register"]
    assert links.cited(route.footnotes[1]) == links.cited(member)
    assert "letter" in [source.id for source in links.cited(route)]
    assert str(route) == route.sentence
    with pytest.raises(FrozenInstanceError):
        member.rank = "preferred"  # type: ignore[misc]
    assert hash(member) == hash(replace(member))


def test_pages_are_read_when_they_are_wanted(small: Graph) -> None:
    whole = small.query("network/members", network="ceesen", **AT)
    assert len(whole) > 3
    page = small.query("network/members", network="ceesen", limit=1, **AT)
    assert [row for one in page.pages() for row in one] == list(whole)
    pages = page.pages()
    assert next(pages) is page
    second = next(pages)
    assert second.rows == whole.rows[1:2]
    joined = page.whole()
    assert joined.next is None
    assert replace(joined, query=whole.query) == whole
    # A later page's whole is what is left.
    assert second.whole().rows == whole.rows[1:]


def test_pages_of_links_and_of_a_search(small: Graph, links: Links) -> None:
    joined = small.links("climate-alliance", via="ceesen", limit=2, **AT).whole()
    assert replace(joined, query=links.query) == links
    found = small.search("agency", limit=20)
    assert small.search("agency", limit=3).whole() == found
    assert len(found) > 3


def test_a_graph_that_changes_between_the_pages(small: Graph) -> None:
    page = small.query("network/members", network="ceesen", limit=3, **AT)
    asked: list[str | None] = []

    def changing(cursor: str | None) -> Rows:
        asked.append(cursor)
        fresh = replace(page, graph_version=str(len(asked)), next=None if cursor else "on")
        object.__setattr__(fresh, "_ask", changing)
        return fresh

    object.__setattr__(page, "_ask", changing)
    with pytest.raises(ServiceUnavailable, match="changes too fast"):
        page.whole()
    assert asked == [page.next, None, "on", None, "on", None]


def test_an_answer_made_by_hand_has_no_next_page() -> None:
    with pytest.raises(UsageError, match="by hand"):
        list(Rows({}, "1", None, (), (), "next", {}, ()).pages())


def test_a_graph(links: Links) -> None:
    graph = links.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    facts = {fact.id: fact for route in links for fact in route.facts}
    assert {key: (start, end) for start, end, key in graph.edges(keys=True)} == {
        id_: (fact.from_.id, fact.to.id) for id_, fact in facts.items()
    }
    assert dict(graph.nodes["fenes-ro"]) == {"id": "fenes-ro", "type": "City", "name": "Feneș", "country": "RO"}
    told = graph.get_edge_data("agency-associate", "ceesen")
    ((id_, edge),) = told.items()
    assert (edge["since"], edge["since_precision"], edge["kind"]) == ("2023-05-01", "month", "associate")
    assert (edge["class"], edge["sources"], edge["certainty"]) == ("affiliation", "letter;register", "dated")
    assert "until" not in edge
    assert edge["licences"]
    assert id_ == edge["id"]
    assert json.loads(graph.graph["query"]) == links.query
    assert json.loads(graph.graph["sources"])["letter"]["title"] == links.sources["letter"].title
    # Every writer takes it.
    for write in (nx.write_graphml_xml, nx.write_gexf):
        write(graph, io.BytesIO())
    nx.cytoscape_data(graph)


def test_graphs_of_the_other_answers(small: Graph) -> None:
    rows = small.query("network/members", network="b40", at="any")
    graph = rows.to_networkx()
    assert {"aldea-ro", "jula-ee", "b40"} <= set(graph)
    # Two sources tell of one membership in two facts.
    assert graph.number_of_edges("aldea-ro", "b40") == 2
    assert set(small.entity("b40").to_networkx()) == {"b40"}
    assert "b40" in small.search("b40").to_networkx()


def test_a_frame_of_links(links: Links) -> None:
    frame = links.to_pandas()
    assert list(frame.columns) == [
        "city_id", "city", "country", "pattern", "length", "facts", "sources", "sentence", "licences",
    ]  # fmt: skip
    assert len(frame) == len(links) == links.total
    row = frame.set_index("city_id").loc["fenes-ro"]
    assert (row["city"], row["country"], row["length"]) == ("Feneș", "RO", 3)
    assert "letter" in row["sources"].split(";")
    assert frame["length"].dtype == "Int64"
    assert frame.attrs["graph_version"] == links.graph_version


def test_a_frame_of_rows(small: Graph) -> None:
    frame = small.query("network/members", network="ceesen", at="any").to_pandas().set_index("member_id")
    assert frame.loc["agency-associate", "fact_since"] == pd.Timestamp(2023, 5, 1)
    assert frame.loc["agency-associate", "fact_since_precision"] == "month"
    assert frame.loc["agency-former", "fact_until"] == pd.Timestamp(2024, 12, 31)
    assert frame.loc["agency-undated", "fact_since"] is pd.NaT
    assert frame.loc["agency-undated", "fact_certainty"] == "undated"
    assert frame["fact_since"].dtype == frame["fact_until"].dtype == "datetime64[s]"
    assert frame.loc["agency-associate", "fact_to"] == "ceesen"
    assert frame.loc["agency-associate", "fact_sources"] == "letter;register"


def test_an_empty_frame_has_the_same_types(small: Graph) -> None:
    full = small.query("network/members", network="ceesen", at="any").to_pandas()
    empty = small.query("network/members", network="ceesen", at="1900-01-01").to_pandas()
    assert len(empty) == 0
    assert dict(empty.dtypes) == dict(full.dtypes)


def test_frames_of_the_other_answers(small: Graph) -> None:
    assert list(small.entity("b40").to_pandas()["id"]) == ["b40"]
    found = small.search("b40").to_pandas()
    assert found.loc[0, "id"] == "b40"
    assert found["score"].dtype == "Float64"


def made_rows(*columns: tuple[str, str], cells: tuple[Any, ...], sources: dict[str, Source] | None = None) -> Rows:
    from muninet.client import Column

    names = [name for name, _ in columns]
    made = tuple(Column(name, type_) for name, type_ in columns)
    return Rows({}, "1", None, made, (dict(zip(names, cells, strict=True)),), None, sources or {}, ())


def test_columns_of_every_type() -> None:
    node = NodeRef("b40", "Network", "B40", None)
    rows = made_rows(
        ("a", "node"), ("a_id", "string"), ("n", "integer"), ("x", "float"), ("b", "boolean"), ("d", "date"),
        ("l", "string[]"), ("m", "map"), ("ns", "node[]"), ("later", "point"),
        cells=(node, "own", None, 1.5, True, dt.date(1066, 10, 14), ["x", "y"], {"k": 1}, [node, node], {"lat": 1}),
    )  # fmt: skip
    frame = rows.to_pandas()
    assert frame.loc[0, "a_id"] == "own"
    assert frame.loc[0, "a_id_"] == "b40"
    assert {name: str(frame[name].dtype) for name in ("n", "x", "b", "d")} == {
        "n": "Int64", "x": "Float64", "b": "boolean", "d": "datetime64[s]",
    }  # fmt: skip
    assert frame.loc[0, "d"] == pd.Timestamp("1066-10-14")
    assert frame.loc[0, "l"] == ["x", "y"]
    assert frame.loc[0, "ns_id"] == ["b40", "b40"]
    assert frame.loc[0, "m"] == {"k": 1}


def test_without_pandas(small: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(UsageError, match=r"pip install 'muninet\[pandas\]'"):
        small.search("b40").to_pandas()


class Parsed(HTMLParser):
    """The tags of a page with their attributes, the addresses it leads to, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


# No script, no style, no image, nothing that is loaded.
TAGS = {"div", "table", "thead", "tbody", "tr", "th", "td", "p", "b", "code", "a", "span", "sup", "ol", "li"}
ATTRIBUTES = {"href", "title", "target", "rel", "colspan"}


def test_tables_for_notebooks(small: Graph) -> None:
    links = small.links("climate-alliance", via="ceesen", limit=3, **AT)
    members = small.query("network/members", network="ceesen", at="any")
    for answer in (links, members, small.query("path/links", **AT), small.entity("b40"), small.search("agency")):
        page = Parsed(answer._repr_html_())
        assert page.tags <= TAGS
        assert page.attributes <= ATTRIBUTES
        assert all(address.startswith(("https://", "http://")) for address in page.addresses)
    page = Parsed(links._repr_html_())
    assert "There are more" in page.text
    for route in links:
        assert route.nodes[0].name in page.text
    for source in links.sources.values():
        assert source.title in page.text
        # Below the table, and wherever it is cited.
        assert source.url is None or page.addresses.count(source.url) >= 2
    assert all(row["fact"].sentence in Parsed(members._repr_html_()).text for row in members)


def test_a_long_table_is_cut(small: Graph) -> None:
    rows = small.query("network/members", network="ceesen", at="any")
    long = replace(rows, rows=rows.rows[:1] * 40)
    assert "… and 15 more rows" in Parsed(long._repr_html_()).text


def test_the_numbers_of_a_sentence() -> None:
    def fact(id_: str, *sources: str) -> Fact:
        return Fact(
            id_, "MEMBER_OF", "affiliation", one, two, None, None, None, None, None, None, "undated", None, None,
            "normal", None, None, None, {}, sources, (), "x",
        )  # fmt: skip

    one, two = NodeRef("one", "City", "One", None), NodeRef("two", "Network", "Two", None)
    facts = (fact("f1", "s2"), fact("f2", "s1", "s2"))
    notes = tuple(Footnote(n, one_fact.id, one_fact.sources) for n, one_fact in enumerate(facts, 1))
    route = Route("r", "A>B", 2, (one, two), facts, (True, True), "One is in Two [1], which is in Three [2].", notes)
    sources = {id_: Source(id_, id_.upper(), "P", None, None, None, None, None) for id_ in ("s1", "s2")}
    page = Parsed(made_rows(("route", "path"), cells=(route,), sources=sources)._repr_html_())
    assert "One is in Two[1], which is in Three[2, 1]." in page.text
    assert page.text.index("S2. P") < page.text.index("S1. P")


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"


def test_nothing_can_be_smuggled_into_a_table() -> None:
    node = NodeRef(EVIL, EVIL, EVIL, EVIL)
    fact = Fact(
        EVIL, EVIL, EVIL, node, node, None, None, None, None, None, None, EVIL, None, None, EVIL, EVIL, EVIL, EVIL,
        {EVIL: EVIL}, (EVIL, "missing" + EVIL, "bad"), (EVIL,), EVIL,
    )  # fmt: skip
    route = Route(EVIL, EVIL, 1, (node, node), (fact,), (True,), EVIL + " [1]" + EVIL, (Footnote(1, EVIL, (EVIL,)),))
    sources = {
        EVIL: Source(EVIL, EVIL, EVIL, None, None, "https://x.example/" + EVIL, EVIL, None),
        "bad": Source("bad", "Bad", EVIL, None, None, "javascript:alert(1)", None, None),
    }
    columns = ((EVIL, "string"), ("n", "node"), ("f", "fact"), ("r", "path"), ("l", "string[]"), ("m", "map"))
    cells = (EVIL, node, fact, route, [EVIL], {EVIL: EVIL})
    html = made_rows(*columns, cells=cells, sources=sources)._repr_html_()
    page = Parsed(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert page.addresses
    assert all(address.startswith("https://x.example/") for address in page.addresses)
    assert page.text.count(EVIL) >= 6
