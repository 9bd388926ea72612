"""What a graph is given before it is served, by one or by several services at once."""

from __future__ import annotations

import asyncio

from tests.conftest import ServerAddress

from muninet.cli.seeding import prepare
from muninet.loader import status
from muninet.progress import SilentProgress
from muninet.store.bolt import Store


async def test_several_that_start_on_an_empty_graph_load_it_once(
    store: Store, server: ServerAddress, empty_graph: object
) -> None:
    async def start() -> None:
        async with await Store.open(server.uri, server.user, server.password) as own:
            await prepare(own, SilentProgress())

    await asyncio.gather(start(), start(), start())
    found = await status(store)
    assert [(one.name, one.state) for one in found.datasets] == [("seed", "loaded")]
    assert found.loads == 1
    # Whoever comes later finds it, and changes nothing.
    await start()
    assert (await status(store)).version == found.version
