"""Texts that share sentence templates, as match reports and market reports do, and true copies.

    python -m benchmarks.templated_news [--events 600]

The sentences are in templates.txt. Two events of one genre share whole sentences and differ in
names and numbers; no text of one event is a copy of a text of another. Printed are false links,
and how many copies end in the group of their text, or, of an excerpt, linked to it.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.records import CopyKind
from tasks.dedupe.groups import place_texts
from tasks.dedupe.index import MemoryIndex
from tasks.dedupe.text import prepare_text

TEMPLATES = Path(__file__).with_name("templates.txt")
KEPT_BACK = " (kept back)"
LENGTHS = ((1, 2), (3, 5), (7, 12))
"""Sentences of a brief, a report, a long one."""
DROPPED = 0.05
"""The share of words that an edit leaves out."""

_FIRST = "Karin Teodor Lena Ruben Ilse Marek Sofia Anton Pia Oskar Greta Jonas"
_LAST = "Holm Brandt Aust Vesely Lindqvist Moreau Petrov Adler Nyman Kovac Ferri Dahl"
_HEADS = "Lind Or Fen Mor Kal Ber Stav Hol Vin Tor Hel Sand"
_TAILS = "holm vane marck stad berg minde"
NAMES = tuple(f"{first} {last}" for first in _FIRST.split() for last in _LAST.split())
TOWNS = tuple(head + tail for head in _HEADS.split() for tail in _TAILS.split())
WORDS = {
    "name": NAMES,
    "town": TOWNS,
    "club": tuple(f"{side} {town}" for side in ("FC", "SK", "Athletic") for town in TOWNS),
    "firm": tuple(f"{town}{kind}" for town in TOWNS for kind in (" Steel", " Bank", "data")),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "month": ("January", "March", "April", "June", "August", "October", "November"),
    "sky": ("rain", "bright sunshine", "thick cloud", "sleet and snow", "thunderstorms"),
    "wind": ("north", "west", "south-west", "east"),
    "crime": ("fraud", "theft", "breach of trust", "arson", "dangerous driving"),
    "quarter": ("first", "second", "third", "fourth"),
    "party": ("Farmers' Party", "Green List", "Labour Union", "Liberal Alliance"),
    "building": ("warehouse", "block of flats", "sawmill", "restaurant", "farmhouse"),
    "title": ("The Long Harbour", "Salt", "A Winter Ledger", "Nine Bridges", "The Clockmaker"),
}
_SLOT = re.compile(r"\{([a-z]+)\d?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A text about an event; what tells of one event in one wording has one `event`."""

    event: int
    kind: str  # own, exact, edited, wire, excerpt
    text: str


def main() -> None:
    """Print a line for the genres by which rules are chosen, and one for those kept back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=600)
    count = parser.parse_args().events
    for kept_back in (False, True):
        told = list(tell_events(count, seed=5, kept_back=kept_back))
        print("kept back" if kept_back else "     seen", len(told), "texts:", measure_links(told))


def measure_links(told: Sequence[Told]) -> str:
    """Group texts; return the false links of each kind, and the copies of each kind found."""
    prepared = (prepare_text(at, f"{at:09}", one.text) for at, one in enumerate(told))
    index = MemoryIndex()
    place_texts((text for text in prepared if text), index)
    false: Counter[str] = Counter()
    hubs: dict[int, int] = {}
    for hub in index.groups():
        copies = index.members(hub)
        hubs |= dict.fromkeys((hub, *copies), hub)
        for text, verdict in (*copies.items(), *index.excerpts(hub).items()):
            false[verdict.kind.value] += told[text].event != told[hub].event
    own = {one.event: hubs[at] for at, one in enumerate(told) if one.kind == "own" and at in hubs}
    found, all_of = Counter[str](), Counter(one.kind for one in told if one.kind != "own")
    for at, one in enumerate(told):
        source = index.source(hubs[at]) if at in hubs and one.kind == "excerpt" else None
        reached = {hubs.get(at), source[0] if source else None}
        found[one.kind] += own.get(one.event, -1) in reached
    kinds = [f"false {kind.value} {false[kind.value]}" for kind in CopyKind if false[kind.value]]
    return ", ".join([*kinds, *(f"{kind} {found[kind]}/{all_of[kind]}" for kind in all_of)])


def read_genres(*, kept_back: bool) -> list[list[str]]:
    """The sentences of each genre, of those kept back or of the others."""
    genres: dict[str, list[str]] = {}
    name = ""
    for line in TEMPLATES.read_text("utf-8").splitlines():
        if line.startswith("== "):
            name = line[3:]
        elif line and not line.startswith("#"):
            genres.setdefault(name, []).append(line)
    return [lines for name, lines in genres.items() if name.endswith(KEPT_BACK) == kept_back]


def tell_events(count: int, seed: int, *, kept_back: bool) -> Iterator[Told]:
    """Texts of so many events, every genre in turn; a half of them with true copies."""
    dice = random.Random(seed)
    genres = read_genres(kept_back=kept_back)
    for event in range(count):
        lines = _tell(dice, genres[event % len(genres)])
        own = _paragraphs(lines)
        yield Told(event=event, kind="own", text=own)
        if dice.random() < 0.5:
            yield from _copies(dice, event, lines, own)


def _tell(dice: random.Random, templates: Sequence[str]) -> list[str]:
    """The sentences of one event: the first one of the genre, and some of the others."""
    low, high = dice.choice(LENGTHS)
    wanted = min(dice.randint(low, high), len(templates))
    chosen = [0, *sorted(dice.sample(range(1, len(templates)), wanted - 1))]
    filled: dict[str, str] = {}
    return [_SLOT.sub(lambda slot: _fill(dice, filled, slot), templates[at]) for at in chosen]


def _fill(dice: random.Random, filled: dict[str, str], slot: re.Match[str]) -> str:
    key = slot.group()
    if key not in filled:
        words = WORDS.get(slot.group(1))
        filled[key] = dice.choice(words) if words else str(dice.randint(2, 58))
    return filled[key]


def _copies(dice: random.Random, event: int, lines: Sequence[str], own: str) -> Iterator[Told]:
    """The text again, edited, with an agency's line, and, of a long one, its opening."""
    yield Told(event=event, kind="exact", text=own.replace("\n", "\n\n"))
    kept = [word for word in own.split(" ") if dice.random() > DROPPED]
    yield Told(event=event, kind="edited", text=" ".join(kept))
    place = dice.choice(TOWNS).upper()
    yield Told(event=event, kind="wire", text=f"{place} (Agency) - {own}\nCopyright of the agency")
    if len(lines) >= LENGTHS[-1][0]:
        cut = " ".join(lines[: len(lines) // 3 + 1])
        yield Told(event=event, kind="excerpt", text=cut)


def _paragraphs(lines: Sequence[str]) -> str:
    return "\n".join(" ".join(lines[at : at + 2]) for at in range(0, len(lines), 2))


if __name__ == "__main__":
    main()
