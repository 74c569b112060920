"""How values read to a person."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from flows.showing.parts import running
from flows.wording import (
    counted,
    parse_moment,
    parse_since,
    plain,
    published,
    published_there,
    took,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("precision", "said"),
    [("year", "2026"), ("month", "2026-03"), ("day", "2026-03-01"), ("minute", "2026-03-01 12:00")],
)
def test_a_date_is_said_as_exactly_as_it_is_known(precision: str, said: str) -> None:
    assert published(NOON, precision) == said


def test_a_minute_is_said_by_the_sources_clock_too() -> None:
    said = published_there(NOON, "minute", "Asia/Shanghai")
    assert said == "2026-03-01 20:00 Asia/Shanghai (2026-03-01 12:00 UTC)"
    assert published_there(NOON, "minute", "UTC") == "2026-03-01 12:00 UTC"
    assert published_there(NOON, "day", "Asia/Shanghai") == "2026-03-01"
    assert published_there(None, None, "UTC") == "-"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T12:00", NOON),
        ("2026-03-01 12:00", NOON),
        ("2026-03-01T12:00Z", NOON),
        ("2026-03-01T20:00+08:00", NOON),
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)),
    ],
)
def test_a_day_means_its_end(text: str, moment: datetime) -> None:
    assert parse_moment(text) == moment


def test_since_a_day_means_its_start() -> None:
    assert parse_since("2026-03-01") == datetime(2026, 3, 1, tzinfo=UTC)
    assert parse_since("2026-03-01T12:00") == NOON


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.04, "0.0 s"), (99, "99.0 s"), (600, "10 min"), (7200, "2.0 h")]
)
def test_a_time_span_is_said_in_its_own_unit(seconds: float, said: str) -> None:
    assert took(NOON, NOON + timedelta(seconds=seconds)) == said


def test_counts_have_their_noun() -> None:
    assert [counted(1, "copy", "copies"), counted(1200, "copy", "copies")] == [
        "1 copy", "1,200 copies",
    ]  # fmt: skip


def test_what_steers_a_terminal_is_taken_out() -> None:
    assert plain("a\x1b[2J\x07\x9b\u202eb\nc 中é") == "a [2J   b\nc 中é"


def test_the_rows_of_a_table_stand_together_and_their_cells_apart() -> None:
    printed = StringIO()
    console = Console(file=printed, width=60)
    running(console, "Two boats sail.\nSeat\tRower\n1\tInes\nThey won.")
    assert printed.getvalue() == "Two boats sail.\n\nSeat | Rower\n1 | Ines\n\nThey won.\n"
