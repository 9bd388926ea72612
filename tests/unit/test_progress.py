"""Progress in a pipe and on a terminal."""

import io

import pytest
from rich.console import Console

from muninet.progress import BarProgress, PlainProgress


def test_a_pipe_gets_one_line_a_stage_and_the_time_of_long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("muninet.progress.time.monotonic", lambda: now[0])
    stream = io.StringIO()
    progress = PlainProgress(stream)
    progress.stage("Downloading", total=155_400_000, unit="bytes")
    progress.advance(155_400_000)
    now[0] += 3.25
    progress.stage("Loading", total=1200, unit="rows")
    now[0] += 0.5
    progress.stage("Waiting")
    progress.done()
    progress.done()
    assert stream.getvalue().splitlines() == [
        "Downloading (155 MB) ...",
        "Downloading: done in 3.2 s",
        "Loading (1200 rows) ...",
        "Waiting ...",
    ]


def test_a_terminal_gets_bars_that_count_and_fill() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=100, color_system=None)
    with BarProgress(console) as progress:
        progress.advance(5)
        progress.stage("Downloading", total=10_000_000, unit="bytes")
        progress.advance(4_000_000)
        progress.stage("Starting", total=5)
        progress.advance(2)
        progress.stage("Waiting")
    text = stream.getvalue()
    assert "10/10 MB" in text
    assert "5/5" in text
    assert "Waiting" in text


def test_a_bar_stays_where_an_error_cut_it() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=100, color_system=None)

    def work() -> None:
        with BarProgress(console) as progress:
            progress.stage("Loading", total=7, unit="rows")
            progress.advance(3)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        work()
    assert "3/7 rows" in stream.getvalue()
    assert "7/7 rows" not in stream.getvalue()
