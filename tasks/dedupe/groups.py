"""Groups of copies that do not depend on the order in which the texts arrived.

What a group is, said without time: take the texts from the most complete to the least. A text
that is a verified copy of hubs before it belongs to the hub it is most surely a copy of; any
other text is a hub itself. So every member is verified against its hub, and nothing is chained
through a third text. ``place_texts`` keeps that true text by text::

    new text -- copy of a more complete hub? --yes--> joins the surest
                          |no
                      new hub -- less complete hubs that are its copies: their groups are
                                 closed and their texts placed again, most complete first
                              -- members nearby that are more surely its copies: join it

The canonical article - who had it first - is another question, answered from times by the view
``copy_group``; a copy published earlier that arrives late changes that answer, not the group.
"""

import heapq
from collections.abc import Callable, Iterable

from tasks.dedupe.index import MIN_SHARED, CopyIndex
from tasks.dedupe.text import Text
from tasks.dedupe.verify import Verdict, compare

# Members of one unlinked group that a new hub is compared with. Groups with more distinct texts
# are wire stories, whose members are copies of the hub as well.
MEMBERS_TRIED = 32

Judge = Callable[[Text, Text], Verdict | None]


def judge_texts(one: Text, other: Text) -> Verdict | None:
    """Return how two texts are copies; only texts that could meet in the index are."""
    shared = len(set(one.sketch) & set(other.sketch))
    if shared < MIN_SHARED and one.sketch != other.sketch:
        return None
    return compare(one.reading, other.reading)


def place_texts(texts: Iterable[Text], index: CopyIndex, judge: Judge = judge_texts) -> None:
    """Add texts to the index, each in the group where the definition above puts it."""
    queue = [(text.rank, text.id, text) for text in texts]
    heapq.heapify(queue)
    while queue:
        _, _, text = heapq.heappop(queue)
        for moved in _place(text, index, judge):
            heapq.heappush(queue, (moved.rank, moved.id, moved))


def _place(text: Text, index: CopyIndex, judge: Judge) -> list[Text]:
    """Place one text; return the texts that lost their group by it, to be placed again."""
    near = index.near(text)
    verdicts = {group: judge(text, index.hub(group)) for group in near}
    linked = {group: verdict for group, verdict in verdicts.items() if verdict}
    above = [group for group in linked if index.hub(group).rank < text.rank]
    if above:
        best = min(above, key=lambda group: (-linked[group].score, index.hub(group).rank))
        index.attach(text, best, linked[best])
        return []
    index.open(text)
    for group in near:
        if group not in linked:
            _win_members(text, group, index, judge)
    return [moved for group in linked for moved in index.close(group)]


def _win_members(hub: Text, group: int, index: CopyIndex, judge: Judge) -> None:
    """Move the members of another group that are more surely copies of the new hub."""
    members = sorted(index.texts(index.members(group)), key=_rank)
    below = [member for member in members if member.rank > hub.rank]
    for member in below[:MEMBERS_TRIED]:
        held = index.members(group)[member.id]
        won = judge(member, hub)
        if won and (-won.score, hub.rank) < (-held.score, index.hub(group).rank):
            index.detach(member.id, group)
            index.attach(member, hub.id, won)


def _rank(text: Text) -> tuple[int, int, str]:
    return text.rank
