"""expected.yaml as values: what is true of each sample page and dump."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from storage.records import Basis, CopyKind, MentionKind, Precision

EXPECTED = Path(__file__).parent / "expected.yaml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SecondEdition(_Model):
    """What becomes of a page in the second edition."""

    change: Literal["substantive", "minor", "none", "stub", "gone"]
    status: int = 200
    headline: str | None = None
    body_has: tuple[str, ...] = ()
    body_lost: tuple[str, ...] = ()
    moved_to: str | None = None
    note: str | None = None  # the publisher's line about the change
    why: str | None = None


class Truth(_Model):
    """What is true of one page or dump; the file's header says what each field means."""

    path: str
    id: str | None = None  # of the record, in JSON lines
    edition: Literal["first", "second"] = "first"
    source: str
    story: str | None = None
    language: str
    headline: str | None
    headline_is_not: tuple[str, ...] = ()
    published: str | None
    published_is_not: tuple[str, ...] = ()
    precision: Precision | None = None
    basis: Basis | None = None
    authors: tuple[str, ...]
    credits: dict[str, str]
    body_first: str
    body_last: str
    body_has: tuple[str, ...]
    furniture: tuple[str, ...] = ()
    not_in_body: tuple[str, ...] = ()
    entities: dict[MentionKind, tuple[str, ...]]
    second: SecondEdition | None = None


class Copies(_Model):
    """Texts that stand to an earlier one in the same way; `path#id` names a record."""

    kind: CopyKind
    of: str
    copies: tuple[str, ...]


class Expected(_Model):
    """The whole file."""

    version: Literal[1]
    furniture: dict[str, tuple[str, ...]]
    pages: tuple[Truth, ...]
    dumps: tuple[Truth, ...]
    copies: tuple[Copies, ...] = Field(min_length=1)

    def dropped(self, truth: Truth) -> tuple[str, ...]:
        """Every line that must not be in that body: the shared furniture and the page's own."""
        shared = [line for name in truth.furniture for line in self.furniture[name]]
        return (*shared, *truth.not_in_body)


def read_expected(path: Path = EXPECTED) -> Expected:
    """The truth file, validated."""
    return Expected.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
