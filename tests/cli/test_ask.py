"""`muninet query` and `muninet links`."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
from typing import TYPE_CHECKING

import networkx as nx
import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

CEESEN = ("links", "--to", "climate-alliance", "--via", "ceesen")
ESCAPE = "\x1b"


def test_links_in_a_pipe_are_plain_rows(muninet: Run, seed_graph: object) -> None:
    ended = muninet(*CEESEN)
    assert (ended.status, ended.err) == (0, "")
    header, *rows = [line.split("\t") for line in ended.out.splitlines()]
    assert header == ["city", "country", "kind of link", "how"]
    assert len(rows) == 28
    assert ESCAPE not in ended.out
    tartu = next(row for row in rows if row[0] == "Tartu")
    assert tartu[1] == "EE"
    assert tartu[3] == (
        "Tartu is supported by Tartu Regional Energy Agency (as of January 2024) [1], "
        "which is a member of CEESEN (as of 20 March 2024) [2], "
        "which is a member of Climate Alliance (since October 2024) [3]."
    )


def test_links_on_a_terminal_are_drawn(command: str, environment: dict[str, str], seed_graph: object) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [command, *CEESEN], env={**environment, "COLUMNS": "120", "TERM": "xterm"}, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            read = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        shown += read
    os.close(ours)
    assert process.wait(60) == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())
    assert ESCAPE in shown.decode()
    for heading in ("kind of link", "city", "source"):
        assert f"┃ {heading} " in text
    assert "│ Tartu " in text
    assert max(len(line) for line in text.splitlines()) <= 120


def test_links_as_json_are_the_body_of_http(muninet: Run, seed_graph: object) -> None:
    answer = json.loads(muninet(*CEESEN, "--format", "json", "--limit", "5").out)
    assert set(answer) >= {"query", "graph_version", "data_as_of", "total", "next", "groups", "routes", "sources"}
    assert (answer["total"], len(answer["routes"])) == (28, 5)
    assert answer["routes"][0]["facts"][0]["class"] == "affiliation"
    assert answer["routes"][0]["facts"][0]["from"]["type"] == "City"


def test_links_as_csv_have_the_columns_of_the_contract(muninet: Run, seed_graph: object) -> None:
    rows = list(csv.DictReader(io.StringIO(muninet(*CEESEN, "--format", "csv").out)))
    contract = ["city_id", "city", "country", "pattern", "length", "facts", "sources", "sentence"]
    assert list(rows[0]) == [*contract, "licences"]
    assert {row["pattern"] for row in rows} == {"SUPPORTED_BY>MEMBER_OF>MEMBER_OF"}
    assert len(rows) == 28


def test_graphs_and_maps_are_those_of_http(muninet: Run, seed_graph: object) -> None:
    graphml = muninet(*CEESEN, "--format", "graphml")
    assert (graphml.status, graphml.err) == (0, "")
    graph = nx.read_graphml(io.BytesIO(graphml.out.encode()))
    # 28 cities, their 3 agencies, CEESEN and Climate Alliance; each but the last has one fact that leads on.
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (33, 32)
    cytoscape = json.loads(muninet(*CEESEN, "--format", "cytoscape").out)
    assert nx.cytoscape_graph(cytoscape).number_of_edges() == 32
    ended = muninet("query", "network/members", "--at", "2022-04-25", "--format", "geojson")
    (laktasi,) = [f for f in json.loads(ended.out)["features"] if f["id"] == "laktasi-ba"]
    assert (laktasi["geometry"]["type"], laktasi["properties"]["kind"]) == ("Point", "founding")


def test_none_before_ceesen_joined(muninet: Run, seed_graph: object) -> None:
    ended = muninet(*CEESEN, "--at", "2024-09-01")
    assert (ended.status, ended.out) == (0, "city\tcountry\tkind of link\thow\n")


def test_the_next_page_is_named(muninet: Run, seed_graph: object) -> None:
    first = muninet(*CEESEN, "--limit", "20")
    cursor = re.search(r"20 of 28 routes; the next page: --cursor (\S+)", first.err)
    assert cursor is not None
    second = muninet(*CEESEN, "--limit", "20", "--cursor", cursor[1])
    assert (len(second.out.splitlines()), second.err) == (1 + 8, "")


def test_query_alone_lists_the_questions(muninet: Run) -> None:
    ended = muninet("query", MUNINET_NEO4J_URI="bolt://127.0.0.1:1")
    assert ended.status == 0
    assert "network/members\tMembers of a network" in ended.out.splitlines()


def test_a_question_explains_its_parameters(muninet: Run) -> None:
    ended = muninet("query", "network/members", "--help", COLUMNS="100")
    assert ended.status == 0
    for said in ("--network", "[default: b40]", "--at", "--relation", "1 to 1000", "--format", "--cursor"):
        assert said in ended.out
    assert "--after" not in ended.out


@pytest.mark.parametrize(
    ("day", "city", "mayor"),
    [
        ("2022-04-25", "istanbul-tr", "ekrem-imamoglu"),
        ("2023-06-01", "athens-gr", "kostas-bakoyannis"),
        ("2024-06-01", "tirana-al", "erion-veliaj"),
    ],
)
def test_a_question_is_asked_by_its_parameters(
    muninet: Run, seed_graph: object, day: str, city: str, mayor: str
) -> None:
    ended = muninet("query", "network/presidency", "--network", "b40", "--at", day, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(ended.out))
    assert (row["city"], row["mayor"]) == (city, mayor)


def test_a_question_in_a_pipe_is_plain(muninet: Run, seed_graph: object) -> None:
    ended = muninet("query", "network/presidency", "--at", "2023-06-01")
    header, row = (line.split("\t") for line in ended.out.splitlines())
    assert header == ["city", "presidency", "mayor", "office"]
    assert row[0] == "Athens (athens-gr)" or row[0].endswith("(athens-gr)")
    assert row[1].startswith("Athens presides over ")
    assert "from 24 January 2023" in row[1]


def test_options_with_two_words_and_lists(muninet: Run, seed_graph: object) -> None:
    for flag in ("--max-hops", "--max_hops"):
        answer = json.loads(muninet(*CEESEN, flag, "3", "--format", "json").out)
        assert answer["query"]["max_hops"] == 3
    lists = ("--avoid", "alba-local-energy-agency", "--avoid", "medjimurje-energy-agency")
    assert len(muninet(*CEESEN, *lists).out.splitlines()) == 1 + 1
    assert len(muninet(*CEESEN, "--avoid", "alba-local-energy-agency;medjimurje-energy-agency").out.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("links",), 2, "--to"),
        (("links", "--to", "b40", "--limt", "3"), 2, "--limit"),
        (("links", "--to", "b40", "--limit", "0"), 2, "1 to 1000"),
        (("links", "--to", "b40", "--at", "soon"), 2, "at"),
        (("links", "--to", "b40", "--format", "xml"), 2, "csv"),
        (("links", "--to", "climate-aliance"), 3, "climate-alliance"),
        (("query", "network/membres"), 3, "network/members"),
        (("query", "network/members", "--network", "b4"), 3, "b40"),
        (("quary",), 2, "query"),
    ],
)
def test_errors_are_one_line_and_a_status(
    muninet: Run, seed_graph: object, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ended = muninet(*arguments)
    assert (ended.status, ended.out) == (status, "")
    assert ended.err.startswith("error: ")
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_database_that_is_away(muninet: Run) -> None:
    ended = muninet(*CEESEN, MUNINET_NEO4J_URI="bolt://127.0.0.1:1")
    assert (ended.status, ended.out) == (4, "")
    assert ended.err.startswith("error: Neo4j at bolt://127.0.0.1:1 does not answer")


def test_an_empty_graph_says_what_to_do(muninet: Run, empty_graph: object) -> None:
    ended = muninet(*CEESEN)
    assert ended.status == 3
    assert "`muninet load`" in ended.err


def test_a_reader_that_has_seen_enough(command: str, environment: dict[str, str], seed_graph: object) -> None:
    ended = subprocess.run(
        ["/bin/sh", "-c", f"'{command}' links --to climate-alliance --via ceesen --format json | head -n 1"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "{\n", "")


def test_version_and_help(muninet: Run) -> None:
    version = muninet("--version")
    assert version.status == 0
    assert re.fullmatch(r"muninet \d+\.\d+\.\d+\n", version.out)
    shown = muninet("--help")
    assert shown.status == 0
    for name in ("serve", "up", "load", "unload", "status", "query", "links"):
        assert re.search(rf"^  {name} ", shown.out, re.MULTILINE)


def test_alone_it_says_what_there_is(muninet: Run) -> None:
    ended = muninet()
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == muninet("--help").out
    assert {"serve", "links", "query"} <= {line.split()[0] for line in ended.out.splitlines() if line.strip()}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nope",), "No such command 'nope': see `muninet --help`"),
        (("links",), "Missing option '--to': see `muninet links --help`"),
        (("query", "admin/counts", "--format", "graphml"), "'graphml' is not one of 'table', 'json', 'csv': see `muni"),
        (("links", "--to", "b40", "--format", "xml"), "'xml' is not one of 'table', 'json', 'csv', 'geojson',"),
    ],
)
def test_a_command_line_that_is_none_names_the_help(muninet: Run, arguments: tuple[str, ...], told: str) -> None:
    ended = muninet(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert told in ended.err
    assert "Value error" not in ended.err


def test_a_full_disk_is_told_in_a_line(command: str, environment: dict[str, str], seed_graph: object) -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run([command, *CEESEN], env=environment, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ended.returncode, ended.stderr) == (1, "error: no room is left to write to: make some and try again\n")
