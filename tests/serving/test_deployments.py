"""What parts the schedules on a server from the planned ones, without a server."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.schedules import CronSchedule

from flows.backfill import backfill
from flows.up.deployments import Difference, _new, difference, schema_with_choices
from flows.up.schedules import Planned

HOUR = Planned(slug="daily", sources=("daily",), time_zone="UTC", every=timedelta(hours=1))
SEVEN = Planned(slug="weekly", sources=("weekly",), time_zone="Asia/Tokyo", cron="0 7 * * 1")


def on_server(*planned: Planned) -> list[DeploymentSchedule]:
    made = [_new(item) for item in planned]
    return [
        DeploymentSchedule(
            id=uuid4(),
            deployment_id=uuid4(),
            schedule=item.schedule,
            active=True,
            parameters=item.parameters,
            slug=item.slug,
        )
        for item in made
    ]


def slugs(found: Difference) -> tuple[list[str], list[str], list[str]]:
    return (
        [item.slug for item in found.create],
        [item.slug for _, item in found.change],
        [slug for _, slug in found.delete],
    )


def test_applying_the_same_plan_again_changes_nothing() -> None:
    assert slugs(difference(on_server(HOUR, SEVEN), [HOUR, SEVEN])) == ([], [], [])


def test_new_changed_and_removed_sources_are_told_apart() -> None:
    quicker = replace(HOUR, every=timedelta(minutes=5))
    new = replace(HOUR, slug="new")
    found = difference(on_server(HOUR, SEVEN), [quicker, new])
    assert slugs(found) == (["new"], ["daily"], ["weekly"])


def test_other_time_zone_and_other_kind_of_schedule_are_changes() -> None:
    there = on_server(HOUR, SEVEN)
    wanted = [
        replace(HOUR, every=None, cron="5 * * * *"),
        replace(SEVEN, time_zone="Asia/Shanghai"),
    ]
    assert slugs(difference(there, wanted)) == ([], ["daily", "weekly"], [])


def test_parameters_that_the_ui_made_prefect_forget_are_mended() -> None:
    (there,) = on_server(HOUR)
    wiped = there.model_copy(update={"parameters": {}, "active": False})
    assert slugs(difference([wiped], [HOUR])) == ([], ["daily"], [])


def test_schedule_that_a_person_made_in_the_ui_is_left_alone() -> None:
    by_hand = DeploymentSchedule(
        id=uuid4(), deployment_id=uuid4(), schedule=CronSchedule(cron="1 1 * * *"), active=True
    )
    assert slugs(difference([by_hand], [])) == ([], [], [])


def test_form_offers_the_sources_and_has_a_help_line_for_each_field() -> None:
    schema = schema_with_choices(backfill, ["daily", "weekly"])
    fields = schema["properties"]
    assert fields["sources"]["items"]["enum"] == ["daily", "weekly"]
    assert [name for name, field in fields.items() if not field.get("description")] == []
    assert fields["dry_run"]["default"] is True
    assert not schema.get("required")
