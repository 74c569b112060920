"""What other rules would do to a source, found out on its stored captures; nothing is written.

::

    newest capture of each article -> cleaned by the step in force --+
                                   -> cleaned by the rules on trial -+-> Difference -> Trial
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from flows.proposing import named_source
from flows.settings import Settings
from flows.wording import let_go, minute
from storage.errors import NotFoundError
from storage.first_few import first_few
from storage.ledger import Ledger
from storage.records import Cleaned, Page, StepKind
from tasks.clean.stage import clean_jobs
from tasks.clean.trial import Difference, Trial, compare, sum_up
from tasks.pool import WorkerPool
from tasks.rules_file import load_rules
from tasks.sources import Source
from tasks.ways import learnt_in_force, source_with
from tasks.work import Nobody, Progress

AT_ONCE = 64
"""Pages held in memory: each is cleaned twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """By which rules a source's pages are cleaned now."""

    rules: tuple[str, ...] = ()  # their ids
    met_at: datetime | None = None  # when sources.yaml was first read with them
    learnt: bool = False  # with what its pages have taught

    def __str__(self) -> str:
        learnt = ", with what its pages have taught" if self.learnt else ""
        if not self.rules:
            return f"no rules, as sources.yaml had it at {minute(self.met_at)} UTC{learnt}"
        named = (
            f"rule {self.rules[0]}" if len(self.rules) == 1 else f"rules {first_few(self.rules)}"
        )
        return f"the rules of sources.yaml as of {minute(self.met_at)} UTC ({named}){learnt}"


def cleaning_in_force(ledger: Ledger, source_id: str) -> InForce:
    """By which rules a source's pages are cleaned now."""
    config, met_at = ledger.step_in_force(source_id, StepKind.CLEAN)
    ids = tuple(str(rules["id"]) for rules in config["rules"])
    return InForce(rules=ids, met_at=met_at, learnt=bool(config.get("learnt")))


def try_on_source(
    settings: Settings,
    source_id: str,
    rules: Path | None = None,
    progress: Progress | None = None,
) -> Trial:
    """What the rules of a file, or those of sources.yaml, would change against those in force.

    Raises:
        ConfigError: the file cannot be read or something in it is wrong.
        NotFoundError: the source is not in sources.yaml, or nothing of it is stored.
    """
    source = named_source(settings, source_id)
    if rules is not None:
        source = source.model_copy(update={"rules": load_rules(rules)})
    with (
        closing(Ledger.open(settings.database_url, settings.blobs_url)) as ledger,
        WorkerPool(settings.workers) as pool,
    ):
        trial = sum_up(_differences(ledger, source, pool, progress or Nobody()))
        trial = replace(trial, let_go=ledger.reader().let_go(source.id))
    if not trial.articles and trial.let_go:
        raise NotFoundError(f"nothing of {source_id} can be tried: {let_go(trial.let_go)}")
    if not trial.articles:
        raise NotFoundError(f"nothing of {source_id} is stored yet; `newsledger ingest` reads it")
    return trial


def _differences(
    ledger: Ledger, source: Source, pool: WorkerPool, progress: Progress
) -> Iterator[Difference]:
    config = ledger.configs_in_force(StepKind.CLEAN).get(source.id)
    if config is None:
        return
    before, after = source_with(config, source), learnt_in_force(source, config)
    reader = ledger.reader()
    pages, waiting = reader.newest_pages(source.id), reader.count_newest(source.id)
    progress.processed(0, waiting)
    while some := list(islice(pages, AT_ONCE)):
        old, new = _cleaned(pool, some, before), _cleaned(pool, some, after)
        yield from (compare(old[page.capture.id], new[page.capture.id]) for page in some)
        waiting = max(0, waiting - len(some))
        progress.processed(len(some), waiting)


def _cleaned(pool: WorkerPool, pages: list[Page], source: Source) -> dict[int, Cleaned]:
    found = clean_jobs(pool, [(page, source) for page in pages])
    return {cleaned.capture.id: cleaned for cleaned in found}
