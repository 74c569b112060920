"""A newsroom that `newsledger up` serves, and what is asked of it while it runs."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from flows.settings import Settings
from storage.ledger import Ledger
from tests.factories import a_link, a_source, an_article, publish, register
from tests.newsroom import Newsroom
from tests.serving.living import Living, wait_until
from tests.serving.test_backfill import BODY

EVERY = {"every": "PT15S"}
WEEKLY = {"cron": "0 7 * * 1"}
PAST = 54
"""Articles of the silent source."""


def make_room(folder: Path) -> Newsroom:
    """A newsroom with one source that is read every few seconds, and three that are not."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'ledger.db'}",
        blobs_url=str(folder / "blobs"),
        sources_path=folder / "sources.yaml",
        workers=1,
        batch_size=50,
    )
    made = Newsroom(folder=folder, settings=settings)
    made.source("daily", schedule=EVERY)
    made.source("weekly", schedule=WEEKLY, time_zone="Asia/Tokyo")
    made.source("old", schedule=WEEKLY)
    made.source("quiet", schedule=WEEKLY)
    made.write("loan.txt", BODY.format(place="Lindmouth"))
    made.write("loan.txt", BODY.format(place="Tarrow"), "old")
    made.ingest("old")
    return made


def write_past_of_a_silent_source(room: Newsroom) -> None:
    """Three articles a day from "quiet", until a week ago."""
    ledger = Ledger.create(room.settings.database_url, room.settings.blobs_url)
    register(ledger, a_source("quiet"))
    for ago in range(25, 7, -1):
        for number in range(3):
            link = a_link(f"https://quiet.example/{ago}/{number}", "quiet")
            at = datetime.now(UTC) - timedelta(days=ago)
            publish(ledger, an_article(f"News {ago} {number}."), link=link, at=at)
    ledger.close()


def count(room: Newsroom, table: str) -> int:
    return int(rows(room, f"SELECT count(*) FROM {table}")[0][0])


def rows(room: Newsroom, sql: str) -> list[tuple[Any, ...]]:
    path = room.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def schedules(living: Living) -> dict[str, dict[str, Any]]:
    return {item["slug"]: item for item in living.deployment("ingest")["schedules"]}


def finished(living: Living, flow: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Start a run as the UI does, and wait for its end; returns its state."""
    deployment = living.deployment(flow)["id"]
    run = living.ask(f"/deployments/{deployment}/create_flow_run", parameters=parameters)

    def state() -> dict[str, Any]:
        found: dict[str, Any] = living.get(f"/flow_runs/{run['id']}")["state"]
        return found

    wait_until(lambda: state()["type"] in ("FAILED", "CRASHED", "COMPLETED"), 120, state)
    return state()


def events(living: Living, name: str) -> list[dict[str, Any]]:
    """The events of a name, once there is one."""

    def found() -> list[dict[str, Any]]:
        answer = living.ask("/events/filter", filter={"event": {"name": [name]}})
        told: list[dict[str, Any]] = answer["events"]
        return told

    wait_until(lambda: bool(found()), 90, living.said)
    return found()


def completed(living: Living) -> list[dict[str, Any]]:
    try:
        return [run for run in living.runs("ingest") if run["state_type"] == "COMPLETED"]
    except httpx.HTTPError:
        return []
