"""One stored page -> an article, a stub with its reason, or a failure with its reason.

The way of a page through the room::

    bytes -> decode -> text/html        -> guard -> blocks -> body, metadata -+
                       text/plain       -> lines -> body, front matter -------+-> choose -> Cleaned
                       application/json -> record -> one of the two above ----+

Everything here is pure: no database, no network, no clock.
"""

from dataclasses import replace

from storage.errors import PageError
from storage.records import Basis, Capture, Cleaned, Page, State
from tasks.clean.breaks import unless_broken
from tasks.clean.choose import choose
from tasks.clean.dates import parse_stamp, printed
from tasks.clean.decode import decode_page
from tasks.clean.draft import Candidate, Draft, Setting
from tasks.clean.dump.lines import clean_lines
from tasks.clean.language import language_candidates
from tasks.clean.markup.html import clean_html
from tasks.clean.people import split_names
from tasks.clean.record import clean_record
from tasks.learnt import NOTHING, Learnt
from tasks.sources import Source

HTML_TYPES = ("text/html", "application/xhtml+xml")
LISTS_WORD = "a list's word for when the page changed"
WRITER = 0.4  # a credit may stand anywhere near the body; a site's own name counts less
JSON_TYPES = ("application/json", "application/ld+json", "application/x-ndjson")


def clean_page(page: Page, source: Source, learnt: Learnt = NOTHING) -> Cleaned:
    """What this page says, with every dropped line and all evidence; never raises for bad input.

    ``learnt`` is what the source's other pages have taught (:mod:`tasks.clean.repeats`,
    :mod:`tasks.clean.breaks`).
    """
    capture = page.capture
    setting = Setting(
        source=source,
        rules=source.rules_on(capture.fetched_at.date()),
        url=capture.final_url or capture.url,
        fetched_at=capture.fetched_at,
        hints=capture.hints,
        repeated=frozenset(learnt.repeated),
    )
    try:
        draft = _read(page, setting)
    except PageError as error:
        return failed(capture, str(error))
    draft = unless_broken(draft, capture.fetched_at, learnt)
    draft = _with_writers(_with_language(draft, setting))
    return choose(_with_hints(draft, setting), capture, setting)


def failed(capture: Capture, reason: str) -> Cleaned:
    """The outcome for a page that could not be read."""
    return Cleaned(capture=capture, state=State.FAILED, reason=reason, article=None)


def _read(page: Page, setting: Setting) -> Draft:
    media_type = (page.capture.media_type or "").split(";")[0].strip().lower()
    decoded = decode_page(page.body, page.capture.charset)
    text = decoded.text
    if not text or text.isspace():
        return Draft(text="", stub="empty")
    if media_type in HTML_TYPES:
        return clean_html(text, setting, decoded.utf8)
    if media_type in JSON_TYPES:
        return clean_record(text, setting)
    if media_type in ("text/plain", ""):
        return clean_lines(text, setting)
    raise PageError(f"media type {media_type!r} holds no article this ledger can read")


def _with_language(draft: Draft, setting: Setting) -> Draft:
    found = language_candidates(draft.text, setting.source.languages)
    return replace(draft, candidates=(*draft.candidates, *found))


def _with_writers(draft: Draft) -> Draft:
    """The draft with those whom a credit line names as its writers, where nothing else says so."""
    names = [credit.name for credit in draft.credits if credit.role == "writer"]
    found = [
        Candidate(field="author", value=name, basis=Basis.BYLINE, confidence=WRITER)
        for name in split_names(names)
    ]
    return replace(draft, candidates=(*draft.candidates, *found))


def _with_hints(draft: Draft, setting: Setting) -> Draft:
    """The draft with what the feed or listing said; it wins only where the page says nothing.

    When a list says that a page changed never wins: the feed gives the second, the sitemap a day,
    and one page reached by both would look edited.
    """
    hints, found = setting.hints, []
    if hints.headline:
        found.append(_hint("headline", hints.headline))
    found += [_hint("author", name) for name in split_names(hints.authors)]
    for field, value in (("published_at", hints.published), ("modified_at", hints.modified)):
        stamp = parse_stamp(value, setting.source.date_order) if value else None
        if stamp:
            said = replace(_hint(field, printed(stamp)), stamp=stamp)
            found.append(said if field == "published_at" else said.refuse(LISTS_WORD))
    return replace(draft, candidates=(*draft.candidates, *found))


def _hint(field: str, value: str) -> Candidate:
    return Candidate(field=field, value=value, basis=Basis.FEED, confidence=0.58)
