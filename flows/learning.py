"""What a source's own pages teach: which lines repeat outside their bodies.

::

    articles have doubled -> newest outcomes -> counts -> boilerplate -> a new cleaning step
                                                                            |
    captures wait again  <--------------------------------------------------+

Learning is a change of step, as new rules are: the captures are cleaned again without a request,
and what that changes is believed as recleaned, never as the publisher's edit
(docs/decisions/0014-what-repeats-is-part-of-the-step.md).
"""

import logging
from collections.abc import Iterator, Sequence

from flows.pipeline import Tally
from storage.errors import LedgerBusyError
from storage.learning import Grown, grown_sources, keep_learnt, newest_outcomes
from storage.records import Way
from tasks.clean.repeats import boilerplate, count_lines, page_lines
from tasks.learnt import learnt_of, with_learnt
from tasks.sources import Source
from tasks.ways import clean_way
from tasks.work import Work

MIN_ARTICLES = 20
"""Fewer pages of a source say little of what repeats on it."""

GROWTH = 2
"""Learnt anew when a source has so many times the articles: a long life means few re-cleans."""

SAMPLE = 500
"""Captures that are read: at a share of five in a hundred, 25 pages show what repeats."""

LEASE = "learning"

log = logging.getLogger(__name__)


def learn_repeats(work: Work, tally: Tally, names: Sequence[str] = ()) -> int:
    """Learn from the sources that have grown, or from those named; returns what waits for it."""
    if not names and not tally.processed["captures"]:
        return 0
    try:
        with work.ledger.lease(LEASE, work.now()):
            queued = sum(_learn(work, grown) for grown in _due(work, names))
    except LedgerBusyError:
        return 0  # another process learns the same from the same rows
    tally.processed["queued"] += queued
    return queued


def _due(work: Work, names: Sequence[str]) -> Iterator[Grown]:
    for grown in grown_sources(work.ledger, sorted(names or work.sources)):
        has_grown = grown.articles >= max(MIN_ARTICLES, GROWTH * grown.learnt_from)
        if names or has_grown:
            yield grown


def _learn(work: Work, grown: Grown) -> int:
    way = _taught(work, work.sources[grown.source_id])
    queued = keep_learnt(work.ledger, grown, way, work.now())
    if queued:
        log.info("%s: lines that repeat were learnt; %d captures wait", grown.source_id, queued)
    return queued


def _taught(work: Work, source: Source) -> Way | None:
    """The cleaning step with what the source's pages teach; None where that is known.

    Only what the generic way took for body somewhere is worth a step; the rest goes anyway.
    """
    outcomes = newest_outcomes(work.ledger, source.id, SAMPLE)
    counts = count_lines(page_lines(outcome.text, outcome.dropped) for outcome in outcomes)
    found = {value for value in boilerplate(counts, len(outcomes)) if counts[value].in_body}
    known = learnt_of(source)
    taught = known.model_copy(update={"repeated": tuple(sorted(found))})
    return None if taught == known else clean_way(with_learnt(source, taught))
