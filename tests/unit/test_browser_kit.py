"""The kit for Neo4j Browser: every question, type and class is in it, and what is in it comes of them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.catalogue.tokens import Token, tokens, with_values
from muninet.figures.themes import contrast
from muninet.model import load_schema
from muninet.neo4j_browser.favourites import Favourite, archive, favourite_of, favourites, table
from muninet.neo4j_browser.guide import guide_adoc, guide_html
from muninet.neo4j_browser.install import as_known, at_login, write_kit
from muninet.neo4j_browser.statements import MOST, shortened, statement_with, surroundings_of
from muninet.neo4j_browser.style import style

ADDRESS = "http://127.0.0.1:8123"
_RULE = re.compile(r"^(node|relationship)(?:\.(\w+))? \{\n(.*?)\}", re.M | re.S)
_LIMIT = re.compile(r"LIMIT (\d+)(?!.*LIMIT)", re.S)


_TAGS = {"article", "carousel", "slide", "div", "h3", "p", "a", "figure", "pre"}


def deck(text: str) -> ElementTree.Element:
    """The guide without what stands around it."""
    return ElementTree.fromstring(text[text.index("<article") :])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read(home("cypher"), load_schema())


@pytest.fixture(scope="module")
def listed(catalogue: Catalogue) -> tuple[Favourite, ...]:
    return favourites(catalogue, load_schema())


def test_every_question_is_a_favourite_with_its_title(catalogue: Catalogue, listed: tuple[Favourite, ...]) -> None:
    titles = {one.name: one.title for one in listed}
    assert {name: titles[name] for name in catalogue} == {name: catalogue[name].title for name in catalogue}
    assert all(one.text.startswith(f"// {one.title}\n") for one in listed)


def test_each_type_and_class_of_the_model_has_a_first_look(listed: tuple[Favourite, ...]) -> None:
    looks = "\n".join(one.text for one in listed if one.name.startswith("the-model/"))
    schema = load_schema()
    assert set(re.findall(r"\(n:(\w+)\)", looks)) == set(schema.nodes)
    assert {type_ for types in re.findall(r"\[:([\w|]+)\]", looks) for type_ in types.split("|")} == set(schema.facts)


def test_each_ends_in_a_limit_and_needs_no_parameter(listed: tuple[Favourite, ...]) -> None:
    for one in listed:
        assert not any(token.kind == "parameter" for token in tokens(one.text)), one.name
        found = _LIMIT.search(one.text)
        assert found, one.name
        assert int(found[1]) <= MOST, one.name


def test_values_stand_for_parameters_and_nothing_else() -> None:
    text = "// $to\nMATCH (n {id: $to}) WHERE n.name <> '$to' AND n.`$to` = $`other` /* $to */ RETURN $too"
    written = with_values(text, {"to": "'a'", "other": "7"})
    assert written == "// $to\nMATCH (n {id: 'a'}) WHERE n.name <> '$to' AND n.`$to` = 7 /* $to */ RETURN $too"


def test_what_is_asked_cannot_leave_its_place(catalogue: Catalogue) -> None:
    """An id is data: whatever stands in it, the statement has the tokens that it had."""
    evil = "'}) DETACH DELETE n //"
    query = catalogue["network/members"]
    values = {one.name: None for one in query.parameters} | {"network": evil}
    plain = {one.name: None for one in query.parameters} | {"network": "b40"}
    kinds = [[token.kind for token in tokens(statement_with(query, given))] for given in (values, plain)]
    assert kinds[0] == kinds[1]


def test_a_shorter_statement_is_the_same_statement(listed: tuple[Favourite, ...]) -> None:
    for one in listed:
        assert [token[:2] for token in map(_plain, tokens(shortened(one.text)))] == [
            token[:2] for token in map(_plain, tokens(one.text))
        ], one.name
    evil = surroundings_of("a\n  // b '} \\' ")
    assert list(map(_plain, tokens(shortened(evil)))) == list(map(_plain, tokens(evil)))


def _plain(token: Token) -> tuple[str, str]:
    return token.kind, token.text


def test_today_stays_the_day_that_it_is_run_on(catalogue: Catalogue) -> None:
    assert "// at: date()\n" in favourite_of(catalogue["path/links"]).text
    assert "// at: date('2024-01-01')\n" in favourite_of(catalogue["path/links"], at="2024-01-01").text
    assert "// at" not in favourite_of(catalogue["path/links"], at="any").text


def test_the_archive_holds_all_of_them_by_folder_and_is_the_same_each_time(listed: tuple[Favourite, ...]) -> None:
    packed = archive(listed)
    assert packed == archive(listed)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        held = {name: opened.read(name).decode() for name in opened.namelist()}
    assert held == {f"muninet-{one.name}.cypher": one.text for one in listed}


def test_the_table_holds_all_of_them_in_folders_by_their_titles(listed: tuple[Favourite, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(table(listed), newline="")))
    folders = {row["id"]: row["name"] for row in rows if row["isFolder"] == "true"}
    held = [row for row in rows if row["isFolder"] == "false"]
    assert {row["id"] for row in held}.isdisjoint(folders)
    assert len({row["id"] for row in rows}) == len(rows)
    wanted = [(f"muninet-{one.name.partition('/')[0]}", one.title, one.text) for one in listed]
    assert [(folders[row["parentId"]], row["name"], row["query"]) for row in held] == wanted


def test_the_style_has_the_colours_of_the_model_and_text_that_can_be_read() -> None:
    schema = load_schema()
    rules = {(kind, name): body for kind, name, body in _RULE.findall(style(schema))}
    assert {name for kind, name in rules if kind == "node"} == {"", *schema.nodes}
    assert {name for kind, name in rules if kind == "relationship"} == {"", *schema.facts}
    for (kind, name), body in rules.items():
        colour, text = (re.search(rf"^  {what}: (#\w+);", body, re.M) for what in ("color", "text-color-internal"))
        assert colour, name
        assert text, name
        if name:
            model = schema.nodes[name].colour if kind == "node" else schema.class_colours[schema.facts[name].kind]
            assert colour[1] == model
            assert contrast(colour[1], text[1]) >= 4.5, name


def test_the_guide_begins_with_the_climate_alliance_question(catalogue: Catalogue) -> None:
    page = deck(guide_html(catalogue, load_schema(), ADDRESS))
    slides = page.findall(".//slide")
    assert slides[0].findtext(".//h3") == "Which cities link to Climate Alliance via CEESEN?"
    assert favourite_of(catalogue["path/links"]).text.strip() in [
        "".join(code.itertext()) for code in slides[0].iter("pre")
    ]
    assert len(slides) == 10
    assert {element.tag for element in page.iter()} <= _TAGS


def test_both_guides_have_the_same_statements(catalogue: Catalogue) -> None:
    page = deck(guide_html(catalogue, load_schema(), ADDRESS))
    plain = guide_adoc(catalogue, load_schema(), ADDRESS)
    runnable = ["".join(code.itertext()) for code in page.iter("pre")]
    assert re.findall(r"\[source,cypher\]\n----\n(.*?)\n----", plain, re.S) == runnable
    assert plain.startswith("= ")
    assert plain.count("\n== ") == len(page.findall(".//slide"))


def test_the_kit_is_written_and_written_again(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    files = write_kit(tmp_path, catalogue, load_schema(), ADDRESS)
    before = {file: file.read_bytes() for file in files}
    assert {"muninet.grass", "favourites.zip", "favourites.csv", "guide.html", "guide.adoc"} < {
        file.name for file in files
    }
    assert (tmp_path / "favourites" / "path" / "links.cypher") in files
    assert write_kit(tmp_path, catalogue, load_schema(), ADDRESS) == files
    assert {file: file.read_bytes() for file in files} == before
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("listening", "place", "host"),
    [
        ("127.0.0.1", "http://localhost:8123", "localhost"),
        ("0.0.0.0", "http://localhost:8123", "localhost"),
        ("::1", "http://localhost:8123", "localhost"),
        ("127.0.0.2", "http://127.0.0.2:8123", "127.0.0.2"),
        ("graph.example.org", "http://graph.example.org:8123", "graph.example.org"),
    ],
)
def test_the_browser_of_a_private_neo4j_is_told_where_the_kit_is(listening: str, place: str, host: str) -> None:
    told = at_login(listening, 8123)
    assert told["browser.post_connect_cmd"].count(f"{place}/neo4j-browser/") == 2
    assert {host, "localhost"} <= set(told["browser.remote_content_hostname_whitelist"].split(","))


@pytest.mark.parametrize(
    ("service", "known"),
    [
        ("http://127.0.0.1:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://localhost:8000"),
        ("https://localhost", "https://localhost"),
        ("https://graph.example.org/x", "https://graph.example.org/x"),
    ],
)
def test_the_browser_takes_this_machine_by_its_name(service: str, known: str) -> None:
    assert as_known(service) == known
