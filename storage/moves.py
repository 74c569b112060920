"""Where an article is: its address moves when a publisher says that it has moved for good.

::

    link --301, 308 and nothing else--> final address --a text was there--> article.canonical_url
    a link to that address, later ------------------------------------> the same article
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from sqlalchemy import Connection

from storage.bulk import execute_many, select_among
from storage.records import Capture, Derived, Outcome, Received, State
from storage.urls import fold_url


def address_of(capture: Capture, state: State) -> str:
    """The address that a capture shows its article at.

    A page that is no article moves none, nor does a move to a front page: that is how dead
    articles are buried.
    """
    moves = capture.permanent and state is State.ARTICLE and not is_front(capture.final_url)
    return capture.final_url if moves else capture.url


def move_articles(
    connection: Connection, batch: Sequence[Derived], articles: dict[tuple[str, str], int]
) -> None:
    """Let the newest text of each article say where it is now."""
    rows = []
    for item in sorted(batch, key=lambda item: item.cleaned.capture.fetched_at):
        capture = item.cleaned.capture
        if item.cleaned.state is State.ARTICLE and _speaks_for_address(capture):
            article_id = articles[capture.source_id, capture.identity]
            place = address_of(capture, State.ARTICLE)
            rows.append((article_id, place, capture))
    sql = "SELECT id, canonical_url FROM article WHERE id {among}"
    held = dict(map(tuple, select_among(connection, sql, [row[0] for row in rows])))
    changed = [
        (place, article_id, capture.fetched_at)
        for article_id, place, capture in rows
        if place != held[article_id]
        and (place != capture.url or fold_url(place) != fold_url(held[article_id]))
    ]
    sql = "UPDATE article SET canonical_url = ? WHERE id = ? AND last_seen_at <= ?"
    execute_many(connection, sql, changed)


def follow_unchanged(connection: Connection, received: Sequence[Received]) -> None:
    """Let articles move whose text is the same, and needs no cleaning, where they are now."""
    moved = [
        item
        for item in received
        if item.permanent and item.outcome is Outcome.UNCHANGED and not is_front(item.final_url)
    ]
    sql = "UPDATE article SET canonical_url = ? WHERE source_id = ? AND identity = ?"
    keys = [(item.link.source_id, item.link.identity) for item in moved]
    places = [item.final_url for item in moved]
    execute_many(connection, sql, [(place, *key) for place, key in zip(places, keys, strict=True)])
    sql = (
        "INSERT INTO article_url (article_id, url_key, relation, first_seen_at)"
        " SELECT id, ?, 'redirect', ? FROM article WHERE source_id = ? AND identity = ?"
        " ON CONFLICT DO NOTHING"
    )
    rows = [(fold_url(item.final_url), item.fetched_at) for item in moved]
    execute_many(connection, sql, [(*row, *key) for row, key in zip(rows, keys, strict=True)])


def under_old_identity(connection: Connection, received: Sequence[Received]) -> list[Received]:
    """Answers with the identity of the article that moved to their address, where one did."""
    stored = [item for item in received if item.outcome is Outcome.STORED and _is_page(item)]
    moved = _moved_to(connection, sorted({item.link.identity for item in stored}))
    if not moved:
        return list(received)
    found = []
    for item in received:
        identities = moved.get((item.link.source_id, item.link.identity), set())
        if len(identities) == 1 and item.outcome is Outcome.STORED:
            (identity,) = identities
            found.append(replace(item, link=replace(item.link, identity=identity)))
        else:
            found.append(item)
    return found


def _moved_to(connection: Connection, keys: Sequence[str]) -> dict[tuple[str, str], set[str]]:
    """(source, address) to the identities of the articles that are there now, or were found there.

    A second address at which an article was found has the relation ``fetched``.
    """
    sql = (
        "SELECT a.source_id, u.url_key, a.identity, a.canonical_url, u.relation FROM article_url u"
        " JOIN article a ON a.id = u.article_id WHERE u.url_key {among}"
    )
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source_id, key, identity, address, relation in select_among(connection, sql, keys):
        if identity == key or fold_url(address) == key or relation == "fetched":
            found[source_id, key].add(identity)
    return found


def _speaks_for_address(capture: Capture) -> bool:
    """Whether a capture can say where its article is; one at a second address of it cannot."""
    own = fold_url(capture.url) == capture.identity or not capture.identity.startswith("//")
    return "://" in capture.url and (own or capture.permanent)


def _is_page(item: Received) -> bool:
    return item.link.identity.startswith("//")


def is_front(url: str) -> bool:
    """Whether an address, folded or not, is a site's front page."""
    return urlsplit(fold_url(url)).path == "/"
