"""The command, as a person runs it."""

from tests.cli.conftest import environment, muninet

__all__ = ["environment", "muninet"]
