"""The ledger's index of copies as one batch sees it.

::

    texts of a batch --read_ahead--> their hashes' groups, members and hubs, in a few queries
                                        |
                place_texts works on these in memory; what it asks beyond them is read when asked
                                        |
                     what differs from what was read --save--> rows, in the batch's transaction
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from storage.copies import Changes, Copy
from storage.records import CopyKind
from tasks.dedupe.index import MemoryIndex
from tasks.dedupe.text import Text, index_text
from tasks.dedupe.verify import METHOD, Verdict


class Desk(Protocol):
    """What is asked of the database: ``storage.copies.CopyDesk``, or a fake."""

    def postings(self, hashes: Iterable[int]) -> list[tuple[int, int]]:
        """(hash, group) for each group that has one of the hashes."""

    def links_of(self, groups: Iterable[int], method: str) -> list[Copy]:
        """The links to and from the hubs of groups."""

    def copies_among(self, content_ids: Iterable[int], method: str) -> list[Copy]:
        """The links of those contents that are copies."""

    def texts(self, content_ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """(SHA-256, text) of contents."""

    def save(self, changes: Changes, *, method: str, now: datetime) -> None:
        """Write what changed."""


class StoredIndex(MemoryIndex):
    """A ``CopyIndex`` over the ledger: reads what it needs, keeps changes until saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._read_postings: dict[int, tuple[int, ...]] = {}
        self._read_copies: dict[int, Copy] = {}

    def read_ahead(self, texts: Iterable[Text]) -> list[Text]:
        """Read what placing these texts will ask for; returns those not in the index yet."""
        wanted = list(texts)
        self._read_hashes({value for text in wanted for value in text.sketch})
        known = self._desk.copies_among((text.id for text in wanted), METHOD)
        copies = {copy.content_id for copy in known}
        new = [text for text in wanted if text.id not in copies and not self.is_hub(text)]
        near = {group for text in new for group in super(StoredIndex, self).near(text)}
        self._read_groups(near)
        self._read_texts(near)
        return new

    def unrelated_hubs(self, texts: Iterable[Text]) -> list[Text]:
        """Return those of the texts that are hubs, and excerpts of nothing."""
        hubs = [text for text in texts if self.is_hub(text)]
        self._read_groups(text.id for text in hubs)
        return [text for text in hubs if self.source(text.id) is None]

    def is_hub(self, text: Text) -> bool:
        """Return whether the index has a group of this hub."""
        return any(text.id in self._postings.get(value, ()) for value in text.sketch)

    def save(self, now: datetime) -> None:
        """Write the difference between what was read and what is now."""
        posted, withdrawn = self._changed_postings()
        linked, unlinked = self._changed_links()
        changes = Changes(posted=posted, withdrawn=withdrawn, linked=linked, unlinked=unlinked)
        self._desk.save(changes, method=METHOD, now=now)

    def near(self, text: Text) -> list[int]:
        """Return up to ``NEAREST`` groups that share enough hashes, those with most first."""
        self._read_hashes(text.sketch)
        return super().near(text)

    def hub(self, group: int) -> Text:
        """Return the most complete text of a group."""
        return self.texts((group,))[0]

    def members(self, group: int) -> Mapping[int, Verdict]:
        """Return the texts of a group that are not its hub, and how each stands to the hub."""
        self._read_groups((group,))
        return super().members(group)

    def texts(self, members: Iterable[int]) -> list[Text]:
        """Return texts of the index."""
        wanted = list(members)
        self._read_texts(wanted)
        return super().texts(wanted)

    def attach(self, text: Text, group: int, verdict: Verdict) -> None:
        """Add a copy to a group."""
        self._read_groups((group,))
        super().attach(text, group, verdict)

    def excerpts(self, group: int) -> Mapping[int, Verdict]:
        """Return the groups whose hubs are excerpts of this one, and how surely."""
        self._read_groups((group,))
        return super().excerpts(group)

    def source(self, group: int) -> tuple[int, Verdict] | None:
        """Return the group whose hub this one is an excerpt of, and how surely."""
        self._read_groups((group,))
        return super().source(group)

    def relate(self, group: int, source: int | None, verdict: Verdict | None = None) -> None:
        """Say what a hub is an excerpt of, in place of what was said before."""
        self._read_groups((group,))
        super().relate(group, source, verdict)

    def detach(self, member: int, group: int) -> None:
        """Take a copy out of a group again."""
        self._read_whole(group)
        super().detach(member, group)

    def close(self, group: int) -> list[Text]:
        """Remove a group and return the texts that were in it."""
        self._read_whole(group)
        return super().close(group)

    def _read_whole(self, group: int) -> None:
        """Read a group, its texts, and the postings of all their hashes."""
        texts = [group, *self.members(group)]
        self._read_texts(texts)
        self._read_hashes({value for text in texts for value in self._texts[text].sketch})

    def _read_hashes(self, hashes: Iterable[int]) -> None:
        missing = [value for value in hashes if value not in self._read_postings]
        if not missing:
            return
        self._read_postings |= dict.fromkeys(missing, ())
        for value, group in self._desk.postings(missing):
            self._read_postings[value] += (group,)
        self._postings |= {value: self._read_postings[value] for value in missing}

    def _read_groups(self, groups: Iterable[int]) -> None:
        missing = [group for group in groups if group not in self._groups]
        if not missing:
            return
        self._groups |= {group: {} for group in missing}
        for copy in self._desk.links_of(missing, METHOD):
            # What was read before may have been changed since.
            if copy.content_id not in self._read_copies:
                self._read_copies[copy.content_id] = copy
                self._take_link(copy, Verdict(kind=copy.kind, score=copy.score))

    def _take_link(self, copy: Copy, verdict: Verdict) -> None:
        if copy.kind is CopyKind.EXCERPT:
            super().relate(copy.content_id, copy.of_content_id, verdict)
        else:
            self._groups[copy.of_content_id][copy.content_id] = verdict

    def _read_texts(self, texts: Iterable[int]) -> None:
        missing = [text for text in texts if text not in self._texts]
        if missing:
            for text_id, (key, text) in self._desk.texts(missing).items():
                self._texts[text_id] = index_text(text_id, key, text)

    def _changed_postings(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        posted: list[tuple[int, int]] = []
        withdrawn: list[tuple[int, int]] = []
        for value, before in self._read_postings.items():
            after = self._postings[value]
            if after is before:
                continue
            posted += [(value, group) for group in after if group not in before]
            withdrawn += [(value, group) for group in before if group not in after]
        return posted, withdrawn

    def _changed_links(self) -> tuple[list[Copy], list[int]]:
        held = {
            member: Copy(
                content_id=member, of_content_id=group, kind=verdict.kind, score=verdict.score
            )
            for groups in (self._groups, self._excerpts)
            for group, members in groups.items()
            for member, verdict in members.items()
        }
        before = self._read_copies
        linked = [copy for member, copy in held.items() if before.get(member) != copy]
        return linked, [member for member in before if member not in held]
