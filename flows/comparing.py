"""Two versions of one article, compared: their fields, their headlines, their texts."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.word_diff import Block, Piece, diff_texts, diff_words
from flows.wording import minute, published
from storage.errors import UsageError
from storage.reading import Reader
from storage.views import ContentView, VersionView


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that says something else than before; None where it was unknown."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two versions of an article and what changed between them."""

    article_id: int
    old: VersionView
    new: VersionView
    fields: tuple[FieldChange, ...]
    headline: tuple[Piece, ...]  # empty where it did not change
    text: tuple[Block, ...]


def compare_versions(
    reader: Reader, article_id: int, first: int | None, second: int | None
) -> Comparison:
    """What changed from one version to another; by default between the last two.

    Raises:
        UsageError: there is only one version, or both are the same.
        NotFoundError: there is no version of that number.
    """
    last = reader.article(article_id).versions
    new_number = second or (last if first is None or first != last else last - 1)
    old_number = first if first is not None else new_number - 1
    if last == 1:
        raise UsageError(f"article {article_id} has one version only; nothing has changed yet")
    if old_number == new_number:
        raise UsageError(f"version {old_number} is compared with itself; give --from and --to")
    old = reader.version(article_id, old_number)
    new = reader.version(article_id, new_number)
    before, after = reader.content(old.content_id), reader.content(new.content_id)
    headlines = (before.headline or "", after.headline or "")
    return Comparison(
        article_id=article_id,
        old=old,
        new=new,
        fields=tuple(_changed_fields(before, after)),
        headline=tuple(diff_words(*headlines)) if headlines[0] != headlines[1] else (),
        text=tuple(diff_texts(before.text, after.text)),
    )


def _changed_fields(before: ContentView, after: ContentView) -> Iterator[FieldChange]:
    old = _fields(before)
    for field, value in _fields(after).items():
        if old[field] != value:
            yield FieldChange(field=field, before=old[field] or None, after=value or None)


def _fields(content: ContentView) -> dict[str, str]:
    when = published(content.published_at, content.published_precision)
    return {
        "authors": ", ".join(content.authors),
        "credits": ", ".join(f"{credit.role}: {credit.name}" for credit in content.credits),
        "published": when if content.published_at else "",
        "modified": minute(content.modified_at),
        "language": content.language or "",
    }
