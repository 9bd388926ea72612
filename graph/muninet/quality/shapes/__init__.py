"""Where countries lie: does a place lie in its country, and how far outside of it.

    shapes = Shapes.load()
    shapes.contains("FR", 48.57, 7.75)     # True: Strasbourg
    shapes.distance_km("FR", 40.4, -3.7)   # kilometres from Madrid to France

`atlas` answers, from `countries.gz`, which `making` made of Natural Earth; SOURCE.md says how. `claims` says which
areas count with more than one country.
"""

from muninet.quality.shapes.atlas import TOLERANCE_KM, Shapes

__all__ = ["TOLERANCE_KM", "Shapes"]
