"""What no database takes costs no batch: NUL and half characters anywhere in an answer."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storage.ledger import Ledger
from storage.records import ChannelKind, Hints, SourceFacts
from tasks.fetch.collect import FRESH, collect
from tasks.fetch.pages import link_to
from tests.factories import NOON, a_received, a_source, register
from tests.fetch.test_rounds import FEED, channel
from tests.fetch.web import Web

ODD = "a\0b\ud800c\x01"


def test_an_answer_of_odd_signs_is_a_row(ledger: Ledger) -> None:
    register(ledger, a_source())
    link = link_to(a_source(), "dumps", f"https://daily.example/{ODD}", Hints(headline="plain"))
    item = a_received(
        None, link=link, final_url=f"https://daily.example/{ODD}", reason=f"bad-encoding:{ODD}",
        headers={f"x{ODD}": ODD}, tdm=f"1 {ODD}", robots="allowed",
    )  # fmt: skip

    assert len(ledger.record([item], None)) == 1
    assert ledger.known("daily").last_try(link.url) is not None


def test_a_feeds_odd_links_are_looked_up_and_stored(ledger: Ledger) -> None:
    source = a_source(channels=[{"name": "c", "kind": "feed", "url": FEED}])
    register(ledger, source)
    web = Web()
    web.put(
        FEED,
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "x\\u0000y",'
        ' "url": "https://news.example/\\u0000\\ud800", "title": "T\\u0000\\ud800"}]}',
    )
    rows = collect(
        source, channel(ChannelKind.FEED, FEED), known=ledger.known("daily"), root=Path(),
        client=web, now=lambda: NOON + timedelta(hours=1), state=FRESH,
    )  # fmt: skip

    assert len(ledger.record(list(rows), None)) == 1


def test_a_channels_odd_validators_are_kept(ledger: Ledger) -> None:
    kind = ChannelKind.FEED
    facts = SourceFacts(
        id="s", name="S", country=None, language=None, time_zone="UTC", config_hash="x",
        minor_change_ratio=0.1, channels=(("c", kind, FEED),),
    )  # fmt: skip
    ledger.register([facts], {}, NOON)
    ledger.keep_state("s", "c", replace(FRESH, etag=ODD, last_modified=ODD, moved_to=ODD))

    assert ledger.channel_states("s")["c"].etag == "abc\x01"
