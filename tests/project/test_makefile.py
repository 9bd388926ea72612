"""What the Makefile does about Python and .venv, with stand-ins for both: nothing is installed here."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NEEDED = ("sh", "make", "cat", "touch", "rm", "printf", "sed", "mkdir", "cp", "sleep", "true")

# A Python of which a part is missing: its answers are the real one's, after this line ran.
LAME = """#!/bin/sh
exec {python} -c 'import sys; {lack}; exec(sys.argv[1])' "$2"
"""
# A Python that writes down what it is asked to do. `-m venv` makes a copy of it in .venv, with a muninet beside it.
RECORDER = """#!/bin/sh
case "$1" in
  -c) exec {python} "$@" ;;
esac
echo "$@" >>{log}
case "$*" in
  "-m venv --clear .venv") rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python
    printf '#!/bin/sh\\necho served "$@" >>{log}\\nexec {serve}\\n' >.venv/bin/muninet
    /bin/chmod +x .venv/bin/muninet ;;
  *"install"*) [ ! -e {cut} ] || {{ rm {cut}; exit 130; }} ;;
esac
"""


@dataclass
class Machine:
    """A folder with the Makefile, and a PATH with little else than a shell."""

    folder: Path
    path: Path
    environment: dict[str, str]

    @property
    def log(self) -> Path:
        return self.folder.parent / "log"

    @property
    def cut(self) -> Path:
        """While this file is there, the next installation is cut short."""
        return self.folder.parent / "cut"

    def python(self, name: str, text: str, **words: object) -> None:
        script = self.path / name
        script.write_text(text.format(python=sys.executable, log=self.log, cut=self.cut, **words))
        script.chmod(0o755)

    def recorder(self, serve: str = "true") -> None:
        self.python("python3", RECORDER, serve=serve)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.path / "make"), *arguments]
        return subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)

    def done(self) -> list[str]:
        """What was done since the last time that this was asked."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(checkout: Any, bare_environment: dict[str, str], tmp_path: Path) -> Machine:
    folder, path = tmp_path / "a checkout", tmp_path / "bin"
    folder.mkdir()
    path.mkdir()
    shutil.copy(checkout.root / "Makefile", folder)
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        (folder / name).touch()
    # Building the element is another's test: here it is only written down.
    element = folder / "api" / "widget"
    element.mkdir(parents=True)
    (element / "build.sh").write_text("")
    for tool in NEEDED:
        found = shutil.which(tool)
        assert found, tool
        (path / tool).symlink_to(found)
    return Machine(folder, path, {**bare_environment, "PATH": str(path)})


def only_line(ran: subprocess.CompletedProcess[str]) -> str:
    assert ran.returncode == 2
    (line,) = (ran.stdout + ran.stderr).splitlines()
    return line


def test_without_python_one_line_says_what_to_install(machine: Machine) -> None:
    line = only_line(machine.make("serve"))
    assert "muninet needs Python 3.11 or newer with venv: install it" in line
    assert "apt install python3 python3-venv" in line


def test_an_old_python_is_none(machine: Machine) -> None:
    machine.python("python3", LAME, lack="sys.version_info = (3, 10, 4)")
    assert "needs Python 3.11 or newer" in only_line(machine.make("serve"))


def test_without_venv_one_line_says_what_to_install(machine: Machine) -> None:
    machine.python("python3", LAME, lack='sys.modules["ensurepip"] = None')
    line = only_line(machine.make("test"))
    version = "{}.{}".format(*sys.version_info)
    assert f"Python {version} is here without venv: install it" in line
    assert f"apt install python{version}-venv" in line
    assert not (machine.folder / ".venv").exists()


def test_a_newer_python_beside_an_old_one_is_taken(machine: Machine) -> None:
    machine.python("python3", LAME, lack="sys.version_info = (3, 9, 2)")
    machine.recorder()
    (machine.path / "python3").rename(machine.path / "python3.12")
    machine.python("python3", LAME, lack="sys.version_info = (3, 9, 2)")
    assert machine.make("serve").returncode == 0
    assert machine.done()[0] == "-m venv --clear .venv"


def test_the_first_start_installs_and_the_second_only_serves(machine: Machine) -> None:
    machine.recorder()
    first = machine.make("serve")
    assert first.returncode == 0, first.stderr
    made, requirements, project, served = machine.done()
    assert made == "-m venv --clear .venv"
    assert "--require-hashes" in requirements
    assert "-r requirements.txt" in requirements
    assert "--no-deps --no-build-isolation -e ." in project
    assert served == "served serve"
    # One line a step.
    assert len(first.stdout.splitlines()) == 2
    assert first.stderr == ""

    second = machine.make("serve")
    assert (second.stdout, second.stderr) == ("", "")
    assert machine.done() == ["served serve"]


def test_without_the_element_it_is_served_all_the_same(machine: Machine) -> None:
    machine.recorder()
    (machine.folder / "api" / "widget" / "build.sh").write_text("exit 1\n")
    served = machine.make("serve")
    assert served.returncode == 0
    assert "<muninet-graph> could not be built: pages show drawings in its place" in served.stdout
    assert machine.done()[-1] == "served serve"


def test_what_the_tests_need_comes_on_top(machine: Machine) -> None:
    machine.recorder()
    assert machine.make("serve").returncode == 0
    machine.done()
    assert machine.make("test", "ARGS=-k name").returncode == 0
    requirements, tests = machine.done()
    assert "-r requirements-dev.txt" in requirements
    assert tests == "-m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder -k name"
    assert machine.make("test").returncode == 0
    assert machine.done() == ["-m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder"]


def test_an_installation_cut_short_starts_over(machine: Machine) -> None:
    machine.recorder()
    machine.cut.touch()
    assert machine.make("serve").returncode == 2
    assert not any(line.startswith("served") for line in machine.done())
    assert machine.make("serve").returncode == 0
    done = machine.done()
    assert done[0] == "-m venv --clear .venv"
    assert done[-1] == "served serve"


def test_changed_requirements_are_installed_into_what_is_there(machine: Machine) -> None:
    machine.recorder()
    assert machine.make("serve").returncode == 0
    machine.done()
    later = time.time() + 5
    os.utime(machine.folder / "requirements.txt", (later, later))
    assert machine.make("serve").returncode == 0
    assert [line.split(" ")[:2] for line in machine.done()] == [["-m", "pip"], ["-m", "pip"], ["served", "serve"]]


def _move(machine: Machine) -> None:
    machine.folder = machine.folder.rename(machine.folder.with_name("moved"))


def _lose_python(machine: Machine) -> None:
    (machine.folder / ".venv" / "bin" / "python").unlink()


@pytest.mark.parametrize("mishap", [_move, _lose_python])
def test_an_environment_that_no_longer_works_is_made_anew(machine: Machine, mishap: Callable[[Machine], None]) -> None:
    machine.recorder()
    assert machine.make("serve").returncode == 0
    machine.done()
    mishap(machine)
    assert machine.make("serve").returncode == 0
    assert machine.done()[0] == "-m venv --clear .venv"


def test_ctrl_c_reaches_the_server_and_make_waits_for_it(machine: Machine) -> None:
    stopped = machine.folder.parent / "stopped"
    server = machine.folder.parent / "server"
    server.write_text(
        f"#!/bin/sh\ntrap 'sleep 0.5; touch {stopped}; exit 0' INT\necho ready\nwhile :; do sleep 0.1; done\n"
    )
    server.chmod(0o755)
    machine.recorder(serve=str(server))
    # As a shell starts a job of its own: signals not ignored, whatever this process inherited.
    started = subprocess.Popen(
        [str(machine.path / "make"), "serve"],
        cwd=machine.folder,
        env=machine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert started.stdout is not None
    with started.stdout as output:
        assert any(line == "ready\n" for line in output)
        os.killpg(started.pid, signal.SIGINT)
        started.wait(timeout=20)
    assert stopped.exists()
    with pytest.raises(ProcessLookupError):
        os.killpg(started.pid, 0)


def test_every_target_says_what_it_is_for(checkout: Any) -> None:
    listed = subprocess.run(["make", "help"], cwd=checkout.root, capture_output=True, text=True, check=True).stdout
    for target in ("serve", "test", "check", "bench", "docs", "lock", "test-docker", "clean"):
        assert f"make {target} " in listed
