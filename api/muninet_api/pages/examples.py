"""Questions that the start page offers: what they are in words, and where they are asked."""

from __future__ import annotations

EXAMPLES = (
    ("Which cities link to Climate Alliance via CEESEN?", "/links?to=climate-alliance&via=ceesen"),
    ("Who are the members of the B40 Balkan Cities Network?", "/queries/network/members?network=b40"),
    ("What do Tirana and Istanbul share?", "/compare?ids=tirana-al;istanbul-tr"),
    ("Which members of B40 are missing from Climate Alliance?", "/gaps?network=b40&missing_from=climate-alliance"),
    ("Who belongs to both B40 and ICLEI?", "/queries/network/overlap?networks=b40;iclei"),
    ("Where are the cities of B40 and ICLEI?", "/map?networks=b40;iclei"),
    ("How did the presidency of B40 pass on?", "/queries/network/presidency?network=b40"),
    ("What happened to B40, in order?", "/queries/entity/timeline?entity=b40"),
)
