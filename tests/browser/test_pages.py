"""The report and `explore` in a real browser, which is kept from every other machine.

The screenshots in docs/images/ are made here, by `make pictures`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from flows.report.page import write_report
from flows.watching import Topic
from storage.ledger import Ledger
from tests.browser.driver import HAS_BROWSER, PICTURES, Browser, running_browser
from tests.browser.made_month import write_month
from tests.factories import DAY
from tests.serving.living import ROOT, free_port, wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not HAS_BROWSER, reason="chromium and chromedriver are not installed"),
]

NOW = datetime(2026, 3, 31, 18, tzinfo=UTC)
TOPICS = (
    Topic(name="Stadium loan", words="loan OR stadium"),
    Topic(name="Ferries", words="ferr*"),
    Topic(name="Coast", words="storm OR harbour OR coast"),
)
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
DRAWN = ("#volume svg", "#sources svg", "#most svg", "#network circle", "#edits ins", "#topics svg")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two made months, and the report of the second."""
    folder = tmp_path_factory.mktemp("month")
    ledger = Ledger.create(f"sqlite:///{folder / 'ledger.db'}", str(folder / "blobs"))
    write_month(ledger, NOW)
    page = write_report(ledger.reader(), NOW - 30 * DAY, NOW, TOPICS)
    (folder / "report.html").write_text(page, "utf-8")
    ledger.close()
    return folder


@pytest.fixture(scope="module")
def explored(folder: Path) -> Iterator[str]:
    """The address of `newsledger explore` on that ledger."""
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "flows.cli", "--database", f"sqlite:///{folder / 'ledger.db'}"]
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "explore", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=out,
        )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(base), 120, log.read_text)
        yield base
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """A browser that has never been anywhere, and can go nowhere but to this machine."""
    with running_browser(tmp_path, free_port(), ALONE) as running:
        yield running


def _answers(base: str) -> bool:
    try:
        return httpx.get(base, timeout=10).is_success
    except httpx.TransportError:
        return False


def asked_elsewhere(browser: Browser, own: str) -> list[str]:
    """Requests to any place but its own."""
    return [url for url in browser.requests() if not url.startswith((own, "data:", "chrome"))]


@pytest.mark.parametrize(
    ("name", "width", "height", "dark"),
    [
        ("report-light", 1200, 1900, False),
        ("report-dark", 1200, 1900, True),
        ("report-phone", 390, 1400, False),
    ],
)
def test_the_report_is_drawn_and_asks_nobody(
    browser: Browser, folder: Path, name: str, width: int, height: int, dark: bool
) -> None:
    browser.show_as(width, height, dark=dark)
    own = (folder / "report.html").as_uri()
    browser.open(own)
    browser.wait_for("Who with whom", "Stadium loan", "This is a correction.")
    count = "return document.querySelectorAll(arguments[0]).length"
    assert [path for path in DRAWN if not browser.script(count, path)] == []
    assert browser.script("return document.documentElement.scrollWidth") <= width
    paper = browser.script("return getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(16, 19, 22)" if dark else "rgb(246, 247, 249)")
    assert browser.errors() == []
    assert asked_elsewhere(browser, own) == []
    browser.screenshot(PICTURES / f"{name}.png")


def test_the_report_prints_with_every_edit_shown(browser: Browser, folder: Path) -> None:
    browser.open((folder / "report.html").as_uri())
    closed = "details:not([open]) .diff"
    shown = f"return document.querySelector('{closed}').checkVisibility()"
    assert browser.script(shown) is False
    browser.show_as(1200, 1000, dark=True, medium="print")
    assert browser.script(shown) is True
    paper = browser.script("return getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert 2 <= browser.printed_pages() <= 8


def test_explore_shows_questions_articles_and_the_report(browser: Browser, explored: str) -> None:
    browser.show_as(1200, 900)
    browser.open(explored)
    browser.wait_for("Who is mentioned together with X", "Where exactly is X said")
    browser.screenshot(PICTURES / "explore.png")
    browser.click("//a[contains(., 'All names of an entity')]")
    browser.type("//input[@name='entity']", "maud tressider")
    browser.click("//input[@type='submit']")
    browser.wait_for("Maud Tressider", "first_article")
    browser.screenshot(PICTURES / "explore-question.png")
    browser.open(f"{explored}/ledger/current_article?_search=stadium")
    browser.wait_for("Council votes on the stadium loan", "harbour-post", "published_basis")
    browser.screenshot(PICTURES / "explore-articles.png")
    for path in ("/ledger", "/ledger/article_change", "/ledger/mention_in_context", "/report"):
        browser.open(explored + path)
    browser.wait_for("newsledger, as of")
    assert browser.errors() == []
    assert asked_elsewhere(browser, explored) == []
