"""What can be asked: the questions of the catalogue as records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionParameter:
    """A parameter of a question.

    Attributes:
        name: what it is given by.
        type: as the query file says; `[]` marks a list, `?` one that may be left empty.
        default: taken where it is not given; None where there is none.
        minimum: smallest value of a number, or None.
        maximum: largest value of a number, or None.
        choices: the words that it accepts; empty where any will do.
        description: what it is for.
    """

    name: str
    type: str
    default: str | None
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class QuestionColumn:
    """A column of a question's rows.

    Attributes:
        name: its key in each row.
        type: as in `Column`.
        description: what it holds.
    """

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue.

    Attributes:
        name: what it is asked by: `network/members`.
        title: it in a line.
        description: what it answers.
        parameters: what it takes.
        columns: what its rows hold.
    """

    name: str
    title: str
    description: str
    parameters: tuple[QuestionParameter, ...]
    columns: tuple[QuestionColumn, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The questions that can be asked.

    Attributes:
        queries: in the order of the catalogue.
    """

    queries: tuple[Question, ...]
