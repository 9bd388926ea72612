"""Where somebody put the entities of a picture: the files that `<muninet-graph>` saves."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from muninet.errors import UsageError
from muninet.figures.models import View

Positions = Mapping[str, tuple[float, float]]


def read_positions(text: str, name: str) -> Positions:
    """Read a file of positions: JSON, by id x and y in units of the view.

    Args:
        text: what it holds.
        name: of the file, for what is wrong with it.

    Raises:
        UsageError: it is no such file.
    """
    try:
        found = json.loads(text)
        return {str(id_): _pair(place) for id_, place in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{name} is no file of positions ({error}): save one with the button of the picture, "
            'or write {"id": [x, y]} in units of the view'
        ) from None


def put(view: View, positions: Positions) -> View:
    """The view with entities where somebody put them; those that it has not are passed over, as lanes over time are."""
    if view.axis is not None:
        return view
    nodes = [
        node.model_copy(update={"x": positions[node.id][0], "y": positions[node.id][1]})
        if node.id in positions
        else node
        for node in view.nodes
    ]
    return view.model_copy(update={"nodes": nodes})


def _pair(place: object) -> tuple[float, float]:
    if not isinstance(place, list) or len(place) != 2:
        raise ValueError(f"{place!r} is no [x, y]")
    x, y = (float(n) for n in place)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(f"{place!r} is nowhere")
    return x, y
