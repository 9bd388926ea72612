"""The rules over the graph, one question a module."""

from __future__ import annotations

from collections.abc import Mapping

from muninet.quality.findings import Rule
from muninet.quality.inspection import Check
from muninet.quality.rules import (
    aged_facts,
    conflicting_sources,
    dangling_groups,
    end_before_start,
    far_from_others,
    missing_locations,
    out_of_country,
    overlapping_terms,
    possible_duplicates,
    repeated_names,
    several_countries,
    shared_points,
    unknown_status,
)

CHECKS = (
    Check((end_before_start.RULE,), end_before_start.look),
    Check((out_of_country.RULE,), out_of_country.look),
    Check((several_countries.RULE,), several_countries.look),
    Check((overlapping_terms.RULE,), overlapping_terms.look),
    Check((conflicting_sources.RULE,), conflicting_sources.look),
    Check((dangling_groups.RULE,), dangling_groups.look),
    Check((far_from_others.RULE,), far_from_others.look),
    Check((possible_duplicates.RULE,), possible_duplicates.look),
    Check((repeated_names.EXACT, repeated_names.FOLDED), repeated_names.look),
    Check((shared_points.RULE,), shared_points.look),
    Check((unknown_status.RULE,), unknown_status.look),
    Check((missing_locations.RULE,), missing_locations.look),
    Check((aged_facts.STALE, aged_facts.OLD), aged_facts.look),
)
RULES: Mapping[str, Rule] = {rule.name: rule for check in CHECKS for rule in check.rules}
