"""Names and identities: which rows of several tables are one city, one body, one person.

    forms = name_form("Općina Stari Jankovci", "HR")
    namesakes = Namesakes([*signatories, *twins])
    for left, right in candidates(signatories, twins):
        verdict = score(left, right, namesakes)

Pure functions over dataclasses: nothing here knows a graph or a server. What people decided goes before any verdict;
see decisions.
"""

from muninet.match.blocking import candidates
from muninet.match.decisions import Decided, Decisions, add_decision, read_decisions
from muninet.match.namesakes import Namesakes
from muninet.match.normalising import NameForm, name_form
from muninet.match.parties import Party
from muninet.match.scoring import Decision, Verdict, score
from muninet.match.tables import TableError

__all__ = [
    "Decided",
    "Decision",
    "Decisions",
    "NameForm",
    "Namesakes",
    "Party",
    "TableError",
    "Verdict",
    "add_decision",
    "candidates",
    "name_form",
    "read_decisions",
    "score",
]
