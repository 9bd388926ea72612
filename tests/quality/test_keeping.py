"""What was found is computed once for all who ask, and again when the graph or the day is another one."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from muninet.errors import QueryTimeoutError, StoreUnavailableError
from muninet.quality.checking import Checked
from muninet.quality.keeping import Keeper

MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


class Looking:
    """A computation that waits until it is let go, and counts how often it was begun."""

    def __init__(self) -> None:
        self.days: list[dt.date] = []
        self.go = asyncio.Event()
        self.error: Exception | None = None

    async def __call__(self, today: dt.date) -> Checked:
        self.days.append(today)
        await self.go.wait()
        if self.error is not None:
            raise self.error
        return Checked((), {"rule": len(self.days)}, {})


async def test_all_who_ask_at_once_share_one_computation() -> None:
    looking = Looking()
    keeper = Keeper(looking, patience=5)
    asking = [asyncio.create_task(keeper.checked("1", MONDAY)) for _ in range(5)]
    await asyncio.sleep(0)
    looking.go.set()
    found = await asyncio.gather(*asking)
    assert looking.days == [MONDAY]
    assert all(one is found[0] for one in found)
    assert await keeper.checked("1", MONDAY) is found[0]
    assert looking.days == [MONDAY]


async def test_another_version_or_day_is_looked_at_anew() -> None:
    looking = Looking()
    looking.go.set()
    keeper = Keeper(looking, patience=5)
    for version, day in (("1", MONDAY), ("2", MONDAY), ("2", TUESDAY), ("2", TUESDAY)):
        await keeper.checked(version, day)
    assert looking.days == [MONDAY, MONDAY, TUESDAY]


async def test_who_asks_waits_so_long_and_the_computation_goes_on() -> None:
    looking = Looking()
    keeper = Keeper(looking, patience=0.01)
    with pytest.raises(QueryTimeoutError, match=r"longer than 0.01 s: it goes on, ask again"):
        await keeper.checked("1", MONDAY)
    looking.go.set()
    await asyncio.sleep(0.05)
    assert (await keeper.checked("1", MONDAY)).unlisted == {"rule": 1}


async def test_who_waits_for_a_version_that_is_gone_is_told_so() -> None:
    looking = Looking()
    keeper = Keeper(looking, patience=5)
    waiting = asyncio.create_task(keeper.checked("1", MONDAY))
    await asyncio.sleep(0.01)
    newer = asyncio.create_task(keeper.checked("2", MONDAY))
    await asyncio.sleep(0.01)
    looking.go.set()
    with pytest.raises(QueryTimeoutError, match="the graph changed"):
        await waiting
    assert (await newer).unlisted == {"rule": 2}


async def test_a_failure_is_told_and_not_kept() -> None:
    looking = Looking()
    looking.go.set()
    looking.error = StoreUnavailableError("away")
    keeper = Keeper(looking, patience=5)
    with pytest.raises(StoreUnavailableError):
        await keeper.checked("1", MONDAY)
    looking.error = None
    assert (await keeper.checked("1", MONDAY)).unlisted == {"rule": 2}


async def test_a_stop_ends_what_is_under_way() -> None:
    before = asyncio.all_tasks()
    looking = Looking()
    keeper = Keeper(looking, patience=0.01)
    with pytest.raises(QueryTimeoutError):
        await keeper.checked("1", MONDAY)
    await keeper.stop()
    await keeper.stop()
    assert asyncio.all_tasks() <= before
