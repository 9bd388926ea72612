"""How the kit comes into Neo4j Browser: by the server's configuration, or as files in a folder."""

from __future__ import annotations

from pathlib import Path

from muninet.catalogue import Catalogue
from muninet.model import Schema
from muninet.neo4j_browser.favourites import archive, favourites, table
from muninet.neo4j_browser.guide import GUIDES
from muninet.neo4j_browser.style import style

PLACE = "/neo4j-browser"
# Hosts whose guides and styles the Browser takes; the first two are the server's own default.
_HOSTS = "guides.neo4j.com,localhost,127.0.0.1"


def at_login(port: int) -> dict[str, str]:
    """Settings of a Neo4j beside a service on that port of the same machine: its Browser opens with style and guide."""
    kit = f"http://localhost:{port}{PLACE}"
    return {
        "browser.remote_content_hostname_whitelist": _HOSTS,
        "browser.post_connect_cmd": f"style {kit}/muninet.grass; play {kit}/guide.html",
    }


def write_kit(folder: Path, catalogue: Catalogue, schema: Schema, address: str) -> list[Path]:
    """Write favourites, style and guides into a folder, which is made where it is missing.

    Args:
        folder: where to; files of the kit that are there are written anew, others stay.
        catalogue: the questions.
        schema: the model.
        address: of the service, for the guide's links.

    Returns:
        The files, those that a person takes first before single favourites.

    Raises:
        OSError: it cannot be written.
    """
    listed = favourites(catalogue, schema)
    contents = {
        "muninet.grass": style(schema).encode(),
        "favourites.zip": archive(listed),
        "favourites.csv": table(listed).encode(),
        **{f"guide.{form}": guide(catalogue, schema, address).encode() for form, guide in GUIDES.items()},
        **{one.file: one.text.encode() for one in listed},
    }
    for name, content in contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return [folder / name for name in contents]
