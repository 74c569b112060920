"""Which rules are in force for each source: those of its cleaning step, not of the file."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage.ledger import Ledger
from storage.records import StepKind
from tasks.sources import Source
from tasks.ways import clean_way, source_with


def in_force(ledger: Ledger, sources: Sequence[Source]) -> dict[str, Source]:
    """Each source with the rules of its cleaning step in force, which an undo may have set back."""
    configs = ledger.configs_in_force(StepKind.CLEAN)
    return {source.id: _by(configs[source.id], source) for source in sources}


def _by(config: Mapping[str, Any], source: Source) -> Source:
    """The source as a cleaning step's configuration saw it: nearly always as it is now."""
    return source if config == clean_way(source).config else source_with(config, source)
