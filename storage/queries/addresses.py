"""From what people call an article to its id: its number, its address, or its path."""

from sqlalchemy import Connection

from storage.bulk import select
from storage.errors import UsageError
from storage.queries.taken_down import not_there
from storage.urls import fold_url


def find_article(connection: Connection, name: str) -> int:
    """The id of the article that a number, a URL (in any spelling) or a path stands for.

    Raises:
        NotFoundError: the ledger knows none; where it was taken down, when and why.
        UsageError: it knows several.
    """
    if name.isdecimal() and _exists(connection, int(name)):
        return int(name)
    found = _by_address(connection, name)
    if len(found) > 1:
        listed = ", ".join(str(article_id) for article_id in found)
        raise UsageError(f"{name!r} is the address of articles {listed}; name one by its number")
    if not found:
        raise not_there(connection, name)
    return found[0]


def _exists(connection: Connection, article_id: int) -> bool:
    if article_id >= 1 << 63:
        return False
    return bool(select(connection, "SELECT 1 FROM article WHERE id = ?", (article_id,)))


def _by_address(connection: Connection, name: str) -> list[int]:
    spellings = [fold_url(name)] if "://" in name else [name, fold_url(f"https://{name}")]
    for key in spellings:
        sql = (
            "SELECT article_id FROM article_url WHERE url_key = ?"
            " UNION SELECT id FROM article WHERE identity = ? ORDER BY 1"
        )
        found = [int(row[0]) for row in select(connection, sql, (key, key))]
        if found:
            return found
    return []
