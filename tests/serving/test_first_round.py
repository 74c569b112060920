"""The first round of `up`: what it reads, and when it is left to the schedule."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.schemas.objects import FlowRun

from flows.pipeline import collect
from flows.running import due_groups
from flows.staged import PLAIN
from flows.up.due import due_channels
from flows.up.first_round import SOON, is_near, is_of_the_shared_kind
from flows.up.schedules import next_turn, plan_schedules
from storage import leases
from storage.ledger import LEASE, Ledger, polling_lease
from storage.records import ChannelState
from tasks.sources import Source
from tests.factories import NOON, a_source, register
from tests.serving.living import running_up, wait_until
from tests.serving.served import WEEKLY, completed, make_room, rows

LOAN = "The loan\n\nThe council of Tarrow agreed to the loan."


def due(ledger: Ledger, *sources: Source) -> list[str]:
    return [source.id for source, _ in due_channels(ledger, list(sources), NOON)]


def test_next_turn_is_counted_from_the_anchor() -> None:
    (planned,) = plan_schedules([a_source(schedule={"every": "PT30M"})]).schedules
    turn = next_turn(planned, NOON)
    assert NOON <= turn < NOON + timedelta(minutes=30)
    assert (turn - planned.anchor) % timedelta(minutes=30) == timedelta(0)
    assert next_turn(planned, turn) == turn


def test_turn_of_the_shared_schedule_is_waited_for_only_when_it_is_near() -> None:
    (planned,) = plan_schedules([a_source()]).schedules
    turn = next_turn(planned, NOON)
    assert is_near([a_source()], turn - SOON)
    assert not is_near([a_source()], turn - SOON - timedelta(seconds=1))


def test_run_that_names_sources_is_no_round_of_what_is_due() -> None:
    def run(**parameters: object) -> FlowRun:
        return FlowRun(flow_id=UUID(int=1), parameters=parameters)

    assert is_of_the_shared_kind(run())
    assert not is_of_the_shared_kind(run(sources=["daily"]))
    assert not is_of_the_shared_kind(run(due_or_not=True))


def test_source_with_times_of_its_own_and_one_that_is_being_read_are_not_due(
    ledger: Ledger,
) -> None:
    daily, weekly = a_source("daily"), a_source("weekly")
    timed = a_source("timed", schedule=WEEKLY)
    register(ledger, daily, weekly, timed)
    assert due(ledger, daily, weekly, timed) == ["daily", "weekly"]
    with ledger.database.write() as connection:
        leases.take(connection, polling_lease("daily"), "elsewhere:1:1", NOON, NOON + LEASE)
    assert due(ledger, daily, weekly, timed) == ["weekly"]


def test_channel_that_another_round_has_read_meanwhile_is_not_read_again(tmp_path: Path) -> None:
    room = make_room(tmp_path)
    room.source("adaptive")
    room.write("loan.txt", LOAN, "adaptive")
    with room.opened("ingest") as (work, tally):
        groups = due_groups(work)
        read = ChannelState(next_due_at=room.now + timedelta(hours=1))
        work.ledger.keep_state("adaptive", "dumps", read)
        collect(work, PLAIN, groups, tally)
    assert [source.id for group in groups for source, _ in group.reading] == ["adaptive"]
    assert tally.counts() == {}


@pytest.mark.prefect
@pytest.mark.timeout(600)
def test_up_reads_at_once_what_is_due_and_says_so(tmp_path: Path) -> None:
    room = make_room(tmp_path)
    room.source("daily", schedule=WEEKLY)
    room.source("adaptive")
    room.write("loan.txt", LOAN, "adaptive")
    with running_up(room.folder, room.settings) as living:
        wait_until(lambda: bool(completed(living)), 120, living.said)
        # At a quarter of an hour sharp the schedule is quicker.
        started = "a first round was started, of what is due: adaptive" in living.said()
        assert started or "the next round reads what is due: adaptive" in living.said()
        captured = rows(room, "SELECT DISTINCT source_id FROM capture ORDER BY source_id")
        assert captured == [("adaptive",), ("old",)]
