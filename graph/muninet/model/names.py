"""Folds names to plain lower-case Latin words, so that one spelling finds the others."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from anyascii import anyascii


def fold(text: str) -> str:
    """Return a name as lower-case ASCII words (a-z, 0-9) with single spaces: what search compares.

    Accents go (`Muğla` -> `mugla`), other scripts are written in Latin letters (`Скопје` -> `skopje`),
    punctuation parts words (`Afyon-Karahisar` -> `afyon karahisar`). Empty where the text has no letter or digit.
    Folding twice changes nothing.
    """
    # Composed first: a Cyrillic й is a letter of its own, and must fold alike in both Unicode forms.
    return " ".join("".join(map(_plain, unicodedata.normalize("NFKC", text))).split())


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    """One character in lower-case ASCII; a space where it parts words.

    What stands within a word but becomes neither letter nor digit (the soft sign, a loose accent) is left out.
    """
    if unicodedata.category(character)[0] not in "LMN":
        return " "
    return "".join(letter for letter in anyascii(character).lower() if letter.isalnum())
