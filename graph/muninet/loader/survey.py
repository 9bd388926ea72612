"""Asks the graph what a load must know of it, and finds the differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from muninet.loader import present
from muninet.loader.bookkeeping import Ledger
from muninet.loader.comparing import Differences, check_merges, compare
from muninet.loader.forms import Form
from muninet.loader.gathering import node_references, row_references
from muninet.loader.present import PresentNode
from muninet.loader.problems import Candidate, Nearest, Problems
from muninet.loader.records import Place
from muninet.loader.report import Report
from muninet.loader.resolving import Elsewhere, resolve
from muninet.loader.spool import Spool
from muninet.loader.statements import derivation, parsed
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


async def find_differences(context: Context, spool: Spool, problems: Problems, ledger: Ledger) -> Differences:
    """Resolve the rows against the graph and compare.

    Raises:
        LoadError: with everything that is wrong with the tables.
    """
    context.progress.stage("comparing with the graph")
    # While no other dataset is there, all that the graph holds is the dataset's own.
    alone = all(other.name == context.dataset for other in ledger.datasets)
    past = ledger.dataset(context.dataset)
    if past is not None:
        await hold_owned(context.store, context.dataset, spool)
    if not alone:
        await _hold_named(context, spool)
    await _resolve(context, spool, problems)
    suppressed = await _suppressed(context, spool, problems)
    if not alone:
        for type_ in context.schema.facts:
            async for facts in present.facts(context.store, type_, spool.unheld_facts(type_)):
                spool.hold_facts(facts)
    touching = set()
    async for facts in present.facts_at(context.store, suppressed):
        spool.hold_facts(facts)
        touching |= {fact.id for fact in facts}
    differences = compare(
        spool,
        Report(context.dataset, context.dry_run),
        suppressed_nodes=suppressed,
        suppressed_facts=touching,
        refresh=past is not None and past.derivation not in (None, derivation(context.schema)),
    )
    check_merges(differences, problems)
    uses = await uses_elsewhere(context.store, context.schema, differences, suppressed)
    report_uses(uses, spool, Place(context.dataset), problems)
    problems.refuse()
    context.progress.done()
    return differences


async def hold_owned(store: Store, dataset: str, spool: Spool) -> None:
    """Keep in the spool all that the dataset states in the graph."""
    async for nodes in present.owned_nodes(store, dataset):
        spool.hold_nodes(nodes)
    async for facts in present.owned_facts(store, dataset):
        spool.hold_facts(facts)


async def _hold_named(context: Context, spool: Spool) -> None:
    """Keep in the spool what the graph holds of the entities that the load names."""
    spool.name(context.suppression.ids)
    spool.name(_named(context, spool))
    async for nodes in present.nodes(context.store, spool.unheld_names()):
        spool.hold_nodes(nodes)


def _named(context: Context, spool: Spool) -> Iterator[str]:
    """Every id that the rows name, their own and the ends of facts among them."""
    for node in spool.nodes():
        yield node.id
        yield from (reference.id for reference in node_references(node, context.forms))
    for _, row in spool.rows():
        yield from (end for end in (row.start, row.end) if end is not None)
        yield from (reference.id for reference in row_references(row, context.forms))


async def _resolve(context: Context, spool: Spool, problems: Problems) -> None:
    store, dataset = context.store, context.dataset
    elsewhere = Elsewhere(dataset, await present.unique_values(store, context.schema, dataset))
    found = Problems()
    resolve(spool, context.forms, context.schema, elsewhere, Nearest(()), found)
    if found.has("unknown-id", "unknown-source"):
        # What was meant is looked for only where something is unknown: among all that there is.
        candidates = [*_candidates(spool), *(await present.candidates(store, dataset))]
        found = Problems()
        spool.forget_facts()
        resolve(spool, context.forms, context.schema, elsewhere, Nearest(candidates), found)
    problems.take(found)


def _candidates(spool: Spool) -> Iterator[Candidate]:
    for node in spool.nodes():
        yield Candidate(node.id, str(node.values.get("name", node.id)), node.label)


async def _suppressed(context: Context, spool: Spool, problems: Problems) -> set[str]:
    """The suppressed people who are in the graph, under whatever ids."""
    suppression = context.suppression
    found = set()
    for id_, place in suppression.places.items():
        node = spool.held_node(id_)
        if node is not None and node.label == LABEL:
            found.add(id_)
        elif node is not None and spool.label(id_) is None:
            problems.add(
                place, "id", "not-a-person", f"only people can be suppressed, and in the graph this is a {node.label}",
                found=id_, expected="the id of a Person",
            )  # fmt: skip
    # Each may be known by more than the list says, and another by that: until there is nothing new.
    wanted: set[str] = set()
    while wanted != suppression.identifiers | found:
        for node in filter(None, map(spool.held_node, sorted(found))):
            suppression.learn(node.id, _identifiers(node))
        wanted = suppression.identifiers | found
        async for nodes in present.people_known_by(context.store, LABEL, wanted):
            spool.hold_nodes(nodes)
            found |= {node.id for node in nodes}
    return found


def _identifiers(node: PresentNode) -> Iterator[str]:
    for text in node.statements.values():
        identifiers = parsed(text).get("identifiers")
        yield from map(str, identifiers if isinstance(identifiers, list) else ())
