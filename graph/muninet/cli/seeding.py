"""What a graph needs before it is served: constraints and indexes, and the seed where there is nothing else."""

from __future__ import annotations

import contextlib

from muninet._home import home
from muninet.errors import LoadBusyError
from muninet.loader import ensure_schema, load, status
from muninet.model import load_schema
from muninet.progress import Progress
from muninet.store.bolt import Store


async def prepare(store: Store, progress: Progress) -> None:
    """Make constraints and indexes; load the seed into an empty graph, or again where its load was interrupted.

    Where another process begins to load in the same moment, as where several services start on an empty graph, it is
    left to that one: what is asked meanwhile is answered from what is there.

    Raises:
        StoreUnavailableError: the server is away.
    """
    schema = load_schema()
    await ensure_schema(store, schema)
    found = await status(store, schema)
    folder = home("seed")
    seed = found.dataset(folder.name)
    under_way = any(dataset.state == "loading" for dataset in found.datasets)
    if not under_way and ((found.empty and not found.datasets) or (seed is not None and seed.state == "interrupted")):
        with contextlib.suppress(LoadBusyError):
            await load(store, [folder], progress=progress)
