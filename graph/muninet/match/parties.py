"""What is compared: a party of the graph or of a table, reduced to what tells who it is."""

from __future__ import annotations

from dataclasses import dataclass, field

# Labels of things that lie somewhere and that are told apart by where they lie.
PLACES = frozenset({"City", "Region"})


@dataclass(frozen=True, slots=True)
class Party:
    """A city, region, organisation, network or person, as one dataset states it.

    Attributes:
        id: unique among the parties that are compared.
        label: of the model: City, Region, Organisation, Network, Person …
        names: as written, in any script and language; the first is the one shown.
        country: ISO 3166-1 alpha-2 code (XK for Kosovo); None where it is not known.
        lat: degrees north, WGS84; None where it is not known.
        lon: degrees east.
        population: inhabitants.
        kind: of the model's choices (city, municipality, county …); None where it is not said.
        identifiers: `scheme:value`.
        context: ids of neighbours that tell who it is, such as the city of a mayor.
    """

    id: str
    label: str
    names: tuple[str, ...]
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    kind: str | None = None
    identifiers: frozenset[str] = field(default_factory=frozenset)
    context: frozenset[str] = field(default_factory=frozenset)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None unless both are known and on the globe, and not both zero."""
        if self.lat is None or self.lon is None or not (abs(self.lat) <= 90 and abs(self.lon) <= 180):
            return None
        return None if self.lat == 0 == self.lon else (self.lat, self.lon)
