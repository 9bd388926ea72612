"""Lists and their facets: a filter has the name of each facet, and leaves as many rows as the facet counts."""

import pytest
from tests.queries.conftest import Ask

from muninet._home import home
from muninet.catalogue import Catalogue, Query
from muninet.model import load_schema

CATALOGUE = Catalogue.read(home("cypher"), load_schema())
# Of these lists some facets are no filters yet.
EXCLUDED = {"city", "country", "network", "organisation"}
COUNTED = sorted({name.split("/")[0] for name in CATALOGUE if name.endswith("/facets")} - EXCLUDED)
# How a list is shown, not what is in it.
OF_LISTS = {"sort"}

every_type = pytest.mark.parametrize("type_", COUNTED)


def test_every_list_of_things_is_counted() -> None:
    assert set(COUNTED) == {"commitment", "event", "partnership", "person", "project", "source", "topic"}


@every_type
def test_a_list_and_its_facets_take_the_same_filters(type_: str) -> None:
    def filters(query: Query) -> list[object]:
        return [one for one in query.parameters if one.name not in {*OF_LISTS, "limit", "after"}]

    assert filters(CATALOGUE[f"{type_}/list"]) == filters(CATALOGUE[f"{type_}/facets"])


@every_type
async def test_a_facet_filters_what_it_counts(type_: str, ask_seed: Ask) -> None:
    facets = await ask_seed(f"{type_}/facets", limit="1000")
    assert len(facets) < 1000
    [total] = [row["count"] for row in facets if row["facet"] == "total"]
    assert len(await ask_seed(f"{type_}/list", limit="1000")) == total
    values = [row for row in facets if row["facet"] != "total"]
    assert values
    for row in values:
        narrowed = {row["facet"]: row["value"]}
        assert len(await ask_seed(f"{type_}/list", limit="1000", **narrowed)) == row["count"], narrowed
        counted = await ask_seed(f"{type_}/facets", limit="1000", **narrowed)
        assert [one["count"] for one in counted if one["facet"] == "total"] == [row["count"]], narrowed
        # Its own value is counted as often.
        assert [one["count"] for one in counted if (one["facet"], one["value"]) == (row["facet"], row["value"])] == [
            row["count"]
        ]
