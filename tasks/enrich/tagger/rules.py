"""rules: names by capital letters and a few word lists, for where no model may run.

A run of capitalised words is a name when a word in it or before it tells its kind; a run of two
or three plain words is taken for a person. What tells nothing is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.enrich.spans import Kind, Span
from tasks.enrich.tagger.words import (
    INITIAL,
    MIXED,
    TITLE,
    UPPER,
    Sentence,
    code_case,
    find_sentences,
)

SCORE = 0.5  # not a probability: below what the encoder gives to nearly every name
CAPITALISED = frozenset({TITLE, UPPER, MIXED, INITIAL})


def list_words(line: str) -> frozenset[str]:
    """Return the words of a line."""
    return frozenset(line.split())


JOINERS = list_words("of de la van von der al bin and & - for the")

ROLES = list_words(
    "mr mrs ms dr prof president chairman chairwoman minister secretary senator governor mayor "
    "judge general captain sir lady king queen ceo director coach"
)
ORG_WORDS = list_words(
    "group inc corp corporation ltd limited llc plc gmbh co company holdings bank capital media "
    "ministry department bureau office agency administration association federation council "
    "committee commission institute university college school union party court congress "
    "parliament senate club fc united league foundation times post news partners industries "
    "technologies motors airlines society organization organisation"
)
EVENT_WORDS = list_words(
    "cup olympics games championship championships open tournament festival marathon war summit "
    "prix conference expo awards"
)
PLACE_WORDS = list_words(
    "river lake island islands mountain mountains sea ocean province county city street road "
    "square park airport bay valley"
)
PLACES = list_words(
    "afghanistan africa argentina asia australia austria bangladesh beijing belgium berlin brazil "
    "britain california canada chicago chile china colombia cuba denmark egypt england ethiopia "
    "europe finland france germany ghana greece guangzhou india indonesia iran iraq ireland israel "
    "istanbul italy japan jerusalem kenya london malaysia mexico moscow netherlands nigeria norway "
    "pakistan paris peru philippines poland portugal rome russia scotland shanghai shenzhen "
    "singapore spain sweden switzerland syria taiwan texas thailand tokyo turkey uk ukraine usa "
    "vietnam wales washington york"
)
NOT_NAMES = list_words(
    "i a an the this that these those it he she they we you his her their our my in on at by from "
    "to for with as but and or if when while after before since although however meanwhile what "
    "who why how where there here not no yes new first last monday tuesday wednesday thursday "
    "friday saturday sunday january february march april may june july august september october "
    "november december according"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Neighbouring capitalised words: numbers of the first and last word of a sentence."""

    first: int
    last: int


class RulesTagger:
    """Needs nothing; precision and recall are far below the encoder's."""

    name = "rules"
    version = "1"

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return each text's spans: in order, apart, none across a line break."""
        return [list(tag_text(text)) for text in texts]


def tag_text(text: str) -> Iterator[Span]:
    """Return the spans of one text."""
    for sentence in find_sentences(text):
        words = [text[start:end] for start, end in sentence.words]
        for run in find_runs(words):
            if kind := judge_run(words, run):
                yield make_span(sentence, run, kind)


def make_span(sentence: Sentence, run: Run, kind: Kind) -> Span:
    """Return the span of a run."""
    start, end = sentence.words[run.first][0], sentence.words[run.last][1]
    return Span(start=start, end=end, kind=kind, score=SCORE)


def find_runs(words: Sequence[str]) -> Iterator[Run]:
    """Return the runs of name words, joiners inside them included, in order."""
    first: int | None = None
    last = 0
    for number, word in enumerate(words):
        if is_name_word(word):
            first = number if first is None else first
            last = number
        elif first is not None and (word.lower() not in JOINERS or number - last > 2):
            yield Run(first=first, last=last)
            first = None
    if first is not None:
        yield Run(first=first, last=last)


def is_name_word(word: str) -> bool:
    """Return whether a word may be part of a name by its looks."""
    lowered = word.lower().rstrip(".")
    return code_case(word) in CAPITALISED and lowered not in NOT_NAMES and lowered not in ROLES


def judge_run(words: Sequence[str], run: Run) -> Kind | None:
    """Return the kind of a run, or None where nothing tells it."""
    inside = [word.lower().rstrip(".") for word in words[run.first : run.last + 1]]
    before = words[run.first - 1].lower().rstrip(".") if run.first else ""
    if before in ROLES:
        return "person"
    if EVENT_WORDS.intersection(inside):
        return "misc"
    if ORG_WORDS.intersection(inside):
        return "org"
    if inside[-1] in PLACES or PLACE_WORDS.intersection(inside[1:]):
        return "place"
    return judge_by_shape(words[run.first : run.last + 1])


def judge_by_shape(run: Sequence[str]) -> Kind | None:
    """Return person for two or three plain words, org for a short acronym."""
    if len(run) == 1:
        return "org" if run[0].isupper() and run[0].isalpha() and 3 <= len(run[0]) <= 5 else None
    plain = all(code_case(word) in (TITLE, INITIAL) for word in run)
    return "person" if plain and len(run) <= 3 else None
