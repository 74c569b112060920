"""A file that lies on in the inbox after its article was taken down: told as such, never stored."""

from io import StringIO

from rich.console import Console

from flows.numbers import told
from flows.showing.runs import show_outcome
from flows.summary import outcome_of, sentence, source_table
from storage.removing.takedown import carry_out, look
from tests.flows.test_pipeline import BODY
from tests.newsroom import Newsroom

SAID = "1 taken down, so not read"


def test_a_file_whose_article_was_taken_down_is_told_at_every_run(newsroom: Newsroom) -> None:
    newsroom.source()
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    with newsroom.ledger() as ledger:
        carry_out(ledger, look(ledger, "daily/loan.txt").target, "asked by mail", newsroom.now)
    for _ in range(2):
        tally = newsroom.ingest()
        assert tally.counts() == {"taken_down": 1}
        assert sentence(tally) == told(tally.counts()) == SAID
        (row,) = source_table(tally)
        assert (row["stored"], row["taken_down"]) == (0, 1)
    shown = StringIO()
    show_outcome(Console(file=shown, width=100), outcome_of(tally))
    assert shown.getvalue().splitlines()[0].split() == ["source", "taken", "down"]
    with newsroom.ledger() as ledger:
        assert ledger.reader().articles() == []


def test_a_new_file_beside_it_is_stored(newsroom: Newsroom) -> None:
    newsroom.source()
    newsroom.write("loan.txt", BODY)
    newsroom.ingest()
    with newsroom.ledger() as ledger:
        carry_out(ledger, look(ledger, "daily/loan.txt").target, "asked by mail", newsroom.now)
    newsroom.write("pier.txt", BODY.replace("loan", "pier").replace("Ada Merrin", "Bea Holt"))
    assert sentence(newsroom.ingest()).startswith(f"1 stored, {SAID}; 1 capture gave 1 new")
