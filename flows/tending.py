"""The ledger looked after: what `upkeep` does, in plain functions."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.settings import Settings
from flows.wording import counted
from storage.backup_turns import back_up_in_turn
from storage.errors import UsageError
from storage.janitor import analyze, sweep
from storage.retention import let_texts_go
from storage.search import catch_up
from tasks.dedupe.stage import renew_copies
from tasks.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Tended:
    """One thing that was looked after."""

    task: str
    said: str
    count: int


def tend(work: Work, settings: Settings) -> list[Tended]:
    """Put right what cut-off runs left, let old texts go, let both indices catch up, ANALYZE, and
    back up."""
    return [*_clear_up(work), *_let_go(work), *_follow(work), *_back_up(work, settings)]


def _clear_up(work: Work) -> Iterator[Tended]:
    swept = sweep(work.ledger, work.now())
    leases = ", ".join(swept.leases) or "none was left behind"
    yield Tended(task="leases", said=leases, count=len(swept.leases))
    runs = ", ".join(str(run_id) for run_id in swept.runs) or "none was cut off"
    yield Tended(task="runs", said=runs, count=len(swept.runs))


def _let_go(work: Work) -> Iterator[Tended]:
    """What sources.yaml says may be kept no longer, where it says so."""
    terms = {
        source.id: source.rights.keep_texts
        for source in work.sources.values()
        if source.rights.keep_texts is not None
    }
    if not terms:
        return
    gone = let_texts_go(work.ledger, terms, work.now())
    said = ", ".join(f"{counted(count, 'article')} of {name}" for name, count in gone.items())
    yield Tended(task="retention", said=said or "nothing is too old", count=sum(gone.values()))


def _follow(work: Work) -> Iterator[Tended]:
    renewed = renew_copies(work)
    yield Tended(task="copies", said=f"{counted(renewed, 'text')} placed again", count=renewed)
    indexed = catch_up(work.ledger, work.now())
    yield Tended(task="full text", said=f"{counted(indexed, 'text')} indexed", count=indexed)
    analyze(work.ledger)
    yield Tended(task="statistics", said="ANALYZE done", count=0)
    waiting = work.ledger.waiting("clean", sorted(work.sources))
    wait = counted(waiting, "capture waits", "captures wait")
    yield Tended(task="queue", said=wait, count=waiting)


def _back_up(work: Work, settings: Settings) -> Iterator[Tended]:
    """The backup of the day, where NEWSLEDGER_BACKUPS says where to."""
    if settings.backups is None:
        return
    try:
        made = back_up_in_turn(work.ledger, settings.backups, settings.backups_kept, work.now())
    except UsageError as error:
        yield Tended(task="backup", said=f"none: {error}", count=0)
        return
    if made is None:
        yield Tended(task="backup", said="that of today is there", count=0)
        return
    said = f"{counted(made.articles, 'article')}, {counted(made.blobs, 'blob')}"
    if made.missing:
        said += f"; {counted(len(made.missing), 'blob')} missing, `newsledger doctor` names them"
    yield Tended(task="backup", said=said, count=made.blobs)
