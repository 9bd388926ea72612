"""The mapping of a table, as data: where each property of each entity and fact comes from.

A value is a column's name alone, or says more: `{column: Joined, format: "%d.%m.%Y"}`.
What the keys mean stands with them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

Scalar = str | int | float | bool | None
# What tells a bare word from more; these stand in the paths of pydantic's errors, and are taken out of them.
TAGS = ("<word>", "<more>")
Part = Annotated[str, Field(min_length=1, max_length=500)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _listed(raw: object) -> object:
    """One where a list may stand."""
    return raw if raw is None or isinstance(raw, list) else [raw]


def _text_of(raw: object) -> object:
    """A number written without quotes where a word is meant (a year, a code)."""
    return str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw


def _scalar(raw: object) -> object:
    """One word, number, truth or nothing."""
    if raw is not None and not isinstance(raw, str | int | float):
        raise ValueError("not one word, number, true or false")
    return raw


def _constant(raw: object) -> object:
    return [_scalar(part) for part in raw] if isinstance(raw, list) else _scalar(raw)


def _tag(raw: object) -> str:
    return TAGS[isinstance(raw, dict)]


One = Annotated[Any, BeforeValidator(_scalar)]
Words = Annotated[list[Annotated[str, BeforeValidator(_text_of)]], BeforeValidator(_listed)]


class Condition(_Strict):
    """Holds for a row by what stands in one column. Case and white space around do not matter.

    `{column: Status, is: [active, paused]}`, `{column: Status, is_not: left}`, `{column: Left, filled: false}`.
    """

    column: Part
    is_: Words | None = Field(None, alias="is")
    is_not: Words | None = None
    filled: bool | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(given is not None for given in (self.is_, self.is_not, self.filled)) != 1:
            raise ValueError("say one of is, is_not and filled")
        return self


Conditions = Annotated[list[Condition], BeforeValidator(_listed)]


class Value(_Strict):
    """Where one value comes from.

    Attributes:
        column: the column it stands in.
        columns: several columns, whose filled cells are joined …
        joined: … by this.
        constant: the same for every row.
        values: what a word stands for; a word that is not listed is reported, unless …
        default: … this stands for it, or …
        keep: … it may stay as it is.
        empty: words that say that nothing is known ("-", "n/a"), beside the mapping's own.
        format: of dates in text, by %d, %m, %Y and %B (the month's name); several are tried in turn.
        precision: what a date is cut to, where the cell says more than is known.
        decimal: sign before the decimals of a number in text.
        thousands: sign between its thousands; a space stands for any.
        separator: sign between the parts of a list; without one, a cell is one value, whatever stands in it.
        before: text put before it, such as `wikidata:`.
        after: text put after it, such as `@en`.
    """

    column: Part | None = None
    columns: list[Part] | None = Field(None, min_length=1)
    joined: str = " "
    constant: Annotated[Any, BeforeValidator(_constant)] = None
    values: dict[str, One] | None = Field(None, min_length=1)
    default: One = None
    keep: bool = False
    empty: Words = []
    format: Annotated[list[str], BeforeValidator(_listed)] = []
    precision: Literal["day", "month", "year"] | None = None
    decimal: Literal[".", ","] = "."
    thousands: Literal[".", ",", " ", "'"] | None = None
    separator: Part | None = None
    before: str = ""
    after: str = ""

    @model_validator(mode="after")
    def _clear(self) -> Self:
        if sum(given is not None for given in (self.column, self.columns, self.constant)) != 1:
            raise ValueError("say one of column, columns and constant")
        if self.constant is not None and self.model_fields_set - {"constant"}:
            raise ValueError("a constant takes nothing beside it")
        if self.values is None and ("default" in self.model_fields_set or self.keep):
            raise ValueError("default and keep say what becomes of words that values does not list: give values")
        if self.keep and "default" in self.model_fields_set:
            raise ValueError("say one of default and keep")
        if self.thousands == self.decimal:
            raise ValueError(f"decimal and thousands are both {self.decimal!r}")
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that it reads."""
        return (self.column,) if self.column is not None else tuple(self.columns or ())


def _column(raw: object) -> object:
    """A bare word is a column."""
    return {"column": raw} if isinstance(raw, str) else raw


Given = Annotated[Value, BeforeValidator(_column)]
Givens = Annotated[list[Given], BeforeValidator(_listed)]


class Key(Value):
    """Where an id comes from: words of lower-case letters and digits are made of it.

    Attributes:
        prefix: put before it, so that it does not meet the ids of other lists.
        from_name: true where the name alone is all there is to tell entities apart.
    """

    prefix: str = Field("", pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")
    from_name: bool = False
    joined: str = "-"

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, raw: Any) -> Any:
        return {"column": raw} if isinstance(raw, str) else raw

    @model_validator(mode="after")
    def _single(self) -> Self:
        if self.separator is not None:
            raise ValueError("an id is no list: say `each: {column: …, separator: …}` of the entity")
        return self


class Each(_Strict):
    """A column that holds a list: what it stands with is read once for each part."""

    column: Part
    separator: Part


class _Stated(BaseModel):
    """What all that is stated has; every further key is a property of the model."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    __pydantic_extra__: dict[str, Givens]

    type: str
    when: Conditions = []

    @property
    def properties(self) -> dict[str, list[Value]]:
        """Values by property, `lat` and `lon` for a place."""
        return self.__pydantic_extra__ or {}


class Entity(_Stated):
    """Something that rows tell of. Without properties, it is only referred to, and must be in the graph already.

    Attributes:
        type: a label of the model.
        id: where its id comes from.
        optional: true where its key may be empty, and it and its facts are then left out.
        each: a column with several of them.
        when: what must hold in a row.
    """

    id: Key
    optional: bool = False
    each: Each | None = None


End = Annotated[Annotated[str, Tag(TAGS[0])] | Annotated[Value, Tag(TAGS[1])], Discriminator(_tag)]


class Fact(_Stated):
    """What rows say of two entities.

    Attributes:
        type: a fact type of the model.
        from_: an entity of the mapping, or where the id of another comes from.
        to: likewise.
        when: what must hold in a row.
    """

    from_: End = Field(alias="from")
    to: End


class Source(_Strict):
    """The source of all that is imported, stated along with it."""

    id: str
    title: str
    publisher: str
    published: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    language: str | None = None
    url: str | None = None
    description: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _years(cls, raw: Any) -> Any:
        return {key: _text_of(value) for key, value in raw.items()} if isinstance(raw, dict) else raw


Origin = Annotated[Annotated[str, Tag(TAGS[0])] | Annotated[Source, Tag(TAGS[1])], Discriminator(_tag)]


class Layout(_Strict):
    """How the file is read, where it does not tell by itself."""

    sheet: str | None = None
    header_row: int = Field(1, ge=1)
    encoding: str | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)


class Declared(_Strict):
    """A whole mapping.

    Attributes:
        dataset: the name of the dataset, unless another is given.
        source: a source to state, or the id of one that is known.
        table: how the file is read.
        empty: words that say that nothing is known, in any column.
        when: what must hold for a row to be taken at all.
        entities: by a name of the mapping's own, which facts use.
        facts: what is said of them.
    """

    dataset: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")
    source: Origin
    table: Layout = Layout()
    empty: Words = []
    when: Conditions = []
    entities: dict[str, Entity] = Field(min_length=1)
    facts: list[Fact] = []

    @property
    def source_id(self) -> str:
        """The id of the source that everything rests on."""
        return self.source if isinstance(self.source, str) else self.source.id
