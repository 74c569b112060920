"""The annotated documents of DATA.md, as JSON lines {"text", "spans": [[start, end, label]]}."""

import json
from dataclasses import dataclass
from pathlib import Path

KIND_OF = {"PER": "person", "ORG": "org", "LOC": "place", "MISC": "misc"}

TRAINING = (
    "wikigold.train",
    "re3d.train",
    "gum.train",
    "gum-bysa.train",
    "crossner-politics.dev",
    "crossner-politics.test",
    "uner-ewt.dev",
    "wnut17.train",
)
DEVELOPMENT = ("wikigold.dev", "gum.dev", "re3d.dev", "wnut17.dev")
HELD_OUT = ("uner-ewt.test",)  # looked at once, when training has ended

WITHOUT_MISC = frozenset({"uner-ewt.dev", "uner-ewt.test"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with its spans (start, end, kind); in a corpus without misc, O may be misc."""

    corpus: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    has_misc: bool = True


def load_corpora(folder: Path, names: tuple[str, ...]) -> list[Document]:
    """Return the documents of the named corpora, in order."""
    return [document for name in names for document in load_corpus(folder, name)]


def load_corpus(folder: Path, name: str) -> list[Document]:
    """Return the documents of one corpus."""
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Document(
            corpus=name,
            text=row["text"],
            spans=tuple((start, end, KIND_OF[label]) for start, end, label in row["spans"]),
            has_misc=name not in WITHOUT_MISC,
        )
        for row in map(json.loads, lines)
    ]
