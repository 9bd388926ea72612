"""Imports one file: reads it, loads what it states, and gives account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from muninet.importers.gcom import read_signatories
from muninet.importers.reading import Reading
from muninet.importers.twincities import read_twin_cities
from muninet.importers.wikidata import read_wikidata
from muninet.loader import Record, Report, load_records
from muninet.match import Decisions
from muninet.progress import Progress
from muninet.quality.findings import Finding
from muninet.quality.stored import kept
from muninet.store.bolt import Store


@dataclass(frozen=True, slots=True)
class Importer:
    """One public dataset that can be imported.

    Attributes:
        name: as on the command line.
        dataset: name of the dataset, unless another one is given.
        about: what it is, in a sentence.
        read: yields the records of a file.
    """

    name: str
    dataset: str
    about: str
    read: Callable[[Path, Reading], Iterator[Record]]


_IMPORTERS = (
    Importer(
        "gcom-mycovenant",
        "gcom-mycovenant",
        "Signatories of the Covenant of Mayors, as the Joint Research Centre publishes them: .xlsx, or its CSV form.",
        read_signatories,
    ),
    Importer(
        "twin-cities",
        "twin-cities",
        "Twin towns and sister cities from Wikipedia's lists, as the repository Hekman/twincities gathers them: .csv.",
        read_twin_cities,
    ),
    Importer(
        "wikidata",
        "wikidata",
        "Municipalities from Wikidata: the result of a query, saved as .json. The page on importing gives the query.",
        read_wikidata,
    ),
)
IMPORTERS: Mapping[str, Importer] = {importer.name: importer for importer in _IMPORTERS}


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        report: of the load.
        read: rows of the file.
        findings: what was found in rows that were loaded all the same.
        left_out: rows that nothing is wrong with, and that state nothing new, by reason.
    """

    report: Report
    read: int
    findings: tuple[Finding, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def skipped_by_reason(self) -> dict[str, int]:
        """How many rows were not loaded, by the rule that they break, or the reason that they are left out for."""
        return dict(Counter(self.report.skipped) + Counter(self.left_out))

    @property
    def skipped(self) -> int:
        """Rows that were not loaded."""
        return sum(self.skipped_by_reason.values())

    def as_json(self) -> dict[str, Any]:
        """Render for machines: the load's report, and the account of the rows."""
        rows = {"read": self.read, "loaded": self.read - self.skipped, "skipped": self.skipped_by_reason}
        return {**self.report.as_json(), "rows": rows, "findings": [finding.as_json() for finding in self.findings]}

    def summary(self) -> list[str]:
        """Render for people, one line each."""
        lines = [*self.report.summary(), f"  {self.read} rows read, {self.read - self.skipped} loaded"]
        lines += [f"    {count} left out: {reason}" for reason, count in sorted(self.left_out.items())]
        counts: dict[str, int] = {}
        for finding in self.findings:
            counts[finding.rule.name] = counts.get(finding.rule.name, 0) + 1
        lines += [f"    {count} {name}" for name, count in sorted(counts.items())]
        return lines


async def import_file(
    store: Store,
    importer: Importer,
    file: Path,
    *,
    dataset: str | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    same: Mapping[str, str] | None = None,
    recognising: Decisions | None = None,
) -> Imported:
    """Load a file as one dataset; entities that others state with the same identifiers keep the ids that they have.

    Args:
        store: where to load to.
        importer: what knows the file.
        file: the file.
        dataset: name of the dataset (default: the importer's).
        dry_run: count what would be done, and write nothing.
        skip_bad: leave out rows that cannot be used, and count them.
        progress: told of reading, comparing and writing.
        same: ids that go, and the ids of those that they went into, as has been decided.
        recognising: all decisions; then cities and mayors take the ids of those in the graph that they are by name and
            place (`report.recognised`). Without, only identifiers decide.

    Raises:
        UsageError: the file is not what the importer knows.
        LoadError: rows that cannot be used, while they are not to be skipped; nothing was written.
    """
    reading = Reading()
    return await import_records(
        store, importer.read(file, reading), reading, dataset or importer.dataset, dry_run=dry_run, skip_bad=skip_bad,
        progress=progress, same=same, recognising=recognising,
    )  # fmt: skip


async def import_records(
    store: Store,
    records: Iterable[Record],
    reading: Reading,
    dataset: str,
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    same: Mapping[str, str] | None = None,
    recognising: Decisions | None = None,
) -> Imported:
    """Load what is read of a file as one dataset, and give account of its rows.

    Args:
        store: where to load to.
        records: what the file states; they may be read on the way.
        reading: told of rows, bad rows and findings by whatever yields the records.
        dataset: its name.
        dry_run: count what would be done, and write nothing.
        skip_bad: leave out rows that cannot be used, and count them.
        progress: told of reading, comparing and writing.
        same: ids that go, and the ids of those that they went into, as has been decided.
        recognising: all decisions; then cities and mayors take the ids of those in the graph that they are by name and
            place (`report.recognised`). Without, only identifiers decide.

    Raises:
        LoadError: rows that cannot be used, while they are not to be skipped; nothing was written.
    """
    report = await load_records(
        store, records, dataset, dry_run=dry_run, progress=progress, same=same, problems=reading.problems,
        adopting=True, recognising=recognising, skip_bad=skip_bad, findings=lambda: kept(reading.findings),
    )  # fmt: skip
    return Imported(report, reading.rows, tuple(reading.findings), dict(reading.left_out))
