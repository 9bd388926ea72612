"""Decides whether two parties are one: same, different, or unsure, with the reasons in words.

The rules stand in `score` and in the functions that it calls, and are read from top to bottom: the first that applies
decides. A pair is `same` only where nothing speaks against it; whatever a person would have to look up is `unsure`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from muninet.match.likeness import Likeness, NameMatch, best_match
from muninet.match.namesakes import SAME_PLACE_KM, Namesakes, is_rounded, kilometres
from muninet.match.parties import PLACES, Party

Decision = Literal["same", "different", "unsure"]

# A town's points in two tables may lie this far apart, where it is large enough that no second one of the name is to
# be expected: geocoders hit its district or province. Towns of 20 to 50 km off occur in both tables; km.
TOWN_KM = 60.0
# From here on a town is known beyond its county, and its country hardly has two of that name.
TOWN_INHABITANTS = 10_000
# Of smaller places there are more of one name; looking through those that the tables have, a few thousand inhabitants
# within this distance are still the same place, and hamlets are not; km.
VILLAGE_KM = 35.0
VILLAGE_INHABITANTS = 3_000
# A whole degree is up to 111 km; half of it each way, and the diagonal, is the most that rounding to it moves a point.
# Tables cut off decimals as well, which moves it twice as far, and then a small village may be meant: as for a town.
ROUNDED_KM = 120.0
# Names that differ by a letter or two are one place only where the points say so on their own: this is within a town.
CLOSE_KM = 3.0
# `Ludwigshafen` and `Ludwigshafen am Rhein` are one within this distance; km.
TAIL_KM = 5.0
# Different names on one spot may be a former name; farther apart they are neighbours. Villages lie 2 km apart.
SPOT_KM = 1.5
# Names that are similar, at this distance, are worth a look; km.
LOOK_KM = 20.0

# What the words of a name say of the authority, from the widest. The first that applies is its kind.
_WIDE = ("group", "part", "union", "metropolitan", "region", "province", "county", "district")
# An authority of this kind never goes by the bare name of its town: the bare name means the town.
_NEVER_BARE = frozenset(["group", "union", "metropolitan", "part"])
_MODEL_KINDS = {
    "city": "town",
    "municipality": "town",
    "metropolitan municipality": "metropolitan",
    "group of municipalities": "union",
    "planning region": "region",
    "canton": "region",
    "entity": "region",
}
_ARTICLES = {"group": "a list or group", "union": "a union of municipalities", "metropolitan": "a metropolitan area"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided of a pair.

    Attributes:
        decision: same, different or unsure.
        score: how likely they are one, from 0 to 1; orders pairs of one decision, and is not a measured probability.
        reasons: short sentences, the deciding one last.
    """

    decision: Decision
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A pair of places, and what has been found out about it so far."""

    left: Party
    right: Party
    match: NameMatch
    km: float | None
    namesakes: Namesakes
    reasons: tuple[str, ...]

    def verdict(self, decision: Decision, score: float, *reasons: str) -> Verdict:
        return Verdict(decision, score, (*self.reasons, *reasons))


def score(left: Party, right: Party, namesakes: Namesakes | None = None) -> Verdict:
    """Decide whether two parties are one.

    Args:
        left: a party; the order of the two does not matter.
        right: another one.
        namesakes: of all parties that are compared; without, ambiguous names and shared points are not known.

    Raises:
        ValueError: a party has no name.
    """
    if left.id == right.id:
        return Verdict("same", 1.0, (f"both have the id {left.id}",))
    shared = left.identifiers & right.identifiers
    if shared:
        return Verdict("same", 1.0, (f"both have the identifier {min(shared)}",))
    if left.label != right.label:
        return Verdict("different", 0.0, (f"one is a {left.label}, the other a {right.label}",))
    if left.country and right.country and left.country != right.country:
        return Verdict("different", 0.0, (f"one is in {left.country}, the other in {right.country}",))
    match = best_match(left, right)
    if left.label not in PLACES:
        return _body(left, right, match)
    km = kilometres(left.point, right.point) if left.point and right.point else None
    reasons = (match.reason,) if km is None else (match.reason, f"{_distance(km)} apart")
    evidence = _Evidence(left, right, match, km, namesakes or Namesakes(), reasons)
    return _authorities(evidence) or _names(evidence) or _identifiers(evidence) or _whereabouts(evidence)


def _distance(km: float) -> str:
    return f"{km:.1f} km" if km < 10 else f"{km:.0f} km"


def _body(left: Party, right: Party, match: NameMatch) -> Verdict:
    """People and organisations: a name alone is not enough, a neighbour in common settles it."""
    common = left.context & right.context
    conflict = _conflict(left, right)
    one_name = match.likeness >= Likeness.ALIAS
    reasons = (match.reason,)
    if match.likeness < Likeness.CLOSE:
        return Verdict("different", 0.05, reasons)
    if conflict:
        return Verdict("unsure", 0.4, (*reasons, conflict))
    if not common and left.context and right.context:
        return Verdict("unsure", 0.3, (*reasons, "they belong to different neighbours"))
    if common and one_name:
        return Verdict("same", 0.97, (*reasons, f"both belong to {min(common)}"))
    if common:
        return Verdict("unsure", 0.7, (*reasons, f"both belong to {min(common)}"))
    if one_name and left.label != "Person" and left.country and left.country == right.country:
        return Verdict("same", 0.9, (*reasons, f"both are in {left.country}"))
    return Verdict("unsure", 0.5, (*reasons, "nothing else is known to connect them"))


def _conflict(left: Party, right: Party) -> str | None:
    """The sentence that two identifiers of one scheme differ; None where none do."""
    schemes = {name.partition(":")[0]: name for name in sorted(left.identifiers)}
    for name in sorted(right.identifiers):
        other = schemes.get(name.partition(":")[0])
        if other is not None:
            return f"their identifiers differ: {other} and {name}"
    return None


def _authorities(evidence: _Evidence) -> Verdict | None:
    """Decide where the two are authorities of different kinds, whatever their names."""
    left, right = evidence.match.left, evidence.match.right
    if left.number is not None and right.number is not None and left.number != right.number:
        return evidence.verdict("different", 0.0, f"one is district {left.number}, the other district {right.number}")
    one, other = _kind(evidence.left, left.kinds), _kind(evidence.right, right.kinds)
    if one == "part" == other or (left.number is not None and left.number == right.number):
        return None
    if left.number is not None or right.number is not None:
        return _numbered(evidence)
    if one == other or {one, other} <= {"town", None}:
        return None
    said, unsaid = (one, other) if one not in ("town", None) else (other, one)
    if unsaid not in ("town", None):
        return evidence.verdict("different", 0.02, f"one is {_article(said)}, the other {_article(unsaid)}")
    if unsaid == "town" or said in _NEVER_BARE:
        return evidence.verdict("different", 0.03, f"one is {_article(said)}, the other a town")
    if evidence.match.likeness < Likeness.ALIAS:
        return evidence.verdict("different", 0.02, f"one is {_article(said)}, the other has another name")
    return evidence.verdict("unsure", 0.4, f"one is {_article(said)}, the other may be its seat")


def _kind(party: Party, kinds: frozenset[str]) -> str | None:
    """What it is: by the words of its name, else as its dataset says; `town` for any city or municipality."""
    for kind in _WIDE:
        if kind in kinds:
            return kind
    stated = _MODEL_KINDS.get(party.kind, party.kind) if party.kind else None
    return stated or ("town" if kinds else None)


def _article(kind: str | None) -> str:
    return _ARTICLES.get(kind or "", f"a {kind}")


def _numbered(evidence: _Evidence) -> Verdict | None:
    """One name has a district's number, the other none: the same only where both name the quarter and its city."""
    left, right = evidence.match.left, evidence.match.right
    numbered, plain = (left, right) if left.number is not None else (right, left)
    if plain.quarter and len(plain.bag) > 1 and plain.bag <= numbered.bag:
        return None
    return evidence.verdict("different", 0.03, f"one is district {numbered.number} of a city")


def _names(evidence: _Evidence) -> Verdict | None:
    """Decide where the names are not those of one place."""
    match, km = evidence.match, evidence.km
    if match.likeness >= Likeness.ALIAS:
        return _additions(evidence)
    if match.likeness is Likeness.UNLIKE:
        if (
            km is not None
            and km <= SPOT_KM
            and not _vague(evidence)
            and not evidence.namesakes.bearer(evidence.left, evidence.right)
        ):
            return evidence.verdict("unsure", 0.3, "one spot with two names: it may have been renamed")
        return evidence.verdict("different", 0.02)
    other = evidence.namesakes.bearer(evidence.left, evidence.right)
    if other is not None and match.likeness is not Likeness.TAIL:
        look = match.likeness is Likeness.CLOSE and km is not None and km <= SPOT_KM
        return evidence.verdict(
            "unsure" if look else "different", 0.1, f"one of the names is that of another place there ({other.id})"
        )
    if match.likeness is Likeness.WIDER:
        near = km is not None and km <= CLOSE_KM
        return evidence.verdict("unsure" if near else "different", 0.3 if near else 0.05, "a part, or a neighbour")
    limit = CLOSE_KM if match.likeness is Likeness.CLOSE else TAIL_KM
    if km is not None and km <= limit and not _vague(evidence):
        return None
    if km is None or km <= LOOK_KM or (km <= ROUNDED_KM and _vague(evidence)):
        return evidence.verdict("unsure", 0.4, "too far apart, or not well enough placed, for names that differ")
    return evidence.verdict("different", 0.05)


def _additions(evidence: _Evidence) -> Verdict | None:
    """Names that are told apart by what is added to them: two Hrušky, each with its code."""
    left, right = evidence.match.left, evidence.match.right
    if left.bag == right.bag or evidence.match.likeness is Likeness.REORDERED:
        return None
    if left.additions and right.additions and not left.additions & right.additions:
        return evidence.verdict(
            "different", 0.1, f"one is told apart as '{_text(left.additions)}', the other as '{_text(right.additions)}'"
        )
    return None


def _text(words: frozenset[str]) -> str:
    return " ".join(sorted(words))


def _identifiers(evidence: _Evidence) -> Verdict | None:
    """One dataset that lists two has its grounds, or has listed one twice: a person has to look."""
    conflict = _conflict(evidence.left, evidence.right)
    if conflict is None:
        return None
    if evidence.km is not None and evidence.km > LOOK_KM and not _vague(evidence):
        return evidence.verdict("different", 0.2, conflict)
    return evidence.verdict("unsure", 0.6, conflict)


def _vague(evidence: _Evidence) -> bool:
    """Whether one of the points says little of where the place is."""
    return any(is_rounded(party) or evidence.namesakes.shares_point(party) for party in (evidence.left, evidence.right))


def _whereabouts(evidence: _Evidence) -> Verdict:
    """The names are of one place, and nothing speaks against it: decide by where they lie."""
    left, right, km = evidence.left, evidence.right, evidence.km
    if not left.country or not right.country:
        return evidence.verdict("unsure", 0.5, "a country is not known")
    if km is None:
        return evidence.verdict("unsure", 0.6, "a point is missing")
    if evidence.namesakes.shares_point(left) or evidence.namesakes.shares_point(right):
        return evidence.verdict("unsure", 0.6, "a point is that of several places, such as the middle of the country")
    rounded = is_rounded(left) or is_rounded(right)
    if km <= SAME_PLACE_KM and not rounded:
        return evidence.verdict("same", 0.9 + 0.01 * evidence.match.likeness)
    other = evidence.namesakes.elsewhere(left, right)
    if other is not None:
        return evidence.verdict("unsure", 0.3, f"another place of that name is in the country ({other.id})")
    if rounded and km <= (ROUNDED_KM if _reach(evidence) >= TOWN_KM else TOWN_KM):
        return evidence.verdict("same", 0.9, "a point is whole degrees, and no other place of that name is known")
    if km <= _reach(evidence):
        return evidence.verdict("same", 0.9, "no other place of that name is known, and it is no hamlet")
    if km <= TOWN_KM:
        return evidence.verdict("unsure", 0.5, "too far apart for a small place")
    return evidence.verdict("unsure", 0.3, "a wrong point, or another place of that name")


def _reach(evidence: _Evidence) -> float:
    """How far apart the points may lie where no other place of the name is known, in km."""
    inhabitants = max(evidence.left.population or 0, evidence.right.population or 0)
    # A quarter named with its city has no namesake.
    named_twice = evidence.match.left.quarter and evidence.match.right.quarter
    if inhabitants >= TOWN_INHABITANTS or (named_twice and evidence.match.left.bag == evidence.match.right.bag):
        return TOWN_KM
    return VILLAGE_KM if inhabitants >= VILLAGE_INHABITANTS else SAME_PLACE_KM
