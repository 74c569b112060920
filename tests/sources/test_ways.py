"""Ways: equal configurations are one step, and a step leads back to its rules."""

from datetime import date
from typing import Any

import pytest

from storage.records import ChannelKind, StepKind
from tasks.sources import Source
from tasks.ways import clean_way, enrich_way, facts_of, source_with, ways_of

PLAIN: dict[str, Any] = {
    "id": "dumps",
    "name": "Dumps",
    "languages": ["en"],
    "time_zone": "Asia/Shanghai",
    "date_order": "DMY",
    "channels": [{"name": "txt", "kind": "files", "path": "*.txt"}],
    "rules": [
        {"id": "2017", "valid_until": "2020-01-01", "drop": {"from": "^Related$"}},
        {"id": "now", "credits": {"editor": "^Ed (?P<name>.+)$"}},
    ],
}
SOURCE = Source.model_validate(PLAIN)


@pytest.mark.parametrize(
    "change",
    [
        {"rules": []},
        {"time_zone": "UTC"},
        {"date_order": "MDY"},
        {"languages": ["zh"]},
        {"since": "2001-01-01"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_cleaning_depends_on_makes_another_step(change: dict[str, Any]) -> None:
    assert clean_way(Source.model_validate(PLAIN | change)) != clean_way(SOURCE)


@pytest.mark.parametrize(
    "change",
    [{"name": "Other"}, {"channels": []}, {"enabled": False}, {"minor_change_ratio": 0.1}],
    ids=lambda change: next(iter(change)),
)
def test_what_cleaning_does_not_depend_on_makes_none(change: dict[str, Any]) -> None:
    assert clean_way(Source.model_validate(PLAIN | change)) == clean_way(SOURCE)


def test_another_tagger_is_another_enriching_step_only() -> None:
    other = Source.model_validate(PLAIN | {"enrich": {"tagger": "rules"}})
    assert clean_way(other) == clean_way(SOURCE)
    assert (enrich_way(other).name, enrich_way(SOURCE).name) == ("rules", "accurate")
    assert [way.kind for way in ways_of(other)] == [StepKind.CLEAN, StepKind.ENRICH]


def test_a_steps_configuration_leads_back_to_its_rules() -> None:
    changed = Source.model_validate(PLAIN | {"rules": [], "time_zone": "UTC", "name": "New"})
    earlier = source_with(clean_way(SOURCE).config, changed)
    assert (earlier.rules, earlier.time_zone) == (SOURCE.rules, "Asia/Shanghai")
    assert earlier.name == "New"
    assert earlier.rules_on(date(2019, 5, 1)) == SOURCE.rules[0]
    assert clean_way(earlier) == clean_way(SOURCE)


def test_an_enriching_steps_configuration_leads_back_to_its_tagger() -> None:
    other = Source.model_validate(PLAIN | {"enrich": {"tagger": "rules"}})
    assert enrich_way(source_with(enrich_way(other).config, SOURCE)) == enrich_way(other)


def test_facts_hold_what_the_ledger_keeps() -> None:
    facts = facts_of(SOURCE)
    assert (facts.id, facts.language, facts.time_zone) == ("dumps", "en", "Asia/Shanghai")
    assert facts.channels == (("txt", ChannelKind.FILES, "*.txt"),)
    assert facts.config_hash != facts_of(Source.model_validate(PLAIN | {"name": "X"})).config_hash
