"""The work of one process of the pool. It knows no ledger, so that a process starts soon."""

from storage.records import Cleaned, Page
from tasks.clean.page import clean_page
from tasks.learnt import learnt_of
from tasks.sources import Source

Job = tuple[Page, Source]


def clean_job(job: Job) -> Cleaned:
    """One page by its source's rules; runs in any process."""
    page, source = job
    return clean_page(page, source, learnt_of(source))
