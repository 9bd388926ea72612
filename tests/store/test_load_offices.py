"""Terms of an exclusive office end where the next one starts, whoever states it and whenever it is loaded."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

from muninet.loader import Place, Record, load_records, unload
from muninet.store.bolt import Store

Dumper = Callable[[], Awaitable[dict[str, dict[str, Any]]]]
PLACE = Place("made up")
BASE = [
    Record("Source", {"id": "report", "title": "A report", "publisher": "p"}, PLACE),
    Record("Network", {"id": "b40", "name": "B40", "sources": "report"}, PLACE),
    Record("Network", {"id": "other", "name": "Other", "sources": "report"}, PLACE),
    *(
        Record("Organisation", {"id": id_, "name": id_, "sources": "report"}, PLACE)
        for id_ in ("istanbul", "athens", "tirana", "sofia")
    ),
]


def term(who: str, to: str = "b40", **cells: str) -> Record:
    return Record("PRESIDES", {"from": who, "to": to, "sources": "report", **cells}, PLACE)


async def ends(dump: Dumper) -> dict[tuple[str, str], dt.date | None]:
    facts = (await dump())["facts"].values()
    return {(fact["from"], fact["to"]): fact.get("holds_until") for fact in facts}


async def test_terms_are_settled_anew_with_every_load_that_touches_them(
    store: Store, empty_graph: object, dump: Dumper
) -> None:
    istanbul, tirana = term("istanbul", since="2021-11-29"), term("tirana", since="2024-05-24")
    elsewhere = term("istanbul", to="other", since="2020")
    await load_records(store, [*BASE, istanbul, tirana, elsewhere], "seed", suppression=())
    assert await ends(dump) == {
        ("istanbul", "b40"): dt.date(2024, 5, 24),
        ("tirana", "b40"): None,
        ("istanbul", "other"): None,
    }
    # Another dataset knows of a term between the two.
    await load_records(store, [term("athens", as_of="2023-02")], "press", suppression=())
    assert (await ends(dump))["istanbul", "b40"] == dt.date(2023, 2, 1)
    assert (await ends(dump))["athens", "b40"] == dt.date(2024, 5, 24)
    # It corrects its rank, then its date, then takes it back.
    await load_records(store, [term("athens", as_of="2023-02", rank="deprecated")], "press", suppression=())
    assert (await ends(dump))["istanbul", "b40"] == dt.date(2024, 5, 24)
    await load_records(store, [term("athens", since="2022-12-01", until="2023")], "press", suppression=())
    assert (await ends(dump))["istanbul", "b40"] == dt.date(2022, 12, 1)
    assert (await ends(dump))["athens", "b40"] == dt.date(2024, 1, 1)
    await load_records(store, [term("athens")], "press", suppression=())
    assert await ends(dump) == {
        ("istanbul", "b40"): dt.date(2024, 5, 24),
        ("tirana", "b40"): None,
        ("istanbul", "other"): None,
        ("athens", "b40"): None,
    }
    await load_records(store, [term("sofia", since="2022")], "press", suppression=())
    await unload(store, "press")
    assert (await ends(dump))["istanbul", "b40"] == dt.date(2024, 5, 24)
    # The neighbour's own dataset moves its start.
    await load_records(store, [*BASE, istanbul, term("tirana", since="2024-06"), elsewhere], "seed", suppression=())
    assert (await ends(dump))["istanbul", "b40"] == dt.date(2024, 6, 1)
