"""Asks the graph what a load must know of it, and finds the differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from muninet.loader import present
from muninet.loader.bookkeeping import Ledger
from muninet.loader.comparing import Differences, Held, check_merges, compare
from muninet.loader.forms import Form
from muninet.loader.gathering import Gathered, referenced_ids
from muninet.loader.present import PresentFact, PresentNode
from muninet.loader.problems import Candidate, Nearest, Problems
from muninet.loader.records import Place, Stated
from muninet.loader.report import Report
from muninet.loader.resolving import Elsewhere, resolve
from muninet.loader.statements import derivation
from muninet.loader.suppression import LABEL, Suppression
from muninet.loader.uses import report_uses, uses_elsewhere
from muninet.model import Schema
from muninet.progress import Progress
from muninet.store.bolt import Store


@dataclass(frozen=True)
class Context:
    """What stays the same during a load."""

    store: Store
    schema: Schema
    forms: dict[str, Form]
    dataset: str
    dry_run: bool
    suppression: Suppression
    progress: Progress
    # Ids that go, and the ids of those that they went into.
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Known:
    """What the graph holds of a load: the dataset's own entities, and all that its rows name."""

    own: dict[str, PresentNode]
    nodes: dict[str, PresentNode]
    # While no other dataset is there, all that the graph holds is the dataset's own.
    alone: bool


async def find_differences(context: Context, gathered: Gathered, problems: Problems, ledger: Ledger) -> Differences:
    """Resolve the rows against the graph and compare.

    Raises:
        LoadError: with everything that is wrong with the tables.
    """
    context.progress.stage("comparing with the graph")
    known = await _known(context, gathered, ledger)
    stated = await _stated(context, gathered, known, problems)
    suppressed = _suppressed(context.suppression, gathered, known, problems)
    touching = await present.facts_at(context.store, suppressed) if suppressed else {}
    held = await _held(context, stated, known, suppressed, touching)
    past = ledger.dataset(context.dataset)
    differences = compare(
        stated,
        held,
        Report(context.dataset, context.dry_run),
        suppressed_nodes=suppressed,
        suppressed_facts=touching.keys(),
        refresh=past is not None and past.derivation not in (None, derivation(context.schema)),
    )
    check_merges(differences, stated, problems)
    uses = await uses_elsewhere(context.store, context.schema, differences, suppressed)
    report_uses(uses, stated, Place(context.dataset), problems)
    problems.refuse()
    context.progress.done()
    return differences


async def _known(context: Context, gathered: Gathered, ledger: Ledger) -> _Known:
    own = await present.owned_nodes(context.store, context.dataset)
    alone = all(other.name == context.dataset for other in ledger.datasets)
    named = {*gathered.nodes, *referenced_ids(gathered, context.forms), *context.suppression.ids}
    more = await present.nodes(context.store, named - own.keys()) if not alone else {}
    return _Known(own, {**own, **more}, alone)


async def _stated(context: Context, gathered: Gathered, known: _Known, problems: Problems) -> Stated:
    elsewhere = _elsewhere(known.nodes, context.dataset)
    elsewhere.unique = await present.unique_values(context.store, context.schema, context.dataset)
    there = gathered.nodes.keys() | elsewhere.labels.keys()
    candidates: list[Candidate] = []
    if referenced_ids(gathered, context.forms) - there:
        candidates = [*_candidates(gathered), *(await present.candidates(context.store, context.dataset))]
    return resolve(gathered, context.forms, context.schema, elsewhere, Nearest(candidates), problems)


def _elsewhere(known: dict[str, PresentNode], dataset: str) -> Elsewhere:
    others = {id_: sorted(set(node.statements) - {dataset}) for id_, node in known.items()}
    return Elsewhere(
        labels={id_: node.label for id_, node in known.items() if others[id_]},
        datasets={id_: names for id_, names in others.items() if names},
    )


def _candidates(gathered: Gathered) -> Iterator[Candidate]:
    for node in gathered.nodes.values():
        yield Candidate(node.id, str(node.values.get("name", node.id)), node.label)


def _suppressed(suppression: Suppression, gathered: Gathered, known: _Known, problems: Problems) -> set[str]:
    """The suppressed people who are in the graph."""
    found = set()
    for id_, place in suppression.places.items():
        node = known.nodes.get(id_)
        if node is not None and node.label == LABEL:
            found.add(id_)
        elif node is not None and id_ not in gathered.nodes:
            problems.add(
                place, "id", "not-a-person", f"only people can be suppressed, and in the graph this is a {node.label}",
                found=id_, expected="the id of a Person",
            )  # fmt: skip
    return found


async def _held(
    context: Context, stated: Stated, known: _Known, suppressed: set[str], touching: dict[str, PresentFact]
) -> Held:
    nodes = {
        id_: node for id_, node in known.nodes.items() if id_ in stated.nodes or id_ in known.own or id_ in suppressed
    }
    own = await present.owned_facts(context.store, context.dataset)
    wanted: dict[str, list[str]] = {}
    for fact in stated.facts.values():
        if fact.id not in own and not known.alone:
            wanted.setdefault(fact.type, []).append(fact.id)
    return Held(nodes, {**own, **await present.facts(context.store, wanted), **touching})
