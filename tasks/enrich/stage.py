"""The enrich room's door: texts that the step in force has not read yet are annotated."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from storage.batch import Batch
from storage.records import Annotations, Article, Derived
from storage.texts import TextBatch
from tasks.enrich.annotate import annotate
from tasks.enrich.spans import Tagger
from tasks.enrich.tagger.load import load_tagger
from tasks.pool import Carried
from tasks.sources import Source
from tasks.work import Work


def enrich_batch(work: Work, batch: Batch, derived: Carried[Derived]) -> Carried[Derived]:
    """The batch with annotations on each content that is new to its source's enriching step."""
    found: dict[tuple[str, str], Annotations] = {}
    for source_id, articles in _by_source(derived.items).items():
        done = batch.enriched(list(articles), source_id)
        fresh = {sha256: articles[sha256] for sha256 in articles if sha256 not in done}
        for sha256, annotations in _annotate(work.sources[source_id], fresh).items():
            found[source_id, sha256] = annotations
    return Carried([_with(item, found) for item in derived.items])


def enrich_texts(work: Work, texts: TextBatch) -> int:
    """Annotate stored texts by the steps in force, and write that; returns how many mentions."""
    made = {}
    for source_id, articles in texts.found.items():
        source = work.sources[source_id]
        tagger = tagger_named(source.enrich.tagger)
        annotated = annotate(list(articles.values()), tagger, source.date_order)
        made[source_id] = dict(zip(articles, annotated, strict=True))
    return texts.write(made, work.now())


@cache
def tagger_named(name: str) -> Tagger:
    """The tagger of a name, loaded once a process."""
    return load_tagger(name)


def _annotate(source: Source, articles: Mapping[str, Article]) -> dict[str, Annotations]:
    if not articles:
        return {}
    tagger = tagger_named(source.enrich.tagger)
    annotated = annotate(list(articles.values()), tagger, source.date_order)
    return dict(zip(articles, annotated, strict=True))


def _by_source(derived: Sequence[Derived]) -> dict[str, dict[str, Article]]:
    found: dict[str, dict[str, Article]] = defaultdict(dict)
    for item in derived:
        article, sha256 = item.cleaned.article, item.content_sha256
        if article is not None and sha256 is not None:
            found[item.cleaned.capture.source_id][sha256] = article
    return found


def _with(item: Derived, found: Mapping[tuple[str, str], Annotations]) -> Derived:
    if item.content_sha256 is None:
        return item
    key = (item.cleaned.capture.source_id, item.content_sha256)
    return replace(item, annotations=found.get(key))
