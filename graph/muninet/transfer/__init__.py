"""The whole graph in one file, and back: to keep it, to move it to another Neo4j, to compare two of them."""

from muninet.transfer.exporting import Exported, LeftOut, export_all
from muninet.transfer.restoring import Restored, is_whole_graph, restore

__all__ = ["Exported", "LeftOut", "Restored", "export_all", "is_whole_graph", "restore"]
