"""Residue: lines that other pages of a source repeat, and that stayed in the texts all the same.

::

    first texts, a few of each day -> lines that stand on several of them -> so many on each text
                                                                          -> more than is usual?
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import median

from sqlalchemy import Connection

from storage.bulk import select, select_among
from storage.dialects import spelled

A_DAY = 8
"""Texts of a source and day that are read: more than the five it takes to judge a day."""

REPEATED = 5
"""Texts a line must stand in: reports of one event share a paragraph with fewer."""

TEXTS = (
    "SELECT source_id, day, content_id FROM (SELECT source_id, day, content_id, row_number()"
    "  OVER (PARTITION BY source_id, day ORDER BY content_id) AS place"
    "  FROM (SELECT a.source_id, v.content_id, min(@day(v.observed_from)) AS day"
    "   FROM article_version v JOIN article a ON a.id = v.article_id"
    "   WHERE v.superseded_at IS NULL AND v.number = 1 AND v.observed_from >= ?"
    "   GROUP BY a.source_id, v.content_id) first) numbered"
    " WHERE place <= ? ORDER BY source_id, day, place"
)


def residue_by_day(
    connection: Connection, since: datetime
) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Of each source and day, how many first texts were read and how many hold residue."""
    sql = spelled(TEXTS, connection.dialect.name)
    chosen: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for source_id, day, content_id in select(connection, sql, (since, A_DAY)):
        chosen[source_id][content_id] = day
    for source_id, days in chosen.items():
        sql = "SELECT id, text FROM content WHERE id {among}"
        pages = {row[0]: row[1].splitlines() for row in select_among(connection, sql, list(days))}
        read, littered = Counter(days[page] for page in pages), Counter[str]()
        for page, more in zip(pages, hold_residue(list(pages.values())), strict=True):
            littered[days[page]] += more
        for day, count in read.items():
            yield source_id, day, {"texts": count, "residue": littered[day]}


def hold_residue(pages: Sequence[Sequence[str]]) -> list[bool]:
    """Of each page of a source, whether it holds more repeated lines than half of them do."""
    lines = [{line.strip().casefold() for line in page} - {""} for page in pages]
    pages_with = Counter(line for page in lines for line in page)
    repeated = [sum(pages_with[line] >= REPEATED for line in page) for page in lines]
    usual = median(repeated or [0])
    return [count > usual for count in repeated]
