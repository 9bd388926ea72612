"""Answers as tables: what a spreadsheet gets to see."""

import csv
import io

import pytest

from muninet.export.tables import Cell, plain, render_csv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_a_text_that_would_run_as_a_formula_is_defused(text: str) -> None:
    (row,) = list(csv.reader(io.StringIO(render_csv(["a"], [[text]]), newline="")))[1:]
    assert row == [f"'{text}"]


def test_numbers_and_other_texts_stay_as_they_are() -> None:
    row: list[Cell] = ["Muğla", "a-b", "a, b", 'say "hi"', -3, 2.5, True, None, "two\nlines"]
    text = render_csv(list("abcdefghi"), [row])
    assert text.startswith("a,b,c,d,e,f,g,h,i\r\n")
    (read,) = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert read == ["Muğla", "a-b", "a, b", 'say "hi"', "-3", "2.5", "true", "", "two\nlines"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ({"id": "tartu-ee", "name": "Tartu"}, "tartu-ee"),
        ([{"id": "a"}, {"id": "b"}, None], "a;b;"),
        ({"b": 1, "a": "ö"}, '{"a": "ö", "b": 1}'),
        (None, None),
        (3, 3),
    ],
)
def test_a_value_is_one_cell(value: object, cell: object) -> None:
    assert plain(value) == cell


def test_what_no_answer_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        plain({1, 2})
