"""What the private Neo4j runs on: the Java command, its arguments, and neo4j.conf."""

from __future__ import annotations

import hashlib
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from muninet.errors import LocalServerError
from muninet.store.holder import write_private
from muninet.store.releases import RELEASES, Release

USER = "neo4j"
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang", "java.util.concurrent")
_ADMIN = "org.neo4j.server.startup.Neo4jAdminCommand"
_HASH_ITERATIONS = 1024

# Chosen by measurement (docs/measurements.md, "Boot" and "Questions").
JVM_OPTIONS = (
    "-Xms256m",
    "-Xmn128m",
    "-Xmx1g",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    # A server that is out of memory answers nobody for minutes; one that ends is brought up again in seconds.
    "-XX:+ExitOnOutOfMemoryError",
)

# Becomes the server by exec, so that the process id stays. The kernel then ends the server when we die, however we die.
_LAUNCHER = (
    "import ctypes, os, sys\n"
    "ctypes.CDLL(None).prctl(1, 15)\n"  # PR_SET_PDEATHSIG, SIGTERM
    "if os.getppid() != int(sys.argv[1]): sys.exit(1)\n"  # died before prctl was called
    "os.execv(sys.argv[2], sys.argv[2:])\n"
)


def home_argument(home: Path) -> str:
    """Return the argument by which a running server of that data folder is recognised."""
    return f"--home-dir={home}"


def java_command(
    home: Path, jars: Sequence[Path], java: Path, main: str, options: Sequence[str], parent: int
) -> list[str]:
    """Return the command of the server's child process and write the argument file it names.

    Args:
        home: data folder; the folders conf and run in it exist.
        jars: the class path, in order.
        java: program to run.
        main: class that starts the server.
        options: of the Java virtual machine.
        parent: process id whose death ends the server (on Linux).
    """
    command = [
        str(java),
        *options,
        *_class_path(home, jars),
        main,
        home_argument(home),
        f"--config-dir={home / 'conf'}",
    ]
    if sys.platform == "linux" and sys.executable:
        return [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(parent), *command]
    return command


def admin_command(home: Path, jars: Sequence[Path], java: Path, arguments: Sequence[str]) -> list[str]:
    """Return the command of the server's administration tool, whose argument file it writes as above."""
    return [str(java), "-XX:+UseSerialGC", *_class_path(home, jars), _ADMIN, *arguments]


def _class_path(home: Path, jars: Sequence[Path]) -> list[str]:
    # 217 paths in the process list would be unreadable, and on some systems too long.
    arguments = home / "run" / "java.args"
    arguments.write_text(f"-cp {_quoted(':'.join(map(str, jars)))}\n", encoding="utf-8")
    return [*(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED), f"@{arguments}"]


def keep_release(home: Path, release: Release) -> None:
    """Remember which release writes to that data folder.

    Raises:
        LocalServerError: the folder is a later release's.
    """
    refuse_later_release(home, release)
    write_private(home / "release", f"{release.name}\n")


def refuse_later_release(home: Path, release: Release) -> None:
    """Refuse a data folder that a later release has written to: an older one cannot read it.

    Raises:
        LocalServerError: the folder is a later release's.
    """
    file, order = home / "release", list(RELEASES)
    kept = file.read_text(encoding="utf-8").strip() if file.exists() else order[0]
    if kept not in order or order.index(kept) > order.index(release.name):
        raise LocalServerError(
            f"{home} holds data of Neo4j {kept}, which {release.name} cannot read: set MUNINET_NEO4J_RELEASE={kept}, "
            "or name another folder in MUNINET_HOME (`muninet export --all` and `muninet load` move a graph)"
        )


def write_configuration(home: Path, bolt_port: int, http_port: int, further: Mapping[str, str]) -> None:
    """Write conf/neo4j.conf: loopback only, no TLS, no usage report, small memory; `further` settings win."""
    settings: dict[str, str] = {
        "server.default_listen_address": "127.0.0.1",
        "server.default_advertised_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt_port}",
        "server.http.listen_address": f"127.0.0.1:{http_port}",
        "server.http.advertised_address": f"127.0.0.1:{http_port}",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "server.bolt.telemetry.enabled": "false",
        "server.memory.pagecache.size": "64m",
        # For signs of life while a statement runs the driver would set a clock for each record: loopback needs none.
        "server.bolt.connection_keep_alive_for_requests": "OFF",
        # No statement may take more than half of the memory (as far as the server counts it).
        "db.memory.transaction.max": "512m",
        # Nothing of ours loads files through the server, so that nobody else's statement shall.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        # Twice 5 s of waiting for late requests would make every stop take 10 s.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        # Two databases would each set aside 256 MB of disk for a graph of a few.
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "16m",
        **further,
    }
    lines = ["# Generated at every start by muninet (graph/muninet/store/runtime.py): edits are lost."]
    lines += [f"{name}={value}" for name, value in settings.items()]
    (home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def ensure_password(home: Path) -> str:
    """Return the password of the user `neo4j` of that data folder; made at the first start.

    It is written to the file `password` (mode 0600) and, hashed, to the file from which the server takes its first
    user: what `neo4j-admin dbms set-initial-password` writes, without a second Java start of 4 s and without the
    password on a command line. There is no moment at which the server's own default password works.
    """
    file = home / "password"
    if not file.exists():
        write_private(file, secrets.token_urlsafe(18) + "\n")
    password = file.read_text(encoding="utf-8").strip()
    if not (home / "data" / "databases").exists():
        folder = home / "data" / "dbms"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(folder / "auth.ini", f"{USER}:{_credential(password, secrets.token_bytes(32))}:\n")
    return password


def _credential(password: str, salt: bytes) -> str:
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_HASH_ITERATIONS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"SHA-256,{digest.hex()},{salt.hex()},{_HASH_ITERATIONS}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
