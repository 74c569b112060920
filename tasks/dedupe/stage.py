"""The dedupe room's door: every article gets its content hash, and new ones a sketch."""

from storage.batch import Batch
from storage.identity import content_sha256
from storage.records import Cleaned, Derived
from tasks.pool import Carried
from tasks.work import Work


def judge_batch(work: Work, batch: Batch, cleaned: Carried[Cleaned]) -> Carried[Derived]:
    """The batch with each article's content hash."""
    return Carried(
        [
            Derived(
                cleaned=item,
                content_sha256=content_sha256(item.article) if item.article else None,
            )
            for item in cleaned.items
        ]
    )
