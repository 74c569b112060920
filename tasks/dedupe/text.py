"""A text on its way into the index of copies."""

from dataclasses import dataclass, field

from tasks.dedupe.reading import Reading, read_text
from tasks.dedupe.sketch import sketch_grams
from tasks.dedupe.walls import is_wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is known of one text; ``key`` tells equally complete texts apart for good."""

    id: int
    key: str
    reading: Reading = field(repr=False)
    sketch: tuple[int, ...] = field(repr=False)

    @property
    def rank(self) -> tuple[int, int, str]:
        """Sort key that puts the most complete text first, whenever it arrived."""
        prose, words = self.reading.completeness
        return -prose, -words, self.key


def prepare_text(text_id: int, key: str, text: str) -> Text | None:
    """Return a text ready for the index; None for a wall or a text without a word."""
    prepared = index_text(text_id, key, text)
    useless = not prepared.sketch or is_wall(text, prepared.reading.words)
    return None if useless else prepared


def index_text(text_id: int, key: str, text: str) -> Text:
    """Return a text as the index knows it, whatever it says."""
    reading = read_text(text)
    return Text(id=text_id, key=key, reading=reading, sketch=sketch_grams(reading.prose_grams))
