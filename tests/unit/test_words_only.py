"""Statements that are not ours, judged by their words."""

import pytest

from muninet.store.words_only import refused_by_text

HIDDEN_LOADS = [
    "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "load/* */csv FROM 'x' AS l RETURN l",
    "LOAD // a comment\nCSV FROM 'x' AS l RETURN l",
    "LOAD\u00a0CSV FROM 'x' AS l RETURN l",
    "RETURN [x IN [1] | COLLECT { LOAD CSV FROM 'x' AS l RETURN l }] AS y",
    "RETURN [x IN [1] | COUNT { WITH 1 AS a LIMIT 1LOAD CSV FROM 'x' AS l RETURN l }] AS y",
    "RETURN [x IN [1] | COUNT { WITH 1 AS a LIMIT $0LOAD CSV FROM 'x' AS l RETURN l }] AS y",
    "RETURN 'it\\'s' AS a, COUNT { LOAD CSV FROM 'x' AS l RETURN l } AS b",
    "RETURN 1 AS `a``b`, COUNT { LOAD CSV FROM 'x' AS l RETURN l } AS b",
]


@pytest.mark.parametrize("text", HIDDEN_LOADS)
def test_loading_files_is_found_wherever_it_stands(text: str) -> None:
    assert "loads a file" in (refused_by_text(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "L\\u004fAD CSV FROM 'x' AS l RETURN l",
        "RETURN 'a\\u0027 + COUNT { LOAD CSV FROM \"x\" AS l RETURN l } + \\u0027' AS x",
        "RETURN 1 // \r ' \n, COUNT { LOAD CSV FROM 'x' AS l RETURN l } //'",
        "LOAD\u180eCSV FROM 'x' AS l RETURN l",
        "LOAD\u200bCSV FROM 'x' AS l RETURN l",
        "RETURN 1 // \u2028 LOAD CSV FROM 'x' AS l RETURN l",
        "RETURN \x001",
    ],
)
def test_what_might_be_read_in_two_ways_is_refused(text: str) -> None:
    assert "it holds " in (refused_by_text(text) or "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CALL dbms.listConfig()", "dbms.listConfig"),
        ("RETURN [x IN [1] | COUNT { CALL db . info() YIELD id RETURN id }] AS y", "db.info"),
        ("CALL `apoc`.load.json('x')", "apoc.load.json"),
        ("OPTIONAL CALL apoc.load.json('x') YIELD value RETURN value", "apoc.load.json"),
        ("RETURN [x IN [1] | COUNT { WITH 1 AS a LIMIT 1CALL db.info() YIELD id RETURN id }] AS y", "db.info"),
    ],
)
def test_procedures_are_found_wherever_they_stand(text: str, name: str) -> None:
    assert f"the procedure {name} is not served" in (refused_by_text(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "RETURN 'LOAD CSV' AS x",
        'RETURN "it\'s LOAD CSV" AS x // LOAD CSV',
        "MATCH (n:`LOAD CSV`) RETURN n.`CALL x.y()`",
        "/* CALL dbms.listConfig() */ RETURN 1",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (n) CALL (n) { MATCH (n)--(m) RETURN count(m) AS c } RETURN c",
        "MATCH (n {name: 'Λάρισα'}) RETURN n AS Λάρισα",
        "RETURN 1\r\nAS x",
        "RETURN 'never ends",
    ],
)
def test_words_in_texts_names_and_comments_are_none(text: str) -> None:
    assert refused_by_text(text) is None
