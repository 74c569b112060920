"""The vocabulary of the house: what travels between the rooms, and nothing else.

Plain values on the standard library, so that every floor may speak it. One article passes
through these, in this order::

    Link -> Received -> Capture -> Page -> Cleaned(Article) -> Derived(Annotations) -> Version

Times are aware and in UTC. Text offsets count characters and are half-open.
"""

from storage.records.articles import (
    Annotations,
    Article,
    Cleaned,
    Credit,
    Derived,
    Dropped,
    Evidence,
    Mention,
    Merge,
    Relation,
    Way,
)
from storage.records.history import Believed, Delta, Fact, Intents, Said, Version
from storage.records.kinds import (
    BROKEN_LINE,
    INEXACT,
    LAYOUT_BREAK,
    NOT_FREE,
    ROBOTS_UNREACHABLE,
    Basis,
    Cause,
    Change,
    ChannelKind,
    CopyKind,
    MentionKind,
    NoticeKind,
    Outcome,
    Precision,
    State,
    StepKind,
)
from storage.records.reading import (
    Capture,
    ChannelState,
    Hints,
    Link,
    NewRun,
    Page,
    Received,
    Seen,
    SourceFacts,
    Try,
    Visit,
)

__all__ = [
    "BROKEN_LINE",
    "INEXACT",
    "LAYOUT_BREAK",
    "NOT_FREE",
    "ROBOTS_UNREACHABLE",
    "Annotations",
    "Article",
    "Basis",
    "Believed",
    "Capture",
    "Cause",
    "Change",
    "ChannelKind",
    "ChannelState",
    "Cleaned",
    "CopyKind",
    "Credit",
    "Delta",
    "Derived",
    "Dropped",
    "Evidence",
    "Fact",
    "Hints",
    "Intents",
    "Link",
    "Mention",
    "MentionKind",
    "Merge",
    "NewRun",
    "NoticeKind",
    "Outcome",
    "Page",
    "Precision",
    "Received",
    "Relation",
    "Said",
    "Seen",
    "SourceFacts",
    "State",
    "StepKind",
    "Try",
    "Version",
    "Visit",
    "Way",
]
