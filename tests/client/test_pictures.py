"""Pictures from Python: the same over HTTP and Bolt, shown in notebooks, saved, and live as a widget."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from tests.figures.drawn import hostile, tangle, view_of

from muninet import Graph
from muninet.client import BadParameter, UnknownEntity
from muninet.client.pictures import Picture
from muninet.errors import ParameterError, UsageError
from muninet.figures import element

ASKED = {
    "links": {"to": "climate-alliance", "via": "ceesen"},
    "paths": {"from_": "tartu-ee", "to": "climate-alliance"},
    "neighbourhood": {"entity": "ceesen"},
    "network": {"network": "b40", "layout": "map"},
    "overlap": {"networks": ["b40", "iclei"], "layout": "time"},
    "cities": {"networks": ["b40", "iclei"]},
    "timeline": {"entity": "b40"},
}


@pytest.mark.parametrize("name", list(ASKED))
def test_the_same_both_ways(name: str, over_http: Graph, over_bolt: Graph, seed_graph: object) -> None:
    asked = ASKED[name]
    one, other = over_http.view(name, **asked), over_bolt.view(name, **asked)  # type: ignore[arg-type]
    assert one.view == other.view
    assert one.view.nodes
    assert one.address == over_http.address + one.view.page
    assert other.address == ""


def test_what_cannot_be_drawn_is_told(over_http: Graph, over_bolt: Graph, seed_graph: object) -> None:
    for graph in (over_http, over_bolt):
        with pytest.raises(UsageError, match="no view 'growth': there are links, paths"):
            graph.view("growth")
        with pytest.raises(BadParameter, match="'map' is not one of time"):
            graph.view("timeline", entity="b40", layout="map")
        with pytest.raises(BadParameter, match="colour"):
            graph.view("timeline", entity="b40", colour="red")
        with pytest.raises(UnknownEntity, match="climate-alliance"):
            graph.view("links", to="climate-aliance")


def test_it_is_shown_and_saved(over_http: Graph, seed_graph: object, tmp_path: Path) -> None:
    picture = over_http.view("links", to="climate-alliance", via="ceesen")
    assert "Cities linked to Climate Alliance via CEESEN" in repr(picture)
    assert picture._repr_png_().startswith(b"\x89PNG")
    text = picture._repr_html_()
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', text)
    assert found
    drawn = base64.b64decode(found[1])
    assert drawn == picture.draw("svg")
    assert (
        picture.address.encode().replace(b"&", b"&amp;") in drawn or picture.address.partition("?")[0].encode() in drawn
    )
    for ending, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")):
        saved = picture.save(tmp_path / f"figure.{ending}", theme="dark", title=False)
        assert saved.read_bytes().startswith(begins)
    with pytest.raises(UsageError, match="'gif': give svg"):
        picture.save(tmp_path / "figure.gif")
    with pytest.raises(UsageError, match="'depth' is no look"):
        picture.draw("svg", depth=3)
    with pytest.raises(ParameterError, match="width"):
        picture.draw("svg", width=3)
    assert not (tmp_path / "figure.gif").exists()


def test_hostile_names_stay_text_in_a_notebook() -> None:
    text = Picture(hostile())._repr_html_()
    assert "<script" not in text
    assert "<img src=x" not in text
    assert text.count("<") == text.count(">")


def test_a_widget_holds_the_picture_and_hears_what_is_done_to_it() -> None:
    view = hostile()
    widget = Picture(view).widget()
    assert json.loads(widget.view) == json.loads(view.model_dump_json(by_alias=True))
    assert {"view", "height", "positions", "opened", "address"} <= set(widget.keys)
    few, many = Picture(view).widget(), Picture(view_of(*tangle(600), ["hub"])).widget()
    painting = element.script(element.MANY_NAME)
    assert painting
    assert painting.decode() not in few._esm
    assert painting.decode() in many._esm
