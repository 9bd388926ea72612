"""Names with markup, and names that are read from right to left, stay text wherever a page shows them."""

from __future__ import annotations

import httpx
import pytest
from tests.pages.reading import Page, read

from muninet.loader import Place, Record, load_records
from muninet.store.bolt import Store

PLACE = Place("made up")
SCRIPT = "<script>alert(1)</script>"
BREAKING = "\"'><img src=x onerror=alert(1)>&amp;]]>"
BACKWARDS = "שלום <b> & עולם"
MARKED = "Net [1] {{ 7*7 }} {% raw %}"


@pytest.fixture
async def hostile(store: Store, empty_graph: object) -> None:
    """A city in a network, its source and its note, all of them with names that try to get out."""
    source = {
        "id": "we",
        "title": f"Title {SCRIPT}",
        "publisher": f"Publisher {BREAKING}",
        "licence": f"L {SCRIPT}",
        "url": "https://x.example/?a=<b>&c=\"d'",
    }
    city = {"id": "town-ee", "name": f"Town {SCRIPT}", "names": f"{BREAKING}@en", "description": BACKWARDS}
    fact = {"from": "town-ee", "to": "net", "since": "2010", "label": BREAKING, "note": SCRIPT, "sources": "we"}
    records = [
        Record("Source", source, PLACE),
        Record("Country", {"id": "estonia", "name": "Estonia", "code": "EE", "sources": "we"}, PLACE),
        Record("City", {**city, "country": "EE", "sources": "we"}, PLACE),
        Record("Network", {"id": "net", "name": MARKED, "legal_form": SCRIPT, "sources": "we"}, PLACE),
        Record("MEMBER_OF", fact, PLACE),
    ]
    await load_records(store, records, "made", suppression=())


def assert_text(page: Page, *expected: str) -> None:
    """The texts stand there as they are, and brought no element and no attribute along."""
    said = "".join(page.root.itertext())
    assert [text for text in expected if " ".join(text.split()) not in " ".join(said.split())] == []
    assert {script.get("src", "").partition("?")[0] for script in page.all("script")} <= {
        "/static/search.js",
        "/static/muninet-graph.js",
    }
    assert [image.get("src") for image in page.all("img") if not image.get("src", "").startswith("/figures/")] == []
    assert [one.attrib for one in page.root.iter() if any(name.startswith("on") for name in one.attrib)] == []
    addresses = [one.get(name, "") for one in page.root.iter() for name in ("href", "src", "action")]
    assert [one for one in addresses if one.lower().startswith("javascript:")] == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/entities/town-ee", (f"Town {SCRIPT}", BREAKING, BACKWARDS, MARKED, f"Title {SCRIPT}", f"L {SCRIPT}")),
        ("/entities/net", (f"Town {SCRIPT}", MARKED, f"Publisher {BREAKING}")),
        ("/entities/we", (f"Title {SCRIPT}", f"Town {SCRIPT}")),
        ("/links?to=net", (f"Town {SCRIPT} is a member of {MARKED}", f"Title {SCRIPT}")),
        ("/paths?from=town-ee&to=net", (f"Town {SCRIPT}", MARKED)),
        ("/compare?ids=town-ee;estonia", (f"Town {SCRIPT}", MARKED)),
        ("/queries/network/members?network=net", (f"Town {SCRIPT}", MARKED, BREAKING)),
        ("/queries/network/list", (MARKED, SCRIPT)),
        ("/queries/source/list", (f"Title {SCRIPT}", f"Publisher {BREAKING}")),
        ("/search?q=town", (f"Town {SCRIPT}",)),
        ("/links", (MARKED,)),
        ("/quality", ()),
    ],
)
async def test_a_name_stays_text(hostile: None, bare: httpx.AsyncClient, address: str, expected: tuple[str]) -> None:
    assert_text(await read(bare, address), *expected)


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        ("/search", "q", 200),
        ("/links", "to", 404),
        ("/links", "max_hops", 422),
        ("/entities/{}", "", 404),
        ("/queries/{}", "", 404),
        ("/quality", "rule", 422),
        ("/links", "<b>", 422),
    ],
)
async def test_what_was_asked_stays_text(
    hostile: None, bare: httpx.AsyncClient, path: str, name: str, status: int
) -> None:
    given = '"><script>alert(1)</script>'
    path = path.format(httpx.URL("http://x/").copy_with(path=f"/{given}").raw_path.decode()[1:])
    address = str(
        httpx.URL(path, params={"to": "net", name: given} if name == "max_hops" else {name: given} if name else {})
    )
    assert_text(await read(bare, address, status))


async def test_a_name_that_looks_like_a_mark_is_none(hostile: None, bare: httpx.AsyncClient) -> None:
    page = await read(bare, "/links?to=net")
    (route,) = page.all("ol[@class='routes']/li")
    assert [link.get("href") for link in route.iter("a")] == ["/entities/town-ee", "/entities/net", "#note-1"]
