"""Inhabited places that Natural Earth leaves out: small islands, and exclaves of a few streets.

`islets.csv` is a table for people to add to: code of the area, name, latitude, longitude, radius in kilometres.
`python -m bench.shapes` lists what it lacks.
"""

from __future__ import annotations

import csv
from pathlib import Path

from muninet.quality.shapes.outline import Disc

ISLETS = Path(__file__).with_name("islets.csv")


def read_islets(path: Path = ISLETS) -> dict[str, list[Disc]]:
    """Read the table into discs by area; ValueError names the line of a number that is none."""
    found: dict[str, list[Disc]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                disc = Disc(float(row["lat"]), float(row["lon"]), float(row["km"]))
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: {error}") from error
            found.setdefault(row["code"], []).append(disc)
    return found
