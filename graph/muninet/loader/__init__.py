"""Tables -> checked facts -> graph; one module a step."""

from muninet.loader.bookkeeping import SILENCE_SECONDS, DatasetStatus, GraphStatus, ensure_schema, status
from muninet.loader.loading import load, load_records, unload
from muninet.loader.problems import RULES
from muninet.loader.records import Place, Record
from muninet.loader.report import Change, Report, Tally

__all__ = [
    "RULES",
    "SILENCE_SECONDS",
    "Change",
    "DatasetStatus",
    "GraphStatus",
    "Place",
    "Record",
    "Report",
    "Tally",
    "ensure_schema",
    "load",
    "load_records",
    "status",
    "unload",
]
