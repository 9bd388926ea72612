"""What the tests of loads share: tables written from rows."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

Row = dict[str, str]
Tables = Mapping[str, Sequence[Row]]
TableWriter = Callable[[str, Tables], Path]


@pytest.fixture
def tables(tmp_path: Path) -> TableWriter:
    """Write tables, given by path below the folder (`nodes/City`), and return the folder."""

    def write(name: str, content: Tables) -> Path:
        for path, rows in content.items():
            file = tmp_path / name / f"{path}.csv"
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in rows for key in row)), restval="")
                writer.writeheader()
                writer.writerows(rows)
        return tmp_path / name

    return write
