"""spacy:NAME: the entities of a spaCy pipeline that the user has installed."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from storage.errors import ConfigError
from tasks.enrich.spans import Kind, Span
from tasks.enrich.tagger.words import LINE, replace_surrogates

if TYPE_CHECKING:
    from spacy.language import Language

# OntoNotes labels (most pipelines), and the four of WikiNER (the rest).
KIND_OF: dict[str, Kind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "org",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "EVENT": "misc",
    "NORP": "misc",
    "PRODUCT": "misc",
    "WORK_OF_ART": "misc",
    "LAW": "misc",
    "LANGUAGE": "misc",
    "MISC": "misc",
}
WIKINER = frozenset({"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru"})  # spaCy's "xx"
NOT_NEEDED = ["parser", "lemmatizer", "attribute_ruler", "morphologizer", "senter"]
LONGEST_BLOCK = 50_000  # characters; spaCy refuses a text of more than a million
BLOCK = re.compile(rf".{{1,{LONGEST_BLOCK}}}(?!\S)|.{{1,{LONGEST_BLOCK}}}", re.DOTALL)


class SpacyTagger:
    """One line of a text is one spaCy document, so no span crosses a line break."""

    def __init__(self, pipeline: "Language", name: str) -> None:
        self.name = f"spacy:{name}"
        self.version = f"{pipeline.meta['name']}-{pipeline.meta['version']}"
        self.languages = WIKINER if pipeline.lang == "xx" else frozenset({pipeline.lang})
        self._pipeline = pipeline

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return each text's spans; spaCy gives no score, so each is 1."""
        found: list[list[Span]] = [[] for _ in texts]
        blocks = ((block, (owner, start)) for owner, start, block in cut_blocks(texts))
        for document, (owner, start) in self._pipeline.pipe(blocks, as_tuples=True):
            found[owner] += [
                Span(
                    start=start + entity.start_char,
                    end=start + entity.end_char,
                    kind=KIND_OF[entity.label_],
                    score=1.0,
                )
                for entity in document.ents
                if entity.label_ in KIND_OF
            ]
        return found


def cut_blocks(texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Return (number of the text, offset, characters) of each line, long lines cut at spaces."""
    for owner, text in enumerate(texts):
        clean = replace_surrogates(text)
        for line in LINE.finditer(clean):
            for block in BLOCK.finditer(clean, *line.span()):
                yield owner, block.start(), block.group()


def load_spacy(name: str) -> SpacyTagger:
    """Return the tagger of an installed pipeline, or of one in a folder.

    Raises: ConfigError that names the install command when spaCy or the pipeline is missing.
    """
    try:
        import spacy
    except ImportError as error:
        raise ConfigError(
            f"enrich.tagger spacy:{name}: spaCy is not installed; run "
            f"`pip install spacy` and `python -m spacy download {name}`"
        ) from error
    try:
        return SpacyTagger(spacy.load(name, exclude=NOT_NEEDED), name)
    except OSError as error:
        raise ConfigError(
            f"enrich.tagger spacy:{name}: there is no such pipeline here; run "
            f"`python -m spacy download {name}`"
        ) from error
