"""How two names are alike: from letter for letter down to not at all, each with the sentence that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from muninet.match.normalising import NameForm, name_form, plain_form
from muninet.match.parties import PLACES, Party


class Likeness(IntEnum):
    """From unlike to alike; what stands at or above ALIAS is one name."""

    UNLIKE = 0
    WIDER = 1
    CLOSE = 2
    TAIL = 3
    ALIAS = 4
    REORDERED = 5
    SPELLING = 6
    FOLDED = 7
    EQUAL = 8


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The best match of the names of two parties.

    Attributes:
        likeness: how alike they are.
        left: the form of the first party's name that matches best.
        right: of the second party's.
        reason: a short sentence.
    """

    likeness: Likeness
    left: NameForm
    right: NameForm
    reason: str


# One letter is another place in a short name (Ans, Ars); from this length on it is rather a slip.
_ONE_SLIP = 5
# From this length on two slips are (Rîșcani, Daliyat al-Karmel).
_TWO_SLIPS = 8
# What a place lies on or in, behind its name: Ludwigshafen *am* Rhein is also called Ludwigshafen.
_WHERE = frozenset(
    ["am", "an", "im", "bei", "in", "ob", "na", "nad", "pod", "on", "upon", "sur", "sul", "sulla", "aan"]
)
# Words that tell neighbours of one name apart.
_APART = frozenset(["east", "west", "north", "south", "new", "old", "upper", "lower", "great", "little"])


def forms(party: Party) -> Sequence[NameForm]:
    """The forms of all names of a party; only the names of places are looked through for authorities' words."""
    if party.label in PLACES:
        return [name_form(name, party.country) for name in party.names]
    return [plain_form(name) for name in party.names]


def best_match(left: Party, right: Party) -> NameMatch:
    """Compare every name of one party with every name of the other; the best match counts.

    Raises:
        ValueError: a party has no name.
    """
    if not left.names or not right.names:
        raise ValueError(f"{(right if left.names else left).id!r} has no name")
    matches = [compare(one, other) for one in forms(left) for other in forms(right)]
    return max(matches, key=lambda match: match.likeness)


def compare(left: NameForm, right: NameForm) -> NameMatch:
    """Compare two names, by rules that are read from top to bottom: the first that fits counts."""
    likeness, reason = _compared(left, right)
    return NameMatch(likeness, left, right, reason)


def _compared(left: NameForm, right: NameForm) -> tuple[Likeness, str]:
    if not left.key or not right.key:
        return Likeness.UNLIKE, "a name has no letter"
    if left.words == right.words:
        if left.given == right.given:
            return Likeness.EQUAL, "the names are the same"
        return Likeness.FOLDED, _folded_reason(left, right)
    if left.squeezed == right.squeezed:
        return Likeness.FOLDED, "the names are the same without blanks and punctuation"
    if left.key == right.key:
        return Likeness.SPELLING, "the names are the same in another spelling"
    if left.bag == right.bag and len(left.bag) > 1:
        return Likeness.REORDERED, "the names have the same words"
    if left.number is not None and left.number == right.number and (left.bag <= right.bag or right.bag <= left.bag):
        return Likeness.ALIAS, f"both are district {left.number}"
    if left.keys & right.keys:
        return Likeness.ALIAS, "both are names of the same place"
    return _less_alike(left, right)


def _less_alike(left: NameForm, right: NameForm) -> tuple[Likeness, str]:
    shorter, longer = sorted((left, right), key=lambda form: len(form.words))
    if longer.words[: len(shorter.words)] == shorter.words:
        if longer.words[len(shorter.words)] in _WHERE:
            return Likeness.TAIL, f"one adds '{' '.join(longer.words[len(shorter.words) :])}'"
        return Likeness.WIDER, f"one name goes on: '{' '.join(longer.words[len(shorter.words) :])}'"
    slips = _slips(left, right)
    if slips is not None:
        return Likeness.CLOSE, f"the names differ by {slips} letter{'s' if slips > 1 else ''}"
    if left.bag < right.bag or right.bag < left.bag:
        more = sorted(left.bag ^ right.bag)
        return Likeness.WIDER, f"one name has more words: {', '.join(more)}"
    return Likeness.UNLIKE, "the names differ"


def _folded_reason(left: NameForm, right: NameForm) -> str:
    if left.kinds != right.kinds:
        return "the names are the same without the word for the authority"
    if left.given.casefold() == right.given.casefold():
        return "the names are the same but for capitals"
    if left.additions != right.additions:
        return "the names are the same without what is added to them"
    return "the names are the same without accents"


def _slips(left: NameForm, right: NameForm) -> int | None:
    """How many letters two names differ by, where that is rather a slip or a romanisation than another place."""
    if (set(left.words) ^ set(right.words)) & _APART or left.key[0] != right.key[0] or left.quarter != right.quarter:
        return None
    shortest = min(len(left.key), len(right.key))
    most = 2 if shortest >= _TWO_SLIPS else 1 if shortest >= _ONE_SLIP else 0
    if not most:
        return None
    slips = int(OSA.distance(left.key, right.key, score_cutoff=most))
    return slips if slips <= most else None
