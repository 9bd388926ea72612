"""`muninet match`: which entities may be one, and what people decide of them."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from collections.abc import Sequence
from typing import Annotated

import typer

from muninet.cli.database import LOADING, database, with_store
from muninet.cli.decisions import decisions_file, decisions_of
from muninet.cli.load import write_json
from muninet.cli.output import ReportFormat, say, write_table
from muninet.errors import UnknownDatasetError, UsageError
from muninet.loader import status
from muninet.match import Decided, Decision
from muninet.match.decisions import MUNINET, add_decisions
from muninet.match.known import Known, known_parties
from muninet.match.pairing import Pair, clear_pairs, open_pairs
from muninet.settings import Settings
from muninet.store.bolt import Store

_COLUMNS = ("score", "decision", "left", "name", "right", "its name", "reasons")
_KEYS: dict[str, Decision] = {"s": "same", "d": "different", "u": "unsure"}
_ASKED = "[s]ame, [d]ifferent, [u]nsure, s[k]ip, [q]uit"


def match(
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="Name of the dataset, as `muninet status` lists it.")
    ],
    review: Annotated[
        bool, typer.Option("--review", help="Go through them one by one, and keep what is decided.")
    ] = False,
    decide: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--decide", metavar="LEFT RIGHT WHAT", help="Decide of one pair: same, different or unsure."),
    ] = None,
    accept: Annotated[
        float | None,
        typer.Option(
            "--accept",
            metavar="SCORE",
            min=0,
            max=1,
            help="Decide same of every pair with at least this score, where neither may be another one as well.",
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="The grounds of --decide or --accept, in words.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who decides (default: the user's name).")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="The most pairs.")] = 100,
    format_: Annotated[ReportFormat, typer.Option("--format", help="How the list is printed.")] = ReportFormat.TEXT,
) -> int:
    """List the entities of a dataset that may be others of the graph, best first.

    What is decided is kept in decisions.csv in the data folder, and every load applies it: of two that are the same,
    LEFT remains, and RIGHT goes into it.
    """
    settings = Settings.from_environment(os.environ)
    if (decide is not None or accept is not None) and not why.strip():
        raise UsageError("a decision needs its grounds: give them with --why")
    if sum((decide is not None, accept is not None, review)) > 1:
        raise UsageError("give one of --review, --decide and --accept")
    if decide is not None:
        left, right, what = decide
        _keep(settings, [_decided(left, right, what, who, why)])
        return 0
    pairs = _pairs(settings, dataset)
    if accept is not None:
        return _accept(settings, pairs, accept, who, why)
    if review:
        return _review(settings, pairs, who)
    if format_ is ReportFormat.JSON:
        write_json({"total": len(pairs), "pairs": [pair.as_json() for pair in pairs[:limit]]})
    else:
        write_table(_COLUMNS, [_row(pair) for pair in pairs[:limit]])
        say(
            f"{len(pairs)} pairs, {min(limit, len(pairs))} listed; `muninet match {dataset} --review` goes through them"
        )
    return 0


def _pairs(settings: Settings, dataset: str) -> list[Pair]:
    async def read(store: Store) -> dict[str, Known]:
        there = await status(store)
        if there.dataset(dataset) is None:
            raise UnknownDatasetError(dataset, [one.name for one in there.datasets])
        return await known_parties(store)

    with database(settings) as reached:
        known = with_store(reached, read, timeout=LOADING)
    return open_pairs(known, dataset, decisions_of(settings))


def _row(pair: Pair) -> Sequence[str]:
    verdict = pair.verdict
    names = (pair.left.id, pair.left.names[0], pair.right.id, pair.right.names[0])
    return (f"{verdict.score:.2f}", verdict.decision, *names, "; ".join(verdict.reasons))


def _review(settings: Settings, pairs: Sequence[Pair], who: str) -> int:
    kept = 0
    for number, pair in enumerate(pairs, 1):
        left, right = pair.left, pair.right
        say(f"{number} of {len(pairs)}: {left.id} ({left.names[0]}) and {right.id} ({right.names[0]})")
        say(f"  {'; '.join(pair.verdict.reasons)}")
        key = typer.prompt(_ASKED, default="k", show_default=False).strip().lower()[:1]
        if key == "q":
            break
        if key in _KEYS:
            why = typer.prompt("why", default="; ".join(pair.verdict.reasons))
            _keep(settings, [_decided(left.id, right.id, _KEYS[key], who, why)])
            kept += 1
    say(f"{kept} decisions kept in {decisions_file(settings)}: load the datasets again to apply them")
    return 0


def _accept(settings: Settings, pairs: Sequence[Pair], least: float, who: str, why: str) -> int:
    clear = clear_pairs(pairs, least)
    _keep(settings, [_decided(pair.left.id, pair.right.id, "same", who, why) for pair in clear])
    good = sum(pair.verdict.score >= least for pair in pairs)
    say(f"{len(clear)} decisions kept in {decisions_file(settings)}: load the datasets again to apply them")
    if good > len(clear):
        say(f"{good - len(clear)} pairs are left, since one of the two may be another one as well: see --review")
    return 0


def _decided(left: str, right: str, what: str, who: str, why: str) -> Decided:
    wanted: Decision | None = next((one for one in _KEYS.values() if one == what), None)
    if wanted is None:
        raise UsageError(f"{what!r} is no decision: give same, different or unsure")
    by = who.strip() or getpass.getuser()
    if by == MUNINET:
        raise UsageError(f"{MUNINET!r} stands for what imports decide by themselves: say who you are with --who")
    return Decided(left, right, wanted, by, dt.date.today(), why)


def _keep(settings: Settings, decided: Sequence[Decided]) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    add_decisions(decisions_file(settings), decided)
