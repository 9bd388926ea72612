"""Free ports on loopback, the same at every start where that can be."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import NamedTuple

LOOPBACK = "127.0.0.1"


class Ports(NamedTuple):
    """Ports of the private server: `bolt` for drivers, `http` for Query API and Browser."""

    bolt: int
    http: int


def choose_ports(home: Path) -> tuple[Ports, list[str]]:
    """Take the ports of the last start where they are free, so that bookmarks last, else any.

    Returns:
        the ports, now remembered in ports.json of the data folder, and a note for each that had to change.
    """
    file = home / "ports.json"
    try:
        wanted = Ports(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        wanted = Ports(0, 0)
    # Both are held until both are chosen, so that they differ.
    with socket.socket() as bolt, socket.socket() as http:
        ports = Ports(_bind(bolt, wanted.bolt), _bind(http, wanted.http))
    file.write_text(json.dumps(ports._asdict()) + "\n", encoding="utf-8")
    return ports, [
        f"port {before} ({name}) is busy: {now} is used instead"
        for name, before, now in zip(("Bolt", "HTTP"), wanted, ports, strict=True)
        if before not in (0, now)
    ]


def is_open(port: int) -> bool:
    """Tell whether something listens on that port of loopback."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def _bind(listener: socket.socket, wanted: int) -> int:
    # As the server itself does: a connection that lingers from the last run does not make the port busy.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, wanted))
    except (OSError, OverflowError):
        listener.bind((LOOPBACK, 0))
    # Only a port that is listened on is refused to the next one who binds it this way.
    listener.listen(1)
    port: int = listener.getsockname()[1]
    return port
