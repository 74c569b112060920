"""Two versions of one article, compared: their fields, their headlines, their texts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flows.word_diff import Block, Piece, diff_texts, diff_words
from flows.wording import minute, published
from storage.errors import UsageError
from storage.reading import Reader
from storage.records import Said
from storage.views import ContentView, VersionView
from tasks.store.compare import without_turned


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
    turned: tuple[str, ...]  # lines that both pages show, and one of them is not thought to say


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
    was, now = changed_by_publisher(reader, old, new)
    return Comparison(
        article_id=article_id,
        old=old,
        new=new,
        fields=tuple(_changed_fields(before, after)),
        headline=_headline(was.headline or "", now.headline or ""),
        text=tuple(diff_texts(was.text, now.text)),
        turned=(*_left_out(before.text, was.text), *_left_out(after.text, now.text)),
    )


def changed_by_publisher(reader: Reader, old: VersionView, new: VersionView) -> tuple[Said, Said]:
    """What two versions say, without the lines that both pages show and one is not thought to."""
    return without_turned(_said(reader, old), _said(reader, new))


def _said(reader: Reader, version: VersionView) -> Said:
    content, made = reader.content(version.content_id), reader.derivation(version)
    beside = tuple(line.text for line in made.dropped)
    return Said(headline=content.headline, text=content.text, beside=beside)


def _headline(was: str, now: str) -> tuple[Piece, ...]:
    return tuple(diff_words(was, now)) if was != now else ()


def _left_out(whole: str, text: str) -> Iterator[str]:
    left = iter((Counter(whole.split("\n")) - Counter(text.split("\n"))).elements())
    return (line for line in left if line)


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
