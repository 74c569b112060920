"""The enrich room as a Prefect task: its stage, with a name and a log line a batch."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from storage.batch import Batch
from storage.records import Derived
from storage.texts import TextBatch
from tasks.enrich.stage import enrich_batch, enrich_texts
from tasks.pool import Carried
from tasks.work import Work


@task(name="enrich", task_run_name="enrich {batch}", cache_policy=NO_CACHE)
def enrich(work: Work, batch: Batch, judged: Carried[Derived]) -> Carried[Derived]:
    """Annotate what is new in a batch."""
    enriched = enrich_batch(work, batch, judged)
    found = [item.annotations for item in enriched.items if item.annotations]
    mentions = sum(len(annotations.mentions) for annotations in found)
    get_run_logger().info("enriched %s: %d mentions in %d texts", batch, mentions, len(found))
    return enriched


@task(name="enrich again", task_run_name="enrich {texts} again", cache_policy=NO_CACHE)
def enrich_again(work: Work, texts: TextBatch) -> int:
    """Annotate stored texts anew."""
    mentions = enrich_texts(work, texts)
    get_run_logger().info("enriched %s again: %d mentions", texts, mentions)
    return mentions
