"""How the kit comes into Neo4j Browser: by the server's configuration, or as files in a folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from muninet.catalogue import Catalogue
from muninet.model import Schema
from muninet.neo4j_browser.favourites import archive, favourites, table
from muninet.neo4j_browser.guide import GUIDES
from muninet.neo4j_browser.style import style

PLACE = "/neo4j-browser"
# The server's own default for the hosts whose guides and styles the Browser takes.
_HOSTS = "guides.neo4j.com,localhost"
# Names of this machine, and addresses that a service listens on for all of a machine's.
LOCAL = ("127.0.0.1", "localhost", "::1")
_EVERY = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to


def as_known(service: str) -> str:
    """The address of a service as the Browser takes it without being told: of this machine, by its name `localhost`.

    Args:
        service: such as `http://127.0.0.1:8000`.
    """
    url = urlsplit(service)
    if url.hostname not in LOCAL:
        return service
    return url._replace(netloc="localhost" + (f":{url.port}" if url.port else "")).geturl()


def at_login(host: str, port: int) -> dict[str, str]:
    """Settings of a Neo4j beside a service: its Browser opens with style and guide.

    Args:
        host: that the service listens on.
        port: that it listens on.
    """
    named = "localhost" if host in (*LOCAL, *_EVERY) else host
    kit = f"http://{f'[{named}]' if ':' in named else named}:{port}{PLACE}"
    hosts = _HOSTS.split(",")
    return {
        "browser.remote_content_hostname_whitelist": ",".join(dict.fromkeys([*hosts, "127.0.0.1", named])),
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
