"""Many threads on one ledger: reading beside each other, writing in turn."""

from concurrent.futures import ThreadPoolExecutor

from storage.ledger import Ledger
from tests.factories import NOON, a_link, a_received, a_source, register


def test_twenty_threads_read_and_write_at_once(ledger: Ledger) -> None:
    register(ledger, a_source("daily"))

    def work(number: int) -> bool:
        url = f"https://daily.example/{number}"
        known = ledger.known("daily")
        assert known.seen(url) is None
        ledger.record([a_received(f"<p>{number}</p>".encode(), link=a_link(url))], None)
        return known.seen(url) is not None and known.holds(url, NOON)

    with ThreadPoolExecutor(20) as threads:
        assert all(threads.map(work, range(200)))
