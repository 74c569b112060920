"""The taggers a source can choose, by the name it gives in sources.yaml.

fast, accurate: the shipped encoder of 3 or 6 layers; spacy:NAME: an installed spaCy pipeline;
rules: no model. Importing this module loads none of them.
"""

import json
from pathlib import Path

from storage.errors import ConfigError
from tasks.enrich.spans import Tagger

MODELS = Path(__file__).parent.parent / "models"
DEFAULT = "accurate"
SHIPPED = ("fast", "accurate")
SPACY_PREFIX = "spacy:"


def load_tagger(name: str = DEFAULT, *, threads: int = 1) -> Tagger:
    """Return the tagger of a name.

    Raises: ConfigError when there is no such tagger, or what it needs is not installed.
    """
    if name in SHIPPED:
        return load_encoder(name, threads=threads)
    if name.startswith(SPACY_PREFIX):
        from tasks.enrich.tagger.spacy_pipeline import load_spacy

        return load_spacy(name.removeprefix(SPACY_PREFIX))
    if name == "rules":
        from tasks.enrich.rules_tagger import RulesTagger

        return RulesTagger()
    choices = ", ".join((*SHIPPED, f"{SPACY_PREFIX}NAME", "rules"))
    raise ConfigError(f"enrich.tagger: there is no tagger {name!r}; choose one of {choices}")


def load_encoder(name: str, *, threads: int = 1) -> Tagger:
    """Return a shipped encoder; its weights are read when it is first used."""
    from tasks.enrich.tagger.encoder import EncoderTagger

    manifest = json.loads((MODELS / "models.json").read_text(encoding="utf-8"))
    return EncoderTagger(
        name=name,
        version=manifest[name]["version"],
        weights=MODELS / manifest[name]["weights"],
        tokenizer=MODELS / manifest["tokenizer"],
        threads=threads,
    )
