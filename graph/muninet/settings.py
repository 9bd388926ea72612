"""Settings: one frozen object, read once from the environment and passed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from muninet.errors import UsageError

# Every variable that is read, with what it sets; docs/reference/settings.md is made from this table.
VARIABLES: dict[str, str] = {
    "MUNINET_URL": "Address of the service that the Python client asks (`Graph()`). Without it MUNINET_NEO4J_URI, else "
    "the `muninet serve` that runs here.",
    "MUNINET_NEO4J_URI": "Address of a Neo4j server to use (bolt://, neo4j://, neo4j+s://). Without it a private one "
    "is started.",
    "MUNINET_NEO4J_USER": "User name there (default: neo4j).",
    "MUNINET_NEO4J_PASSWORD": "Password there (default: empty, for a server without authentication).",
    "MUNINET_NEO4J_DATABASE": "Database there (default: the server's own default).",
    "MUNINET_NEO4J_RELEASE": "Release of the private Neo4j: 5.26, with long-term support (default), or 2026.08.",
    "MUNINET_HOME": "Folder for the data of the private Neo4j (default: muninet in the user's data folder).",
    "MUNINET_CACHE": "Folder for downloaded jars (default: muninet in the user's cache folder).",
    "MUNINET_HOST": "Address the API listens on (default: 127.0.0.1).",
    "MUNINET_PORT": "Port of the API. Set and busy: an error. Unset: 8000, or the next free one.",
    "MUNINET_MAVEN_URL": "Repository that the jars of the private Neo4j are downloaded from (default: jgo's).",
    "MUNINET_QUERY_TIMEOUT": "Seconds that one query of a question may take (default: 30); loads take what they need.",
    "MUNINET_BROWSER_URL": "Address of the Neo4j Browser that pages link to, such as "
    "https://graph.example.org/browser/?dbms=neo4j://graph.example.org (default: that of the private Neo4j).",
    "MUNINET_TRUSTED_PROXIES": "Addresses of the proxies in front, separated by commas, whose word counts for the "
    "scheme that was asked for (X-Forwarded-Proto), so that links say https; `*` is any (default: this machine's own).",
    "MUNINET_CYPHER": "`on` lets whoever reaches the API run Cypher of their own that reads, `POST /v1/cypher` "
    "(default: off). For people you trust: a statement can take all the time and memory that the database has.",
    "MUNINET_CORS_ORIGINS": "Origins whose pages may read the API in a browser, separated by spaces or commas, such as "
    "https://example.org (default: *, any). Set to nothing: none.",
    "MUNINET_FRAME_ANCESTORS": "Origins whose pages may show pictures of the API in a frame, separated by spaces or "
    "commas (default: *, any). Set to nothing: none.",
}
NEO4J_RELEASES = ("5.26", "2026.08")
# Scheme, host and perhaps a port, as a browser sends it.
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """What the environment says.

    Attributes:
        url: service that the client asks, or None.
        neo4j_uri: server to use, or None for the private one.
        neo4j_user: user name.
        neo4j_password: password; never printed.
        neo4j_database: database, or None for the server's default.
        neo4j_release: release of the private Neo4j.
        home: data folder of the private Neo4j.
        cache: folder of downloaded jars.
        host: address the API listens on.
        port: port of the API, or None where it may be chosen.
        maven_url: repository of the jars, or None for jgo's own.
        query_timeout: seconds that one query of a question may take.
        cors_origins: origins whose pages may read the API; `*` is any, and empty is none.
        frame_ancestors: origins whose pages may show pictures in a frame; the same.
        browser_url: Neo4j Browser that pages link to, or None for that of the private Neo4j.
        trusted_proxies: proxies that tell for whom and by which scheme they ask, or None for those of this machine.
        cypher: whether the API runs Cypher of whoever asks.
    """

    url: str | None
    neo4j_uri: str | None
    neo4j_user: str
    neo4j_password: str
    neo4j_database: str | None
    neo4j_release: str
    home: Path
    cache: Path
    host: str
    port: int | None
    maven_url: str | None
    query_timeout: float
    cors_origins: tuple[str, ...]
    frame_ancestors: tuple[str, ...]
    cypher: bool
    browser_url: str | None = None
    trusted_proxies: str | None = None

    def __repr__(self) -> str:
        """Show everything but the password."""
        return f"Settings(neo4j_uri={self.neo4j_uri!r}, home={str(self.home)!r}, host={self.host!r}, port={self.port})"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings from a mapping such as os.environ.

        Raises:
            UsageError: a value that cannot be used; it names the variable.
        """

        def value(name: str) -> str | None:
            return environment.get(name) or None

        user_home = Path(environment.get("HOME") or Path.home())
        data = Path(value("XDG_DATA_HOME") or user_home / ".local" / "share")
        cache = Path(value("XDG_CACHE_HOME") or user_home / ".cache")
        return cls(
            url=value("MUNINET_URL"),
            neo4j_uri=_address(value("MUNINET_NEO4J_URI")),
            neo4j_user=value("MUNINET_NEO4J_USER") or "neo4j",
            neo4j_password=value("MUNINET_NEO4J_PASSWORD") or "",
            neo4j_database=value("MUNINET_NEO4J_DATABASE"),
            neo4j_release=_release(value("MUNINET_NEO4J_RELEASE")),
            home=Path(value("MUNINET_HOME") or data / "muninet").absolute(),
            cache=Path(value("MUNINET_CACHE") or cache / "muninet").absolute(),
            host=value("MUNINET_HOST") or "127.0.0.1",
            port=_port(value("MUNINET_PORT")),
            maven_url=value("MUNINET_MAVEN_URL"),
            query_timeout=_seconds(value("MUNINET_QUERY_TIMEOUT")),
            cypher=_switch("MUNINET_CYPHER", value("MUNINET_CYPHER")),
            browser_url=_web(value("MUNINET_BROWSER_URL")),
            trusted_proxies=_proxies(value("MUNINET_TRUSTED_PROXIES")),
            cors_origins=_origins(environment, "MUNINET_CORS_ORIGINS"),
            frame_ancestors=_origins(environment, "MUNINET_FRAME_ANCESTORS"),
        )


def _address(text: str | None) -> str | None:
    # It is shown in errors and logs, where no password may stand.
    if text is not None and "@" in text:
        raise UsageError(
            "MUNINET_NEO4J_URI holds a login: write the address alone there, and the login in MUNINET_NEO4J_USER and "
            "MUNINET_NEO4J_PASSWORD"
        )
    return text


def _web(text: str | None) -> str | None:
    if text is not None and not text.startswith(("http://", "https://")):
        raise UsageError(f"MUNINET_BROWSER_URL: {text!r} is not an address: it begins with http:// or https://")
    return text


def _proxies(text: str | None) -> str | None:
    listed = [one.strip() for one in (text or "").split(",") if one.strip()]
    for one in listed:
        try:
            _ = one == "*" or ip_network(one)
        except ValueError:
            raise UsageError(
                f"MUNINET_TRUSTED_PROXIES: {one!r} is not an address: give such as 172.18.0.5, a network such as "
                "172.18.0.0/16, or * for any"
            ) from None
    return ",".join(listed) or None


def _release(text: str | None) -> str:
    if text is not None and text not in NEO4J_RELEASES:
        raise UsageError(f"MUNINET_NEO4J_RELEASE: {text!r} is not one of {', '.join(NEO4J_RELEASES)}")
    return text or NEO4J_RELEASES[0]


def _port(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise UsageError(f"MUNINET_PORT: {text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def _seconds(text: str | None) -> float:
    try:
        seconds = float(text) if text else 30.0
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise UsageError(f"MUNINET_QUERY_TIMEOUT: {text!r} is not a number of seconds above 0 and at most 3600")
    return seconds


def _switch(name: str, text: str | None) -> bool:
    if text not in (None, "on", "off"):
        raise UsageError(f"{name}: {text!r} is neither on nor off")
    return text == "on"


def _origins(environment: Mapping[str, str], variable: str) -> tuple[str, ...]:
    found = tuple(environment.get(variable, "*").replace(",", " ").split())
    for origin in found:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise UsageError(
                f"{variable}: {origin!r} is not an origin: write https://example.org, small letters, "
                "without a path, or * for any"
            )
    return found
