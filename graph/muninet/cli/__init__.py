"""The command `muninet`: its commands, and how they end.

Exit status: 0 ok, 1 bad data, 2 usage, 3 not found, 4 database away, 130 interrupted.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Annotated

import typer

from muninet import __version__
from muninet._home import home
from muninet.catalogue import Catalogue
from muninet.cli import checking, load, matching, moving, serve
from muninet.cli.ask import links_command, query_commands
from muninet.cli.browser import browser_command
from muninet.cli.figures import figure_commands
from muninet.cli.importing import import_commands
from muninet.cli.output import say_error
from muninet.cli.reporting import report_commands
from muninet.errors import MuninetError
from muninet.model import load_schema

_INTERRUPTED = 130
# Commands that ask no question.
_WITHOUT_QUESTIONS = (
    "serve",
    "up",
    "load",
    "unload",
    "status",
    "import",
    "match",
    "check",
    "export",
    "backup",
    "restore",
)
_HELP = """Who belongs to which municipal climate network, through whom, since when, and who says so.

Neo4j is found at MUNINET_NEO4J_URI; without it, at the private one that `muninet serve` or `muninet up` runs on
MUNINET_HOME; where none runs, a private one is started for the command."""


def main() -> None:
    """Run the command line and end the process."""
    signal.signal(signal.SIGTERM, _interrupt)
    # What the driver has to say of a failure stands in ours; alone it would be printed beside it.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status. Expected errors are told in a line or a few, never by a traceback."""
    try:
        # Reading all questions takes longer than what most other commands do.
        asked = next((word for word in arguments if not word.startswith("-")), "")
        app = build(None if asked in _WITHOUT_QUESTIONS else Catalogue.read(home("cypher"), load_schema()))
        status = app(list(arguments) or ["--help"], standalone_mode=False)
        sys.stdout.flush()
    except MuninetError as error:
        say_error(str(error))
        return error.exit_status
    except typer.TyperException as error:
        say_error(_told(error))
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has seen enough. What is left in the buffer must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        say_error(
            f"no room is left to write to{f' {error.filename}' if error.filename else ''}: make some and try again"
        )
        # As above: at exit it would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status if isinstance(status, int) else 0


def build(catalogue: Catalogue | None) -> typer.Typer:
    """Put the commands together; `query` and `links` take the parameters that the catalogue's files declare.

    Without a catalogue these two are left out.
    """
    app = typer.Typer(
        name="muninet",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(help=_HELP)(_options)
    app.command("serve")(serve.serve)
    app.command("up")(serve.up)
    app.command("load")(load.load)
    app.command("unload")(load.unload)
    app.add_typer(import_commands(), name="import")
    app.command("status")(load.status)
    app.command("export")(moving.export)
    app.command("backup")(moving.backup)
    app.command("restore")(moving.restore)
    app.command("match")(matching.match)
    app.command("check")(checking.check)
    if catalogue is not None:
        app.add_typer(query_commands(catalogue), name="query")
        app.command("links")(links_command(catalogue))
        app.add_typer(figure_commands(catalogue), name="figure")
        app.add_typer(report_commands(catalogue), name="report")
        app.command("browser")(browser_command(catalogue))
    return app


def _told(error: typer.TyperException) -> str:
    """What is wrong with a command line, and which help to read."""
    message = error.format_message().replace("Value error, ", "").rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{message}: see `{context.command_path if context else 'muninet'} --help`"


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"muninet {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Options of `muninet` itself."""


def _interrupt(_signum: int, _frame: FrameType | None) -> None:
    """Let SIGTERM end a command as Ctrl-C does: what it started is stopped."""
    raise KeyboardInterrupt
