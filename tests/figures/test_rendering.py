"""Drawings: the same bytes again, names as text, names that do not overlap, colours that can be seen."""

from __future__ import annotations

import itertools
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from tests.figures.drawn import HOSTILE, hostile, over_time, star, tangle, view_of

from muninet.answers.wording import load_wording
from muninet.errors import ParameterError
from muninet.figures.drawing import Path, Text
from muninet.figures.frame import composed
from muninet.figures.labels import Spot, labelled
from muninet.figures.looks import Form, Looks, Theme, looks_of
from muninet.figures.marks import marks_of, outline, shapes, strokes_of
from muninet.figures.models import View
from muninet.figures.plot import plotted
from muninet.figures.rendering import render
from muninet.figures.text import font, lines, shown, width
from muninet.figures.themes import PALETTES, contrast, seen
from muninet.model import load_schema

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def view() -> View:
    return view_of(*tangle(40), ["hub"])


@pytest.mark.parametrize("form", list(Form))
def test_the_same_view_makes_the_same_bytes(view: View, form: Form) -> None:
    again = View.model_validate_json(view.model_dump_json(by_alias=True))
    assert render(view, form) == render(again, form)


@pytest.mark.parametrize("drawn", [hostile, over_time])
def test_names_stay_text_in_svg(drawn: Callable[[], View]) -> None:
    root = ET.fromstring(render(drawn(), Form.SVG))
    allowed = {SVG + name for name in ("svg", "title", "desc", "rect", "g", "path", "text", "defs", "clipPath")}
    assert {element.tag for element in root.iter()} <= allowed
    told = "\n".join(element.text or "" for element in root.iter(SVG + "title"))
    for name in HOSTILE[:3]:
        assert name in told
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", render(drawn(), Form.SVG).decode())


def test_every_form_takes_hostile_names() -> None:
    assert render(hostile(), Form.PDF).startswith(b"%PDF-")
    assert render(hostile(), Form.PNG).startswith(b"\x89PNG")


def test_a_png_has_its_size_and_is_not_blank(view: View) -> None:
    png = render(view, Form.PNG, Looks(width=500, height=400, scale=2))
    assert struct.unpack(">II", png[16:24]) == (1000, 800)
    assert len(png) > 20_000


def test_a_pdf_holds_text_in_our_font(view: View) -> None:
    pdf = render(view, Form.PDF, Looks(width=500, height=400))
    assert b"NotoSans" in pdf
    assert b"/MediaBox [ 0 0 375 300 ]" in pdf
    assert b"/FontFile2" in pdf
    assert b"/Image" not in re.sub(rb"/ProcSet \[[^\]]*\]", b"", pdf)


def test_names_overlap_neither_each_other_nor_marks() -> None:
    spots = [Spot(str(n), f"A town called {n}", 30 + 37 * (n % 20), 30 + 31 * (n // 20), 5, n) for n in range(300)]
    labels, unnamed = labelled(spots, (0, 0, 800, 520))
    assert labels
    assert unnamed == 300 - len(labels) > 0
    for one, other in itertools.combinations([label.box for label in labels], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for label in labels:
        for spot in spots:
            if spot.id != label.id:
                x, y = spot.x, spot.y
                left, top, right, bottom = label.box
                assert x + 5 <= left or x - 5 >= right or y + 5 <= top or y - 5 >= bottom
    # The one that matters most is among them.
    assert labels[0].id == "299"


def test_names_without_room_are_counted_in_the_picture() -> None:
    view = view_of(*star(300), ["hub"])
    drawing = composed(view, Looks(width=600, height=420), "")
    _, unnamed = labelled([], (0, 0, 1, 1))
    assert unnamed == 0
    plot = plotted(view, (22, 80, 556, 200), PALETTES["light"])
    assert plot.unnamed > 100
    words = " ".join(item.text for item in drawing.flat() if isinstance(item, Text))
    assert re.search(r"\d+ names are not shown for lack of room", words)


def test_the_frame_says_who_says_so(view: View) -> None:
    drawing = composed(view, Looks(), "https://example.org/links?to=x")
    words = " ".join(item.text for item in drawing.flat() if isinstance(item, Text))
    for expected in (
        "A title with <markup> & more",
        "Sources: Somebody's & Co 2024",
        "Data as of 2024-05-01",
        "https://example.org/links?to=x",
        "member of",
        "supported by",
        "Network",
        "What held on 1 January 2026.",
    ):
        assert expected in words
    plain = composed(view, Looks(title=False, legend=False), "")
    words = " ".join(item.text for item in plain.flat() if isinstance(item, Text))
    assert "A title" not in words
    assert "supported by" not in words
    assert "Sources: " in words


def test_everything_stays_on_the_page(view: View) -> None:
    for drawn, looks in itertools.product(
        (view, over_time()), (Looks(), Looks(width=320, height=480), Looks(width=2000, height=300))
    ):
        drawing = composed(drawn, looks, "https://example.org/" + "x" * 200)
        for item in drawing.flat():
            if isinstance(item, Text):
                wide = width(shown(item.text), item.size, bold=item.bold)
                left = item.x - {"start": 0, "middle": wide / 2, "end": wide}[item.anchor]
                assert -1 <= left <= left + wide <= looks.width + 1
                assert 0 <= item.y <= drawing.height


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_lines_can_be_seen(theme: str) -> None:
    palette = PALETTES[theme]  # type: ignore[index]
    assert contrast(palette.ink, palette.ground) > 7
    assert contrast(palette.soft, palette.ground) > 4.5
    for colour in load_schema().class_colours.values():
        assert contrast(seen(colour, palette.ground, 2.2), palette.ground) >= 2.2


def test_every_type_has_a_mark_and_a_stroke_of_its_own() -> None:
    schema, wording = load_schema(), load_wording("en")
    marks = marks_of(schema, set(schema.nodes))
    assert [mark.type for mark in marks] == list(schema.nodes)
    assert {mark.shape for mark in marks} == set(shapes())
    strokes = strokes_of(schema, wording, set(schema.facts))
    assert [stroke.type for stroke in strokes] == list(schema.facts)
    assert not [one.label for one in strokes if one.label.startswith(("a ", "an ", "the ", "one ", "("))]
    # Kinds of affiliation, which answers never blend, differ in their dashes.
    for kind in schema.classes:
        dashes = [one.dash for one in strokes if one.kind == kind]
        assert len(set(dashes)) >= len(dashes) - 1


def test_shapes_are_equally_large() -> None:
    for shape in shapes():
        # The area of the corners and handles, by Gauss's formula: rough for curves, true for the rest.
        numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*", outline(shape))]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2
        assert 2.6 < area < 3.7, shape


def test_the_font_has_the_letters_of_the_cities() -> None:
    letters = font().face.charToGlyph
    for text in (
        "Muğla İstanbul ŞşĞğıöüç",
        "Θεσσαλονίκη ΆΈΉΊΌΎΏ",
        "Скопје Пловдив Љњћђџ Ґґєії",
        "ČčĆćĐđŠšŽž ĂăÂâÎîȘșȚț",
        "Łódź",
    ):
        assert [letter for letter in text if ord(letter) not in letters] == []
        assert shown(text) == text


def test_what_the_font_has_not_is_transliterated() -> None:
    assert shown("თბილისი") == "tbilisi"
    assert shown("東京") == "DongJing"
    assert shown("a\u202eb\x00c\td") == "abc d"


def test_lines_are_as_wide_as_they_may_be() -> None:
    text = "Union of the Municipalities of the Region of " + "W" * 60
    broken = lines(text, 11, 120, 3)
    assert len(broken) == 3
    assert broken[-1].endswith("…")
    assert all(width(line, 11) <= 120 for line in broken)
    assert "".join(lines(text, 11, 120)).replace(" ", "") == text.replace(" ", "")


def test_looks_are_bounded() -> None:
    with pytest.raises(ParameterError, match="200 to 4000"):
        looks_of({"width": "9999"})
    with pytest.raises(ParameterError, match="million pixels"):
        looks_of({"width": "4000", "height": "4000", "scale": "4"})
    with pytest.raises(ParameterError, match="light, dark"):
        looks_of({"theme": "sepia"})
    assert looks_of({"width": "400", "title": "false"}) == Looks(width=400, title=False)


def test_a_theme_changes_colours_alone(view: View) -> None:
    def without_colours(theme: Theme) -> str:
        return re.sub(r"#[0-9a-f]{6}", "#", render(view, Form.SVG, Looks(theme=theme)).decode(), flags=re.IGNORECASE)

    assert without_colours("light") == without_colours("dark")
    assert render(view, Form.SVG) != render(view, Form.SVG, Looks(theme="dark"))
    assert not [item for item in composed(view, Looks(), "").flat() if isinstance(item, Path) and not item.steps]
