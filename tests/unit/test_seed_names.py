"""What the seed calls its cities: the local name, in the local script, and the English one; never a misspelling."""

import csv

from muninet._home import home

TABLE = home("seed") / "nodes" / "City.csv"
with TABLE.open(encoding="utf-8", newline="") as opened:
    CITIES = {row["id"]: row for row in csv.DictReader(opened)}


def test_names_stand_in_local_script_and_in_english() -> None:
    for id_, name in {
        "skopje-mk": "Скопје@mk", "thessaloniki-gr": "Θεσσαλονίκη@el", "athens-gr": "Αθήνα@el", "sofia-bg": "София@bg",
        "istanbul-tr": "Istanbul@en", "belgrade-rs": "Београд@sr", "pristina-xk": "Prishtinë@sq",
    }.items():  # fmt: skip
        assert name in CITIES[id_]["names"].split(";")
    for id_, name in {
        "istanbul-tr": "İstanbul",
        "mugla-tr": "Muğla",
        "izmir-tr": "İzmir",
        "niksic-me": "Nikšić",
    }.items():
        assert CITIES[id_]["name"] == name


def test_every_city_is_named_in_a_language_of_its_country_and_in_english() -> None:
    local = {
        "AL": "sq", "BA": "bs", "BE": "fr", "BG": "bg", "DE": "de", "EE": "et", "ES": "ca", "GR": "el", "HR": "hr",
        "LT": "lt", "ME": "cnr", "MK": "mk", "PT": "pt", "RO": "ro", "RS": "sr", "TR": "tr", "XK": "sq",
    }  # fmt: skip
    for row in CITIES.values():
        languages = {name.rpartition("@")[2] for name in row["names"].split(";")}
        assert {local[row["country"]], "en"} <= languages, row["id"]


def test_a_misspelling_is_no_name() -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert "Phristina" not in text
    with (home("seed") / "facts" / "ATTENDED.csv").open(encoding="utf-8", newline="") as file:
        [row] = [
            row
            for row in csv.DictReader(file)
            if (row["from"], row["to"]) == ("pristina-xk", "b40-online-working-groups-2025-04")
        ]
    assert "Phristina" in row["note"]
