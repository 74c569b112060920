"""Opening a run: settings, sources and ledger become `Work`; in the end the run is closed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from flows.forces import in_force
from flows.interrupts import Interrupts
from flows.knowing import follow_known
from flows.pipeline import Tally
from flows.settings import Settings
from storage.care.janitor import holding_on, sweep
from storage.errors import NotFoundError
from storage.ledger import LEASE, Ledger
from storage.records import NewRun, StepKind
from storage.removing.takedown import honour
from tasks.pool import WorkerPool
from tasks.sources import Source
from tasks.sources_file import load_sources
from tasks.ways import facts_of, learnt_in_force, ways_of
from tasks.work import Nobody, Progress, Work


def utc_now() -> datetime:
    """The clock of everything that runs for real."""
    return datetime.now(UTC)


@contextmanager
def opened(
    settings: Settings,
    flow: str,
    *,
    trigger: str,
    parameters: Mapping[str, Any],
    prefect_run_id: str | None = None,
    progress: Progress | None = None,
    now: Callable[[], datetime] = utc_now,
) -> Iterator[tuple[Work, Tally]]:
    """A run on the ledger, with both files taken up; closed as it ended, with its tally."""
    sources = load_sources(settings.sources_path, now().date()).sources
    with closing(Ledger.create(settings.database_url, settings.blobs_url)) as ledger:
        _prepare(ledger, settings, sources, now())
        run = NewRun(
            flow=flow,
            trigger=trigger,
            parameters=parameters,
            software=f"newsledger {version('newsledger')}",
            prefect_run_id=prefect_run_id,
        )
        run_id = ledger.start_run(run, now())
        tally = Tally(run_id=run_id)
        with (
            _closing(ledger, run_id, tally, now),
            holding_on(ledger, now, LEASE),
            WorkerPool(settings.workers) as pool,
        ):
            work = Work(
                ledger=ledger,
                sources=in_force(ledger, sources),
                root=settings.root,
                run_id=run_id,
                pool=pool,
                batch_size=settings.batch_size,
                now=now,
                progress=progress or Nobody(),
            )
            yield work, tally


def take_up(ledger: Ledger, sources: Sequence[Source], now: datetime) -> None:
    """Bring the ledger's sources and steps in line with sources.yaml."""
    configs = ledger.configs_in_force(StepKind.CLEAN)
    ways = {
        source.id: ways_of(learnt_in_force(source, configs.get(source.id))) for source in sources
    }
    ledger.register([facts_of(source) for source in sources], ways, now)


def chosen(work: Work, names: Sequence[str] | None) -> list[Source]:
    """The sources that were named, or all.

    Raises:
        NotFoundError: one is not in sources.yaml.
    """
    if not names:
        return list(work.sources.values())
    for name in names:
        if name not in work.sources:
            known = ", ".join(sorted(work.sources)) or "none"
            raise NotFoundError(f"no source {name!r} in sources.yaml; there are: {known}")
    return [work.sources[name] for name in names]


def _prepare(ledger: Ledger, settings: Settings, sources: Sequence[Source], now: datetime) -> None:
    honour(ledger, now)
    take_up(ledger, sources, now)
    follow_known(ledger, settings.root, now)
    sweep(ledger, now)


@contextmanager
def _closing(
    ledger: Ledger, run_id: int, tally: Tally, now: Callable[[], datetime]
) -> Iterator[None]:
    with Interrupts() as interrupts:
        try:
            yield
        except BaseException as error:
            # Ctrl-C, and Prefect's signal to a run that is cancelled, are no exceptions to Python.
            stopped = interrupts.came or not isinstance(error, Exception)
            state = "interrupted" if stopped else "failed"
            ledger.finish_run(run_id, state, tally.counts(), now())
            raise
    ledger.finish_run(run_id, tally.state, tally.counts(), now())
