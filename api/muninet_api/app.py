"""The application: everything that it is made of, in view."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from muninet import __version__
from muninet._home import home
from muninet.answers import Questions
from muninet.answers.lookups import today as utc_today
from muninet.answers.quality import RULES
from muninet.answers.resources import resources_of
from muninet.catalogue import Catalogue
from muninet.cli.decisions import decisions_of
from muninet.errors import MuninetError, UsageError
from muninet.model import load_schema
from muninet.quality.checking import Checked, check
from muninet.quality.keeping import Keeper
from muninet.settings import Settings
from muninet.store.bolt import Store
from muninet_api.keeping import Keeping
from muninet_api.middleware import CommonHeaders, Compression, HeadAsGet, Preflight
from muninet_api.openapi import describe
from muninet_api.parameters import declared_only
from muninet_api.problems import BAD_PARAMETER, DATABASE_AWAY, INTERNAL_ERROR, QUERY_TIMEOUT, add_problems, documented
from muninet_api.routers.changes import changes_router
from muninet_api.routers.cypher import cypher_router
from muninet_api.routers.entities import entities_router, search_router
from muninet_api.routers.health import health_router
from muninet_api.routers.links import links_router
from muninet_api.routers.pages import pages_router
from muninet_api.routers.paths import paths_router
from muninet_api.routers.quality import quality_router, rules_router
from muninet_api.routers.queries import queries_router
from muninet_api.routers.resources import resources_router
from muninet_api.routers.site import site_router
from muninet_api.routers.views import figures_router, views_router

# Answers smaller than this (bytes) are not worth compressing.
_SMALL = 1000
# How long a stop waits for the first question to end (seconds).
_PATIENCE = 5.0
# How long one who asks what is wrong in the data waits for a graph to be looked through (seconds): a large one takes
# ten when it is read for the first time.
_LONGEST_CHECK = 30.0


def create_app(settings: Settings | None = None, *, today: Callable[[], dt.date] = utc_today) -> FastAPI:
    """Build the service.

    Args:
        settings: where Neo4j is, among others; None reads the environment, for a server that is
            given this function's name.
        today: the day it is, for answers that no day is given for.

    Raises:
        UsageError: no Neo4j is named.
        CatalogueError: a query file breaks the rules.
    """
    settings = settings or Settings.from_environment(os.environ)
    if settings.neo4j_uri is None:
        raise UsageError("MUNINET_NEO4J_URI names no server: set it, or use `muninet serve`, which brings its own")
    uri = settings.neo4j_uri
    schema = load_schema()
    catalogue = Catalogue.read(home("cypher"), schema)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with await Store.open(
            uri,
            settings.neo4j_user,
            settings.neo4j_password,
            settings.neo4j_database,
            timeout=settings.query_timeout,
        ) as store:
            app.state.questions = Questions(store, catalogue, schema, today=today)
            app.state.keeper = _keeper(app.state.questions, settings)
            warming = asyncio.create_task(_warm_up(app.state.questions))
            yield
            # Left to end by itself: the driver leaves a socket open where a connection is given up while it is made.
            await asyncio.wait((warming,), timeout=_PATIENCE)
            warming.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await warming
            await app.state.keeper.stop()

    app = FastAPI(
        title="muninet",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
    )
    app.state.catalogue = catalogue
    app.state.today = today
    resources = resources_of(catalogue, schema)
    app.state.plurals = {resource.label: resource.plural for resource in resources}
    app.state.cors_origins = settings.cors_origins
    v1 = APIRouter(
        prefix="/v1",
        dependencies=[Depends(declared_only)],
        responses={
            304: {"description": "The client holds the current answer."},
            **documented(BAD_PARAMETER, INTERNAL_ERROR, DATABASE_AWAY, QUERY_TIMEOUT),
        },
    )
    v1.include_router(links_router(catalogue))
    v1.include_router(paths_router(catalogue))
    v1.include_router(entities_router(catalogue))
    v1.include_router(search_router(schema, catalogue))
    v1.include_router(resources_router(resources, catalogue))
    v1.include_router(queries_router(catalogue))
    v1.include_router(changes_router(catalogue))
    v1.include_router(quality_router())
    v1.include_router(views_router(catalogue))
    app.include_router(v1)
    app.include_router(figures_router(catalogue))
    app.include_router(cypher_router(settings))
    app.include_router(health_router())
    app.include_router(pages_router())
    app.include_router(site_router(catalogue, schema, settings))
    app.include_router(rules_router())
    describe(app)
    add_problems(app)
    # The last one added is the outermost.
    app.add_middleware(Compression, minimum_size=_SMALL, compresslevel=5)
    app.add_middleware(Keeping, today=today)
    app.add_middleware(Preflight)
    app.add_middleware(CommonHeaders, origins=settings.cors_origins)
    app.add_middleware(HeadAsGet)
    return app


def _keeper(questions: Questions, settings: Settings) -> Keeper:
    """What looks through the graph, and keeps what it found."""

    async def look(today: dt.date) -> Checked:
        return await check(
            questions.store,
            questions.catalogue,
            questions.schema,
            today,
            decisions=decisions_of(settings),
            reported=RULES,
        )

    return Keeper(look, _LONGEST_CHECK)


async def _warm_up(questions: Questions) -> None:
    """Ask what people ask first: the server plans a question when it first sees it, which takes it seconds."""
    given = {name: questions.catalogue.query("path/links").parameter(name).default for name in ("to", "via")}
    # A graph of other people's, or a server that is away, has its own way of saying so when somebody asks.
    with contextlib.suppress(MuninetError):
        await questions.links(given)


def _operation_id(route: APIRoute) -> str:
    return route.name
