"""Forms: a field for each parameter of a question, as its file declares it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from muninet.catalogue import Parameter
from muninet.model import Schema
from muninet_api.pages.asked import Asked
from muninet_api.pages.terms import LABELS, spoken

_WORDS = {"true": "yes", "false": "no"}


@dataclass(frozen=True)
class Option:
    """A choice of a field: the value that is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        name: of the parameter.
        label: what is read before it.
        about: what it is for.
        kind: `text`, `number`, `date`, `select` or `entity`.
        value: what it shows.
        options: what there is to choose from.
        types: of an entity: the types to look among; none for all.
        many: whether several values fit in, parted by `;`.
        minimum: of a number.
        maximum: of a number.
        required: whether it may not be left empty.
        rare: whether it is folded.
        error: what is wrong with what was given; empty where nothing is.
    """

    name: str
    label: str
    about: str
    kind: str
    value: str
    options: tuple[Option, ...] = ()
    types: tuple[str, ...] = ()
    many: bool = False
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    rare: bool = False
    error: str = ""


@dataclass(frozen=True)
class Form:
    """A form that asks a question.

    Attributes:
        action: path that it asks.
        fields: what is asked for; the day stands in the head of the page.
        hidden: what is sent along unseen.
        opened: whether the folded fields are shown, since one of them is not as it goes without saying.
    """

    action: str
    fields: Sequence[Field]
    hidden: Sequence[tuple[str, str]]
    opened: bool

    @property
    def plain(self) -> list[Field]:
        """The fields that are always shown."""
        return [one for one in self.fields if not one.rare]

    @property
    def rare(self) -> list[Field]:
        """The fields that are folded."""
        return [one for one in self.fields if one.rare]


def form_of(asked: Asked, schema: Schema, *, labels: dict[str, str], at_fault: str = "", error: str = "") -> Form:
    """Make the form of a page, filled with what was asked.

    Args:
        asked: what was asked.
        schema: the model, for the words of types.
        labels: what fields are called, by parameter, where it is not the name of the parameter.
        at_fault: the parameter that cannot be used as it was given.
        error: what is wrong with it.
    """
    question = asked.question
    shown = [one for one in question.parameters if one.type != "at"]
    fields = [_field(one, asked, labels, error if one.name == at_fault else "") for one in shown]
    hidden = [
        (one.name, asked.text(one)) for one in question.parameters if one.type == "at" and one.name in asked.given
    ]
    hidden += [(name, value) for name, value in asked.extras.items() if value != question.extras[name]]
    changed = {one.name for one in shown if asked.address() != asked.address(**{one.name: question.default(one)})}
    opened = any(one.rare and (one.name in changed or one.error) for one in fields)
    return Form(question.path, [_with_types(one, schema) for one in fields], hidden, opened)


def _field(parameter: Parameter, asked: Asked, labels: dict[str, str], error: str) -> Field:
    question = asked.question
    return Field(
        name=parameter.name,
        label=labels.get(parameter.name) or LABELS.get(parameter.name) or spoken(parameter.name),
        about=_about(parameter),
        kind=_kind(parameter),
        value=asked.text(parameter),
        options=_options(parameter, may_be_empty=parameter.optional or parameter.name in question.emptied),
        types=parameter.names,
        many=parameter.is_list,
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        required=not parameter.optional
        and (parameter.name in question.named or parameter.name not in question.emptied),
        rare=question.is_rare(parameter),
        error=error,
    )


def _kind(parameter: Parameter) -> str:
    if parameter.type == "entity":
        return "entity"
    if not parameter.is_list and (parameter.choices or parameter.vocabulary or parameter.type == "boolean"):
        return "select"
    return {"integer": "number", "float": "number", "date": "date"}.get(parameter.type, "text")


def _options(parameter: Parameter, *, may_be_empty: bool) -> tuple[Option, ...]:
    words = ("true", "false") if parameter.type == "boolean" else parameter.choices or tuple(parameter.vocabulary)
    empty = (Option("", "any"),) if may_be_empty and not parameter.is_list else ()
    return (*empty, *(Option(word, _WORDS.get(word, word)) for word in words))


def _with_types(field: Field, schema: Schema) -> Field:
    """A network may be looked for among the types that act as one; without types, among all."""
    unknown = [name for name in field.types if name not in schema.nodes]
    return field if not unknown else Field(**{**vars(field), "types": ()})


def _about(parameter: Parameter) -> str:
    text = parameter.description[:1].upper() + parameter.description[1:]
    text += "" if text.endswith((".", "!", "?")) else "."
    return text + (" Several, separated by `;`." if parameter.is_list else "")
