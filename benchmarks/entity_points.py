"""What stands behind the measuring points of the enrich room."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from storage.records import Article, Mention, MentionKind
from tasks.enrich.annotate import annotate
from tasks.enrich.names import person_words
from tasks.enrich.resolve import find_merges, resolve_names
from tasks.enrich.spans import Tagger
from tasks.enrich.tagger.load import load_tagger

LABELS = {
    MentionKind.PERSON: "PERSON",
    MentionKind.ORG: "ORG",
    MentionKind.PLACE: "LOC",
    MentionKind.EVENT: "EVENT",
    MentionKind.PRODUCT: "MISC",
    MentionKind.NATIONALITY: "MISC",
}
KINDS = {
    "PERSON": MentionKind.PERSON,
    "PER": MentionKind.PERSON,
    "ORG": MentionKind.ORG,
    "LOC": MentionKind.PLACE,
    "PLACE": MentionKind.PLACE,
    "EVENT": MentionKind.EVENT,
    "NORP": MentionKind.NATIONALITY,
    "NATIONALITY": MentionKind.NATIONALITY,
    "MISC": MentionKind.PRODUCT,
    "PRODUCT": MentionKind.PRODUCT,
}


def find_names(texts: Sequence[str], name: str = "accurate") -> list[list[tuple[int, int, str]]]:
    """The names of each text as (start, end, label)."""
    found = annotate([plain_article(text) for text in texts], tagger_named(name), None)
    return [
        [(m.start, m.end, LABELS[m.kind]) for m in annotations.mentions if m.kind in LABELS]
        for annotations in found
    ]


def cluster_mentions(mentions: Sequence[tuple[int, str, str]]) -> list[list[int]]:
    """Indices that one entity leaf, or a merge that a document states, brings together."""
    by_document: defaultdict[int, list[int]] = defaultdict(list)
    for index, (document, _, _) in enumerate(mentions):
        by_document[document].append(index)
    leaves: dict[int, tuple[MentionKind, str]] = {}
    pairs: list[tuple[tuple[MentionKind, str], tuple[MentionKind, str]]] = []
    for indices in by_document.values():
        named = resolve_names([_bare(*mentions[index][1:]) for index in indices], "", ())
        for index, mention in zip(indices, named, strict=True):
            leaves[index] = (
                mention.kind,
                mention.key or f"{mentions[index][0]}: {_local(mention)}",
            )
        pairs += [((m.kind, m.key), (m.kind, m.other_key)) for m in find_merges(named, ())]
    return _groups(len(mentions), leaves, pairs)


def plain_article(text: str) -> Article:
    """An English article of which only the text is known."""
    return Article(
        headline=None,
        authors=(),
        credits=(),
        published_at=None,
        published_precision=None,
        published_basis=None,
        modified_at=None,
        language="en",
        text=text,
    )


@cache
def tagger_named(name: str) -> Tagger:
    """A tagger, loaded once."""
    return load_tagger(name)


def _bare(surface: str, kind: str) -> Mention:
    return Mention(kind=KINDS[kind.upper()], start=0, end=len(surface), surface=surface, score=1.0)


def _local(mention: Mention) -> str:
    """What makes two names without a leaf one inside a document; a letter is no name."""
    name = " ".join(person_words(mention.surface))
    return name if len(name) > 1 else ""


def _groups(
    count: int,
    leaves: dict[int, tuple[MentionKind, str]],
    pairs: Iterable[tuple[tuple[MentionKind, str], tuple[MentionKind, str]]],
) -> list[list[int]]:
    top: dict[tuple[MentionKind, str], tuple[MentionKind, str]] = {}

    def find(leaf: tuple[MentionKind, str]) -> tuple[MentionKind, str]:
        while leaf in top:
            leaf = top[leaf]
        return leaf

    for one, other in pairs:
        if find(one) != find(other):
            top[find(one)] = find(other)
    groups: defaultdict[object, list[int]] = defaultdict(list)
    for index in range(count):
        groups[find(leaves[index])].append(index)
    return list(groups.values())
