"""The formats of an answer over HTTP: chosen by `format` or `Accept`, and each opened by what it is for."""

from __future__ import annotations

import csv
import io
import json

import httpx
import networkx as nx
import pytest

CEESEN = "/v1/links?to=climate-alliance&via=ceesen"
MEMBERS = "/v1/queries/network/members?network=ceesen"
COUNTS = "/v1/queries/admin/counts"
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "graphml": "application/graphml+xml",
    "cytoscape": "application/vnd.cytoscape+json",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("address", [CEESEN, MEMBERS])
async def test_a_format_is_named(client: httpx.AsyncClient, address: str, name: str) -> None:
    response = await client.get(f"{address}&format={name}", headers={"Accept": "application/pdf"})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == TYPES[name]
    assert response.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/csv", "csv"),
        ("TEXT/CSV; charset=utf-8", "csv"),
        ("application/geo+json", "geojson"),
        ("application/graphml+xml", "graphml"),
        ("application/vnd.cytoscape+json", "cytoscape"),
        ("application/json;q=0.5, text/csv", "csv"),
        ("application/json;q=0.5, text/csv;q=0.4", "json"),
        ("text/*", "csv"),
        ("application/*", "json"),
        ("*/*, application/json;q=0", "csv"),
        ("*/*;q=0.1, application/geo+json;q=0.2", "geojson"),
        ("*/*", "json"),
        ("", "json"),
        ("nonsense", "json"),
        (BROWSER, "json"),
    ],
)
async def test_accept_is_weighed(client: httpx.AsyncClient, accept: str, name: str) -> None:
    response = await client.get(CEESEN, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, TYPES[name])


@pytest.mark.parametrize("accept", ["application/pdf", "text/html", "*/*;q=0", "application/json;q=0, text/csv;q=0.0"])
async def test_nothing_acceptable(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.get(CEESEN, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    problem = response.json()
    assert problem["type"] == "/problems/not-acceptable"
    assert "application/geo+json" in problem["detail"]
    assert (await client.get(problem["type"])).status_code == 200


async def test_only_what_an_operation_can_give(client: httpx.AsyncClient) -> None:
    for name in ("geojson", "graphml", "cytoscape", "xml"):
        response = await client.get(f"{COUNTS}?format={name}")
        assert (response.status_code, response.json()["parameter"]) == (422, "format")
        assert response.json()["detail"].endswith(": give one of json, csv")
    assert (await client.get(COUNTS, headers={"Accept": TYPES["graphml"]})).status_code == 406
    assert (await client.get(f"{COUNTS}?format=csv")).text.startswith("what,type,count,sources,licences\r\n")


async def test_the_document_names_the_formats(client: httpx.AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]
    for path, names in (("/v1/links", list(TYPES)), ("/v1/queries/admin/counts", ["json", "csv"])):
        operation = paths[path]["get"]
        parameter = next(p for p in operation["parameters"] if p["name"] == "format")
        assert names == next(c["enum"] for c in parameter["schema"]["anyOf"] if len(c["enum"]) > 1)
        assert set(operation["responses"]["200"]["content"]) == {TYPES[name].partition(";")[0] for name in names}
        assert "406" in operation["responses"]
        assert set(operation["responses"]["200"]["headers"]) == {"ETag", "Link"}


async def test_each_format_has_a_tag_of_its_own(client: httpx.AsyncClient) -> None:
    tags = {}
    for name, accept in TYPES.items():
        response = await client.get(CEESEN, headers={"Accept": accept})
        tags[name] = response.headers["etag"]
        again = await client.get(CEESEN, headers={"Accept": accept, "If-None-Match": tags[name]})
        assert (again.status_code, again.headers["vary"]) == (304, "Accept, Accept-Encoding")
    assert len(set(tags.values())) == len(TYPES)
    other = await client.get(CEESEN, headers={"Accept": "text/csv", "If-None-Match": tags["json"]})
    assert other.status_code == 200


async def test_files_have_telling_names(client: httpx.AsyncClient) -> None:
    names = {
        f"{CEESEN}&format=csv": "links-climate-alliance-ceesen-2026-11-22.csv",
        f"{MEMBERS}&at=any&format=graphml": "network-members-ceesen-any.graphml",
        f"{MEMBERS}&format=cytoscape": "network-members-ceesen-2026-11-22.cyjs",
        f"{COUNTS}?format=csv": "admin-counts.csv",
    }
    for address, name in names.items():
        assert (await client.head(address)).headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "content-disposition" not in (await client.get(CEESEN)).headers


async def test_a_byte_order_mark_on_request(client: httpx.AsyncClient) -> None:
    plain = await client.get(f"{CEESEN}&format=csv")
    marked = await client.get(f"{CEESEN}&format=csv&bom=true")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked.headers["etag"] != plain.headers["etag"]
    assert (await client.get(f"{CEESEN}&format=json&bom=true")).json() == (await client.get(CEESEN)).json()
    for neither in ("perhaps", ""):
        refused = await client.get(f"{CEESEN}&format=csv&bom={neither}")
        assert (refused.status_code, refused.json()["parameter"]) == (422, "bom")


async def test_csv_tells_sources_and_licences(client: httpx.AsyncClient) -> None:
    rows = list(csv.DictReader(io.StringIO((await client.get(f"{MEMBERS}&format=csv")).text, newline="")))
    answer = (await client.get(MEMBERS)).json()
    assert list(rows[0]) == ["member", "kind", "via_branch", "fact", "sources", "licences"]
    assert [row["member"] for row in rows] == [row["member"]["id"] for row in answer["rows"]]
    assert [row["sources"].split(";") for row in rows] == [row["fact"]["sources"] for row in answer["rows"]]
    # Of the sources of the seed, one states CC BY 4.0 and one Apache 2.0: the others none.
    assert {row["licences"] for row in rows} == {"none"}
    signed = await client.get("/v1/queries/city/profile?city=tartu-ee&format=csv")
    licences = {row["sources"]: row["licences"] for row in csv.DictReader(io.StringIO(signed.text, newline=""))}
    assert licences["gcom-mycovenant-2024-01"] == "CC-BY-4.0"


async def test_graphml_holds_each_node_and_fact_once(client: httpx.AsyncClient) -> None:
    # By hand: 28 cities are supported by 3 agencies, these are members of CEESEN, and that of Climate Alliance.
    response = await client.get(f"{CEESEN}&format=graphml")
    graph = nx.read_graphml(io.BytesIO(response.content), force_multigraph=True)
    assert graph.is_directed()
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (28 + 3 + 2, 28 + 3 + 1)
    assert graph.nodes["tartu-ee"] == {
        "id": "tartu-ee", "type": "City", "name": "Tartu", "country": "EE", "lat": 58.3807, "lon": 26.725,
    }  # fmt: skip
    ((_, _, joined),) = graph.out_edges("ceesen", data=True)
    assert (joined["type"], joined["class"], joined["since"], joined["certainty"], joined["rank"]) == (
        "MEMBER_OF", "affiliation", "2024-10-01", "dated", "normal",
    )  # fmt: skip
    assert "until" not in joined
    assert joined["sources"].split(";") == ["ceesen-2024-10-17"]
    assert joined["sentence"] == "CEESEN is a member of Climate Alliance (since October 2024)."
    assert json.loads(graph.graph["query"])["via"] == "ceesen"
    # Tartu's place is from a list of places under Apache-2.0.
    assert {licence["licence"] for licence in json.loads(graph.graph["licences"])} == {"Apache-2.0", "CC-BY-4.0", None}


async def test_cytoscape_loads(client: httpx.AsyncClient) -> None:
    whole = (await client.get(f"{CEESEN}&format=cytoscape")).json()
    graph = nx.cytoscape_graph(whole)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (33, 32)
    elements = [*whole["elements"]["nodes"], *whole["elements"]["edges"]]
    ids = [element["data"]["id"] for element in elements]
    assert len(set(ids)) == len(ids)
    nodes = {node["data"]["id"] for node in whole["elements"]["nodes"]}
    assert all({edge["data"]["source"], edge["data"]["target"]} <= nodes for edge in whole["elements"]["edges"])
    assert whole["data"].keys() >= {"query", "licences", "sources", "graph_version"}
    assert graph.graph["query"]["to"] == "climate-alliance"


async def test_geojson_shows_what_has_a_place(client: httpx.AsyncClient) -> None:
    whole = (await client.get(f"{CEESEN}&format=geojson")).json()
    assert whole["type"] == "FeatureCollection"
    assert whole.keys() >= {"licences", "sources", "query", "next", "graph_version"}
    features = {feature["id"]: feature for feature in whole["features"]}
    assert len(features) == len(whole["features"])
    for feature in whole["features"]:
        assert (feature["type"], feature["geometry"]["type"]) == ("Feature", "Point")
        lon, lat = feature["geometry"]["coordinates"]
        assert (-180 <= lon <= 180, -90 <= lat <= 90) == (True, True)
    cities = [feature for feature in whole["features"] if feature["properties"]["type"] == "City"]
    assert len(cities) == 28
    assert "ceesen" not in features
    tartu = features["tartu-ee"]
    assert tartu["geometry"]["coordinates"] == [26.725, 58.3807]
    assert tartu["properties"]["patterns"] == ["SUPPORTED_BY>MEMBER_OF>MEMBER_OF"]
    assert tartu["properties"]["sentences"][0].startswith("Tartu is supported by Tartu Regional Energy Agency")
    assert "ceesen-2024-10-17" in tartu["properties"]["sources"]
    assert "CC-BY-4.0" in tartu["properties"]["licences"]


async def test_geojson_of_rows_has_their_cells(client: httpx.AsyncClient) -> None:
    whole = (await client.get("/v1/queries/network/members?network=b40&at=2022-04-25&limit=1000&format=geojson")).json()
    laktasi = next(feature for feature in whole["features"] if feature["id"] == "laktasi-ba")
    assert laktasi["properties"]["kind"] == "founding"
    assert any("Laktaši" in sentence for sentence in laktasi["properties"]["sentences"])


@pytest.mark.parametrize("name", TYPES)
async def test_every_format_names_its_pages(client: httpx.AsyncClient, name: str) -> None:
    address = f"{CEESEN}&avoid=&format={name}&limit=20"
    first = await client.get(address)
    assert first.links["first"]["url"] == address
    following = first.links["next"]["url"]
    assert following.startswith(f"{address}&cursor=")
    second = await client.get(following)
    assert second.status_code == 200
    assert "next" not in second.links
    assert second.links["first"]["url"] == address


async def test_addresses_of_pages_are_percent_encoded(client: httpx.AsyncClient) -> None:
    asked = {"to": "climate-alliance", "via": "ceesen", "limit": "1"}
    asked["avoid"] = "medjimurje-energy-agency;tartu-regional-energy-agency"
    first = await client.get("/v1/links", params=asked, headers={"Accept": "text/csv"})
    following = first.links["next"]["url"]
    assert "avoid=medjimurje-energy-agency%3Btartu-regional-energy-agency" in following
    second = await client.get(following, headers={"Accept": "text/csv"})
    assert (second.status_code, second.headers["content-type"]) == (200, TYPES["csv"])
    assert second.text != first.text
