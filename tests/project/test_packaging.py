"""What a wheel and an sdist carry, against the checkout; and that an installed wheel stands on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from muninet.figures import element

# Where the wheel's folders come from.
FOLDERS = {
    "muninet/cypher": "cypher",
    "muninet/seed": "seed",
    "muninet": "graph/muninet",
    "muninet_api": "api/muninet_api",
}
# Built where a wheel is made, and not in git.
BUILT = {f"muninet/figures/built/{name}" for name in (element.NAME, element.MANY_NAME)}
BESIDE_THE_FOLDERS = {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore", "PKG-INFO"}


def build(root: Path, target: str, folder: Path) -> Path:
    """Build a distribution, without the network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def wheel(checkout: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout.root, "wheel", tmp_path_factory.mktemp("wheel"))


def in_wheel(file: PurePosixPath) -> str | None:
    """Where the wheel holds a file of the checkout; None where it does not."""
    for inside, outside in FOLDERS.items():
        if file.is_relative_to(outside):
            return f"{inside}/{file.relative_to(outside)}"
    return None


def test_the_wheel_holds_the_packages_the_questions_and_the_seed(wheel: Path, checkout: Any) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        about = {name.partition(".dist-info/")[2] for name in archive.namelist()} - {""}
    assert len(names) == len(set(names))
    assert set(names) - BUILT == {inside for file in checkout.files if (inside := in_wheel(file))}
    assert BUILT & set(names) == (BUILT if element.script() is not None else set())
    assert about == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    # What is no Python and easily left behind.
    kinds = {PurePosixPath(name).suffix for name in names}
    assert kinds >= {".py", ".typed", ".yaml", ".lock", ".cypher", ".csv"}
    assert {"muninet/py.typed", "muninet_api/py.typed", "muninet/model/schema.yaml"} <= set(names)


def test_the_sdist_holds_what_the_wheel_is_built_from(checkout: Any, tmp_path: Path) -> None:
    with tarfile.open(build(checkout.root, "sdist", tmp_path)) as archive:
        names = {str(PurePosixPath(*PurePosixPath(member.name).parts[1:])) for member in archive if member.isfile()}
    sources = {str(file) for file in checkout.files if in_wheel(file)}
    assert names - {f"graph/{name}" for name in BUILT} == sources | BESIDE_THE_FOLDERS


def test_an_installed_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", str(site), str(wheel)], check=True)
    script = (
        "import muninet, muninet_api\n"
        "from muninet._home import home\n"
        "from muninet.catalogue import Catalogue\n"
        "from muninet.model import load_schema\n"
        "print(muninet.__file__, muninet_api.__file__, home('cypher'), home('seed'), sep='\\n')\n"
        "print('path/links' in Catalogue.read(home('cypher'), load_schema()))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    *places, knows_links = ran.stdout.splitlines()
    assert [Path(place).is_relative_to(site) for place in places] == [True] * 4
    assert knows_links == "True"
    assert (site / "bin" / "muninet").is_file()
