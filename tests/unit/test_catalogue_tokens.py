"""Comments, strings and quoted names are never taken for code."""

import pytest

from muninet.catalogue import body
from muninet.catalogue.tokens import UnterminatedError, tokens


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("RETURN $a, $b, $a", {"a": 1, "b": 1}),
        ("// $a\nRETURN $b", {"b": 2}),
        ("/* $a\n */ RETURN $b", {"b": 2}),
        ("RETURN '$a', \"$b\", `$c`, $d", {"d": 1}),
        (r"RETURN 'it\'s $a', $b", {"b": 1}),
        (r"RETURN 'back\\', $b", {"b": 1}),
        ("RETURN 'http://x', $b // '", {"b": 1}),
        ("RETURN `a``$b`, $`c d`", {"c d": 1}),
        ("RETURN 'two\nlines', $b", {"b": 2}),
        ("MATCH (n:$($label)) RETURN n", {"label": 1}),
        ("RETURN $größe", {"größe": 1}),
    ],
)
def test_parameters_are_those_of_the_code(text: str, used: dict[str, int]) -> None:
    assert body.parameters(tokens(text)) == used


@pytest.mark.parametrize(("text", "line"), [("RETURN 'a", 1), ("RETURN 1\n/* *", 2), ("RETURN\n\n`a", 3), ('"', 1)])
def test_what_never_ends_is_told_by_its_line(text: str, line: int) -> None:
    with pytest.raises(UnterminatedError) as caught:
        tokens(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MATCH (a:City)-[f:MEMBER_OF|!OBSERVER_OF*1..3]->(:Network:Entity {kind: 'x'})",
         ["City", "MEMBER_OF", "OBSERVER_OF", "Network", "Entity"]),
        ("MATCH (a:(City|Region)&!Country) RETURN {City: 1, b: {c: a}}", ["City", "Region"]),
        ("WHERE a:City AND EXISTS { (a)-[:HOSTED]->(e:Event {id: $x}) } RETURN a {.id, kind: 1}",
         ["City", "HOSTED", "Event"]),
        ("CALL (a) { MATCH (a)-->(b:Topic) RETURN b } WITH b WHERE b:Source RETURN b", ["Topic", "Source"]),
        ("MATCH ((a)-[f]->(b:City)){1,3} (c:`Region`)", ["City", "Region"]),
    ],
)  # fmt: skip
def test_labels_and_types_are_told_from_the_keys_of_maps(text: str, names: list[str]) -> None:
    found = [token.text for _, token in body.model_names(tokens(text))]
    assert found[: len(names)] == names
    assert set(found) - set(names) <= {"Country"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("MATCH (n) RETURN n, n.id AS id, count(*) AS c ORDER BY id LIMIT 3", ["n", "id", "c"]),
        ("CALL () { RETURN 1 AS a UNION RETURN 2 AS a } RETURN DISTINCT a, [x IN [1, 2] | x] AS xs", ["a", "xs"]),
        ("RETURN {a: 1, b: 2} AS m, n.name", ["m", None]),
        ("RETURN 1 AS `as it is`", ["as it is"]),
        ("MATCH (n) WITH n", []),
    ],
)
def test_keys_are_those_of_the_last_return(text: str, keys: list[str | None]) -> None:
    assert body.returned(tokens(text))[0] == keys
