"""The parties of the two open tables, and the labelled pairs of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from muninet.match.parties import Party

PAIRS = Path(__file__).with_name("pairs.csv")
SIGNATORIES = "gcom-mycovenant/signatories_2024.csv"
TWINS = "twincities/twin_cities.csv"
COLUMNS = ["half", "left", "left_name", "right", "right_name", "country", "same", "reason"]
# The twin table's countries that signatories come from; other countries stay under their names, which no code equals.
_CODES = {
    "AD": "Andorra",
    "AL": "Albania",
    "AM": "Armenia",
    "AR": "Argentina",
    "AT": "Austria",
    "AZ": "Azerbaijan",
    "BA": "Bosnia and Herzegovina|Bosnia and Hercegovina",
    "BD": "Bangladesh",
    "BE": "Belgium",
    "BG": "Bulgaria",
    "BR": "Brazil",
    "CH": "Switzerland",
    "CL": "Chile",
    "CY": "Cyprus|Northern Cyprus",
    "CZ": "Czech Republic",
    "DE": "Germany|Brandenburg, Germany|Lower Saxony, Germany|Mecklenburg-Vorpommern, Germany",
    "DK": "Denmark",
    "DM": "Dominica",
    "DZ": "Algeria",
    "EE": "Estonia",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GB": "England|England, United Kingdom|Scotland|Scotland, United Kingdom|Wales|Wales, United Kingdom|"
    "United Kingdom|Northern Ireland, United Kingdom",
    "GE": "Georgia|Georgia (country)",
    "GR": "Greece|Grece",
    "HR": "Croatia",
    "HU": "Hungary",
    "IE": "Republic of Ireland|Ireland",
    "IL": "Israel",
    "IQ": "Iraq",
    "IS": "Iceland",
    "IT": "Italy|in Italy",
    "JO": "Jordan",
    "KG": "Kyrgyzstan",
    "KZ": "Kazakhstan|Kazakhstah",
    "LB": "Lebanon",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "MA": "Morocco",
    "MD": "Moldova|Moldavia",
    "ME": "Montenegro",
    "MK": "North Macedonia",
    "MT": "Malta",
    "MX": "Mexico",
    "NL": "Netherlands",
    "NO": "Norway|Rauma, Norway|Tinn, Norway",
    "PL": "Poland",
    "PS": "Palestine|West Bank",
    "PT": "Portugal|Azores, Portugal|Algarve, Portugal",
    "RO": "Romania",
    "RS": "Serbia",
    "SE": "Sweden",
    "SI": "Slovenia",
    "SK": "Slovakia",
    "TJ": "Tajikistan",
    "TN": "Tunisia",
    "TR": "Turkey",
    "UA": "Ukraine",
    "XK": "Kosovo",
}
COUNTRIES = {name: code for code, names in _CODES.items() for name in names.split("|")}


@dataclass(frozen=True)
class Labelled:
    """A pair that was labelled by hand."""

    half: Literal["tuning", "held-out"]
    left: Party
    right: Party
    names: tuple[str, str]
    country: str
    same: bool
    reason: str


def number(text: str) -> float | None:
    """Degrees as the table has them; None where they are absent or no number (some have a decimal comma)."""
    try:
        return float(text)
    except ValueError:
        return None


@lru_cache(maxsize=2)
def signatories(folder: Path) -> dict[str, Party]:
    """The table of signatories, by `gcom:<organisation_id>`."""
    found = {}
    with (folder / SIGNATORIES).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = f"gcom:{row['organisation_id']}"
            found[key] = Party(
                id=key,
                label="City",
                names=(row["organisation_name"],),
                country=row["country_code"].upper(),
                lat=number(row["organisation_latitude"]),
                lon=number(row["organisation_longitude"]),
                population=int(float(row["population_adhesion"])) if row["population_adhesion"] else None,
                identifiers=frozenset({f"gcom-org:{row['organisation_id']}"}),
            )
    return found


@lru_cache(maxsize=2)
def twins(folder: Path) -> dict[str, Party]:
    """The places of the table of twin towns, by `twin:<name>|<country>|<lat>|<lng>`."""
    found = {}
    with (folder / TWINS).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for side in "12":
                name, country, lat, lon = (row[f"{column}{side}"] for column in ("city", "country", "lat", "lng"))
                key = f"twin:{name}|{country}|{lat}|{lon}"
                if name and key not in found:
                    code = COUNTRIES.get(country, country) or None
                    found[key] = Party(key, "City", (name,), code, number(lat), number(lon))
    return found


def parties(folder: Path) -> dict[str, Party]:
    """The parties of both tables."""
    return {**signatories(folder), **twins(folder)}


def labelled_rows() -> list[dict[str, str]]:
    """The rows of the labelled set, as text."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(folder: Path) -> list[Labelled]:
    """The labelled set, with the parties that its rows name."""
    known = parties(folder)
    return [
        Labelled(
            "tuning" if row["half"] == "tuning" else "held-out",
            known[row["left"]],
            known[row["right"]],
            (row["left_name"], row["right_name"]),
            row["country"],
            row["same"] == "yes",
            row["reason"],
        )
        for row in labelled_rows()
    ]
