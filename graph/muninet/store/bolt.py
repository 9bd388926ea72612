"""The one door to Neo4j: reads, writes and plans, with our own values and errors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

import neo4j
from neo4j import exceptions

from muninet.errors import GraphNotPreparedError, MuninetError, QueryTimeoutError, StoreUnavailableError
from muninet.store.hydration import Hydrator
from muninet.store.values import Plan, Rows, Statement

# Attempts at one read, the first included; the pause doubles from here (seconds).
_ATTEMPTS = 3
_PAUSE = 0.2
# A write is tried again for so long: a cluster that loses its leader has elected another one by then.
_LEADERLESS_SECONDS = 15.0
# The driver gives up on a connection attempt after this many seconds.
_CONNECT_SECONDS = 5.0
# A server that says nothing for so long after its own time limit is away, although its port may still be open.
_SILENCE_SECONDS = 10.0
# It is then not asked again for so long: what asks several things would wait for each of them.
_PAUSE_AFTER_SILENCE = 1.0
_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
# Names a database that is not there, or wants what the user may not do: mended in the settings, not by trying again.
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
_REFUSED = (_NO_DATABASE, "Neo.ClientError.Security.")
_TIMEOUT_CODES = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped")


class Store:
    """A Neo4j database, asked through the official asynchronous driver."""

    def __init__(self, driver: neo4j.AsyncDriver, address: str, database: str | None, timeout: float) -> None:
        """Take a driver that stays this store's own; use `Store.open`."""
        self._driver = driver
        self._database = database
        self._timeout = timeout
        # On a cluster a read then sees what this store has written, whichever server answers it.
        self._bookmarks = neo4j.AsyncGraphDatabase.bookmark_manager()
        self._silent_until = 0.0
        self.address = address

    @classmethod
    async def open(
        cls,
        uri: str,
        user: str,
        password: str,
        database: str | None = None,
        *,
        timeout: float = 30.0,
        retrying: float = _LEADERLESS_SECONDS,
    ) -> Self:
        """Prepare a connection; nothing is sent yet, so a server that is away is noticed at the first call.

        Args:
            uri: bolt://, neo4j:// or their +s and +ssc forms.
            user: user name; ignored where the password is empty.
            password: empty for a server without authentication.
            database: None for the server's default.
            timeout: seconds that one query may take.
            retrying: seconds for which a write is tried again while nobody takes it.

        Raises:
            StoreUnavailableError: the address is not one that the driver can use.
        """
        if uri.partition("://")[0].lower() not in _SCHEMES:
            raise StoreUnavailableError(
                f"Neo4j address {_shown(uri)!r} cannot be used: it begins with one of {', '.join(_SCHEMES)} and ://"
            )
        if "@" in uri:
            # The driver would refuse it too, and repeat the login.
            raise StoreUnavailableError(
                f"Neo4j address {_shown(uri)!r} cannot be used with a login in it: give user and password beside it"
            )
        auth = (user, password) if password else None
        try:
            driver = neo4j.AsyncGraphDatabase.driver(
                uri,
                auth=auth,
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=_CONNECT_SECONDS * 2,
                max_transaction_retry_time=retrying,
                # A type that no relationship has yet would make the server send a notification with every call.
                notifications_disabled_classifications=["UNRECOGNIZED"],
                user_agent="muninet",
            )
        except (ValueError, exceptions.ConfigurationError) as error:
            raise StoreUnavailableError(f"Neo4j address {_shown(uri)!r} cannot be used: {error}") from None
        return cls(driver, _shown(uri), database, timeout)

    async def close(self) -> None:
        """Close every connection."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every connection."""
        await self.close()

    async def verify(self) -> None:
        """Ask the server for a sign of life.

        Raises:
            StoreUnavailableError: it gives none, or refuses the login.
        """
        self._refuse_silent()
        async with self._errors(self._timeout), asyncio.timeout(self._timeout + _SILENCE_SECONDS):
            # Not verify_connectivity: naming a database there is a preview feature, which warns.
            await self._read_once(neo4j.Query("RETURN 1", timeout=self._timeout), {})

    async def read(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Rows:
        """Run one read-only statement and return all its rows.

        It is one auto-commit statement in a READ session (one round trip less than a managed transaction), tried again
        when the server says that the failure is passing.

        Raises:
            StoreUnavailableError: the server is away.
            QueryTimeoutError: it took longer than `timeout` seconds (default: the store's).
        """
        seconds = timeout or self._timeout
        query = neo4j.Query(text, timeout=seconds)
        self._refuse_silent()
        async with self._errors(seconds), asyncio.timeout(seconds + _SILENCE_SECONDS):
            for attempt in range(_ATTEMPTS):
                try:
                    return await self._read_once(query, parameters or {})
                except exceptions.DriverError as error:
                    if attempt + 1 == _ATTEMPTS or not error.is_retryable():
                        raise
                except exceptions.Neo4jError as error:
                    if attempt + 1 == _ATTEMPTS or not error.is_retryable() or _timed_out(error):
                        raise
                await asyncio.sleep(_PAUSE * 2**attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def stream(
        self, text: str, parameters: Mapping[str, Any], *, size: int, timeout: float
    ) -> AsyncIterator[list[list[Any]]]:
        """Run one read-only statement and yield its rows, at most `size` at a time; no more are held in memory.

        Unlike `read` it is not tried again: what was yielded cannot be taken back.

        Raises:
            StoreUnavailableError: the server is away.
            QueryTimeoutError: it took longer than `timeout` seconds.
        """
        self._refuse_silent()
        async with self._errors(timeout), self._session(neo4j.READ_ACCESS, fetch_size=size) as session:
            result = await session.run(neo4j.Query(text, timeout=timeout), dict(parameters))
            plain = Hydrator().plain
            while records := await result.fetch(size):
                yield [[plain(value) for value in record.values()] for record in records]

    async def _read_once(self, query: neo4j.Query, parameters: Mapping[str, Any]) -> Rows:
        async with self._session(neo4j.READ_ACCESS) as session:
            result = await session.run(query, dict(parameters))
            keys, plain = tuple(result.keys()), Hydrator().plain
            return Rows(keys, [tuple(map(plain, record.values())) async for record in result])

    async def write(self, statements: Sequence[Statement]) -> None:
        """Run statements in one managed transaction: all of them take effect, or none.

        Raises:
            StoreUnavailableError: the server is away.
        """

        async def work(transaction: neo4j.AsyncManagedTransaction) -> None:
            for statement in statements:
                result = await transaction.run(statement.text, dict(statement.parameters))
                await result.consume()

        async with self._errors(None), self._session(neo4j.WRITE_ACCESS) as session:
            await session.execute_write(work)

    async def run_schema(self, statements: Sequence[str]) -> None:
        """Run schema commands, in one transaction, and wait until new indexes are online."""

        async def work(transaction: neo4j.AsyncManagedTransaction) -> None:
            for text in statements:
                await (await transaction.run(text)).consume()

        async with self._errors(None), self._session(neo4j.WRITE_ACCESS) as session:
            await session.execute_write(work)
            await (await session.run("CALL db.awaitIndexes(300)")).consume()

    def _session(self, access: str, **more: Any) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks, **more
        )

    async def explain(self, text: str, parameters: Mapping[str, Any] | None = None) -> Plan:
        """Return what the server would do, without doing it.

        Raises:
            StoreUnavailableError: the server is away.
            neo4j.exceptions.CypherSyntaxError: the text is not Cypher.
        """
        async with (
            self._errors(None),
            self._session(neo4j.READ_ACCESS) as session,
        ):
            result = await session.run("EXPLAIN " + text, dict(parameters or {}))
            summary = await result.consume()
        return Plan(summary.query_type or "", tuple(_operators(summary.plan or {})))

    @asynccontextmanager
    async def _errors(self, seconds: float | None) -> AsyncIterator[None]:
        """Turn the driver's errors into ours; no message of ours carries a password."""
        try:
            yield
        except exceptions.AuthError:
            raise StoreUnavailableError(
                f"Neo4j at {self.address} refuses the login: check MUNINET_NEO4J_USER and MUNINET_NEO4J_PASSWORD"
            ) from None
        except exceptions.Neo4jError as error:
            if _timed_out(error):
                raise QueryTimeoutError(f"the query took longer than {seconds:g} s: ask for less") from error
            if (error.code or "").startswith(_REFUSED):
                raise self._refused(error) from error
            if "no such fulltext schema index" in (error.message or ""):
                raise GraphNotPreparedError(
                    f"Neo4j at {self.address} holds no graph of muninet's yet: run `muninet load`"
                ) from error
            if isinstance(error, exceptions.TransientError | exceptions.DatabaseUnavailable | exceptions.NotALeader):
                raise self._away(error) from error
            raise
        except TimeoutError as error:
            self._silent_until = time.monotonic() + _PAUSE_AFTER_SILENCE
            raise self._silent() from error
        except (exceptions.DriverError, OSError) as error:
            if isinstance(error, exceptions.ResultError | exceptions.TransactionError):
                raise
            raise self._away(error) from error

    def _refused(self, error: exceptions.Neo4jError) -> MuninetError:
        if error.code == _NO_DATABASE:
            return StoreUnavailableError(
                f"Neo4j at {self.address} has no database {self._database!r}: name another in MUNINET_NEO4J_DATABASE, "
                "or none for the server's default"
            )
        return StoreUnavailableError(
            f"Neo4j at {self.address} refuses the user what muninet needs: {error.message}: give the user that right, "
            "or name another in MUNINET_NEO4J_USER"
        )

    def _refuse_silent(self) -> None:
        if time.monotonic() < self._silent_until:
            raise self._silent()

    def _silent(self) -> StoreUnavailableError:
        return StoreUnavailableError(f"Neo4j at {self.address} does not answer: it takes connections and says nothing")

    def _away(self, error: Exception) -> MuninetError:
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(": ")
        return StoreUnavailableError(f"Neo4j at {self.address} does not answer: {reason}")


def _timed_out(error: exceptions.Neo4jError) -> bool:
    return any(code in (error.code or "") for code in _TIMEOUT_CODES)


def _operators(plan: Mapping[str, Any]) -> list[str]:
    own = str(plan.get("operatorType", "")).split("@")[0]
    return [own, *(operator for child in plan.get("children", ()) for operator in _operators(child))]


def _shown(uri: str) -> str:
    """The address without a login that somebody may have written into it, however badly the rest is written."""
    scheme, separator, rest = uri.partition("://")
    return scheme + separator + rest.rpartition("@")[2] if separator else uri.rpartition("@")[2]
