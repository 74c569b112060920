"""What makes two contents one and the same: a hash over every extracted field."""

import hashlib
import json

from storage.records import Article

CONTENT_HASH_VERSION = b"\x01"
"""First byte of what is hashed, so that a new field never changes old hashes silently."""


def content_sha256(article: Article) -> str:
    """The hex SHA-256 over an article's fields; how they were found is not part of it."""
    fields = (
        article.headline,
        article.authors,
        [(credit.role, credit.name) for credit in article.credits],
        article.published_at and article.published_at.isoformat(),
        article.published_precision,
        article.modified_at and article.modified_at.isoformat(),
        article.language,
        article.text,
    )
    plain = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(CONTENT_HASH_VERSION + plain).hexdigest()
