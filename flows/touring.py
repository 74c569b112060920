"""The tour: the sample news, ingested twice, and what can be asked of it then.

::

    first edition -> ingest -> second edition -> ingest -> articles, what was dropped, a diff,
                                                           copies, entities, a chain to the bytes
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.rule import Rule

from flows.comparing import compare_versions
from flows.settings import Settings
from flows.showing.articles import show_dropped, show_list
from flows.showing.facts import show_chain, show_entities
from flows.showing.groups import show_lineage
from flows.showing.history import show_diff
from flows.showing.runs import show_outcome
from samples.site import SampleSite
from samples.unpack import unpack_samples
from storage.errors import UsageError
from storage.reading import Reader

MARKER = ".newsledger-tour"
SOURCES = "sources-urls.yaml"
"""The template that names every page, so that edits and a removal are seen at once."""

Ingest = Callable[[Settings], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour: what is shown, and by which command a person sees it again."""

    title: str
    command: str


NEXT = (
    ("articles", "all articles"),
    ("search stadium", "full text, with snippets"),
    ('entity "Maud Tressider"', "names, places in the texts, who stands near"),
    ("history {edited}", "both axes of an article's history"),
    ("show {edited} --evidence", "where headline, authors and date were read"),
    ("doctor", "is everything whole?"),
)
YOURS = "And your own news: name it in sources.yaml, then `newsledger ingest`."


def prepare(folder: Path) -> None:
    """An empty folder for the tour; only one that a tour made is ever emptied.

    Raises:
        UsageError: something else lies there.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise UsageError(f"{folder} holds other files; name a new folder for the tour")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()


def settings_in(folder: Path, settings: Settings) -> Settings:
    """The settings of a ledger that lives inside the folder."""
    return replace(
        settings,
        database_url=f"sqlite:///{folder / 'ledger' / 'ledger.db'}",
        blobs_url=str(folder / "ledger" / "blobs"),
        sources_path=folder / "sources.yaml",
    )


def ingest_editions(console: Console, settings: Settings, ingest: Ingest) -> None:
    """Serve both editions in turn and ingest each."""
    with SampleSite() as site:
        for edition in ("first", "second"):
            site.publish(edition)
            unpack_samples(settings.root, site.base_url, edition=edition, template=SOURCES)
            console.print(Rule(f"The {edition} edition, ingested", align="left"))
            show_outcome(console, ingest(settings))
            console.print()


def show_around(console: Console, settings: Settings, folder: str) -> None:
    """Show what the ledger can tell of the sample news."""
    reader = Reader.open(settings.database_url, settings.blobs_url)
    try:
        edited = _article_at(reader, "stadium-loan-vote")
        _stop(console, Stop("What is in the ledger now", f"newsledger -C {folder} articles"))
        show_list(console, reader.articles(limit=12))
        _show_dropped(console, reader, folder)
        _stop(console, Stop("What the publisher changed", f"newsledger -C {folder} diff {edited}"))
        show_diff(console, compare_versions(reader, edited, None, None))
        _show_copies(console, reader, folder)
        _stop(console, Stop("Most mentioned", f"newsledger -C {folder} entities"))
        show_entities(console, reader.entities(limit=8))
        _show_why(console, reader, edited, folder)
        console.print()
        console.print(Rule("What to try next", align="left"))
        for command, shows in NEXT:
            typed = f"newsledger -C {folder} {command.format(edited=edited)}"
            console.print(f"  {typed:<52}{shows}")
        console.print(f"\n{YOURS}")
    finally:
        reader.close()


def _show_dropped(console: Console, reader: Reader, folder: str) -> None:
    article_id = reader.find_article("dumps/ticker-first.txt")
    command = f"newsledger -C {folder} show {article_id} --dropped"
    _stop(console, Stop("What was left out of a text dump, and why", command))
    show_dropped(console, reader.newest_derivation(reader.article(article_id).version))


def _show_copies(console: Console, reader: Reader, folder: str) -> None:
    article_id = _article_at(reader, "courier/2025/04/seaweed-foam")
    command = f"newsledger -C {folder} copies {article_id}"
    _stop(console, Stop("Who carried the same story, and when", command))
    show_lineage(console, reader.lineage(article_id), article_id)


def _show_why(console: Console, reader: Reader, article_id: int, folder: str) -> None:
    command = f"newsledger -C {folder} why {article_id}"
    _stop(console, Stop("From an article back to its bytes, every link tried", command))
    show_chain(console, reader.why_article(article_id))


def _article_at(reader: Reader, part: str) -> int:
    for line in reader.articles(limit=1000):
        if part in line.url:
            return line.id
    raise UsageError(f"the tour's ledger has no article at {part}; run the tour again")


def _stop(console: Console, stop: Stop) -> None:
    console.print()
    console.print(Rule(stop.title, align="left"))
    console.print(f"$ {stop.command}", style="dim")
