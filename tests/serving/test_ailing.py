"""Which turns in a source's health are told: each once, and none that says nothing."""

import pytest

from flows.ailing import remember, turns
from storage.ledger import Ledger
from storage.wellbeing.judging import Health, Judgement
from storage.wellbeing.told import told_health
from tests.factories import NOON


@pytest.mark.parametrize(
    ("before", "now", "event"),
    [
        (None, Health.OK, None),
        (None, Health.SILENT, "source.silent"),
        (Health.OK, Health.BROKEN, "source.broken"),
        (Health.SILENT, Health.BROKEN, "source.broken"),
        (Health.BROKEN, Health.BROKEN, None),
        (Health.SILENT, Health.SILENT, None),
        (Health.OK, Health.DEGRADED, None),
        (Health.BROKEN, Health.DEGRADED, "source.recovered"),
        (Health.SILENT, Health.OK, "source.recovered"),
    ],
)
def test_only_turns_to_and_from_silent_and_broken_are_told(
    before: Health | None, now: Health, event: str | None
) -> None:
    told = {} if before is None else {"daily": before}
    found = turns({"daily": Judgement(state=now, why=("so",))}, told)
    assert [turn.event for turn in found] == ([event] if event else [])


def test_what_was_told_is_remembered_by_the_ledger(ledger: Ledger) -> None:
    remember(ledger, {"daily": Health.SILENT, "weekly": Health.OK}, NOON)
    remember(ledger, {"daily": Health.BROKEN}, NOON)
    assert told_health(ledger) == {"daily": Health.BROKEN, "weekly": Health.OK}
