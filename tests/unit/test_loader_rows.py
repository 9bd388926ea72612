"""A table's bytes become rows, each with the line that an editor shows it on."""

import csv
from pathlib import Path

import pytest

from muninet.errors import LoadError, LoadProblem, UsageError
from muninet.loader.forms import forms_of
from muninet.loader.problems import Problems
from muninet.loader.rows import Row, read_rows
from muninet.loader.tables import dataset_name, find_tables, table_records
from muninet.model import load_schema

COLUMNS = ("id", "name", "note")
FORMS = forms_of(load_schema())


def read(folder: Path, content: bytes) -> tuple[list[Row], list[LoadProblem]]:
    file = folder / "table.csv"
    file.write_bytes(content)
    problems = Problems()
    rows = list(read_rows(file, COLUMNS, ("id", "name"), problems, of="table.csv"))
    return rows, found(problems)


def found(problems: Problems) -> list[LoadProblem]:
    try:
        problems.refuse()
    except LoadError as error:
        return error.problems
    return []


def told(problems: list[LoadProblem]) -> list[tuple[int | None, str | None, str]]:
    return [(problem.row, problem.column, problem.rule) for problem in problems]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_rows_carry_the_line_they_begin_on(tmp_path: Path, end: str, mark: str) -> None:
    lines = [mark + "id,name,note", "a,Ada,", "", ",,", 'b,"Bor', 'on two lines",x', "c,Cer,y", ""]
    rows, problems = read(tmp_path, end.join(lines).encode())
    assert [(row.line, row.cells["id"]) for row in rows] == [(2, "a"), (5, "b"), (7, "c")]
    assert rows[1].cells["name"] == f"Bor{end}on two lines"
    assert problems == []


def test_cells_are_trimmed_and_composed(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "id, name \na,\u00a0Durre\u0308s \n".encode())
    assert rows[0].cells == {"id": "a", "name": "Durr\u00ebs"}


def test_rows_that_are_too_long_or_too_short(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, b"id,name\na,Ada,more\nb\nc,Cer\n")
    assert told(problems) == [(2, None, "too-many-cells"), (3, None, "too-few-cells")]
    assert [row.damaged for row in rows] == [True, True, False]


def test_a_header_with_slips(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, b"id,Name,note,note,colour\na,Ada,,,red\n")
    assert told(problems) == [
        (1, "Name", "unknown-column"),
        (1, "colour", "unknown-column"),
        (1, "note", "duplicate-column"),
    ]
    assert "did you mean name?" in problems[0].message
    # Rows are read as if the slip were not there, so that their ids are known.
    assert rows[0].cells["name"] == "Ada"


def test_a_header_that_lacks_a_column(tmp_path: Path) -> None:
    _, problems = read(tmp_path, b"id,note\na,x\n")
    assert told(problems) == [(1, "name", "missing-column")]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    rows, problems = read(tmp_path, content)
    assert (rows, told(problems)) == ([], [(None, None, "empty-file")])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_another_delimiter_is_named_once(tmp_path: Path, delimiter: str) -> None:
    rows, problems = read(tmp_path, delimiter.join(("id", "name\na", "Ada\n")).encode())
    assert told(problems) == [(1, None, "wrong-delimiter")]
    assert [(row.cells["id"], row.damaged) for row in rows] == [("a", True)]


def test_each_line_in_another_encoding_is_named_with_its_byte(tmp_path: Path) -> None:
    content = b"id,name\na,Ada\nb,Nik\x9ai\xe6\nc,Cer\nd,\xfe\n"
    rows, problems = read(tmp_path, content)
    assert told(problems) == [(3, None, "wrong-encoding"), (5, None, "wrong-encoding")]
    assert f"byte {content.index(0x9A)}" in problems[0].message
    assert "Nikši" in problems[0].message, "what it would be in the code page of the Balkans"
    assert problems[0].found == "9a"
    assert [(row.cells["id"], row.damaged) for row in rows] == [("a", False), ("b", True), ("c", False), ("d", True)]


def test_utf_16_is_named_once(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "id,name\na,Ada\n".encode("utf-16"))
    assert told(problems) == [(None, None, "wrong-encoding")]
    assert [row.cells["id"] for row in rows] == ["a"]


def test_a_quote_that_does_not_close(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, b'id,name\na,Ada\nb,"Bor\nc,Cer\n')
    assert told(problems) == [(3, None, "bad-csv")]
    assert [row.cells["id"] for row in rows] == ["a"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "City.csv").mkdir()
    with pytest.raises(UsageError, match=r"City\.csv cannot be read: Is a directory"):
        list(read_rows(tmp_path / "City.csv", COLUMNS, (), Problems(), of="City.csv"))


def test_a_cell_that_is_far_too_long(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    rows, problems = read(tmp_path, f"id,name\na,{'x' * limit}\nb,{'x' * (limit + 1)}\nc,Cer\n".encode())
    assert told(problems) == [(3, None, "bad-csv")]
    assert f"at most {limit} characters" in str(problems[0])
    assert [row.cells["id"] for row in rows] == ["a"]


def test_a_folder_s_tables_are_found_in_order(tmp_path: Path) -> None:
    for name in ("nodes/City.csv", "nodes/Country.csv", "facts/MEMBER_OF.csv", "sources.csv", "nodes/.City.csv.swp"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for note in ("README.md", "nodes/notes.md", "suppressed.csv"):
        (tmp_path / note).touch()
    problems = Problems()
    tables = find_tables([tmp_path], FORMS, problems)
    assert [table.form.type for table in tables] == ["Source", "City", "Country", "MEMBER_OF"]
    assert found(problems) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("nodes/Cities.csv", "City.csv"),
        ("nodes/city.csv", "City.csv"),
        ("nodes/MEMBER_OF.csv", None),
        ("facts/MEMBERS_OF.csv", "MEMBER_OF.csv"),
        ("nodes/Source.csv", "sources.csv"),
        ("nodes/City.xlsx", "City.csv"),
        ("MEMBER_OF.csv", "MEMBER_OF.csv"),
    ],
)
def test_a_file_with_another_name_is_no_table(tmp_path: Path, name: str, meant: str | None) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("id,name\na,Ada\n")
    (tmp_path / "sources.csv").touch()
    problems = Problems()
    tables = find_tables([tmp_path], FORMS, problems)
    (problem,) = found(problems)
    assert (problem.rule, problem.file) == ("unknown-file", str(tmp_path / name))
    assert meant is None or f"did you mean {meant}?" in problem.message
    assert all(record.damaged for table in tables if table.guessed for record in table_records(table, problems))


@pytest.mark.parametrize(("name", "meant"), [("Nodes", "nodes"), ("node", "nodes"), ("fact", "facts")])
def test_a_folder_of_tables_is_not_passed_over_for_its_name(tmp_path: Path, name: str, meant: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "City.csv").write_text("id,name\na,Ada\n")
    (tmp_path / "sources.csv").touch()
    problems = Problems()
    tables = find_tables([tmp_path], FORMS, problems)
    (problem,) = found(problems)
    assert (problem.rule, problem.file) == ("unknown-file", str(tmp_path / name))
    assert f"did you mean {meant}?" in problem.message
    # Its ids are heard, so that what refers to them is not wrong as well.
    assert [record.cells["id"] for table in tables if table.guessed for record in table_records(table, problems)] == [
        "a"
    ]


@pytest.mark.parametrize("name", ["raw", "facts"])
def test_other_folders_and_empty_ones_are_none_of_the_loader_s_business(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / "raw").mkdir(exist_ok=True)
    (tmp_path / "raw" / "City.csv").touch()
    (tmp_path / "sources.csv").touch()
    problems = Problems()
    assert [table.form.type for table in find_tables([tmp_path], FORMS, problems)] == ["Source"]
    assert found(problems) == []


def test_a_single_table_names_its_type_and_its_dataset(tmp_path: Path) -> None:
    file = tmp_path / "MEMBER_OF.csv"
    file.write_text("from,to,sources\na,b,c\n")
    problems = Problems()
    (table,) = find_tables([file], FORMS, problems)
    (record,) = table_records(table, problems)
    assert (record.type, record.cells["from"], record.place) == ("MEMBER_OF", "a", (str(file), 2))
    assert (dataset_name([file]), dataset_name([tmp_path])) == ("MEMBER_OF", tmp_path.name)
    with pytest.raises(UsageError):
        dataset_name([file, tmp_path])
    find_tables([file, tmp_path / "." / "MEMBER_OF.csv"], FORMS, problems)
    assert [problem.rule for problem in found(problems)] == ["duplicate-table"]
