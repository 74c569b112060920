"""Looking at a site before its source is in force: nothing of it reaches the ledger."""

import re
from contextlib import closing
from dataclasses import dataclass, replace

from flows.opening import utc_now
from flows.settings import Settings
from storage.errors import NewsledgerError, NotFoundError, UsageError
from storage.records import Capture, Cleaned, Page, Received
from tasks.clean.stage import clean_jobs
from tasks.fetch.discover import Proposal, Unreachable, discover, sample
from tasks.fetch.reasons import Reason
from tasks.fetch.saying import in_words
from tasks.fetch.web.client import Client
from tasks.pool import WorkerPool
from tasks.sources import SLUG, Channel, Fetch, Source
from tasks.sources_file import load_sources


class NothingCameError(NewsledgerError):
    """The site gave no page to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One item as it came, and what cleaning makes of it; None where no page came."""

    received: Received
    cleaned: Cleaned | None


def propose_source(
    settings: Settings, url: str, *, source_id: str | None = None, private: bool = False
) -> Proposal:
    """The entry proposed for a site, asked for as politely as the file's defaults say.

    Raises:
        UsageError: no source can have this id.
        NothingCameError: its page cannot be had.
    """
    if source_id is not None and not re.match(SLUG, source_id):
        raise UsageError(f"{source_id!r} cannot be an id; write lower case, digits and hyphens")
    path = settings.sources_path
    policy = load_sources(path).defaults.fetch if path.exists() else Fetch()
    policy = policy.model_copy(update={"allow_private_hosts": private})
    address = url if "://" in url else f"https://{url}"
    try:
        with closing(Client(root=settings.root)) as client:
            found = discover(address, client=client, policy=policy)
    except Unreachable as error:
        raise NothingCameError(_unreachable(address, str(error))) from error
    return replace(found, source=_changed(found.source, source_id, private))


def try_items(
    settings: Settings, source_id: str, *, channel: str | None = None, limit: int
) -> list[Tried]:
    """The first items of a source, cleaned by its rules as sources.yaml has them now.

    Raises:
        NotFoundError: no source or channel is called so.
        NothingCameError: the channel gave nothing.
    """
    source = named_source(settings, source_id)
    chosen = _channel(source, channel)
    with closing(Client(root=settings.root)) as client:
        rows = sample(source, chosen, client=client, root=settings.root, now=utc_now, limit=limit)
    if not rows:
        raise NothingCameError(f"{source_id}: channel {chosen.name} gave nothing to look at")
    cleaned = _cleaned(source, rows)
    return [Tried(received=row, cleaned=cleaned.get(at)) for at, row in enumerate(rows)]


def named_source(settings: Settings, source_id: str) -> Source:
    """The source of sources.yaml that is called so.

    Raises:
        NotFoundError: none is.
    """
    sources = {source.id: source for source in load_sources(settings.sources_path).sources}
    if source_id not in sources:
        known = ", ".join(sorted(sources)) or "none"
        raise NotFoundError(f"no source {source_id!r} in sources.yaml; there are: {known}")
    return sources[source_id]


def _cleaned(source: Source, rows: list[Received]) -> dict[int, Cleaned]:
    jobs = [
        (Page(capture=_capture(at, row), body=row.body), source)
        for at, row in enumerate(rows)
        if row.body is not None
    ]
    with WorkerPool(1) as pool:
        return {cleaned.capture.id: cleaned for cleaned in clean_jobs(pool, jobs)}


def _capture(place: int, row: Received) -> Capture:
    """The capture that a row would become."""
    link = row.link
    return Capture(
        id=place,
        source_id=link.source_id,
        channel=link.channel,
        url=link.url,
        final_url=row.final_url,
        identity=link.identity,
        fetched_at=row.fetched_at,
        outcome=row.outcome,
        reason=row.reason,
        status=row.status,
        media_type=row.media_type,
        charset=row.charset,
        blob_sha256=None,
        hints=link.hints,
        permanent=row.permanent,
    )


def _channel(source: Source, name: str | None) -> Channel:
    if not source.channels:
        raise UsageError(f"{source.id} has no channel to read; add one under `channels:`")
    named = {channel.name: channel for channel in source.channels}
    if name is None:
        return source.channels[0]
    if name not in named:
        raise NotFoundError(f"{source.id} has no channel {name!r}; there are: {', '.join(named)}")
    return named[name]


def _changed(source: Source, source_id: str | None, private: bool) -> Source:
    """The proposed source under the id of choice, with the leave that it took to reach it."""
    changed = source.model_dump(by_alias=True, exclude_unset=True)
    if source_id is not None:
        changed["id"] = source_id
    if private:
        changed["fetch"] = {"allow_private_hosts": True}
    return Source.model_validate(changed)


def _unreachable(url: str, reason: str) -> str:
    if reason.startswith((Reason.ADDRESS_REFUSED, Reason.PORT_REFUSED)):
        return f"{url} is not a public site's; one of your own network needs --allow-private-hosts"
    advice = "look at it in a browser, and name its front page"
    return f"{url} cannot be read: {in_words(reason)}; {advice}"
