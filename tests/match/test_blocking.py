"""Which pairs become candidates."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.match.tables import labelled, signatories, twins

from muninet.match import Party, candidates


def party(id_: str, name: str, lat: float | None = None, lon: float | None = None, country: str | None = "BA") -> Party:
    return Party(id_, "City", (name,), country, lat, lon)


def pairs(left: list[Party], right: list[Party] | None = None) -> list[tuple[str, str]]:
    return sorted((one.id, other.id) for one, other in candidates(left, right))


def test_by_name_and_country() -> None:
    right = [
        party("1", "Тузла"),
        party("2", "Tuzla", country="TR"),
        party("3", "Grad Tuzla"),
        party("4", "Tuzla", country=None),
    ]
    assert pairs([party("a", "Tuzla")], right) == [("a", "1"), ("a", "3"), ("a", "4")]


def test_by_place_and_similar_name() -> None:
    left = [party("a", "Melide", 42.91, -8.01)]
    right = [
        party("near", "Melida", 42.92, -8.02),
        party("far", "Melida", 43.2, -8.02),
        party("other", "Toques", 42.91, -8.01),
    ]
    assert pairs(left, right) == [("a", "near")]


@pytest.mark.parametrize(("lon", "other"), [(179.99, -179.99), (-179.999, 179.98), (0.001, -0.001)])
def test_across_the_date_line_and_near_the_pole(lon: float, other: float) -> None:
    for lat in (0.0, 65.0, -89.99, 89.999):
        found = pairs([party("a", "Taveunia", lat, lon)], [party("b", "Taveunie", lat, other)])
        assert found == [("a", "b")], lat


def test_within_one_set_each_pair_comes_once() -> None:
    places = [party("c", "Foča", 43.5, 18.77), party("a", "FOČA FBIH", 43.51, 18.78), party("b", "Foca", 43.5, 18.78)]
    assert pairs(places) == [("a", "b"), ("c", "a"), ("c", "b")]


def test_labels_do_not_mix_and_identifiers_meet() -> None:
    region = Party("r", "Region", ("Tuzla",), "BA")
    named = Party("x", "City", ("Alpha",), "BA", identifiers=frozenset({"wikidata:Q1"}))
    other = Party("y", "City", ("Omega",), "BA", identifiers=frozenset({"wikidata:Q1"}))
    assert pairs([region, party("t", "Tuzla"), named], None) == []
    assert pairs([named], [other]) == [("x", "y")]


def test_ids_must_be_unique() -> None:
    with pytest.raises(ValueError, match="ids must be unique"):
        list(candidates([party("a", "Tuzla"), party("a", "Zenica")]))


def test_every_labelled_pair_of_one_place_that_has_a_chance(open_data: Path) -> None:
    # Without a point in common and without a name in common there is none: two former names of towns.
    missed = [
        pair.names for pair in labelled(open_data) if pair.same and not list(candidates([pair.left], [pair.right]))
    ]
    assert len(missed) <= 2, missed


def test_the_whole_tables_give_few_candidates(open_data: Path) -> None:
    left, right = list(signatories(open_data).values()), list(twins(open_data).values())
    found = sum(1 for _ in candidates(left, right))
    assert 2_500 < found < 10_000
