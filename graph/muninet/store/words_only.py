"""Whether a statement that is not ours may run, judged by its words: where a plan does not show what is run."""

from __future__ import annotations

import re
from collections.abc import Sequence

from muninet.catalogue.tokens import Token, UnterminatedError, tokens
from muninet.store.reading_only import PROCEDURES, no_procedure

# Escapes stand for characters before anything is read, quotes too; and a line may end in more ways than one.
_UNREADABLE = re.compile(r"\\u|[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\r(?!\n)")


def refused_by_text(text: str) -> str | None:
    """Why a statement may not run, judged by its words; None where there is nothing against it.

    The plan does not show what stands in a subquery inside of another expression, such as
    `[x IN list | COUNT { LOAD CSV … }]`: the server runs it all the same. So what loads files and calls procedures is
    looked for among the words too, of which comments, strings and quoted names are none.
    """
    odd = _UNREADABLE.search(text)
    if odd is not None:
        return (
            "it holds `\\u`: write the character itself, or give the text as a parameter"
            if odd[0] == "\\u"
            else f"it holds the character U+{ord(odd[0]):04X}: give such a text as a parameter"
        )
    try:
        words = tokens(text)
    except UnterminatedError:
        return None  # no statement at all, which the server says better
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if word.kind == "mark" and not word.text.isascii():
            return f"it holds the character U+{ord(word.text):04X} outside of a text: put names with it in backticks"
        if _ends_in(word, "LOAD") and following is not None and following.is_word("CSV"):
            return "it loads a file, and only what reads the graph is served"
        if _ends_in(word, "CALL") and following is not None and following.kind == "name":
            name = _called(words[index + 1 :])
            if name not in PROCEDURES:
                return no_procedure(name)
    return None


def _ends_in(word: Token, keyword: str) -> bool:
    """Whether a token is a keyword, or a number that one follows without a space: `LIMIT 1LOAD CSV`."""
    glued = word.kind in ("number", "parameter") and word.text[:1].isdigit() and word.text.upper().endswith(keyword)
    return glued or word.is_word(keyword)


def _called(words: Sequence[Token]) -> str:
    """The name that a procedure is called by: names parted by dots."""
    name = words[0].text
    for dot, part in zip(words[1::2], words[2::2], strict=False):
        if not (dot.is_mark(".") and part.kind == "name"):
            break
        name += f".{part.text}"
    return name
