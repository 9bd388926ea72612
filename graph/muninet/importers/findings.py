"""What importers look for, row by row, while the file's own text is at hand."""

from __future__ import annotations

from muninet.quality.findings import Rule

_RULES = (
    Rule("decimal-comma", "note", "A number written with a comma, and read as one with a point."),
    Rule("missing-coordinates", "warning", "Coordinates that are absent, or that no number can be read from."),
    Rule(
        "swapped-coordinates",
        "error",
        "Coordinates that lie in the country only with latitude and longitude exchanged.",
    ),
    Rule("missing-group", "warning", "A group of signatories that has no row of its own."),
    Rule("several-names", "warning", "A list of names where there should be one."),
    Rule("unknown-word", "warning", "A word that the table's own definitions do not know."),
    Rule("unreadable-value", "warning", "A value that cannot be read as what its column is for."),
)
RULES = {rule.name: rule for rule in _RULES}
