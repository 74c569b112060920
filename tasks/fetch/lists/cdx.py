"""One round of a CDX channel: an archive's index of captures, and the captures it names.

Two dialects: the Wayback Machine's CDX server (JSON rows or plain lines), whose pages are replayed
as they were under ``/web/{timestamp}id_/``, and Common Crawl's (a JSON object a line), whose pages
are byte ranges of WARC files.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from urllib.parse import urlsplit

from storage.records import Outcome, Received
from tasks.fetch.archived import Archived, read_timestamp, row_of
from tasks.fetch.contracts import RemembersTimes
from tasks.fetch.lists.shapes import check_json
from tasks.fetch.pages import answer_to, link_to, received
from tasks.fetch.reading import Pages, Reading
from tasks.fetch.reasons import Reason
from tasks.fetch.rounds import Steps
from tasks.fetch.stored.warcs import read_warc
from tasks.fetch.web.asking import Answer, Ask, Purpose
from tasks.fetch.web.lost import Lost

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""Of a Wayback line, in this order unless a first row names others."""

MAX_ROWS = 100_000

COMMON_CRAWL_INDEX = "index.commoncrawl.org"
COMMON_CRAWL_DATA = "https://data.commoncrawl.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One capture as an index names it."""

    url: str
    at: datetime
    timestamp: str
    digest: str | None = None
    span: tuple[str, int, int] | None = None  # file, first and last byte


def read_index(body: bytes) -> tuple[Entry, ...]:
    """The first MAX_ROWS captures of an index answer; of a run of equal bodies the first.

    Raises:
        Lost: it is no index.
    """
    plain = body.strip()
    rows = list(_json_rows(plain) if plain.startswith(b"[") else _line_rows(plain))
    entries = [entry for entry in map(_entry, rows[:MAX_ROWS]) if entry is not None]
    if rows and not entries:
        raise Lost(Reason.NOT_AN_INDEX)
    met: dict[str, str | None] = {}
    kept = []
    for entry in sorted(entries, key=lambda entry: (entry.url, entry.at)):
        if entry.digest is None or met.get(entry.url) != entry.digest:
            kept.append(entry)
        met[entry.url] = entry.digest
    return tuple(kept)


def cdx_round(reading: Reading) -> Steps:
    """The captures of an index that are not held yet, each dated by its archive."""
    answer = reading.ask(reading.url, Purpose.SITEMAP)
    pages = Pages(reading)
    if answer.outcome is not Outcome.STORED:
        yield reading.list_row(reading.url, answer)
        return reading.after(reading.state, answer)
    try:
        entries = read_index(answer.body or b"")
    except Lost as lost:
        yield reading.list_row(reading.url, answer, reason=str(lost))
        return reading.after(reading.state, replace(answer, outcome=Outcome.FAILED))
    if len(entries) == MAX_ROWS:
        reading.note(f"the index names more than {MAX_ROWS} captures; ask it for fewer days")
    span = reading.span
    for entry in entries if span is None else span.in_order(entries, _day):
        pages.listed += 1
        if _is_wanted(reading, entry) and not _is_held(reading, entry):
            if reading.span is not None and pages.new >= reading.span.most:
                reading.span.left.add(f"{entry.url} {entry.timestamp}")
                continue
            row = _fetch(reading, entry)
            pages.new += row.outcome is Outcome.STORED
            yield row
    return reading.after(reading.state, answer, pages)


def _day(entry: Entry) -> date:
    return entry.at.date()


def _is_wanted(reading: Reading, entry: Entry) -> bool:
    return reading.span is None or reading.span.holds(entry.at.date())


def _is_held(reading: Reading, entry: Entry) -> bool:
    known = reading.known
    url = link_to(reading.source, reading.channel.name, entry.url).url
    if isinstance(known, RemembersTimes):
        return known.holds(url, entry.at)
    seen = known.seen(url)
    return seen is not None and seen.fetched_at == entry.at


def _fetch(reading: Reading, entry: Entry) -> Received:
    source, channel = reading.source, reading.channel
    answer = answer_to(reading.client, _ask(reading, entry))
    page = _page(entry, answer) if answer.outcome is Outcome.STORED else None
    if page is None:
        link = link_to(source, channel.name, entry.url)
        row = received(link, replace(answer, body=None), None)
        if answer.outcome is not Outcome.STORED:
            return row
        return replace(row, outcome=Outcome.FAILED, reason=Reason.BAD_RECORD)
    return row_of(source, channel.name, page, reading.known)


def _ask(reading: Reading, entry: Entry) -> Ask:
    parts = urlsplit(reading.url)
    origin = f"{parts.scheme}://{parts.netloc}"
    policy = reading.source.fetch
    if entry.span is None:
        url = f"{origin}/web/{entry.timestamp}id_/{entry.url}"
        return Ask(url=url, policy=policy, purpose=Purpose.ARCHIVE)
    name, first, last = entry.span
    base = COMMON_CRAWL_DATA if parts.hostname == COMMON_CRAWL_INDEX else origin
    url = f"{base}/{name}"
    return Ask(url=url, policy=policy, purpose=Purpose.ARCHIVE, byte_range=(first, last))


def _page(entry: Entry, answer: Answer) -> Archived | None:
    body = answer.body or b""
    if entry.span is None:
        return Archived(
            url=entry.url,
            at=entry.at,
            status=answer.status or 200,
            headers=answer.headers,
            body=body,
        )
    found = (page for _, page in read_warc(BytesIO(body)) if isinstance(page, Archived))
    page = next(found, None)
    return replace(page, url=entry.url, at=entry.at) if page else None


def _json_rows(plain: bytes) -> Iterator[Mapping[str, object]]:
    check_json(plain)
    try:
        rows = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise Lost(Reason.NOT_AN_INDEX) from error
    lists = [row for row in rows if isinstance(row, list)]
    if lists and "timestamp" in lists[0]:
        names = [str(name) for name in lists.pop(0)]
    else:
        names = list(FIELDS)
    for row in lists:
        yield dict(zip(names, row, strict=False))


def _line_rows(plain: bytes) -> Iterator[Mapping[str, object]]:
    for raw in islice(BytesIO(plain), MAX_ROWS):
        line = raw.decode("utf-8", "replace").strip()
        start = line.find("{")
        if start < 0:
            yield dict(zip(FIELDS, line.split(), strict=False))
            continue
        try:
            row = json.loads(line[start:])
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            lead = dict(zip(FIELDS, line[:start].split(), strict=False))
            yield {**lead, **row}


def _entry(row: Mapping[str, object]) -> Entry | None:
    url = str(row.get("url") or row.get("original") or "")
    timestamp = str(row.get("timestamp") or "")
    at = read_timestamp(timestamp)
    if at is None or not url.startswith(("http://", "https://")):
        return None
    digest = str(row["digest"]) if row.get("digest") not in (None, "", "-") else None
    span = None
    try:
        if row.get("filename"):
            first = int(str(row["offset"]))
            span = (str(row["filename"]), first, first + int(str(row["length"])) - 1)
    except (KeyError, ValueError):
        return None
    return Entry(url=url, at=at, timestamp=timestamp, digest=digest, span=span)
