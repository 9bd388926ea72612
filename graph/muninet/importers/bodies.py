"""The agencies, authorities and networks that the Covenant's table names by their names alone."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from muninet.model.names import fold

# A name of a month's length is a text, and no id.
_LONGEST = 80


class Body(NamedTuple):
    """One that is known beyond the table.

    Attributes:
        id: its id.
        label: of the model.
        name: as it writes itself.
        branch_of: the name, as in the table, of the network that it is a branch of.
    """

    id: str
    label: str
    name: str
    branch_of: str | None = None


_ALLIANCE = "Climate Alliance"
# By the name in the table. It names three national branches of Climate Alliance beside the network itself.
BODIES = {
    _ALLIANCE: Body("climate-alliance", "Network", "Climate Alliance"),
    "Climate Alliance Italy": Body("climate-alliance-italy", "Network", "Climate Alliance Italy", _ALLIANCE),
    "Climate Alliance Austria": Body("climate-alliance-austria", "Network", "Climate Alliance Austria", _ALLIANCE),
    "Magyarországi Éghajlatvédelmi Szövetség - Climate Alliance Hungary": Body(
        "climate-alliance-hungary", "Network", "Climate Alliance Hungary", _ALLIANCE
    ),
}


def body_id(name: str) -> str:
    """The id of a body that only its name tells; of a known one its own."""
    known = BODIES.get(name)
    if known is not None:
        return known.id
    words = fold(name).replace(" ", "-")
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rstrip('-')}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"
    return f"gcom-body-{words}"
