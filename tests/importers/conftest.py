"""Small tables in the form of public datasets."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from muninet.importers.gcom import COLUMNS

Signatories = Callable[..., Path]
_ROW = {
    "organisation_id": "1", "organisation_name": "Ova", "country_code": "ee", "country_name": "Estonia",
    "population_adhesion": "900", "organisation_latitude": "58.5", "organisation_longitude": "25.5",
    "commitment_CoM2020_flag": "1", "commitment_CoM2030_flag": "0", "commitment_CoM2050_flag": "0",
    "commitment_mayoradapt_flag": "0", "adhesion_type": "As an individual signatory", "signatory_status": "published",
    "mayor": "Ann Ott", "date_of_adhesion": "2015-03-04", "group_profile": "0",
}  # fmt: skip


@pytest.fixture
def signatories(tmp_path: Path) -> Signatories:
    """Write a table of signatories: a row for each mapping of what differs from an ordinary one."""

    def write(*rows: dict[str, str]) -> Path:
        file = tmp_path / "signatories.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            table = csv.DictWriter(text, COLUMNS, restval="")
            table.writeheader()
            table.writerows({**_ROW, **row} for row in rows)
        return file

    return write
