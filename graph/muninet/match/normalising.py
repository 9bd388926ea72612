"""Takes a name apart: what it is called, what kind of authority it says, and what it adds to be told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from muninet.match.vocabulary import CountryWords, Vocabulary, standard_vocabulary
from muninet.model.names import fold

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# A blank on either side: an unspaced hyphen joins the words of one name (Bielsko-Biała).
_DASH = re.compile(r"\s[-–—]\s?|\s?[–—]\s|–")
_SLASH = re.compile(r"\s*/\s*")
_HYPHEN = re.compile(r"(?<=\w)\s*[-–—]\s*(?=\w)")
# Budapest V – Belváros
_NUMBER_AND_DASH = re.compile(r"\s[IVX]+\.?\s+[-–—]\s")
# Between an authority's word and its name, in any of the languages: Comune *di* Todi.
_OF = "of"
_LINKS = frozenset([_OF, "de", "d", "di", "del", "della", "dell", "du", "des", "do", "da", "van", "von"])
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e|eme)?")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_ONES = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
# Letters that look like a Latin one, typed in its place within an otherwise Latin word (Korsun-Shevchenkivskіу).
_LOOKALIKES = str.maketrans("АВЕІКМНОРСТУХаеіорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEIKMHOPCTYXaeiopcyxABEZHIKMNOPTYXo")
_MISREAD = re.compile(r"[ÃÄÅ][\x80-\xbf ]")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "ARABIC", "HEBREW")
# This many separators make a list of members, not a name with an addition.
_LIST_SEPARATORS = 2


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as it is compared.

    Attributes:
        given: as written.
        words: folded words of the name itself, spellings of whole words made one (`st` -> `saint`).
        key: the words squeezed, with letters that are written in several ways made one; equal keys are one block.
        kinds: what its words say of the authority (`county`, `union` …); empty where they say nothing.
        additions: folded words that say where it lies or what it is called besides (in brackets, `Judeţul Alba`).
        parts: keys of the names that a bilingual name consists of, and of its exonym; without `key`.
        number: of a district, where the name gives one (`XIV. kerület` -> 14).
        bag: letters-made-one of all its words and additions, without order.
        quarter: written as a part of a city: `Zemun (Belgrade)`, `Belgrade – Zemun`, `Sector 3 (Bucharest)`.
    """

    given: str
    words: tuple[str, ...]
    key: str
    kinds: frozenset[str] = frozenset()
    additions: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    number: int | None = None
    bag: frozenset[str] = frozenset()
    quarter: bool = False

    @property
    def squeezed(self) -> str:
        """The words without blanks: equal where two names differ by case, accents, script or punctuation only."""
        return "".join(self.words)

    @property
    def keys(self) -> frozenset[str]:
        """All keys under which it may be found."""
        return self.parts | {self.key} - {""}


@lru_cache(maxsize=65536)
def name_form(name: str, country: str | None = None) -> NameForm:
    """Take a name apart, with the words that come with muninet.

    Args:
        name: as written, in any script. A comma never parts it: `Lagoa, Algarve` is one name.
        country: ISO 3166-1 alpha-2 code, since words mean different things elsewhere; None where it is not known.

    Returns:
        Its form; without words and with an empty key where the name has no letter or digit.
    """
    return take_apart(name, country, standard_vocabulary())


@lru_cache(maxsize=65536)
def plain_form(name: str) -> NameForm:
    """The form of a name that is no place's, such as a person's or an association's: all its words are its own."""
    words = standard_vocabulary().of_country(None)
    tokens = tuple(fold(_BRACKETS.sub(" ", name)).split()) or tuple(fold(name).split())
    additions = frozenset(fold(" ".join(a or b for a, b in _BRACKETS.findall(name))).split()) - set(tokens)
    bag = frozenset(map(words.spelt, tokens))
    return NameForm(name, tokens, words.key(tokens), additions=additions, bag=bag)


def take_apart(name: str, country: str | None, vocabulary: Vocabulary) -> NameForm:
    """Take a name apart as name_form does, with other words."""
    words = vocabulary.of_country(country)
    text = unicodedata.normalize("NFKC", _decoded(name)).replace("&", " and ")
    text = " ".join(_without_lookalikes(word) for word in text.split())
    bracketed = [a or b for a, b in _BRACKETS.findall(text)]
    plain = _BRACKETS.sub(" ", text) if fold(_BRACKETS.sub(" ", text)) else text.translate({40: " ", 41: " "})
    names = _names(plain, words)
    main = names[0]
    for other in names[1:]:
        main = replace(main, parts=main.parts | {other.key}, kinds=main.kinds | other.kinds)
    for inner in bracketed:
        main = _with_bracket(main, inner, words)
    if not main.words and main.number is not None and bracketed:
        # Sector 3 (Bucharest)
        main = replace(_bare(" ".join(bracketed), words), kinds=main.kinds, number=main.number)
    elif not main.words:
        # Nothing but authorities' words: then they are its name (Grad in Slovenia).
        main = replace(_bare(plain, words), additions=main.additions)
    return _finished(name, main, plain, words)


def _names(plain: str, words: CountryWords) -> list[NameForm]:
    """The names that a name without brackets consists of: several where it is bilingual, else one."""
    if _separators(plain) >= _LIST_SEPARATORS:
        return [replace(_of_text(plain, words), kinds=frozenset({"group"}))]
    for pattern in (_SLASH, _DASH, _HYPHEN):
        sides = [side for side in pattern.split(plain) if fold(side)]
        if len(sides) == 2 and (pattern is _SLASH or _one_place(sides, words)):
            forms = [_of_text(side, words) for side in sides]
            named = [form for form in forms if form.words]
            kinds = frozenset[str]().union(*(form.kinds for form in forms))
            if named:
                # The side in Latin letters first: it is the one that other tables have.
                named.sort(key=lambda form: _script(form.given) != "LATIN")
                return [replace(named[0], kinds=kinds), *named[1:]]
    form = _of_text(plain, words)
    sides = [side for side in _DASH.split(plain) if fold(side)]
    if len(sides) == 2 and (form.number is not None or re.search(r"\s–\s", plain)):
        # `Belgrade – Zemun`, `Budapest XIV – Zugló`: a city and its part, which is what is named.
        form = replace(form, quarter=True)
    return [form]


def _separators(plain: str) -> int:
    """How many members' separators of the most frequent sort there are."""
    slashes = len(_SLASH.findall(plain))
    return max(plain.count(",") + plain.count(";"), len(_DASH.findall(plain)), slashes)


def _one_place(sides: Sequence[str], words: CountryWords) -> bool:
    """Whether two names are of one place: listed as such, or one name in two scripts."""
    first, second = (words.exonym(fold(side).split()) for side in sides)
    if first is not None and first == second:
        return True
    return len({_script(side) for side in sides}) == 2


def _with_bracket(form: NameForm, inner: str, words: CountryWords) -> NameForm:
    """Add what stands in brackets: a kind (Rayon), the name in another script, a district's number, or an addition."""
    other = _of_text(inner, words)
    if not other.words and other.number is None:
        return replace(form, kinds=form.kinds | other.kinds)
    if _script(inner) != _script(form.given) and "" not in (_script(inner), _script(form.given)):
        return replace(form, parts=form.parts | {other.key}, kinds=form.kinds | other.kinds)
    number = form.number if form.number is not None else other.number
    kinds = form.kinds | (other.kinds & {"part"})
    return replace(form, additions=form.additions | set(other.words) | other.additions, number=number, kinds=kinds)


def _finished(name: str, form: NameForm, plain: str, words: CountryWords) -> NameForm:
    bag = frozenset(words.spelt(word) for word in (*form.words, *form.additions))
    parts = set(form.parts)
    # A name that says where it lies is not the place that the table means by the bare name.
    for named in (fold(plain).split(), form.words) if not form.additions else ():
        first = words.exonym(named)
        if first is not None:
            # Marked, so that it meets other exonyms only: Monfalcone is Tržič in Slovene, and Tržič is a town as well.
            parts.add(f"={first}")
    # A whole name in brackets behind it says what it is a part of.
    quarter = form.quarter or form.number is not None or bool(form.additions)
    kinds = form.kinds
    if form.additions and form.additions == set(form.words):
        kinds |= {"part"}  # Bonn (Bonn): the quarter that has its city's name
    return replace(form, given=name, kinds=kinds, bag=bag, parts=frozenset(parts) - {form.key, ""}, quarter=quarter)


def _of_text(text: str, words: CountryWords) -> NameForm:
    """The form of a text without brackets that is one name."""
    tokens = fold(text).split()
    said: set[str] = set()
    tokens, additions = _without_additions(tokens, words, "," in text)
    tokens = _without_phrases(tokens, words, said)
    tokens, number = _without_number(tokens, said, bool(_NUMBER_AND_DASH.search(text)))
    kinds = said - {"nothing"}
    if kinds:
        # Hlyboka Town Council of Hlyboka United Community
        tokens = [word for place, word in enumerate(tokens) if word != _OF and word not in tokens[:place]]
    extra = {token for token in tokens if (token,) in words.phrases["beside"]}
    if len(extra) < len(set(tokens)):
        additions |= extra
        tokens = [token for token in tokens if token not in extra]
    spelt = tuple(_of_spelling(tokens, words))
    if number is not None:
        kinds = kinds - {"district"} | {"part"}
    return NameForm(text, spelt, words.key(spelt), frozenset(kinds), frozenset(additions), number=number)


def _bare(text: str, words: CountryWords) -> NameForm:
    """The form of a text of which every word is the name's own."""
    tokens = tuple(_of_spelling(fold(text).split(), words))
    return NameForm(text, tokens, words.key(tokens))


def _without_additions(tokens: list[str], words: CountryWords, comma: bool) -> tuple[list[str], set[str]]:
    for place in range(1, len(tokens) - 1):
        for length in (2, 1):
            marker = tuple(tokens[place : place + length])
            if marker in words.phrases["after"] and place + length < len(tokens):
                return tokens[:place], set(tokens[place + length :])
    if comma and len(tokens) > 2 and (tokens[-1],) in words.phrases["before"]:
        return tokens[:-2], {tokens[-2]}
    return tokens, set()


def _without_phrases(tokens: list[str], words: CountryWords, said: set[str]) -> list[str]:
    """Leave out authorities' words, noting what they say; a name that is nothing but such words becomes empty."""
    changed = not words.tokens.isdisjoint(tokens)
    while changed:
        changed = False
        for position in ("prefix", "suffix", "anywhere"):
            for start, end, says in _found(tokens, words, position):
                left = tokens[:start] + tokens[end:]
                if not left and says == "nothing":
                    continue
                if position != "suffix" and len(left) > start + 1 and left[start] in _LINKS:
                    del left[start]
                said.add(says)
                tokens, changed = left, True
                break
    return tokens


def _found(tokens: list[str], words: CountryWords, position: str) -> Iterable[tuple[int, int, str]]:
    """Where phrases of a position stand, longest first: start, end and what they say."""
    phrases = words.phrases[position]
    for length in range(min(words.longest, len(tokens)), 0, -1):
        starts = {"prefix": [0], "suffix": [len(tokens) - length]}.get(position, range(len(tokens) - length + 1))
        for start in starts:
            word = phrases.get(tuple(tokens[start : start + length]))
            if word is not None and word.says != "spelling":
                yield start, start + length, word.says


def _without_number(tokens: list[str], said: set[str], dashed: bool) -> tuple[list[str], int | None]:
    """Leave out a district's number: beside a word such as district any, else one that cannot be a word."""
    marked = dashed or bool(said & {"part", "district"})
    for place, token in enumerate(tokens):
        number = _number(token)
        if number and (marked or (place > 0 and (token.isdigit() or len(token) > 1))):
            said.add("part")
            return tokens[:place] + tokens[place + 1 :], number
    return tokens, None


def _number(token: str) -> int | None:
    if match := _ORDINAL.fullmatch(token):
        return int(match[1])
    if token and (match := _ROMAN.fullmatch(token)):
        return 10 * len(match[1]) + _ROMAN_ONES[match[2]]
    return None


def _of_spelling(tokens: Sequence[str], words: CountryWords) -> Iterable[str]:
    for token in tokens:
        word = words.phrases["anywhere"].get((token,))
        yield word.reads if word is not None and word.says == "spelling" else token


def _script(text: str) -> str:
    """The script of the first letter; empty where there is none that is known."""
    for letter in text:
        if letter.isalpha():
            name = unicodedata.name(letter, "")
            return next((script for script in _SCRIPTS if name.startswith(script)), "")
    return ""


def _decoded(name: str) -> str:
    """A name whose UTF-8 was read as Latin-1 (`Å empeter` for Šempeter), as it was meant; any other as it is."""
    if not _MISREAD.search(name):
        return name
    try:
        # The no-break space within such a letter has often been made a plain one.
        return _MISREAD.sub(lambda pair: pair[0].replace(" ", "\xa0"), name).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name


def _without_lookalikes(word: str) -> str:
    """A word in which Latin letters and letters that only look so are mixed, in Latin letters."""
    letters = [letter for letter in word if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return word.translate(_LOOKALIKES) if 0 < latin < len(letters) else word
