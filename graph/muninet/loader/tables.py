"""Finds the tables of a folder, or takes single files, and tells what each is by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from muninet.errors import UsageError
from muninet.loader.forms import SOURCE, Form
from muninet.loader.problems import Problems, nearest_word
from muninet.loader.records import Place, Record
from muninet.loader.rows import read_rows

SOURCES_FILE = "sources.csv"
SUPPRESSED_FILE = "suppressed.csv"
# The folders in which tables stand, and what is in them.
_FOLDERS = {"nodes": "node", "facts": "fact"}


@dataclass(frozen=True)
class Table:
    """One file and what stands in it; `guessed` where its name had to be corrected first."""

    file: Path
    form: Form
    guessed: bool = False


def find_tables(paths: Sequence[Path], forms: Mapping[str, Form], problems: Problems) -> list[Table]:
    """Return the tables of these folders and files, sources first, then nodes, then facts.

    Raises:
        UsageError: a path that is neither a folder nor a file.
    """
    tables: list[Table] = []
    for path in paths:
        if path.is_dir():
            found = list(_folder(path, forms, problems))
            if not found:
                problems.add(
                    Place(str(path)), None, "no-tables", "the folder holds no table",
                    expected=f"nodes/<Label>.csv, facts/<TYPE>.csv or {SOURCES_FILE}",
                )  # fmt: skip
            tables += found
        elif path.is_file():
            tables += _single(path, forms, problems)
        else:
            raise UsageError(f"{path}: there is no such file or folder: give a folder of tables, or one table")
    seen: set[Path] = set()
    for table in tables:
        if table.file.resolve() in seen:
            problems.add(Place(str(table.file)), None, "duplicate-table", "the load has this table twice")
        seen.add(table.file.resolve())
    order = {name: position for position, name in enumerate(forms)} | {SOURCE: -1}
    return sorted(tables, key=lambda table: (order[table.form.type], str(table.file)))


def suppression_file(path: Path) -> Path | None:
    """The suppression list that stands in a folder, if there is one."""
    file = path / SUPPRESSED_FILE
    return file if file.is_file() else None


def dataset_name(paths: Sequence[Path]) -> str:
    """The name that a dataset has unless it is given one: its folder's, or a single table's without `.csv`.

    Raises:
        UsageError: there are several paths, or none.
    """
    if len(paths) != 1:
        raise UsageError("several paths make one dataset: name it with --dataset NAME")
    path = paths[0].resolve()
    return path.name if path.is_dir() else path.stem


def _single(path: Path, forms: Mapping[str, Form], problems: Problems) -> Iterator[Table]:
    if path.name == SOURCES_FILE:
        yield Table(path, forms[SOURCE])
    elif path.suffix == ".csv" and path.stem in forms:
        yield Table(path, forms[path.stem])
    else:
        yield from _unknown(path, forms, problems)


def _folder(folder: Path, forms: Mapping[str, Form], problems: Problems) -> Iterator[Table]:
    for file in sorted(folder.iterdir()):
        if file.name == SOURCES_FILE:
            yield Table(file, forms[SOURCE])
        elif file.suffix.lower() == ".csv" and file.name != SUPPRESSED_FILE:
            yield from _unknown(file, forms, problems)
        elif file.is_dir() and file.name not in _FOLDERS and nearest_word(file.name, _FOLDERS):
            yield from _misnamed(file, forms, problems)
    for name, kind in _FOLDERS.items():
        for file in sorted((folder / name).iterdir()) if (folder / name).is_dir() else []:
            # Notes of people, and what spreadsheets and file managers leave behind, are no tables.
            if file.name.startswith((".", "~")) or file.suffix == ".md":
                continue
            form = forms.get(file.stem) if file.suffix == ".csv" else None
            if form is None or form.kind != kind or form.type == SOURCE:
                yield from _unknown(file, {key: one for key, one in forms.items() if one.kind == kind}, problems)
            else:
                yield Table(file, form)


def _misnamed(folder: Path, forms: Mapping[str, Form], problems: Problems) -> Iterator[Table]:
    """Report a folder of tables that would be passed over for its name, and read them, so that ids are not unknown."""
    tables = [file for file in sorted(folder.glob("*.csv")) if file.stem in forms]
    if tables:
        problems.add(
            Place(str(folder)), None, "unknown-file",
            f"tables stand in a folder of that name (did you mean {nearest_word(folder.name, _FOLDERS)}?)",
            found=folder.name, expected="a folder named nodes or facts",
        )  # fmt: skip
    yield from (Table(file, forms[file.stem], guessed=True) for file in tables)


def _unknown(file: Path, forms: Mapping[str, Form], problems: Problems) -> Iterator[Table]:
    """Report the file, and read it as the table it was probably meant to be, so that its ids are not unknown."""
    meant = SOURCE if file.stem == SOURCE else nearest_word(file.stem, forms)
    hint = f" (did you mean {SOURCES_FILE if meant == SOURCE else meant + '.csv'}?)" if meant else ""
    problems.add(
        Place(str(file)), None, "unknown-file", f"the name says neither a label nor a fact type{hint}", found=file.name,
        expected="a table named after one, such as nodes/City.csv or facts/MEMBER_OF.csv",
    )  # fmt: skip
    if meant is not None and meant in forms and file.suffix.lower() == ".csv":
        yield Table(file, forms[meant], guessed=True)


def table_records(table: Table, problems: Problems) -> Iterator[Record]:
    """Yield a table's rows as records."""
    form = table.form
    heard = Problems() if table.guessed else problems
    for row in read_rows(table.file, form.columns, form.required, heard, of=table.file.name):
        place = Place(str(table.file), row.line)
        yield Record(form.type, row.cells, place, damaged=row.damaged or table.guessed)
