"""The named cases, one by one; what is measured on many stands in test_measured."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from muninet.match import Namesakes, Party, score


def city(name: str, country: str = "BA", lat: float | None = 44.05, lon: float | None = 18.05, **more: Any) -> Party:
    return replace(Party(f"{name}-{country}-{lat}-{lon}", "City", (name,), country, lat, lon), **more)


@pytest.mark.parametrize(
    ("one", "other", "decision", "said"),
    [
        (city("Grad Tuzla"), city("Tuzla"), "same", "without the word for the authority"),
        (city("TUZLA"), city("Tuzla"), "same", "but for capitals"),
        (city("Čačak", "RS"), city("Cacak", "RS"), "same", "without accents"),
        (city("Ниш", "RS"), city("Niš", "RS"), "same", "in another spelling"),
        (city("Sarajevo"), city("Istočno Sarajevo", lat=44.2), "different", "one name has more words: east"),
        (city("Sarajevo"), city("East Sarajevo", lat=44.06), "unsure", "a part, or a neighbour"),
        (city("Veszprém", "HU", kind="city"), city("Veszprém vármegye", "HU"), "different", "one is a county"),
        (city("Veszprém", "HU"), city("Veszprém vármegye", "HU"), "unsure", "may be its seat"),
        (city("İzmir", "TR"), city("İzmir Metropolitan Municipality", "TR"), "different", "metropolitan"),
        (
            city("İzmir", "TR", kind="metropolitan municipality"),
            city("İzmir", "TR", 44.051),
            "different",
            "metropolitan",
        ),
        (city("Nevers", "FR"), city("Communauté d'agglomération de Nevers", "FR"), "different", "union"),
        (city("Slunj", "HR"), city("Slunj, Rakovica, Cetingrad", "HR"), "different", "a list or group"),
        (city("Budapest", "HU"), city("Budapest XV", "HU"), "different", "district 15"),
        (city("Budapest XIV", "HU"), city("Budapest XV", "HU"), "different", "district 14"),
        (city("Zugló (Budapest)", "HU"), city("Budapest XIV – Zugló", "HU"), "same", "the same words"),
        (city("Tuzla"), city("Tuzla", "TR"), "different", "one is in BA, the other in TR"),
        (city("Tuzla"), city("Tuzla", lat=None, lon=None), "unsure", "a point is missing"),
        (city("Tuzla", population=100), city("Tuzla", lat=44.35), "unsure", "small place"),
        (city("Tuzla", population=90_000), city("Tuzla", lat=44.35), "same", "no other place of that name"),
        (city("Tuzla", population=90_000), city("Tuzla", lat=46.5), "unsure", "another place of that name"),
        (city("Tuzla", population=90_000), city("Tuzla", lat=44.9, lon=18.1), "unsure", "another place of that name"),
        (city("Kuşadası", "TR"), city("KUŞADAI", "TR"), "same", "differ by 1 letter"),
        (city("Ludwigshafen", "DE"), city("Ludwigshafen am Rhein", "DE"), "same", "one adds 'am rhein'"),
        (city("Gateshead", "GB"), city("Newcastle", "GB"), "unsure", "it may have been renamed"),
        (city("Gateshead", "GB"), city("Newcastle", "GB", lat=44.07), "different", "the names differ"),
        (city("Hrušky (584487)", "CZ"), city("Hrušky (593079)", "CZ"), "different", "told apart as"),
        (Party("r", "Region", ("Tuzla",), "BA", 44, 18), city("Tuzla"), "different", "one is a Region"),
    ],
)
def test_named_cases(one: Party, other: Party, decision: str, said: str) -> None:
    for left, right in ((one, other), (other, one)):
        verdict = score(left, right)
        assert verdict.decision == decision, verdict
        assert 0 <= verdict.score <= 1
    assert any(said in reason for reason in score(one, other).reasons), score(one, other)


def test_two_towns_of_one_name_are_not_joined_by_name() -> None:
    here, there = city("Mikulov", "CZ", 48.8, 16.6, population=20_000), city("Mikulov", "CZ", 50.7, 13.7)
    unplaced = city("Mikulov", "CZ", 49.2, 16.3, population=20_000)
    assert score(here, unplaced).decision == "same"
    verdict = score(here, unplaced, Namesakes([here, there, unplaced]))
    assert verdict.decision == "unsure"
    assert f"another place of that name is in the country ({there.id})" in verdict.reasons


def test_the_point_of_many_is_no_point() -> None:
    middle = [city(name, "IT", 42.638, 12.674) for name in ("Avola", "Aritzo", "Ferrandina", "Noto")]
    near = city("Avola", "IT", 42.64, 12.67)
    verdict = score(middle[0], near, Namesakes([*middle, near]))
    assert (verdict.decision, "middle of the country" in verdict.reasons[-1]) == ("unsure", True)


def test_a_row_of_its_own_is_no_slip() -> None:
    ivry, vitry = city("Ivry-sur-Mer", "FR", 48.8, 2.4), city("Ivri-sur-Mers", "FR", 48.81, 2.4)
    assert score(ivry, vitry).decision == "same"
    third = city("Ivri-sur-Mers", "FR", 48.811, 2.401)
    assert score(ivry, vitry, Namesakes([ivry, vitry, third])).decision != "same"


def test_identifiers() -> None:
    one, other = city("Alfa", identifiers=frozenset({"wikidata:Q1"})), city("Beta", "DE", lat=50.0)
    assert score(one, replace(other, identifiers=frozenset({"wikidata:Q1"}))).decision == "same"
    twin = city("Alfa", lat=44.051, identifiers=frozenset({"wikidata:Q2"}))
    verdict = score(one, twin)
    assert verdict.decision == "unsure"
    assert verdict.reasons[-1] == "their identifiers differ: wikidata:Q1 and wikidata:Q2"
    assert score(one, replace(twin, identifiers=frozenset({"geonames:7"}))).decision == "same"


def test_a_municipality_listed_twice_is_for_a_person() -> None:
    once = Party("a", "City", ("Crăciunelu de Jos",), "RO", 46.17, 23.83, 2092, None, frozenset({"gcom-org:19118"}))
    again = Party(
        "b", "City", ("Craciunelu de Jos Judetul Alba",), "RO", 46.18, 23.83, 2092, None, frozenset({"gcom-org:19119"})
    )
    assert score(once, again).decision == "unsure"


def test_people_need_more_than_a_name() -> None:
    mayor = Party("p1", "Person", ("Κώστας Μπακογιάννης", "Kostas Bakoyannis"), context=frozenset({"athens-gr"}))
    turned = Party("p2", "Person", ("Bakoyannis Kostas",), context=frozenset({"athens-gr"}))
    assert score(mayor, turned).decision == "same"
    assert score(mayor, replace(turned, context=frozenset())).decision == "unsure"
    assert score(mayor, replace(turned, context=frozenset({"patras-gr"}))).decision == "unsure"
    assert score(mayor, replace(turned, names=("Dora Bakoyannis",))).decision == "different"


def test_bodies_keep_their_words() -> None:
    union = Party("o1", "Organisation", ("Union of Municipalities",), "LB")
    other = Party("o2", "Organisation", ("Municipalities",), "LB")
    assert score(union, other).decision == "different"
    assert score(union, replace(other, names=("UNION OF MUNICIPALITIES",))).decision == "same"


def test_a_party_without_a_name() -> None:
    with pytest.raises(ValueError, match="'x' has no name"):
        score(city("Tuzla"), Party("x", "City", (), "BA"))


def test_a_name_without_letters_is_nobodys() -> None:
    assert score(city("–"), city("-")).decision != "same"
