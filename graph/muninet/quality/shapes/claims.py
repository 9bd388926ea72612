"""Areas that count with more than one country.

A place that is counted with any country that holds or claims it is no finding: who is right is not for a check of data
to say. The shapes are Natural Earth's; what others claim of them is a rough box here, and only what of the
holder's shape lies in the box is claimed. Borders at a box's edge need no care: the box only makes the check milder.
"""

from __future__ import annotations

from typing import NamedTuple

Box = tuple[float, float, float, float]


class Claim(NamedTuple):
    """Part of an area that counts with other countries too.

    Attributes:
        area: code of the area in the file of shapes.
        countries: ISO codes of those that it counts with, besides.
        box: south, west, north and east of the part, in degrees; None for the whole area.
    """

    area: str
    countries: tuple[str, ...]
    box: Box | None = None


# Parts with a code of their own, by the state that they belong to: data names either.
_DEPENDENCIES = {
    "AU": "CC CX HM NF",
    "CN": "HK MO",
    "DK": "FO GL",
    "FI": "AX",
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "NL": "AW BQ CW SX",
    "NO": "BV SJ",
    "NZ": "CK NU TK",
    "US": "AS GU MP PR UM VI",
}
_DISPUTES = (
    # Europe, and around it
    Claim("XK", ("RS",)),
    Claim("UA", ("RU",), (44.3, 32.3, 46.3, 36.8)),  # Crimea
    Claim("UA", ("RU",), (45.8, 31.5, 50.2, 40.3)),  # Kherson, Zaporizhzhia, Donetsk, Luhansk
    Claim("CY", ("TR",), (34.98, 32.5, 35.8, 34.7)),  # Northern Cyprus
    Claim("WSB", ("GB", "CY")),  # Akrotiri
    Claim("ESB", ("GB", "CY")),  # Dhekelia
    Claim("GI", ("ES",)),
    Claim("ES", ("MA",), (35.1, -5.5, 35.95, -2.3)),  # Ceuta, Melilla and the islets
    Claim("ES", ("PT",), (38.45, -7.4, 38.9, -6.8)),  # Olivenza
    Claim("GE", ("RU",), (42.0, 39.8, 43.7, 44.9)),  # Abkhazia and South Ossetia: not claimed, but counted so
    Claim("AZ", ("AM",), (38.8, 45.5, 40.5, 47.6)),  # Nagorno-Karabakh
    # Near East and Africa
    Claim("PS", ("IL",)),
    Claim("IL", ("PS",), (31.6, 35.1, 31.95, 35.35)),  # Jerusalem
    Claim("IL", ("SY",), (32.6, 35.55, 33.4, 36.0)),  # Golan
    Claim("SY", ("IL",), (32.6, 35.55, 33.4, 36.0)),
    Claim("SY", ("LB",), (33.2, 35.55, 33.45, 35.85)),  # Shebaa
    Claim("IR", ("AE",), (25.8, 54.9, 26.4, 55.5)),  # Abu Musa and the Tunbs
    Claim("EH", ("MA",)),
    Claim("EG", ("SD",), (21.9, 33.0, 23.2, 37.2)),  # Hala'ib
    Claim("SD", ("EG",), (21.5, 31.2, 23.2, 37.2)),
    Claim("BRT", ("EG", "SD")),  # Bir Tawil
    Claim("SD", ("SS",), (9.2, 27.7, 10.3, 29.1)),  # Abyei
    Claim("SS", ("SD",), (9.2, 27.7, 10.3, 29.1)),
    Claim("SD", ("SS",), (8.5, 23.3, 10.0, 25.1)),  # Kafia Kingi
    Claim("SS", ("KE", "ET"), (4.2, 34.4, 5.7, 36.2)),  # Ilemi
    Claim("KE", ("SS", "ET"), (4.2, 34.4, 5.7, 36.2)),
    Claim("YT", ("KM",)),
    Claim("TF", ("MU", "MG"), (-23.0, 39.0, -11.0, 55.0)),  # Tromelin; the scattered islands
    Claim("IO", ("MU",)),
    # Asia
    Claim("TW", ("CN",)),
    Claim("IN", ("PK", "CN"), (32.2, 72.4, 37.2, 80.4)),  # Jammu and Kashmir, Ladakh
    Claim("PK", ("IN",), (32.7, 72.4, 37.2, 78.1)),  # Azad Kashmir, Gilgit-Baltistan
    Claim("CN", ("IN", "PK"), (32.2, 74.5, 37.2, 80.4)),  # Aksai Chin, Shaksgam
    Claim("IN", ("CN",), (26.5, 91.4, 29.6, 97.5)),  # Arunachal Pradesh
    Claim("KZ", ("RU",), (45.2, 62.3, 46.7, 64.5)),  # Baikonur, leased
    Claim("RU", ("JP",), (43.2, 145.2, 45.7, 149.0)),  # southern Kurils
    Claim("JP", ("CN", "TW"), (25.5, 123.3, 26.0, 124.7)),  # Senkaku
    Claim("KR", ("JP",), (37.1, 131.7, 37.4, 132.0)),  # Dokdo
    Claim("PGA", ("CN", "TW", "VN", "PH", "MY", "BN")),  # Spratly Islands
    Claim("SCR", ("CN", "TW", "PH")),  # Scarborough Reef
    Claim("CN", ("TW", "VN"), (15.5, 111.0, 17.3, 113.0)),  # Paracel Islands
    # America
    Claim("FK", ("AR",)),
    Claim("GS", ("AR",)),
    Claim("GY", ("VE",), (1.0, -61.6, 8.7, -58.2)),  # Essequibo
    Claim("SR", ("GY",), (1.8, -58.2, 3.6, -56.4)),  # Tigri
    Claim("GF", ("SR",), (2.0, -54.7, 3.6, -53.8)),
    Claim("BZ", ("GT",)),
    Claim("USG", ("US", "CU")),  # Guantanamo Bay
    Claim("UM", ("HT",), (18.3, -75.1, 18.5, -74.9)),  # Navassa
)
CLAIMS = (
    *(Claim(area, (state,)) for state, areas in _DEPENDENCIES.items() for area in areas.split()),
    *_DISPUTES,
)
