"""Parameters of resources: which one (`id`), what of it (`fields`), and what beside it (`include`)."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import WithJsonSchema

from muninet.catalogue.binding import MOST_VALUES
from muninet_api.parameters import keyword, several

_LONGEST = 200


def identifier(what: str, example: str | None) -> inspect.Parameter:
    """The parameter `id` of a path.

    Args:
        what: what it names, such as `City`.
        example: the id of one on the seed.
    """
    path = Path(
        title=what,
        description=f"Id of {'an' if what[0] in 'AEIOU' else 'a'} {what}, as /v1/search finds it.",
        min_length=1,
        max_length=_LONGEST,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        examples=[example] if example else None,
    )
    return keyword("id", Annotated[str, path])


def fields(known: Sequence[str], always: Sequence[str], example: Sequence[str]) -> inspect.Parameter:
    """The parameter `fields`: what is carried.

    Args:
        known: what there is to choose from.
        always: what is carried whatever is chosen.
        example: a choice.
    """
    kept = ", ".join(f"`{name}`" for name in always)
    query = Query(
        title="Fields",
        description=f"Carry only these, beside {kept}; left out, all. Repeat it, or separate values by `;` or `,`.",
        examples=[list(example)],
        json_schema_extra={"maxItems": MOST_VALUES},
    )
    return keyword("fields", Annotated[list[_word(known)], query], [])  # type: ignore[misc]


def include(known: Sequence[str], default: Sequence[str], description: str) -> inspect.Parameter:
    """The parameter `include`: what comes along."""
    query = Query(
        title="Include",
        description=f"{description} Left empty, nothing of this. Repeat it, or separate values by `;` or `,`.",
        examples=[list(known)],
        json_schema_extra={"maxItems": MOST_VALUES},
    )
    return keyword("include", Annotated[list[_word(known)], query], list(default))  # type: ignore[misc]


def names(values: Sequence[str], parameter: str) -> list[str]:
    """The names of a list, given as repeated parameters, separated by `;` or `,`, or all of it.

    Raises:
        ParameterError: there are too many.
    """
    return [name.strip() for value in several(values, parameter) for name in value.split(",") if name.strip()]


def _word(known: Sequence[str]) -> Any:
    # A list that is left empty arrives as one empty word.
    return Annotated[str, WithJsonSchema({"type": "string", "enum": [*known, ""]})]
