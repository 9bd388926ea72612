"""What a page is asked: its parameters, checked by name, and the one address that asks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from muninet.catalogue import Parameter, Query
from muninet.catalogue.nearest import hint
from muninet.errors import ParameterError
from muninet_api.pages.addresses import Value, Values, address, text_of
from muninet_api.parameters import given_for

# Parameters that most who ask leave as they are: their fields are folded.
_RARE = frozenset({"max_hops", "direction", "relations", "avoid", "hubs", "branches", "status", "deprecated",
                   "without_licence", "limit", "only", "relation", "class"})  # fmt: skip
_CURSOR = "cursor"
_LONGEST = 2000


@dataclass(frozen=True)
class PageQuestion:
    """A question as a page asks it.

    Attributes:
        path: of the page.
        query: the question.
        named: parameters that have to be named: without any, the page only shows its form.
        emptied: parameters that are empty here unless they are given, whatever the file says.
        fixed: parameters that stand in the path already.
        extras: what the page takes beside, with what each is when it is not given.
        defaults: what parameters are here unless they are given, where that is another thing than the file says.
        at_least: how many values a list needs before there is anything to answer.
    """

    path: str
    query: Query
    named: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)

    @property
    def parameters(self) -> list[Parameter]:
        """Those that the form asks for."""
        return [one for one in self.query.parameters if one.name != "after" and one.name not in self.fixed]

    def default(self, parameter: Parameter) -> str | None:
        """What a parameter is when it is not given."""
        if parameter.name in self.emptied:
            return None
        return self.defaults.get(parameter.name, parameter.default)

    def is_rare(self, parameter: Parameter) -> bool:
        """Whether its field is folded."""
        return parameter.name in _RARE and parameter.name not in self.named


@dataclass(frozen=True)
class Asked:
    """What an address asks.

    Attributes:
        question: the question of the page.
        given: what the address gives, as texts.
        extras: what it says beside, or what goes without saying.
        wanted: whether there is something to answer; else the form alone is shown.
    """

    question: PageQuestion
    given: Values
    extras: Mapping[str, str]
    wanted: bool

    @property
    def has_cursor(self) -> bool:
        """Whether a later page is asked for."""
        return _CURSOR in self.given

    @property
    def filled(self) -> dict[str, Value]:
        """What is asked, with the page's own defaults, for who answers."""
        own = {name: value for name, value in self.question.defaults.items() if name not in self.given}
        return {**dict.fromkeys(self.question.emptied), **own, **self.given}

    def text(self, parameter: Parameter) -> str:
        """What the field of a parameter shows."""
        if parameter.name in self.given:
            return text_of(self.given[parameter.name])
        return _joined(parameter, self.question.default(parameter))

    def address(self, path: str | None = None, **changes: Value) -> str:
        """The address that asks this, with changes: parameters in the order of the file, defaults left out.

        Args:
            path: of another page or operation that takes the same; its own where it is None.
            changes: values to put in place of those that were given; a change begins at the first page again.
        """
        question = self.question
        values: dict[str, Value] = {**self.given, **self.extras, **changes}
        found: list[tuple[str, Value]] = []
        for one in question.parameters:
            given = one.name in values
            value = values.get(one.name, question.default(one))
            stated = text_of(value) != _joined(one, question.default(one))
            # What has to be named stays, even where it was left empty: that is an error to be told.
            if (given and stated) or (one.name in question.named and self.wanted and (given or text_of(value))):
                found.append((one.name, value))
        if path is None:
            found += [(name, values[name]) for name in question.extras if values[name] != question.extras[name]]
        same_rows = _CURSOR in changes or set(changes) <= set(question.extras)
        if values.get(_CURSOR) and same_rows:
            found.append((_CURSOR, values[_CURSOR]))
        return address(path or question.path, found)

    def sent(self, path: str, **more: str) -> str:
        """The address of the operation that answers the same for programs."""
        filled = self.filled
        pairs: list[tuple[str, Value]] = []
        for one in self.question.parameters:
            value = filled.get(one.name, self.question.default(one))
            theirs = None if one.name in self.question.emptied else one.default
            if text_of(value) != _joined(one, theirs) or (one.name in self.question.named and text_of(value)):
                pairs.append((one.name, value))
        if self.has_cursor:
            pairs.append((_CURSOR, self.given[_CURSOR]))
        return address(path, [*pairs, *more.items()])

    def is_canonical(self, request: Request) -> bool:
        """Whether a request came by the one address that asks this."""
        wanted = parse_qsl(urlsplit(self.address()).query, keep_blank_values=True)
        return request.query_params.multi_items() == wanted


def _joined(parameter: Parameter, default: str | None) -> str:
    return (default or "").replace(",", ";") if parameter.is_list else default or ""


def read(request: Request, question: PageQuestion) -> Asked:
    """Read what an address asks.

    Raises:
        ParameterError: it names what the page does not take, or a single thing twice.
    """
    names = [*(one.name for one in question.parameters), *question.extras]
    if len(question.parameters) + len(question.fixed) < len(question.query.parameters):
        names.append(_CURSOR)
    lists = {one.name for one in question.parameters if one.is_list}
    declared_only(request, names, lists)
    # A field for a date that was left empty asks for no day of its own.
    given = {
        name: value
        for name, value in given_for(question.query)(request).items()
        if name not in question.fixed and not (name == "at" and not value)
    }
    extras = {name: request.query_params.get(name) or default for name, default in question.extras.items()}
    return Asked(question, given, extras, _is_wanted(question, given))


def _is_wanted(question: PageQuestion, given: Values) -> bool:
    """Whether all is said that has to be. What is said to be empty is an error, which the answer tells."""
    missing = [name for name in question.named if name not in given]
    if any(len(given[name] or ()) < least for name, least in question.at_least.items() if name in given):
        return False
    return not missing or (bool(given) and not any(name in question.emptied for name in missing))


def declared_only(request: Request, names: Sequence[str], lists: frozenset[str] | set[str] = frozenset()) -> None:
    """Refuse parameters that a page does not take, single ones that are given twice, and overlong ones.

    Raises:
        ParameterError: naming the parameter, with the nearest that there is.
    """
    for name in request.query_params:
        if name not in names:
            there_are = f"there are {', '.join(names)}" if names else "there are none here"
            raise ParameterError(name, f"is not a parameter of {request.url.path}{hint(name, names)}: {there_are}")
        values = request.query_params.getlist(name)
        if len(values) > 1 and name not in lists:
            raise ParameterError(name, f"is given {len(values)} times, and takes one value")
        if max(map(len, values)) > _LONGEST:
            raise ParameterError(name, f"is longer than {_LONGEST} characters")
