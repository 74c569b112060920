"""What the ledger keeps of a source, and the ways its texts are derived.

A way's configuration is all that the result depends on: equal configurations, equal results, one
step in the ledger. So a step's configuration also leads back to the rules it cleaned with.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from storage.records import SourceFacts, StepKind, Way
from tasks.learnt import learnt_config, learnt_in, learnt_of, with_learnt
from tasks.sources import ANY_SOURCE, Source

CLEAN_NAME = "clean"
CLEAN_VERSION = "10"
"""Raised whenever the code of tasks/clean changes a result; then everything can be cleaned anew."""

ENRICH_VERSION = "5"
"""Raised whenever the code of tasks/enrich changes a result."""


def facts_of(source: Source) -> SourceFacts:
    """What the ledger itself keeps of a source."""
    channels = ((part.name, part.kind, part.url or part.path) for part in source.channels)
    return SourceFacts(
        id=source.id,
        name=source.name,
        country=source.country,
        language=source.languages[0] if source.languages else None,
        time_zone=source.time_zone,
        config_hash=_hash(_plain(source)),
        minor_change_ratio=source.minor_change_ratio,
        channels=tuple(channels),
    )


def ways_of(source: Source) -> tuple[Way, ...]:
    """How a source's captures are cleaned and its texts enriched, as sources.yaml says now."""
    return (clean_way(source), enrich_way(source))


def clean_way(source: Source) -> Way:
    """How a source's captures are cleaned."""
    config: dict[str, Any] = {
        "rules": [_plain(rules) for rules in source.rules],
        "time_zone": source.time_zone,
        "date_order": source.date_order,
        "languages": list(source.languages),
        **({"since": source.since.isoformat()} if source.since else {}),
        **learnt_config(source),
    }
    return _way(StepKind.CLEAN, CLEAN_NAME, CLEAN_VERSION, config)


def enrich_way(source: Source) -> Way:
    """How a source's texts are enriched."""
    tagger = source.enrich.tagger
    config = {"tagger": tagger, "date_order": source.date_order}
    return _way(StepKind.ENRICH, tagger, ENRICH_VERSION, config)


def source_with(config: Mapping[str, Any], source: Source = ANY_SOURCE) -> Source:
    """The source as a step's configuration saw it: other rules, everything else as it is now.

    Takes the configuration of either kind of step.
    """
    changed = {name: value for name, value in config.items() if name not in ("tagger", "learnt")}
    learnt = learnt_in(config)
    if "tagger" in config:
        changed["enrich"] = {"tagger": config["tagger"]}
        learnt = learnt_of(source)
    else:
        changed["since"] = config.get("since")
    now = source.model_dump(by_alias=True, exclude_unset=True, exclude={"learnt"})
    return with_learnt(Source.model_validate({**now, **changed}), learnt)


def learnt_in_force(source: Source, config: Mapping[str, Any] | None) -> Source:
    """The source with what the cleaning step in force has learnt: other rules forget nothing."""
    return with_learnt(source, learnt_in(config)) if config else source


def _way(kind: StepKind, name: str, version: str, config: Mapping[str, object]) -> Way:
    return Way(kind=kind, name=name, version=version, config=config, config_hash=_hash(config))


def _plain(model: BaseModel) -> dict[str, Any]:
    """A model as JSON, without defaults: a field that is added later changes no hash."""
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _hash(config: Mapping[str, object]) -> str:
    text = json.dumps(config, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
