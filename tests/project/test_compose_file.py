"""docker-compose.yml and Dockerfile as they are written; tests/docker runs them."""

from __future__ import annotations

import re
from typing import Any

import yaml

PASSWORD = re.compile(r"\$\{MUNINET_NEO4J_PASSWORD:\?[^}]+\}")


def services(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text)["services"]
    assert isinstance(found, dict)
    return found


def published_elsewhere(text: str) -> list[str]:
    """Ports that are not published on loopback alone."""
    ports = [str(port) for service in services(text).values() for port in service.get("ports", ())]
    assert ports
    return [port for port in ports if not port.startswith("127.0.0.1:")]


def built_in_passwords(text: str) -> list[str]:
    """Values that are a password, or part of one, of which the file itself knows something."""
    return [
        f"{name}: {value}"
        for service in services(text).values()
        for name, value in service.get("environment", {}).items()
        if re.search("AUTH|PASSWORD", name) and not PASSWORD.fullmatch(str(value).removeprefix("neo4j/"))
    ]


def test_ports_are_published_on_loopback_only(checkout: Any) -> None:
    assert published_elsewhere(checkout.read("docker-compose.yml")) == []
    assert published_elsewhere("services: {a: {ports: ['7474:7474', '127.0.0.1:1:1']}}") == ["7474:7474"]


def test_no_password_is_built_in(checkout: Any) -> None:
    assert built_in_passwords(checkout.read("docker-compose.yml")) == []
    assert built_in_passwords("services: {a: {environment: {NEO4J_AUTH: neo4j/secret}}}") != []
    assert built_in_passwords("services: {a: {environment: {X_PASSWORD: '${MUNINET_NEO4J_PASSWORD:-x}'}}}") != []


def test_neo4j_keeps_its_data_and_the_service_waits_for_it(checkout: Any) -> None:
    file = yaml.safe_load(checkout.read("docker-compose.yml"))
    neo4j, api = file["services"]["neo4j"], file["services"]["api"]
    assert neo4j["image"] == "neo4j:5.26-community"
    assert neo4j["healthcheck"]["test"]
    named = {volume.partition(":")[2]: volume.partition(":")[0] for volume in neo4j["volumes"]}
    # Both that the image declares: one without a name would be left behind.
    assert set(named) == {"/data", "/logs"}
    assert set(named.values()) <= set(file["volumes"])
    assert api["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_every_variable_of_the_file_is_documented(checkout: Any) -> None:
    text = checkout.read("docker-compose.yml")
    names = set(re.findall(r"\$\{(MUNINET_\w+)", text))
    passed_on = {name for name, value in services(text)["api"]["environment"].items() if value is None}
    assert len(names) >= 4
    assert len(passed_on) >= 4
    names |= passed_on
    assert [name for name in names if name not in checkout.read("docs/docker.md")] == []


def test_the_image_is_built_from_hashed_requirements_and_runs_as_nobody_special(checkout: Any) -> None:
    text = checkout.read("Dockerfile")
    assert "--require-hashes" in text
    users = re.findall(r"^USER (\S+)", text, re.MULTILINE)
    assert users
    assert users[-1] not in ("root", "0")
    assert "# syntax=" not in text
    assert "@sha256:" not in text
    assert not re.search(r"COPY --from=(?!build\b)", text)
