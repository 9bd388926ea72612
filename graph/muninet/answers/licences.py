"""Licences: which sources are under one, and what an answer rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from muninet.answers.models import Licence, Source
from muninet.catalogue import Bound
from muninet.errors import UnknownLicenceError
from muninet.store.bolt import Store

# How those sources are asked for that state no licence.
NONE_STATED = "none"
# The parameter that leaves licences out.
WITHOUT = "without_licence"
_LICENCES = """
MATCH (s:Entity) WHERE s.sort_key > 'Source\t' AND s.sort_key < 'Source\n'
RETURN s.licence AS licence, collect(s.id) AS ids
"""


def licences_of(sources: Iterable[Source]) -> list[Licence]:
    """The licences of these sources, those without one last."""
    found: dict[str, list[str]] = {}
    for source in sources:
        found.setdefault(source.licence or "", []).append(source.id)
    return [Licence(licence=name or None, sources=found[name]) for name in sorted(found, key=lambda n: (n == "", n))]


async def sources_under(store: Store, named: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The ids of the sources under the licences named, by the parameter that names them.

    Args:
        store: where the sources are.
        named: (parameter, licence); `none` for sources that state none.

    Raises:
        UnknownLicenceError: no source is under it.
    """
    if not named:
        return {}
    known = {licence or NONE_STATED: ids for licence, ids in (await store.read(_LICENCES)).rows}
    found: dict[str, list[str]] = {}
    for parameter, licence in named:
        if licence not in known:
            raise UnknownLicenceError(licence, sorted(known), parameter)
        found.setdefault(parameter, []).extend(known[licence])
    return {parameter: sorted(ids) for parameter, ids in found.items()}


async def resolved(store: Store, bound: Bound) -> Bound:
    """The parameters with licences replaced by the ids of the sources that are under them.

    Raises:
        UnknownLicenceError: no source is under one of the licences.
    """
    if not bound.licences:
        return bound
    ids = await sources_under(store, bound.licences)
    return replace(bound, cypher={**bound.cypher, **ids}, licences=())


def barred_by(bound: Bound) -> frozenset[str]:
    """The ids of the sources that resolved parameters leave out."""
    return frozenset(bound.cypher.get(WITHOUT) or ())
