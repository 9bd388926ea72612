"""Writes docs/reference from the model, the questions, the settings, the service and the command line.

`python -m muninet_api.reference` writes the pages; with `--check` it writes nothing, and fails where a page is not what
it would write.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import typer
from typer.core import TyperGroup

from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.cli import build
from muninet.docs import cli_page, http_page, model_page, queries_page, settings_page, stale, write
from muninet.model import load_schema
from muninet.settings import VARIABLES, Settings
from muninet_api.app import create_app

# The pages belong to a checkout; a wheel has none.
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def pages() -> dict[str, str]:
    """Make every page, by file name. Neither Neo4j nor the network is needed."""
    schema = load_schema()
    catalogue = Catalogue.read(home("cypher"), schema)
    # An address is asked for, and nothing is connected to before the first request.
    service = create_app(Settings.from_environment({"MUNINET_NEO4J_URI": "bolt://127.0.0.1:7687", "HOME": "/"}))
    return {
        "model.md": model_page(schema),
        "queries.md": queries_page(catalogue),
        "settings.md": settings_page(VARIABLES),
        "http.md": http_page(service.openapi()),
        "cli.md": cli_page(cast(TyperGroup, typer.main.get_command(build(catalogue)))),
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them; returns the exit status."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m muninet_api.reference [--check]\n")
        return 2
    if not arguments:
        write(FOLDER, pages())
        return 0
    wrong = stale(FOLDER, pages())
    for name in wrong:
        sys.stderr.write(f"docs/reference/{name} is not what it is made from: run make docs and commit it\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
