"""What a name stands for that is to be taken down, and what a tombstone's hash stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from storage.bulk import select, select_among
from storage.errors import NotFoundError
from storage.moves import is_front
from storage.queries.addresses import find_article
from storage.queries.taken_down import taken_down
from storage.removing.tombstones import Scope, article_hash, hash_key, url_hash
from storage.urls import fold_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be taken down."""

    scope: Scope
    name: str
    articles: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()  # of an entity
    hashes: tuple[tuple[Scope, str], ...]


def find_target(connection: Connection, name: str, scope: Scope | None = None) -> Target:
    """What a name stands for: a source's id, an article's number or address, an entity's name.

    Raises:
        NotFoundError: nothing is called so. (An address that is not known is a target, too.)
        UsageError: it is the address of several articles.
    """
    sources = select(connection, "SELECT 1 FROM source WHERE id = ?", (name,))
    if scope in (None, Scope.SOURCE) and sources:
        return _source(connection, name)
    if scope in (None, Scope.ARTICLE, Scope.URL):
        try:
            return _articles(connection, Scope.ARTICLE, name, [find_article(connection, name)])
        except NotFoundError:
            if scope is Scope.ARTICLE or (name.isdecimal() and taken_down(connection, name)):
                raise
    if "://" in name or scope is Scope.URL:
        return Target(scope=Scope.URL, name=name, hashes=((Scope.URL, url_hash(name)),))
    if scope in (None, Scope.ENTITY):
        return _entity(connection, name)
    raise NotFoundError(f"there is no {scope} {name!r}")


def target_within(connection: Connection, source_id: str, articles: Sequence[int]) -> Target:
    """Articles of one source, known again there alone: by identity, and by addresses of their own.

    What another source holds at the same address is not meant, nor is an address that an article
    which stays has too, or a front page, where dead articles are buried.
    """
    sql = "SELECT identity, canonical_url FROM article WHERE id {among}"
    rows = select_among(connection, sql, list(articles))
    identities = {row[0] for row in rows}
    keys = {fold_url(row[1]) for row in rows if "://" in row[1]}
    sql = "SELECT url_key FROM article_url WHERE article_id {among} AND relation = 'fetched'"
    keys |= {row[0] for row in select_among(connection, sql, list(articles))}
    keys = {key for key in keys - identities if key.startswith("//") and not is_front(key)}
    keys -= _held_by_others(connection, source_id, articles, keys)
    hashes = [(Scope.ARTICLE, article_hash(source_id, key)) for key in sorted(identities | keys)]
    return Target(
        scope=Scope.ARTICLE, name=source_id, articles=tuple(articles), hashes=tuple(hashes)
    )


def target_of_hashes(connection: Connection, hashes: set[str]) -> Target:
    """Everything in the database whose key has one of the hashes."""
    rows = select(connection, "SELECT id, source_id, identity FROM article")
    articles = {row[0] for row in rows if article_hash(row[1], row[2]) in hashes}
    articles |= {row[0] for row in rows if hash_key(Scope.SOURCE, row[1]) in hashes}
    sql = "SELECT article_id, url_key FROM article_url"
    addresses = select(connection, sql)
    articles |= {row[0] for row in addresses if hash_key(Scope.URL, row[1]) in hashes}
    entities = select(connection, "SELECT id, kind, key FROM entity")
    leaves = [row[0] for row in entities if hash_key(Scope.ENTITY, row[1], row[2]) in hashes]
    found = (tuple(sorted(articles)), tuple(leaves))
    return Target(scope=Scope.ARTICLE, name="noted", articles=found[0], leaves=found[1], hashes=())


def _held_by_others(
    connection: Connection, source_id: str, articles: Sequence[int], keys: set[str]
) -> set[str]:
    """Those of the keys by which a source knows an article besides these."""
    sql = (
        "SELECT u.url_key, a.id FROM article_url u JOIN article a ON a.id = u.article_id"
        " WHERE u.url_key {among} AND a.source_id = ?"
    )
    rows = select_among(connection, sql, sorted(keys), (source_id,))
    sql = "SELECT identity, id FROM article WHERE identity {among} AND source_id = ?"
    rows += select_among(connection, sql, sorted(keys), (source_id,))
    return {row[0] for row in rows if row[1] not in set(articles)}


def _articles(connection: Connection, scope: Scope, name: str, articles: Sequence[int]) -> Target:
    sql = "SELECT source_id, identity FROM article WHERE id {among}"
    hashes = [
        (Scope.ARTICLE, article_hash(row[0], row[1]))
        for row in select_among(connection, sql, list(articles))
    ]
    sql = "SELECT DISTINCT url_key FROM article_url WHERE article_id {among}"
    addresses = select_among(connection, sql, list(articles))
    hashes += [(Scope.URL, hash_key(Scope.URL, row[0])) for row in addresses]
    return Target(scope=scope, name=name, articles=tuple(articles), hashes=tuple(hashes))


def _source(connection: Connection, name: str) -> Target:
    sql = "SELECT id FROM article WHERE source_id = ? ORDER BY id"
    articles = tuple(row[0] for row in select(connection, sql, (name,)))
    hashes = ((Scope.SOURCE, hash_key(Scope.SOURCE, name)),)
    return Target(scope=Scope.SOURCE, name=name, articles=articles, hashes=hashes)


def _entity(connection: Connection, name: str) -> Target:
    sql = (
        "SELECT DISTINCT f.id, f.kind, f.key FROM entity_name n JOIN entity e ON e.id = n.entity_id"
        " JOIN entity f ON f.canonical_id = e.canonical_id WHERE lower(n.name) = ? ORDER BY f.id"
    )
    rows = select(connection, sql, (name.lower(),))
    if not rows:
        raise NotFoundError(f"no source, article or entity is called {name!r}")
    hashes = tuple((Scope.ENTITY, hash_key(Scope.ENTITY, row[1], row[2])) for row in rows)
    leaves = tuple(row[0] for row in rows)
    return Target(scope=Scope.ENTITY, name=name, leaves=leaves, hashes=hashes)
