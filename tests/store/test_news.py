"""Which changes of a batch are told to others."""

from dataclasses import replace
from datetime import datetime, timedelta

from storage.records import Cause, Change, Intents, Version
from tasks.store.news import FRESH, changed_articles
from tests.clean.pages import FETCHED_AT as NOON
from tests.clean.pages import make_page
from tests.factories import a_cleaned, an_article, derived

VERSION = Version(
    number=2,
    content_id=5,
    capture_id=1,
    step_id=1,
    change=Change.SUBSTANTIVE,
    words_added=7,
    words_removed=2,
    observed_from=NOON,
    observed_to=None,
)


BATCHED = derived(a_cleaned(make_page("A ship came in.").capture, an_article()))


def told(version: Version, cause: Cause = Cause.OBSERVED, now: datetime = NOON) -> list[int]:
    intents = Intents(
        article_id=7, state="live", last_seen_at=NOON, supersede=(), insert=((version, cause),)
    )
    return [item.article_id for item in changed_articles([intents], [BATCHED], now)]


def test_substantive_and_restored_texts_are_told() -> None:
    assert told(VERSION) == [7]
    assert told(replace(VERSION, change=Change.RESTORED)) == [7]


def test_first_texts_and_minor_edits_are_not() -> None:
    assert told(replace(VERSION, number=1, change=Change.FIRST)) == []
    assert told(replace(VERSION, change=Change.MINOR)) == []


def test_what_cleaning_again_or_a_late_capture_shows_is_not() -> None:
    assert told(VERSION, Cause.RECLEANED) == []
    assert told(VERSION, Cause.LATE) == []


def test_what_a_backfill_finds_out_about_the_past_is_not() -> None:
    assert told(VERSION, now=NOON + FRESH) == []
    assert told(replace(VERSION, observed_to=NOON + timedelta(hours=1))) == []
