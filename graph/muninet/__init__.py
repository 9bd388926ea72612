"""The knowledge graph of municipal climate networks: model, store, loader, questions, answers, and a client of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muninet.client import Graph

__version__ = "0.1.0"
__all__ = ["Graph", "__version__"]


def __getattr__(name: str) -> object:
    """Hand out `Graph` when it is asked for: whoever imports muninet for less does not wait for it.

    Raises:
        AttributeError: there is nothing of that name.
    """
    if name == "Graph":
        return import_module("muninet.client").Graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
