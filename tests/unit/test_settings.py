"""What the environment says, and what it may not say."""

from __future__ import annotations

import re

import pytest

from muninet.errors import UsageError
from muninet.settings import Settings


@pytest.mark.parametrize("uri", ["bolt://me:s3cret@127.0.0.1:1", "me:s3cret@127.0.0.1", "neo4j://me:s3/cr@et@[::1"])
def test_a_login_in_the_address_is_refused_and_not_repeated(uri: str) -> None:
    with pytest.raises(UsageError, match="MUNINET_NEO4J_PASSWORD") as caught:
        Settings.from_environment({"MUNINET_NEO4J_URI": uri})
    assert "s3" not in str(caught.value)


def test_the_password_is_not_shown() -> None:
    settings = Settings.from_environment(
        {"MUNINET_NEO4J_URI": "bolt://127.0.0.1:1", "MUNINET_NEO4J_PASSWORD": "s3cret", "MUNINET_HOME": "/data"}
    )
    assert settings.neo4j_password == "s3cret"
    assert "s3cret" not in repr(settings)
    assert "bolt://127.0.0.1:1" in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MUNINET_PORT", "0"),
        ("MUNINET_PORT", "65536"),
        ("MUNINET_PORT", "٣"),
        ("MUNINET_QUERY_TIMEOUT", "nan"),
        ("MUNINET_TRUSTED_PROXIES", "proxy.example.org"),
        ("MUNINET_CORS_ORIGINS", "example.org"),
        ("MUNINET_CORS_ORIGINS", "https://example.org/"),
        ("MUNINET_CORS_ORIGINS", "https://*.example.org"),
        ("MUNINET_CORS_ORIGINS", "null"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(UsageError, match="^" + re.escape(f"{name}: '{value}' is not")):
        Settings.from_environment({name: value})


@pytest.mark.parametrize(
    ("environment", "origins"),
    [
        ({}, ("*",)),
        ({"MUNINET_CORS_ORIGINS": ""}, ()),
        (
            {"MUNINET_CORS_ORIGINS": "https://a.example, http://localhost:3000 http://[::1]:80"},
            ("https://a.example", "http://localhost:3000", "http://[::1]:80"),
        ),
    ],
)
def test_origins_are_any_none_or_a_list(environment: dict[str, str], origins: tuple[str, ...]) -> None:
    assert Settings.from_environment(environment).cors_origins == origins
