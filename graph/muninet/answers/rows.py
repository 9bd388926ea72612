"""Rows as typed shapes: what a question's columns hold, as models that an answer and its documentation share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import Field, GetJsonSchemaHandler, SerializerFunctionWrapHandler, create_model, model_serializer
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from muninet.answers.models import Fact, Model, NodeRef, Route
from muninet.catalogue import Query
from muninet.catalogue.nearest import hint
from muninet.catalogue.query import Column
from muninet.errors import ParameterError

_TYPES: dict[str, type] = {
    "node": NodeRef,
    "fact": Fact,
    "path": Route,
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "date": dt.date,
    "map": dict[str, Any],
}


class Answer(Model):
    """What every answer begins with: what was asked, and of which graph. Its sources and their licences end it."""

    query: dict[str, Any] = Field(description="The question, every parameter as resolved.")
    graph_version: str = Field(description="Version of the graph that it was computed from.")
    data_as_of: str | None = Field(description="The newest date of a source that the answer rests on.")


class Partial(Model):
    """A shape that is written with the fields that were set, and no others: what was not asked for is absent."""

    @model_serializer(mode="wrap")
    def _only_set(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if name in self.model_fields_set}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe the fields themselves: what the serializer returns says less."""
        described = {key: value for key, value in core_schema.items() if key != "serialization"}
        return handler(described)


def absent(description: str) -> Any:
    """A field that may be left out, for the body of a class."""
    return may_be_absent(FieldInfo(description=description))


def may_be_absent(field: FieldInfo) -> Any:
    """The field, its type kept, as one that may be left out."""
    return Field(
        default=None,
        description=field.description,
        examples=field.examples,
        json_schema_extra=lambda schema: schema.pop("default", None) and None,
    )


def fields_of(columns: Iterable[Column]) -> dict[str, Any]:
    """The fields of a model whose values are those of the columns, for `create_model`."""
    return {column.name: (_annotation(column), Field(description=_sentence(column.description))) for column in columns}


def row_model(name: str, description: str, query: Query) -> type[Model]:
    """Make the shape of a question's rows.

    Args:
        name: what the shape is called in the documentation.
        description: what a row is.
        query: the question.
    """
    return create_model(name, __base__=Model, __doc__=description, **fields_of(query.answered))


def chosen(parameter: str, asked: Sequence[str], known: Sequence[str]) -> list[str]:
    """The names asked for, each once, checked against those there are.

    Raises:
        ParameterError: one is unknown; it says which there are.
    """
    for name in asked:
        if name not in known:
            raise ParameterError(
                parameter, f"{name!r} is not among what can be asked for{hint(name, known)}: {', '.join(known)}"
            )
    return list(dict.fromkeys(asked))


def _annotation(column: Column) -> Any:
    kind: Any = _TYPES[column.type.removesuffix("[]")]
    if column.type.endswith("[]"):
        kind = list[kind]
    return kind | None if column.optional else kind


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
