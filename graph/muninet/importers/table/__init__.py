"""Any table of a secretariat's, through a small declared mapping."""

from muninet.importers.table.checking import TableMapping, read_mapping
from muninet.importers.table.drafting import draft
from muninet.importers.table.known import Known
from muninet.importers.table.rows import read_table

__all__ = ["Known", "TableMapping", "draft", "read_mapping", "read_table"]
