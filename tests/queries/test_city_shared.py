"""In which way two cities share a network; read off the READMEs of tests/data/hills and tests/data/small."""

from typing import Any

import pytest
from tests.queries.conftest import Ask

Shared = dict[str, list[tuple[str, str]]]
CIRCLE, VALE = "hill-circle", "vale-league"
CHARTER, EAST = "hill-charter", "hill-charter-east"
MEMBER, ASSOCIATE, FORMER, SIGNED = "MEMBER_OF", "MEMBER_OF[associate]", "MEMBER_OF[ended]", "SIGNATORY_OF"


def shared(rows: list[dict[str, Any]], city: str) -> Shared:
    """What each city shares, and how, in the order of the rows."""
    return {
        row[city].id: [
            (network.id, how) for network, how in zip(row["shared_networks"], row["belongings"], strict=True)
        ]
        for row in rows
        if row["shared_networks"]
    }


ONE = [(CIRCLE, MEMBER)]
# Both are in the branch no more, and in its parent still.
BOTH_WAYS = [(CHARTER, SIGNED), (EAST, f"{SIGNED}[ended]")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # berg-at is an associate of the vale league, as dorn-at is; fels-at is a full member of it.
        ({"city": "berg-at"}, {"alm-at": ONE, "calm-ee": ONE, "dorn-at": [(VALE, ASSOCIATE)], "egg-ee": ONE}),
        # dorn-at's branch has left. alm-at and fels-at were full members of the vale league, which makes no associates.
        (
            {"city": "berg-at", "at": "any"},
            {
                "dorn-at": [(CIRCLE, FORMER), (VALE, ASSOCIATE)],
                **dict.fromkeys(["alm-at", "calm-ee", "egg-ee", "fels-at"], ONE),
            },
        ),
        # alm-at's membership of the vale league has ended, fels-at's has not.
        (
            {"city": "fels-at", "at": "any"},
            {
                "alm-at": [(CIRCLE, MEMBER), (VALE, FORMER)],
                **dict.fromkeys(["berg-at", "calm-ee", "egg-ee"], ONE),
                "dorn-at": [(CIRCLE, FORMER)],
            },
        ),
        ({"city": "fels-at"}, {}),
        (
            {"city": "alm-at", "relation": SIGNED, "at": "any"},
            {
                "calm-ee": BOTH_WAYS,
                "fels-at": BOTH_WAYS,
                "berg-at": [(CHARTER, f"{SIGNED}[ended]")],
                "dorn-at": [(CHARTER, SIGNED)],
                "egg-ee": [(CHARTER, SIGNED)],
            },
        ),
        # Then the eastern charter was no branch.
        (
            {"city": "alm-at", "relation": SIGNED, "at": "2016-12-31"},
            {"berg-at": [(CHARTER, SIGNED)], "fels-at": [(EAST, SIGNED)]},
        ),
    ],
)
async def test_peers_by_the_way_they_belong(ask_hills: Ask, given: dict[str, str], expected: Shared) -> None:
    rows = await ask_hills("city/peers", **given)
    found = shared(rows, "peer")
    assert found == expected
    assert list(found) == list(expected) or list(found) == sorted(expected, key=lambda who: (-len(expected[who]), who))
    assert [row["networks"] for row in rows] == [len(row["shared_networks"]) for row in rows]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"km": "40"}, {"dorn-at": [(VALE, ASSOCIATE)], "alm-at": ONE}),
        ({"km": "15"}, {"dorn-at": [(VALE, ASSOCIATE)]}),
        (
            {"km": "40", "at": "any"},
            {"dorn-at": [(CIRCLE, FORMER), (VALE, ASSOCIATE)], "alm-at": ONE, "fels-at": ONE},
        ),
        ({"city": "alm-at", "km": "40", "relation": SIGNED, "at": "any"}, {"fels-at": BOTH_WAYS}),
    ],
)
async def test_cities_near_by_the_way_they_belong(ask_hills: Ask, given: dict[str, str], expected: Shared) -> None:
    found = shared(await ask_hills("city/near", **{"city": "berg-at", **given}), "near")
    assert {who: found[who] for who in expected} == expected
    # Nearest first.
    if given.get("city") is None:
        assert list(found) == list(expected)


async def test_a_member_and_an_associate_share_nothing(ask_small: Ask) -> None:
    # Ried is an associate of the mill towns, Mere and (until 2016) Orgu are full members.
    rows = await ask_small("city/near", city="mere-ee", km="2000", at="any")
    assert shared(rows, "near") == {
        "nomme-ee": [("lake-league", MEMBER)],
        "orgu-ee": [("lake-league", MEMBER), ("mill-towns", FORMER)],
        "quell-at": [("lake-league", FORMER)],
        "ried-at": [("lake-league", MEMBER)],
    }
