"""From an article's text to grounded mentions, relations and merges.

::

    text -> language -> tagger -> document layer -> kinds -> names and keys -> mentions
         -> dates, money ----------------------------------------------------> mentions
                                                          relations, merges <- mentions

Laws: every mention's ``text[start:end] == surface``; names do not overlap each other, nor dates and
amounts; a text whose language no tagger speaks is *not looked at* rather than filled with nonsense.
"""

from collections.abc import Sequence
from dataclasses import replace

from storage.records import Annotations, Article, Mention, MentionKind, Precision
from tasks.enrich.acronyms import find_definitions
from tasks.enrich.date_values import Anchor
from tasks.enrich.dates import find_dates
from tasks.enrich.document import level_blanks, refine
from tasks.enrich.kinds import final_kinds
from tasks.enrich.languages import language_of, speaks
from tasks.enrich.money import find_money
from tasks.enrich.overlaps import part_names_and_values
from tasks.enrich.relations import find_relations
from tasks.enrich.resolve import find_merges, resolve_names
from tasks.enrich.spans import Span, Tagger
from tasks.enrich.titles import title_before


def annotate(
    articles: Sequence[Article], tagger: Tagger, day_order: str | None
) -> list[Annotations]:
    """Return the annotations of each article, in order.

    ``day_order`` (DMY, MDY, YMD) is how the source writes 08/09/2020; None where it is not known.
    """
    languages = [article.language or language_of(article.text) for article in articles]
    spoken = [index for index, language in enumerate(languages) if speaks(tagger, language)]
    tagged = tagger.tag([level_blanks(articles[index].text) for index in spoken])
    found = [Annotations(looked=False) for _ in articles]
    for index, spans in zip(spoken, tagged, strict=True):
        article = articles[index]
        anchor = _anchor(article, day_order, languages[index] or "en")
        found[index] = annotate_text(article.text, spans, anchor)
    return found


def annotate_text(text: str, tagged: Sequence[Span], anchor: Anchor) -> Annotations:
    """Return the annotations of one text, given what the tagger marked in it."""
    plain = level_blanks(text)
    definitions = find_definitions(plain)
    values = [*find_dates(plain, anchor), *find_money(plain)]
    spans, values = part_names_and_values(refine(plain, tagged), values)
    kinds = final_kinds(spans, plain)
    found = [_mention(plain, span, kind) for span, kind in zip(spans, kinds, strict=True)]
    names = resolve_names(found, plain, definitions)
    mentions = sorted([*names, *values], key=lambda mention: (mention.start, mention.end))
    mentions = [_as_printed(text, mention) for mention in mentions]
    return Annotations(
        looked=True,
        mentions=tuple(mentions),
        relations=tuple(find_relations(plain, mentions)),
        merges=tuple(find_merges(names, definitions)),
    )


def _mention(plain: str, span: Span, kind: MentionKind) -> Mention:
    return Mention(
        kind=kind,
        start=span.start,
        end=span.end,
        surface=plain[span.start : span.end],
        score=span.score,
        role=title_before(plain, span.start) if kind is MentionKind.PERSON else None,
    )


def _as_printed(text: str, mention: Mention) -> Mention:
    surface = text[mention.start : mention.end]
    return mention if surface == mention.surface else replace(mention, surface=surface)


def _anchor(article: Article, day_order: str | None, language: str) -> Anchor:
    published = article.published_at.date() if article.published_at else None
    precise = article.published_precision in (None, Precision.DAY, Precision.MINUTE)
    month = published if article.published_precision is Precision.MONTH else None
    return Anchor(
        day=published if precise else None, told=month, day_order=day_order, language=language
    )
