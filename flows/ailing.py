"""Sources that have fallen ill or come to themselves, since it was told last. No Prefect here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.ledger import Ledger
from storage.wellbeing.expecting import Expected
from storage.wellbeing.judging import Health, Judgement
from storage.wellbeing.told import note_told, told_health

EVENTS = {Health.SILENT: "source.silent", Health.BROKEN: "source.broken"}
RECOVERED = "source.recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A source whose state has changed in a way that others are told of."""

    event: str
    source_id: str
    before: Health
    judgement: Judgement


def find_turns(
    ledger: Ledger, now: datetime, expected: Mapping[str, Expected]
) -> tuple[Sequence[Turn], dict[str, Health]]:
    """What is to be told now, and the states to remember once it was."""
    found = ledger.reader().source_health(now, expected)
    judged = {name: pair[0] for name, pair in found.items()}
    told = told_health(ledger)
    return turns(judged, told), {
        name: judgement.state
        for name, judgement in judged.items()
        if told.get(name) is not judgement.state
    }


def remember(ledger: Ledger, states: Mapping[str, Health], now: datetime) -> None:
    """Keep what was told; called after it was, so that a killed run tells it again, not never."""
    if states:
        note_told(ledger, states, now)


def turns(judged: Mapping[str, Judgement], told: Mapping[str, Health]) -> Sequence[Turn]:
    """An event for each source that is silent or broken now, or no more, and was not before."""
    found = []
    for name, judgement in sorted(judged.items()):
        before = told.get(name, Health.OK)
        event = _event(before, judgement.state)
        if event:
            found.append(Turn(event=event, source_id=name, before=before, judgement=judgement))
    return found


def _event(before: Health, now: Health) -> str | None:
    if now is before:
        return None
    if now in EVENTS:
        return EVENTS[now]
    return RECOVERED if before in EVENTS else None
