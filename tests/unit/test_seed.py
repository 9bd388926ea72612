"""The seed tables keep their own rules and say what the founding documents say; no database is needed."""

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from muninet._home import home
from muninet.model import PartialDate, Property, Schema, load_schema

Row = dict[str, str]
SEED = home("seed")
SCHEMA: Schema = load_schema()
CHECKLIST = (SEED / "CHECKLIST.md").read_text(encoding="utf-8")
ENDS_AND_SHARED = {"from", "to", *SCHEMA.fact_properties}
DOCUMENTS = {
    "iclei-2024-05-31",
    "b40-2025-04-16",
    "b40-sarajevo-2022",
    "ceesen-2024-10-17",
    "lithuanian-green-municipalities-2023",
}
B40_2022 = (
    "athens belgrade constanta dubrovnik edirne istanbul kotor laktasi podgorica pristina pula sarajevo skopje split "
    "thessaloniki"
)
B40_2025 = (
    "istanbul athens niksic zagreb tirana sofia shumen mugla thessaloniki pella izmir troyan pristina split tuzi galati"
)


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


NODES: dict[str, list[Row]] = {path.stem: read(path) for path in sorted((SEED / "nodes").glob("*.csv"))}
FACTS: dict[str, list[Row]] = {path.stem: read(path) for path in sorted((SEED / "facts").glob("*.csv"))}
SOURCES: dict[str, Row] = {row["id"]: row for row in read(SEED / "sources.csv")}
LABELS: dict[str, str] = {row["id"]: label for label, rows in NODES.items() for row in rows} | dict.fromkeys(
    SOURCES, "Source"
)


def named(label: str, id_: str) -> Row:
    [row] = [row for row in NODES[label] if row["id"] == id_]
    return row


def facts(type_: str, to: str, **cells: str) -> list[Row]:
    return [
        row
        for row in FACTS[type_]
        if row["to"] == to and all(row.get(column) == cell for column, cell in cells.items())
    ]


def cells_of(rows: list[Row], properties: dict[str, Property]) -> Iterator[tuple[Row, Property, str]]:
    for row in rows:
        for name, prop in properties.items():
            for part in row.get(name, "").split(";") if prop.is_list else [row.get(name, "")]:
                if part:
                    yield row, prop, part


def tables() -> list[tuple[str, list[Row], dict[str, Property]]]:
    nodes = [(label, rows, SCHEMA.node_properties_of(label)) for label, rows in NODES.items()]
    sources = [("Source", list(SOURCES.values()), SCHEMA.node_properties_of("Source"))]
    return nodes + sources + [(type_, rows, SCHEMA.fact_properties_of(type_)) for type_, rows in FACTS.items()]


@pytest.mark.parametrize(("name", "rows", "properties"), tables(), ids=[name for name, *_ in tables()])
def test_every_column_and_every_closed_value_is_the_models(
    name: str, rows: list[Row], properties: dict[str, Property]
) -> None:
    allowed = {column for prop in properties.values() for column in prop.columns} | (
        ENDS_AND_SHARED if name in FACTS else set()
    )
    assert rows
    assert set(rows[0]) <= allowed
    assert all(None not in row and None not in row.values() for row in rows), "a row has too many or too few cells"
    for row, prop, part in cells_of(rows, properties):
        assert part == part.strip(), row
        assert not prop.choices or part in prop.choices, (row, prop.name)
        if prop.type == "date":
            assert str(PartialDate.parse(part)) == part
        if prop.type == "entity" and prop.to:
            assert LABELS[part] in prop.to, (row, prop.name)
        if prop.type in ("integer", "number"):
            float(part)


def test_ids_are_unique_slugs() -> None:
    ids = [row["id"] for rows in NODES.values() for row in rows] + list(SOURCES)
    assert [id_ for id_, times in Counter(ids).items() if times > 1] == []
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []
    assert all(row["name"] for rows in NODES.values() for row in rows)


def test_every_row_names_sources_that_exist_and_every_source_is_used() -> None:
    cited = Counter(
        source for table in (*NODES.values(), *FACTS.values()) for row in table for source in row["sources"].split(";")
    )
    assert set(cited) == set(SOURCES)


def test_every_fact_joins_what_its_type_may_join() -> None:
    for type_, rows in FACTS.items():
        for row in rows:
            assert SCHEMA.facts[type_].joins(LABELS[row["from"]], LABELS[row["to"]]), (type_, row)


def test_no_fact_stands_twice() -> None:
    for type_, rows in FACTS.items():
        identity = ("from", "to", *SCHEMA.facts[type_].identity)
        keys = Counter(tuple(row.get(field, "") for field in identity) for row in rows)
        assert [key for key, times in keys.items() if times > 1] == [], type_


def test_no_fact_ends_before_it_starts() -> None:
    for type_, rows in FACTS.items():
        for row in rows:
            start = row["since"] or row["as_of"]
            if start and row["until"]:
                assert PartialDate.parse(start).first < PartialDate.parse(row["until"]).ends(), (type_, row)


def test_every_city_has_a_country_and_a_point_within_it() -> None:
    codes = {row["code"] for row in NODES["Country"]}
    # Boxes around the countries, generous by half a degree: south, west, north, east.
    boxes = {
        "AL": (39, 19, 43, 22), "BA": (42, 15, 46, 20), "BE": (49, 2, 52, 7), "BG": (41, 22, 45, 29),
        "DE": (47, 5, 56, 16), "EE": (57, 21, 60, 29), "ES": (35, -10, 44, 5), "GR": (34, 19, 42, 30),
        "HR": (42, 13, 47, 20), "LT": (53, 20, 57, 27), "ME": (41, 18, 44, 21), "MK": (40, 20, 43, 24),
        "PT": (36, -10, 43, -6), "RO": (43, 20, 49, 30), "RS": (42, 18, 47, 23.5), "TR": (35, 25, 43, 45),
        "XK": (41.5, 19.5, 43.6, 22.2),
    }  # fmt: skip
    for row in NODES["City"]:
        assert row["country"] in codes, row["id"]
        assert row["id"].rpartition("-")[2] == row["country"].lower()
        south, west, north, east = boxes[row["country"]]
        assert south <= float(row["lat"]) <= north, row["id"]
        assert west <= float(row["lon"]) <= east, row["id"]


def test_28_signatories_are_supported_by_the_three_agencies() -> None:
    agencies = {"alba-local-energy-agency": 24, "medjimurje-energy-agency": 3, "tartu-regional-energy-agency": 1}
    supported = {row["from"]: row for row in FACTS["SUPPORTED_BY"]}
    assert Counter(row["to"] for row in FACTS["SUPPORTED_BY"]) == agencies
    assert len(supported) == 28
    assert all(row["as_of"] == "2024-01" and not row["since"] for row in supported.values())
    signed = {row["from"]: row for row in FACTS["SIGNATORY_OF"]}
    assert set(signed) == set(supported)
    assert Counter((supported[city]["to"], row["status"]) for city, row in signed.items()) == {
        ("alba-local-energy-agency", "published"): 18,
        ("alba-local-energy-agency", "on_hold"): 6,
        ("medjimurje-energy-agency", "published"): 3,
        ("tartu-regional-energy-agency", "published"): 1,
    }
    assert signed["iasi-ro"]["since"] == "2011-02-25"
    assert signed["iasi-ro"]["commitments"] == "2020;2030"
    assert SOURCES["gcom-mycovenant-2024-01"]["licence"] == "CC-BY-4.0"
    assert Counter(row["to"] for row in FACTS["COORDINATED_BY"] if row["from"] in signed) == {
        "county-council-alba": 13,
        "centru-regional-development-agency": 2,
    }


def test_two_entries_of_one_name_stay_two() -> None:
    entries = [named("City", id_) for id_ in ("craciunelu-de-jos-ro", "craciunelu-de-jos-judetul-alba-ro")]
    assert [row["identifiers"] for row in entries] == ["gcom-org:19118;gcom:RO0072", "gcom-org:19119;gcom:RO0199"]
    assert all("Perhaps the same" in row["description"] for row in entries)


def test_ceesen_joined_climate_alliance_in_october_2024() -> None:
    [row] = [row for row in FACTS["MEMBER_OF"] if row["from"] == "ceesen"]
    assert (row["to"], row["since"], row["decided_at"]) == (
        "climate-alliance",
        "2024-10",
        "climate-alliance-general-assembly-2024",
    )
    assert dt.date(2024, 9, 1) < PartialDate.parse(row["since"]).first
    members = {row["from"] for row in facts("MEMBER_OF", "ceesen")}
    assert len(members) == 12
    assert not any(LABELS[member] == "City" for member in members)


@pytest.mark.parametrize(
    ("day", "city", "mayor"),
    [
        ("2021-12-01", "istanbul-tr", "ekrem-imamoglu"),
        ("2022-04-25", "istanbul-tr", "ekrem-imamoglu"),
        ("2023-06-01", "athens-gr", "kostas-bakoyannis"),
        ("2024-01-15", "athens-gr", "haris-doukas"),
        ("2024-06-01", "tirana-al", "erion-veliaj"),
        ("2025-04-09", "sofia-bg", "vasil-terziev"),
    ],
)
def test_presidency_of_b40(day: str, city: str, mayor: str) -> None:
    def holder(type_: str, to: str) -> str:
        starts = [(PartialDate.parse(row["since"] or row["as_of"]).first, row["from"]) for row in facts(type_, to)]
        return max(start for start in starts if start[0] <= dt.date.fromisoformat(day))[1]

    assert holder("PRESIDES", "b40") == city
    assert holder("MAYOR_OF", city) == mayor


def test_sixteen_cities_and_two_observers_met_online() -> None:
    online = "b40-online-working-groups-2025-04"
    members = {row["from"].rpartition("-")[0] for row in facts("ATTENDED", online, role="member")}
    observers = {row["from"] for row in facts("ATTENDED", online, role="observer")}
    assert members == set(B40_2025.split())
    assert (
        observers == {"union-of-municipalities-of-turkiye", "iclei"} == {r["from"] for r in facts("OBSERVER_OF", "b40")}
    )
    assert len(facts("ATTENDED", online)) == 18


def test_members_and_candidates_of_b40_are_apart() -> None:
    members = {row["from"].rpartition("-")[0] for row in facts("MEMBER_OF", "b40")}
    assert members == set(B40_2022.split()) | set(B40_2025.split())
    assert {(row["from"], row["stage"], row["as_of"]) for row in facts("CANDIDATE_OF", "b40")} == {
        ("tuzla-ba", "invited", "2022-04-25"),
        ("zenica-ba", "invited", "2022-04-25"),
        ("bijeljina-ba", "interested", "2022-04-25"),
    }
    founding = {row["from"] for row in facts("MEMBER_OF", "b40", kind="founding")}
    assert founding == {"laktasi-ba", "sarajevo-ba"}
    [row] = facts("ATTENDED", "b40-sarajevo-meeting-2022", on_behalf_of="laktasi-ba")
    assert (row["from"], row["role"]) == ("darko-stankovic", "representative")
    assert named("Figure", "b40-member-cities-2022-04")["value"] == "27"


def test_both_numbers_of_the_athens_summit_stand_with_their_own_source() -> None:
    reported = {row["to"]: row["sources"] for row in FACTS["REPORTS"] if row["from"] == "b40-athens-summit-2023"}
    cities = {
        named("Figure", figure)["value"]: source
        for figure, source in reported.items()
        if named("Figure", figure)["metric"] == "cities"
    }
    assert cities == {"66": "ekathimerini-2023-01-17", "73": "national-herald-2023-01-24"}


def test_fixed_ids_are_there() -> None:
    for id_ in (
        "b40", "balcinet", "climate-alliance", "ceesen", "iclei", "covenant-of-mayors", "gcom",
        "lithuanian-green-municipalities",
    ):  # fmt: skip
        assert LABELS[id_] == "Network"
    assert [row["id"] for row in NODES["Network"] if row["hub"] == "true"] == ["covenant-of-mayors", "gcom"]
    assert "BALCINET" in named("Network", "b40")["description"]
    assert "B40" in named("Network", "balcinet")["description"]


def test_the_checklist_goes_through_the_five_documents() -> None:
    for document in DOCUMENTS:
        assert re.search(rf"^## Document 00\d: `{document}`", CHECKLIST, re.MULTILINE)
    statements = re.findall(r"^\d+\. .*$", CHECKLIST, re.MULTILINE)
    assert [line for line in statements if " → " not in line] == []
    assert [line for line in statements if "`" not in line and "*" not in line and "document 00" not in line] == []


def checklist_facts() -> set[tuple[str, str, str]]:
    """The facts that the checklist names, as (type, from, to); `*` stands for any end."""
    return set(re.findall(r"`facts/([A-Z_]+)\.csv: (\S+) -> (\S+)`", CHECKLIST))


def test_every_row_that_the_checklist_names_exists() -> None:
    def exists(type_: str, start: str, end: str) -> bool:
        return any(start in ("*", row["from"]) and end in ("*", row["to"]) for row in FACTS[type_])

    assert len(checklist_facts()) > 200
    assert [fact for fact in checklist_facts() if not exists(*fact)] == []
    nodes = re.findall(r"`nodes/(\w+)\.csv: ([^`]+)`", CHECKLIST)
    assert [(label, id_) for label, id_ in nodes if LABELS.get(id_) != label] == []
    assert [id_ for id_ in re.findall(r"`sources\.csv: ([^`]+)`", CHECKLIST) if id_ not in SOURCES] == []
    # Nothing is named in a form that the three above would pass over.
    assert (
        len(checklist_facts())
        <= CHECKLIST.count("`facts/")
        == len(re.findall(r"`facts/[A-Z_]+\.csv: \S+ -> \S+`", CHECKLIST))
    )


def test_every_fact_that_cites_a_founding_document_is_in_the_checklist() -> None:
    told = checklist_facts()
    missing = [
        (type_, row["from"], row["to"])
        for type_, rows in FACTS.items()
        for row in rows
        if DOCUMENTS & set(row["sources"].split(";"))
        and not {(type_, row["from"], row["to"]), (type_, row["from"], "*")} & told
    ]
    assert missing == []
