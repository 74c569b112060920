"""All tables of the ledger. Rows stay inside storage; the rest of the house sees records."""

from storage.tables.base import Table
from storage.tables.copies import (
    DuplicateRow,
    FingerprintRow,
    NoticeRow,
    StoryMemberRow,
    StoryRow,
    StoryWordRow,
)
from storage.tables.entities import (
    EnrichmentRow,
    EntityDecisionRow,
    EntityNameRow,
    EntityRow,
    MentionRow,
    RelationRow,
)
from storage.tables.history import (
    ActiveStepRow,
    ArticleRow,
    ArticleUrlRow,
    ArticleVersionRow,
    ContentRow,
    DerivationRow,
    StepRow,
)
from storage.tables.reading import (
    BlobRow,
    CaptureRow,
    ChannelRow,
    HostRow,
    LeaseRow,
    RunRow,
    SourceRow,
)
from storage.tables.upkeep import ErasureRow, PartitionRow, PendingRow, WatermarkRow

__all__ = [
    "ActiveStepRow",
    "ArticleRow",
    "ArticleUrlRow",
    "ArticleVersionRow",
    "BlobRow",
    "CaptureRow",
    "ChannelRow",
    "ContentRow",
    "DerivationRow",
    "DuplicateRow",
    "EnrichmentRow",
    "EntityDecisionRow",
    "EntityNameRow",
    "EntityRow",
    "ErasureRow",
    "FingerprintRow",
    "HostRow",
    "LeaseRow",
    "MentionRow",
    "NoticeRow",
    "PartitionRow",
    "PendingRow",
    "RelationRow",
    "RunRow",
    "SourceRow",
    "StepRow",
    "StoryMemberRow",
    "StoryRow",
    "StoryWordRow",
    "Table",
    "WatermarkRow",
]
