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
    Rule("misspelt-country", "note", "A country that is misspelt, and read as what is meant."),
    Rule("missing-country", "warning", "A country that is not given where it belongs, and read from the city's name."),
    Rule("two-countries", "warning", "One name with one pair of coordinates that is written with several countries."),
    Rule("several-values", "note", "Several values where one belongs."),
    Rule("unknown-value", "note", "A value of which the source says only that there is one."),
    Rule("missing-label", "warning", "Someone without a name in any language."),
    Rule("several-heads", "warning", "Several heads of government of one city whose terms have no end."),
    Rule("impossible-term", "error", "A term of office that does not end after its start."),
)
RULES = {rule.name: rule for rule in _RULES}
