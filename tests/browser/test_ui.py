"""The UI as a person meets it: schedules, the form, a run watched to its end, its artifacts.

The screenshots in docs/images/ are made here, by `make pictures`.
"""

import logging
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.settings import Settings
from tests.browser.driver import HAS_BROWSER, PICTURES, Browser, running_browser
from tests.newsroom import Newsroom
from tests.serving.archive import Archive, running_archive
from tests.serving.living import Living, busy, free_port, running_up, wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not HAS_BROWSER, reason="chromium and chromedriver are not installed"),
]

log = logging.getLogger(__name__)

PROMISED_S = 60.0
"""From the form to the end of its run, where nothing else keeps the machine busy."""

FIELD = "//span[contains(@class, 'schema-form-property__label')][contains(., '{}')]/following::"
HISTORY = "history from the web"


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    """A newspaper with an archive."""
    with running_archive() as running:
        yield running


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, archive: Archive) -> Newsroom:
    """Three papers with the same archive, one of them with a schedule of its own."""
    folder = tmp_path_factory.mktemp("ui")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'ledger.db'}",
        blobs_url=str(folder / "blobs"),
        sources_path=folder / "sources.yaml",
        workers=1,
        batch_size=50,
    )
    made = Newsroom(folder=folder, settings=settings)
    cron = {"schedule": {"cron": "0 7 * * *"}, "time_zone": "Asia/Shanghai"}
    for name, changes in (("daily", cron), ("evening", {}), ("weekly", {})):
        entry = archive.source()
        dumps = {"name": "dumps", "kind": "files", "path": f"{name}/*"}
        channels = [*entry.pop("channels"), dumps]  # type: ignore[misc]
        made.source(name, **{**entry, **changes}, channels=channels)
    return made


@pytest.fixture(scope="module")
def living(room: Newsroom) -> Iterator[Living]:
    """Those papers, served."""
    with running_up(room.folder, room.settings) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that has never been anywhere."""
    with running_browser(tmp_path_factory.mktemp("profile"), free_port()) as running:
        yield running


def rows(room: Newsroom, sql: str) -> list[tuple[Any, ...]]:
    path = Path(room.settings.database_url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def address(living: Living, name: str) -> str:
    return f"{living.ui_url}/deployments/deployment/{living.deployment(name)['id']}"


def submit_backfill(browser: Browser, living: Living, picture: bool) -> None:
    """Fill the form in for March 2017 and two papers, and send it."""
    browser.open(address(living, "backfill") + "/run")
    browser.wait_for("Which sources", "Dry run")
    for source in ("daily", "evening"):
        browser.click(f"//select[@multiple]/option[@value='{source}']")
    browser.type(FIELD.format("From date") + "input[@type='date'][1]", "03012017")
    browser.type(FIELD.format("To date") + "input[@type='date'][1]", "03312017")
    browser.click(FIELD.format("What") + f"option[@value='{HISTORY}'][1]")
    if picture:
        browser.script("window.scrollTo(0, 0)")
        browser.script("document.querySelectorAll('main *').forEach(e => e.scrollTop = 0)")
        browser.screenshot(PICTURES / "backfill-form.png")
    browser.click(FIELD.format("Dry run") + "label[@role='switch'][1]")
    send(browser)


def send(browser: Browser) -> None:
    """Send the form; again where a busy server did not take it, as a person would."""
    for _ in range(3):
        browser.click("//button[contains(., 'Submit')]")
        until = time.monotonic() + 30
        while browser.path().endswith("/run"):
            if time.monotonic() > until:
                break
            time.sleep(0.25)
        else:
            return
    raise AssertionError(f"the form was not taken:\n{browser.text()}")


def finished_backfill(living: Living, number: int) -> dict[str, Any]:
    """The newest of so many backfills, once it has ended; it must be as quick as is promised."""

    def newest() -> list[dict[str, Any]]:
        return living.runs("backfill")

    final = ("COMPLETED", "FAILED", "CRASHED")

    def ended() -> bool:
        return len(newest()) == number and newest()[0]["state_type"] in final

    took = wait_until(ended, PROMISED_S * busy(), newest)
    log.info("%.1f s from the form to its end, %.1f processes a core", took, busy())
    return newest()[0]


def test_deployments_and_a_sources_schedule_are_shown(browser: Browser, living: Living) -> None:
    wait_until(lambda: living.deployment("ingest")["status"] == "READY", 60 * busy(), living.said)
    browser.open(living.ui_url + "/deployments")
    browser.wait_for("ingest", "backfill", "process", "upkeep")
    browser.screenshot(PICTURES / "deployments.png")
    browser.open(address(living, "ingest"))
    browser.wait_for("Schedules", "daily", "All others, when due")
    browser.screenshot(PICTURES / "schedules.png")


def test_filled_in_form_fetches_exactly_what_it_asks_for(
    browser: Browser, living: Living, room: Newsroom
) -> None:
    submit_backfill(browser, living, picture=True)
    run = finished_backfill(living, 1)
    assert (run["state_name"], run["name"]) == ("Completed", "backfill daily, evening")
    found = rows(room, "SELECT source_id, url FROM capture ORDER BY source_id, url")
    assert [(source, url.rpartition("/")[2]) for source, url in found] == [
        ("daily", "arden"),
        ("daily", "brill"),
        ("evening", "arden"),
        ("evening", "brill"),
    ]
    assert rows(room, "SELECT count(*) FROM article_version") == [(4,)]


def test_run_and_its_artifacts_can_be_opened(browser: Browser, living: Living) -> None:
    (run,) = living.runs("backfill")
    browser.open(f"{living.ui_url}/runs/flow-run/{run['id']}")
    browser.wait_for("Task Runs", "Artifacts", "Completed")
    browser.click("(//*[normalize-space(.) = 'Artifacts'])[last()]")
    browser.wait_for("backfill-report", "backfill-partitions", "backfill-progress")
    browser.screenshot(PICTURES / "backfill-run.png")
    which = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
    found = {item["key"]: item["id"] for item in living.ask("/artifacts/filter", **which)}
    browser.open(f"{living.ui_url}/artifacts/artifact/{found['backfill-report']}")
    browser.wait_for("Backfill: history from the web, 2017-03-01 to 2017-03-31", "4 days done")
    browser.screenshot(PICTURES / "backfill-report.png")
    browser.open(f"{living.ui_url}/artifacts/artifact/{found['backfill-partitions']}")
    browser.wait_for("2017-03-02", "evening", "done")
    browser.screenshot(PICTURES / "backfill-partitions.png")


def test_same_form_again_adds_no_version(browser: Browser, living: Living, room: Newsroom) -> None:
    tables = ("capture", "article_version", "content", "mention")
    before = [rows(room, f"SELECT * FROM {name}") for name in tables]
    submit_backfill(browser, living, picture=False)
    assert finished_backfill(living, 2)["state_name"] == "Completed"
    assert [rows(room, f"SELECT * FROM {name}") for name in tables] == before


def test_no_page_asks_for_anything_outside(browser: Browser, living: Living) -> None:
    browser.requests()
    for path in ("/", "/dashboard", "/runs", "/deployments", "/automations"):
        browser.open(living.ui_url + path)
        browser.wait_for("Deployments")
    own = (living.ui_url, living.ui_url.replace("http", "ws"), "data:", "blob:", "chrome")
    assert [url for url in browser.requests() if not url.startswith(own)] == []
