"""The ledger looked after: what `upkeep` does, in plain functions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.settings import Settings
from flows.wording import counted
from storage.care.backup_turns import back_up_in_turn
from storage.care.janitor import analyze, sweep
from storage.errors import UsageError
from storage.fulltext.index import catch_up
from storage.ledger import Ledger
from storage.removing.letting_go import let_captures_go
from storage.removing.retention import let_texts_go
from tasks.dedupe.stage import renew_copies
from tasks.sources import Source
from tasks.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Tended:
    """One thing that was looked after."""

    task: str
    said: str
    count: int


def tend(work: Work, settings: Settings) -> list[Tended]:
    """Put right what cut-off runs left, let go what is too old, let both indices catch up,
    ANALYZE, and back up."""
    return [
        *_clear_up(work),
        *let_go(work.ledger, work.sources.values(), work.now()),
        *_follow(work),
        *_back_up(work, settings),
    ]


def _clear_up(work: Work) -> Iterator[Tended]:
    swept = sweep(work.ledger, work.now())
    leases = ", ".join(swept.leases) or "none was left behind"
    yield Tended(task="leases", said=leases, count=len(swept.leases))
    runs = ", ".join(str(run_id) for run_id in swept.runs) or "none was cut off"
    yield Tended(task="runs", said=runs, count=len(swept.runs))


def let_go(ledger: Ledger, sources: Iterable[Source], now: datetime) -> Iterator[Tended]:
    """What sources.yaml says may be kept no longer, where it says so."""
    rights = {source.id: source.rights for source in sources}
    texts = {name: item.keep_texts for name, item in rights.items() if item.keep_texts}
    if texts:
        gone = let_texts_go(ledger, texts, now)
        said = ", ".join(f"{counted(count, 'article')} of {name}" for name, count in gone.items())
        yield Tended(task="retention", said=said or "nothing is too old", count=sum(gone.values()))
    captures = {name: item.keep_captures for name, item in rights.items() if item.keep_captures}
    if captures:
        count = let_captures_go(ledger, captures, now)
        yield Tended(task="captures", said=f"{counted(count, 'blob')} let go", count=count)


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
