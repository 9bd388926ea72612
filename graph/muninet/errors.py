"""Every error that muninet raises on purpose. Messages name the thing, the place and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Suggestion:
    """An entity that may have been meant.

    Attributes:
        id: its id.
        name: its name.
    """

    id: str
    name: str


class MuninetError(Exception):
    """Base of all errors raised on purpose; `exit_status` is what the command line ends with."""

    exit_status = 1


class UsageError(MuninetError):
    """A command, setting or environment variable that cannot be used as it stands."""

    exit_status = 2


class CatalogueError(MuninetError):
    """A query file that breaks the rules of docs/queries.md; the message begins with `file:line:`."""


class UnknownQueryError(MuninetError):
    """No query file has that name."""

    exit_status = 3

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        """Take the name asked for and the nearest names there are."""
        hint = f" (did you mean {', '.join(nearest)}?)" if nearest else ""
        super().__init__(f"there is no query {name!r}{hint}: `muninet query` lists them")
        self.name = name
        self.nearest = tuple(nearest)


class ParameterError(MuninetError):
    """A parameter that is unknown, missing, of the wrong type or out of bounds."""

    exit_status = 2

    def __init__(self, parameter: str, message: str) -> None:
        """Take the parameter's name and what is wrong with it."""
        super().__init__(f"parameter {parameter}: {message}")
        self.parameter = parameter
        self.reason = message


class UnknownEntityError(MuninetError):
    """No entity has that id; `suggestions` are the nearest by name."""

    exit_status = 3

    def __init__(self, entity: str, suggestions: Sequence[Suggestion] = (), parameter: str | None = None) -> None:
        """Take the id asked for, what may have been meant, and the parameter it stood in."""
        hint = "; nearest: " + ", ".join(f"{s.id} ({s.name})" for s in suggestions) if suggestions else ""
        super().__init__(f"no entity has the id {entity!r}{hint}")
        self.entity = entity
        self.suggestions = tuple(suggestions)
        self.parameter = parameter


class MergedEntityError(MuninetError):
    """The id is that of an entity which was found to be another one, and which goes by that one's id."""

    exit_status = 3

    def __init__(self, entity: str, remains: str, parameter: str | None = None) -> None:
        """Take the id asked for, the id that remains, and the parameter it stood in."""
        super().__init__(f"{entity!r} goes by the id {remains!r} now: ask for that")
        self.entity = entity
        self.remains = remains
        self.parameter = parameter


class LeftOutError(UnknownEntityError):
    """There is an entity of that id, and all that is known of it rests on sources that are left out."""

    def __init__(self, entity: str, parameter: str | None = None) -> None:
        """Take its id and the parameter it stood in."""
        super().__init__(entity, (), parameter)
        self.args = (f"all that is known of {entity!r} rests on sources under licences that are left out",)


class OtherTypeError(MuninetError):
    """An entity has that id, and it is of another type than was asked for."""

    exit_status = 3

    def __init__(self, entity: str, name: str, type_: str, wanted: str, parameter: str | None = None) -> None:
        """Take its id, name and type, the type asked for, and the parameter that the id stood in."""
        super().__init__(f"{entity!r} is a {type_} ({name}), no {wanted}")
        self.entity = entity
        self.name = name
        self.type = type_
        self.parameter = parameter


class UnknownPageError(MuninetError):
    """A cursor that leads to no page of what is asked."""

    exit_status = 3

    def __init__(self, message: str, parameter: str = "cursor") -> None:
        """Take what is wrong with it and what to do, and the parameter that it stood in."""
        super().__init__(f"parameter {parameter}: {message}")
        self.parameter = parameter


class UnknownLicenceError(MuninetError):
    """No source is under that licence; `suggestions` are those there are, as id and name alike."""

    exit_status = 3

    def __init__(self, licence: str, known: Sequence[str], parameter: str) -> None:
        """Take the licence asked for, those there are, and the parameter it stood in."""
        super().__init__(
            f"parameter {parameter}: no source is under the licence {licence!r}: there are "
            f"{', '.join(known) or 'no sources yet'}"
        )
        self.licence = licence
        self.suggestions = tuple(Suggestion(name, name) for name in known)
        self.parameter = parameter


class StoreUnavailableError(MuninetError):
    """Neo4j cannot be reached, or went away."""

    exit_status = 4


class GraphNotPreparedError(StoreUnavailableError):
    """The database answers, but muninet has never prepared it: constraints and indexes are missing."""


class QueryTimeoutError(MuninetError):
    """A query ran longer than its limit."""

    exit_status = 4


class CypherError(MuninetError):
    """A statement of the user's own that Neo4j cannot run; the message is Neo4j's, with the place where it has one."""

    exit_status = 2


class CypherRefusedError(MuninetError):
    """A statement of the user's own that may not run; the message says why."""

    exit_status = 2


class CypherTooLargeError(MuninetError):
    """A statement of the user's own that takes more memory than it may."""


class TransferError(MuninetError):
    """A graph that cannot be exported, or a file that cannot be read into one; says why, and what to do."""


class LocalServerError(MuninetError):
    """The private Neo4j could not be brought up; the message says why and what to do."""

    exit_status = 4


@dataclass(frozen=True)
class LoadProblem:
    """One thing that is wrong with a table.

    Attributes:
        file: path as given.
        row: line number in the file, the header being 1; None where the whole file is meant.
        column: name of the column; None where the whole row is meant.
        rule: short stable name of the rule broken (`unknown-id`, `bad-date` …).
        message: what is wrong.
        found: what stood there.
        expected: what should stand there.
        suggestions: the nearest ids, for an unknown one.
    """

    file: str
    row: int | None
    column: str | None
    rule: str
    message: str
    found: str | None = None
    expected: str | None = None
    suggestions: tuple[Suggestion, ...] = ()

    def __str__(self) -> str:
        """Render as `file:row:column: what is wrong, what was found, what is expected`."""
        place = ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)
        text = f"{place}: {self.message}"
        if self.found is not None:
            text += f", found {self.found!r}"
        if self.expected is not None:
            text += f", expected {self.expected}"
        if self.suggestions:
            text += "; nearest: " + ", ".join(f"{s.id} ({s.name})" for s in self.suggestions)
        return text

    def as_json(self) -> dict[str, Any]:
        """Render as the contract's load error object."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "rule": self.rule,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
            "suggestions": [{"id": s.id, "name": s.name} for s in self.suggestions],
        }


@dataclass
class LoadError(MuninetError):
    """Tables that cannot be loaded: nothing was written, and `problems` holds all that is wrong."""

    problems: list[LoadProblem] = field(default_factory=list)

    def __str__(self) -> str:
        """One problem a line."""
        return "\n".join(str(problem) for problem in self.problems)


class LoadBusyError(MuninetError):
    """Another load or unload is under way; nothing was written."""

    def __init__(self, dataset: str, doing: str, started: str | None) -> None:
        """Take the dataset, `load` or `unload`, and when that began."""
        super().__init__(
            f"a {doing} of the dataset {dataset!r} is under way since {started}: try again when it has ended "
            "(`muninet status` tells)"
        )
        self.dataset = dataset


class LoadLostError(MuninetError):
    """A load was silent for so long that another one took over; what it had written is for that one to complete."""

    def __init__(self, dataset: str) -> None:
        """Take the dataset that was being loaded."""
        super().__init__(f"the load of the dataset {dataset!r} was taken for dead and another took over: load it again")
        self.dataset = dataset


class UnknownDatasetError(MuninetError):
    """No dataset has that name."""

    exit_status = 3

    def __init__(self, dataset: str, known: Sequence[str]) -> None:
        """Take the name asked for and the names there are."""
        there = ", ".join(known) if known else "none"
        super().__init__(f"the graph has no dataset {dataset!r}: it has {there}")
        self.dataset = dataset
        self.known = tuple(known)


class DatasetInUseError(MuninetError):
    """A dataset cannot be unloaded, because others refer to its entities; `uses` are lines that name them."""

    def __init__(self, dataset: str, others: Sequence[str], uses: Sequence[str], more: int = 0) -> None:
        """Take the dataset, those that refer to it, some of the references, and how many more there are."""
        listed = "".join(f"\n  {use}" for use in uses) + (f"\n  and {more} more" if more else "")
        super().__init__(
            f"the dataset {dataset!r} cannot be unloaded: {', '.join(others)} refer to its entities; "
            f"unload these first{listed}"
        )
        self.dataset = dataset
        self.others = tuple(others)
        self.uses = tuple(uses)
