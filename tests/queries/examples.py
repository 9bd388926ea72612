"""For every question, what to ask of the small graph so that several rows come back."""

EXAMPLES_ON_SMALL: dict[str, dict[str, str | list[str] | None]] = {
    "path/links": {"at": "any"},
    "path/link-groups": {"at": "any"},
    "path/shortest": {"from": "aldea-ro", "detours": "true"},
    "network/members": {"network": "ceesen"},
    "network/presidency": {"at": "any"},
    "city/profile": {"city": "aldea-ro"},
    "event/participants": {"event": "summit-2024"},
    "person/offices": {"person": "ana-pop"},
    "source/facts": {"source": "letter"},
    "admin/counts": {},
}
