"""Which schedules sources.yaml asks for."""

from datetime import timedelta

from flows.up.schedules import OWN_AT_MOST, SHARED, plan_schedules
from tests.factories import a_source


def test_cron_is_kept_with_the_sources_time_zone() -> None:
    source = a_source(schedule={"cron": "0 7 * * *"}, time_zone="Asia/Shanghai")
    (planned,) = plan_schedules([source]).schedules
    assert (planned.slug, planned.cron, planned.time_zone) == (
        "daily",
        "0 7 * * *",
        "Asia/Shanghai",
    )
    assert planned.sources == ("daily",)


def test_interval_is_counted_from_a_moment_that_differs_by_source() -> None:
    sources = [a_source(name, schedule={"every": "PT30M"}) for name in ("daily", "weekly")]
    first, second = plan_schedules(sources).schedules
    assert first.every == second.every == timedelta(minutes=30)
    assert first.anchor != second.anchor
    assert plan_schedules(sources).schedules == (first, second)


def test_adaptive_sources_share_one_schedule() -> None:
    sources = [a_source("daily"), a_source("weekly"), a_source("x", schedule={"every": "PT1H"})]
    plan = plan_schedules(sources)
    assert [planned.slug for planned in plan.schedules] == ["x", SHARED]
    assert plan.shared == {"daily", "weekly"}
    assert plan.schedules[1].sources == ()


def test_shared_schedule_is_as_quick_as_its_quickest_source_within_bounds() -> None:
    def every(min_interval: str) -> timedelta | None:
        schedule = {"mode": "adaptive", "min_interval": min_interval}
        return plan_schedules([a_source(schedule=schedule)]).schedules[0].every

    assert every("PT5M") == timedelta(minutes=5)
    assert every("PT5S") == timedelta(minutes=1)
    assert every("PT5H") == timedelta(minutes=15)


def test_wishes_beyond_the_hundredth_go_through_the_channel_table() -> None:
    sources = [a_source(f"s{n}", schedule={"cron": "0 7 * * *"}) for n in range(OWN_AT_MOST + 3)]
    plan = plan_schedules(sources)
    assert len(plan.schedules) == OWN_AT_MOST + 1
    assert plan.shared == {f"s{n}" for n in range(OWN_AT_MOST, OWN_AT_MOST + 3)}
    assert plan.schedules[-1].every == timedelta(minutes=1)


def test_source_that_is_switched_off_or_only_backfilled_has_no_schedule() -> None:
    channel = {"name": "old", "kind": "files", "path": "x/*", "use": ["backfill"]}
    sources = [a_source("off", enabled=False), a_source("old", channels=[channel])]
    assert plan_schedules(sources).schedules == ()
