"""What a terminal shows: it fits, it has colour where it may, and no page can steer it."""

import re
import unicodedata
from pathlib import Path

import pytest

from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from tests.factories import (
    DAY,
    NOON,
    a_mention,
    a_source,
    an_article,
    publish,
    register,
)
from tests.flows.cli import Cli, cli_on
from tests.flows.edited_news import OLD, edited_news

COMMANDS = (
    ("articles",), ("show", "1", "--dropped", "--evidence"), ("history", "1"), ("diff", "1"),
    ("changes", "--since", "2026-01-01"), ("copies", "1"), ("stories", "--since", "2026-01-01"),
    ("why", "1"), ("search", "harbour"), ("entity", "Lin Dan"), ("entities",), ("runs",),
)  # fmt: skip


@pytest.fixture
def cli(sqlite_ledger: Ledger, tmp_path: Path) -> Cli:
    """The command line on the small ledger."""
    edited_news(sqlite_ledger)
    return cli_on(sqlite_ledger, tmp_path)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_no_page_can_steer_the_terminal(
    sqlite_ledger: Ledger, tmp_path: Path, words: tuple[str, ...]
) -> None:
    register(sqlite_ledger, a_source())
    name = "Lin\x1b[2J Dan\u202e"
    evil = an_article(f"The harbour \x1b]0;x\x07 is\x9b31m open. {name} came.", f"{name} \x1b[1A")
    for days, article in enumerate((OLD, evil)):
        mention = a_mention(article.text, "came", name="Lin Dan")
        publish(sqlite_ledger, article, at=NOON + days * DAY, mentions=[mention])
    catch_up(sqlite_ledger, NOON)
    shown = cli_on(sqlite_ledger, tmp_path)(*words).output
    assert shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)


@pytest.mark.parametrize("columns", [80, 120])
def test_what_a_person_sees_fits_the_terminal(cli: Cli, columns: int) -> None:
    for words in (("articles",), ("history", "1"), ("diff", "1"), ("entity", "Lin Dan")):
        shown = re.sub(r"\x1b\[[0-9;]*m", "", cli.in_terminal(*words, columns=columns))
        assert shown.strip()
        assert max(map(width, shown.splitlines())) <= columns


def test_a_terminal_gets_colour_and_no_color_takes_it_away(cli: Cli) -> None:
    coloured = cli.in_terminal("diff", "1", columns=100)
    assert "\x1b[32mclosed" in coloured
    plain = cli.in_terminal("diff", "1", columns=100, environment={"NO_COLOR": "1"})
    assert "{+closed+}" in plain
    assert not re.search(r"\x1b\[[0-9;]*3\dm", plain)


def width(line: str) -> int:
    """How many columns a line takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
