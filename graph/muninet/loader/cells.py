"""Reads one cell by the type of its property. A cell that cannot be read raises, with a rule and what is expected."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from muninet.loader.countries import CODES, MISTAKEN
from muninet.loader.problems import nearest_word
from muninet.model import PartialDate, Property

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_ID = 160
# What an index can hold, also where a letter of another script becomes several plain ones.
_LONGEST_NAME = 2_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_IDENTIFIER = re.compile(r"([a-z][a-z0-9_-]*):(\S+)", re.ASCII)
# The forms of those schemes whose form is fixed.
_SCHEMES = {
    "wikidata": re.compile(r"Q[1-9]\d*", re.ASCII),
    "geonames": re.compile(r"[1-9]\d*", re.ASCII),
    "nuts": re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}", re.ASCII),
    "locode": re.compile(r"[A-Z]{2} ?[A-Z2-9]{3}", re.ASCII),
}
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d{1,3})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)
# Control characters save tab and line ends, and those that turn the direction of what follows.
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# A founding date before this, or an end after it, is a slip of the finger.
_YEARS = (1000, 2200)
_DATE_FORM = "2023-07-14, 2023-07 or 2023"

Reader = Callable[[object], object]


def refusal(rule: str, message: str, expected: str | None = None, found: str | None = None) -> PydanticCustomError:
    """What a reader raises; `found` is given where it is less than the whole cell."""
    return PydanticCustomError(rule, "{message}", {"message": message, "expected": expected, "found": found})


def reader_of(prop: Property) -> Reader:
    """Return the function that reads a cell of this property, from text or from a value as an importer gives it."""
    one = _SPECIAL.get(prop.name) or _BY_TYPE[prop.type.removesuffix("[]")](prop)
    if prop.choices:
        one = _choice(prop)
    return _visible(_each(one, prop) if prop.is_list else one)


def _visible(read: Reader) -> Reader:
    """Refuse what nobody sees and a terminal or a browser obeys, before the cell is read."""

    def checked(raw: object) -> object:
        for part in raw if isinstance(raw, list | tuple) else (raw,):
            hidden = _HIDDEN.search(part) if isinstance(part, str) else None
            if hidden is not None:
                raise refusal("bad-value", "not text: a control character", "text", f"U+{ord(hidden[0]):04X}")
        return read(raw)

    return checked


def _each(one: Reader, prop: Property) -> Reader:
    def read(raw: object) -> object:
        parts = raw.split(";") if isinstance(raw, str) else raw
        if not isinstance(parts, Sequence):
            raise refusal("bad-value", "not a list", "values separated by ;")
        stripped = [part.strip() if isinstance(part, str) else part for part in parts]
        if prop.required and not any(stripped):
            rule = "missing-source" if prop.name == "sources" else "missing-value"
            raise refusal(rule, f"{prop.name} names nothing", "at least one, separated by ;")
        # One that stands twice says nothing new.
        return list(dict.fromkeys(one(part) for part in stripped if part != ""))

    return read


def _text(_: Property) -> Reader:
    return text


def text(raw: object) -> object:
    """Read text; a number is not text."""
    if not isinstance(raw, str):
        raise refusal("bad-value", "not text", "text", str(raw))
    return raw


def _name(raw: object) -> object:
    """Read a name without a language."""
    if len(str(text(raw))) > _LONGEST_NAME:
        found = f"{len(str(raw))} characters"
        raise refusal("bad-name", "far too long for a name", f"at most {_LONGEST_NAME} characters", found)
    return raw


def _choice(prop: Property) -> Reader:
    rule = "unknown-role" if prop.name == "role" else "unknown-choice"
    expected = "one of " + ", ".join(prop.choices)

    def read(raw: object) -> object:
        if raw in prop.choices:
            return raw
        near = nearest_word(str(raw), prop.choices)
        hint = f" (did you mean {near}?)" if near else ""
        raise refusal(rule, f"{prop.name} is not one that the model allows{hint}", expected, str(raw))

    return read


def slug(raw: object) -> object:
    """Read an id: words of lower-case letters and digits, parted by single hyphens."""
    if not isinstance(raw, str) or not _SLUG.fullmatch(raw) or len(raw) > _LONGEST_ID:
        raise refusal("bad-id", "not an id", "lower-case letters a-z and digits in words parted by -", str(raw))
    return raw


def name_in_language(raw: object) -> object:
    """Read a name with or without its language: `Athens@en`, `Athens`."""
    words, at, language = str(raw).rpartition("@")
    if not isinstance(raw, str) or (at and (not words.strip() or not _LANGUAGE.fullmatch(language))):
        raise refusal("bad-name", "not a name with its language", "text@en, or text without @", str(raw))
    _name(raw)
    return f"{words.strip()}@{language}" if at else raw


def identifier(raw: object) -> object:
    """Read an identifier elsewhere: `wikidata:Q19689`."""
    match = _IDENTIFIER.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise refusal("bad-identifier", "not an identifier", "scheme:value, such as wikidata:Q19689", str(raw))
    form = _SCHEMES.get(match[1])
    if form is not None and not form.fullmatch(match[2]):
        raise refusal("bad-identifier", f"not an identifier of {match[1]}", f"the form {form.pattern}", str(raw))
    return raw


def _url(_: Property) -> Reader:
    def read(raw: object) -> object:
        try:
            parts = urlsplit(raw) if isinstance(raw, str) else None
            host = parts.hostname if parts else None
        except ValueError:
            parts = host = None
        good = parts and parts.scheme in ("http", "https") and host and "." in host.strip(".")
        if not good or any(sign.isspace() for sign in str(raw)):
            raise refusal("bad-url", "not the address of a web page", "https://…", str(raw))
        return raw

    return read


def _country(_: Property) -> Reader:
    def read(raw: object) -> object:
        if isinstance(raw, str) and raw in CODES:
            return raw
        code = str(raw).upper()
        meant = MISTAKEN.get(code) or (code if code in CODES else None)
        hint = f" (did you mean {meant}?)" if meant else ""
        raise refusal("bad-country", f"not a country code{hint}", "ISO 3166-1 alpha-2 in capitals, XK for Kosovo")

    return read


def _date(_: Property) -> Reader:
    def read(raw: object) -> object:
        try:
            date = raw if isinstance(raw, PartialDate) else PartialDate.parse(str(raw))
        except ValueError as error:
            raise refusal("bad-date", _why_no_date(str(raw), error), _DATE_FORM) from None
        if not _YEARS[0] <= date.first.year <= _YEARS[1]:
            raise refusal("bad-date", f"a year outside {_YEARS[0]} to {_YEARS[1]}", _DATE_FORM)
        return date

    return read


def _why_no_date(raw: str, error: ValueError) -> str:
    if "calendar" in str(error):
        return "not a day of the calendar"
    match = _DAY_FIRST.fullmatch(raw)
    if match and int(match[2]) <= 12 < int(match[1]):
        return f"not a date (did you mean {match[3]}-{int(match[2]):02d}-{int(match[1]):02d}?)"
    return "not a date"


def _integer(prop: Property) -> Reader:
    def read(raw: object) -> object:
        if isinstance(raw, str) and _WHOLE.fullmatch(raw) and len(raw) < 19:
            raw = int(raw)
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise refusal("bad-number", "not a whole number", "digits only" + _bounds(prop), str(raw))
        return _bounded(raw, prop)

    return read


def _number(prop: Property) -> Reader:
    def read(raw: object) -> object:
        if isinstance(raw, str):
            if not _NUMBER.fullmatch(raw) or len(raw) > 30:
                hint = ": decimal comma" if _DECIMAL_COMMA.fullmatch(raw) else ""
                raise refusal("bad-number", f"not a number{hint}", "digits with a decimal point" + _bounds(prop))
            raw = int(raw) if _WHOLE.fullmatch(raw) and len(raw) < 19 else float(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
            raise refusal("bad-number", "not a number", "digits with a decimal point" + _bounds(prop), str(raw))
        # A whole number stays one, so that 27 members are not 27.0.
        return _bounded(int(raw) if float(raw).is_integer() else raw, prop)

    return read


def _bounded(number: int | float, prop: Property) -> int | float:
    low, high = prop.minimum, prop.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise refusal("bad-number", "out of bounds", "a number" + _bounds(prop))
    return number


def _bounds(prop: Property) -> str:
    low = f", at least {prop.minimum:g}" if prop.minimum is not None else ""
    return low + (f", at most {prop.maximum:g}" if prop.maximum is not None else "")


def _boolean(_: Property) -> Reader:
    def read(raw: object) -> object:
        truth = raw if isinstance(raw, bool) else {"true": True, "false": False}.get(str(raw).lower())
        if truth is None:
            raise refusal("bad-value", "neither true nor false", "true or false")
        return truth

    return read


def degrees(limit: int) -> Reader:
    """Return the reader of a latitude (limit 90) or longitude (limit 180) in degrees."""
    expected = f"degrees with a decimal point from -{limit} to {limit}"

    def read(raw: object) -> object:
        if isinstance(raw, str) and not _NUMBER.fullmatch(raw):
            comma = _DECIMAL_COMMA.fullmatch(raw)
            raise refusal("bad-coordinates", "decimal comma" if comma else "not a number of degrees", expected)
        if not isinstance(raw, str | int | float) or isinstance(raw, bool):
            raise refusal("bad-coordinates", "not a number of degrees", expected, str(raw))
        value = float(raw)
        if not -limit <= value <= limit:
            raise refusal("bad-coordinates", "out of range", expected)
        return value

    return read


_SPECIAL: dict[str, Reader] = {
    "id": slug, "name": _name, "title": _name, "names": name_in_language, "identifiers": identifier,
}  # fmt: skip
_BY_TYPE: dict[str, Callable[[Property], Reader]] = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "country": _country,
    "entity": lambda _: slug,
    "url": _url,
}
