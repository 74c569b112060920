"""What was not asked for because a robots.txt did not answer, by source and day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection

from storage.bulk import select
from storage.dialects import spelled
from storage.records import ROBOTS_UNREACHABLE

CLOSED = (
    "SELECT source_id, @day(fetched_at), final_url FROM capture"
    " WHERE fetched_at >= ? AND outcome = 'skipped' AND reason = ?"
)


def closed_by_day(
    connection: Connection, since: datetime
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Of each source and day, how many links found a host closed so, and which hosts."""
    hosts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    sql = spelled(CLOSED, connection.dialect.name)
    for source_id, day, url in select(connection, sql, (since, ROBOTS_UNREACHABLE)):
        hosts[source_id, day].append(urlsplit(url).netloc)
    for (source_id, day), found in hosts.items():
        yield source_id, day, {"closed": len(found), "closed_hosts": tuple(sorted(set(found)))}
