"""Export to JSON lines: each version as a schema.org NewsArticle."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage.export.window import Window, ended, versions
from storage.records import INEXACT


def write_jsonl(connection: Connection, folder: Path, window: Window) -> int:
    """Write what is new into one file; returns how many version rows."""
    path = folder / f"articles-{window.until:%Y%m%dT%H%M%S%f}.jsonl"
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for batch in versions(connection, window):
            for row in batch:
                file.write(_line(news_article(row)))
            count += len(batch)
        for row in ended(connection, window):
            moment = _iso(row["known_to"])
            file.write(_line({"@id": _id(row["version_id"]), "newsledger:believedUntil": moment}))
    if not path.stat().st_size:
        path.unlink()
    return count


def purge_jsonl(folder: Path, articles: set[int], _entities: set[int]) -> None:
    """Take articles out of every file written before; entities are in none."""
    for path in sorted(folder.glob("articles-*.jsonl")):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line).get("identifier") not in articles]
        if len(kept) < len(lines):
            path.write_text("".join(kept), "utf-8")


def news_article(row: dict[str, Any]) -> dict[str, Any]:
    """A version row as a NewsArticle; what is unknown is left out."""
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": _id(row["version_id"]),
        "identifier": row["article_id"],
        "url": row["url"],
        "headline": row["headline"],
        "author": [{"@type": "Person", "name": name} for name in row["authors"]],
        "publisher": {"@type": "Organization", "name": row["source_name"]},
        "datePublished": _published(row),
        "dateModified": _iso(row["modified_at"]),
        "inLanguage": row["language"],
        "wordCount": row["word_count"],
        "version": row["number"],
        "articleBody": row["text"],
        "newsledger:source": row["source_id"],
        "newsledger:shownFrom": _iso(row["observed_from"]),
        "newsledger:shownUntil": _iso(row["observed_to"]),
        "newsledger:believedFrom": _iso(row["known_from"]),
        "newsledger:believedUntil": _iso(row["known_to"]),
    }
    return dict(_known(found))


def _known(found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in found.items() if value not in (None, []))


def _published(row: dict[str, Any]) -> str | None:
    """The date as exactly as it is known."""
    moment = row["published_at"]
    if moment is None:
        return None
    form = INEXACT.get(row["published_precision"] or "")
    return f"{moment:{form}}" if form else _iso(moment)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _id(version_id: int) -> str:
    return f"newsledger:version/{version_id}"


def _line(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False) + "\n"
