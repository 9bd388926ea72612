"""Imports one file: reads it, loads what it states, and gives account of every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muninet.importers.gcom import read_signatories
from muninet.importers.reading import Reading
from muninet.loader import Record, Report, load_records
from muninet.progress import Progress
from muninet.quality.findings import Finding
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
)
IMPORTERS: Mapping[str, Importer] = {importer.name: importer for importer in _IMPORTERS}


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        report: of the load.
        read: rows of the file.
        findings: what was found in rows that were loaded all the same.
    """

    report: Report
    read: int
    findings: tuple[Finding, ...]

    @property
    def skipped(self) -> int:
        """Rows that were left out."""
        return sum(self.report.skipped.values())

    def as_json(self) -> dict[str, Any]:
        """Render for machines: the load's report, and the account of the rows."""
        rows = {"read": self.read, "loaded": self.read - self.skipped, "skipped": self.report.skipped}
        return {**self.report.as_json(), "rows": rows, "findings": [finding.as_json() for finding in self.findings]}

    def summary(self) -> list[str]:
        """Render for people, one line each."""
        lines = [*self.report.summary(), f"  {self.read} rows read, {self.read - self.skipped} loaded"]
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
        same: ids that go, and the ids of those that they went into, as people have decided.

    Raises:
        UsageError: the file is not what the importer knows.
        LoadError: rows that cannot be used, while they are not to be skipped; nothing was written.
    """
    reading = Reading()
    report = await load_records(
        store, importer.read(file, reading), dataset or importer.dataset, dry_run=dry_run, progress=progress,
        same=same, problems=reading.problems, adopting=True, skip_bad=skip_bad,
    )  # fmt: skip
    return Imported(report, reading.rows, tuple(reading.findings))
