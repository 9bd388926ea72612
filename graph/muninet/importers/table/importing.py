"""Imports one sheet through a mapping, as one dataset."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from muninet.importers.importing import Imported, import_records
from muninet.importers.reading import Reading
from muninet.importers.sheets import read_sheet
from muninet.importers.table.checking import TableMapping
from muninet.importers.table.known import check_known, read_known
from muninet.importers.table.rows import read_table
from muninet.match import Decisions
from muninet.progress import Progress
from muninet.store.bolt import Store


async def import_table(
    store: Store,
    file: Path,
    mapping: TableMapping,
    *,
    dataset: str | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    same: Mapping[str, str] | None = None,
    recognising: Decisions | None = None,
) -> Imported:
    """Load a sheet as one dataset; entities that others state with the same identifiers keep the ids that they have.

    Args:
        store: where to load to.
        file: the table: .csv, .tsv, .txt, .xlsx, .xlsm, .ods or .xls.
        mapping: says what its columns are.
        dataset: name of the dataset (default: the mapping's).
        dry_run: count what would be done, and write nothing.
        skip_bad: leave out rows that cannot be used, and count them.
        progress: told of reading, comparing and writing.
        same: ids that go, and the ids of those that they went into, as has been decided.
        recognising: all decisions; then cities and mayors take the ids of those in the graph that they are by name and
            place (`report.recognised`). Without, only identifiers decide.

    Raises:
        UsageError: the file cannot be read, or lacks a column, or the mapping names what the graph does not have.
        LoadError: rows that cannot be used, while they are not to be skipped; nothing was written.
    """
    name = dataset or mapping.declared.dataset
    sheet = read_sheet(file, **mapping.declared.table.model_dump())
    known = await read_known(store, name, same)
    reading = Reading()
    records = read_table(sheet, mapping, reading, known=known)
    check_known(mapping, known)
    return await import_records(
        store, records, reading, name, dry_run=dry_run, skip_bad=skip_bad, progress=progress, same=same,
        recognising=recognising,
    )  # fmt: skip
