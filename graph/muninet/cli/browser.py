"""`muninet browser`: what muninet brings along for Neo4j Browser, as files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from muninet.catalogue import Catalogue
from muninet.cli.output import write
from muninet.errors import UsageError
from muninet.model import load_schema
from muninet.neo4j_browser.install import PLACE, as_known, write_kit
from muninet.settings import Settings
from muninet.store.holder import read_holder

_HERE = "http://127.0.0.1:8000"


def browser_command(catalogue: Catalogue) -> Callable[..., None]:
    """Make the command."""

    def browser(
        folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where the files go.")] = Path("neo4j-browser"),
        address: Annotated[
            str, typer.Option("--address", metavar="URL", help="The service (default: the one that runs here).")
        ] = "",
    ) -> None:
        """Write favourites, a style and a guide for Neo4j Browser, made from the questions and the model.

        A Neo4j that `muninet serve` brings opens with style and guide by itself.
        """
        settings = Settings.from_environment(os.environ)
        if address and not address.startswith(("http://", "https://")):
            raise UsageError(f"--address: {address!r} is not an address: it begins with http:// or https://")
        service = (address or settings.url or str(read_holder(settings.home).get("api") or _HERE)).rstrip("/")
        try:
            files = write_kit(folder, catalogue, load_schema(), service)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be written ({error.strerror or error}): name another folder") from None
        known = as_known(service)
        write(
            f"{folder}: {len(files)} files. In Neo4j Browser:\n"
            f"  colours     :style {known}{PLACE}/muninet.grass\n"
            f"              or drop {folder / 'muninet.grass'} on its window\n"
            f"  favourites  drop {folder / 'favourites.zip'} on its window\n"
            f"              or import {folder / 'favourites.csv'} under Saved Cypher (the newer Browser)\n"
            f"  guide       :play {known}{PLACE}/guide.html"
        )

    return browser
