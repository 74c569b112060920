"""The clean room's door: pages go out to processes that may be killed, articles come back."""

from collections.abc import Sequence

from storage.batch import Batch
from storage.errors import BlobError, PageError
from storage.records import Capture, Cleaned, State
from tasks.clean.choose import IMPLAUSIBLE
from tasks.clean.job import Job, clean_job
from tasks.pool import Carried, WorkerPool
from tasks.work import Work

PAGE_TIMEOUT_S = 10.0
SMALL_TEXT_BYTES = 200_000
"""Plain text up to this size is cleaned at once: linear work that needs no guard."""


def clean_batch(work: Work, batch: Batch) -> Carried[Cleaned]:
    """What each capture of the batch shows; one that cannot be cleaned costs only itself."""
    done: dict[int, Cleaned] = {}
    jobs: list[Job] = []
    for capture in batch.captures:
        if capture.blob_sha256 is None:
            done[capture.id] = _gone(capture)
            continue
        try:
            jobs.append((batch.page(capture), work.sources[capture.source_id]))
        except BlobError as error:
            done[capture.id] = _failed(capture, str(error))
    for cleaned in clean_jobs(work.pool, jobs):
        done[cleaned.capture.id] = cleaned
    return Carried([done[capture.id] for capture in batch.captures])


def clean_jobs(pool: WorkerPool, jobs: Sequence[Job]) -> list[Cleaned]:
    """Each page by its source's rules, in no order; what could take for ever runs in the pool."""
    guarded = [job for job in jobs if _needs_guard(job)]
    cleaned = [clean_job(job) for job in jobs if not _needs_guard(job)]
    results = pool.map(clean_job, guarded, timeout_s=PAGE_TIMEOUT_S)
    for (page, _), result in zip(guarded, results, strict=True):
        if isinstance(result, PageError):
            cleaned.append(_failed(page.capture, str(result)))
        else:
            cleaned.append(result)
    return cleaned


def count_implausible(cleaned: Sequence[Cleaned]) -> int:
    """How many times on these pages could not be and were refused."""
    notes = (evidence.note for item in cleaned for evidence in item.evidence)
    return sum(note is not None and note.startswith(IMPLAUSIBLE) for note in notes)


def _needs_guard(job: Job) -> bool:
    """Whether a page could take for ever: markup, much text, or a source's own patterns."""
    page, source = job
    plain = page.capture.media_type == "text/plain" and len(page.body) <= SMALL_TEXT_BYTES
    return not plain or bool(source.rules)


def _gone(capture: Capture) -> Cleaned:
    return Cleaned(capture=capture, state=State.GONE, reason=f"http-{capture.status}", article=None)


def _failed(capture: Capture, reason: str) -> Cleaned:
    return Cleaned(capture=capture, state=State.FAILED, reason=reason, article=None)
