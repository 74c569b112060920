"""Groups of copies that do not depend on the order in which the texts arrived.

What a group is, said without time: take the texts from the most complete to the least. A text
that is a verified copy of hubs before it, exact or edited, belongs to the hub it is most surely a
copy of; any other text is a hub itself. So every member is verified against its hub, and nothing
is chained through a third text. A hub may be an excerpt of hubs before it; it is said of the
surest, and is a hub nevertheless: an excerpt that is printed again is copied like any other text.
``place_texts`` keeps that true text by text::

    new text -- copy of a more complete hub? --yes--> joins the surest
                          |no
                      new hub -- excerpt of more complete hubs? of the surest
                              -- less complete hubs are its excerpts, more surely? theirs
                              -- members nearby that are more surely its copies: join it
                              -- less complete hubs that are its copies: their groups are
                                 closed and their texts placed again, most complete first;
                                 what was an excerpt of such a hub finds another

The canonical article - who had it first - is another question, answered from times by the view
``copy_group``; a copy published earlier that arrives late changes that answer, not the group.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping

from storage.records import CopyKind
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


def relate_hubs(hubs: Iterable[Text], index: CopyIndex, judge: Judge = judge_texts) -> None:
    """Look again for what hubs of the index are excerpts of."""
    for hub in hubs:
        verdicts = _judge_near(hub, index, judge)
        _relate(hub, _only(verdicts, excerpts=True), index)


def _place(text: Text, index: CopyIndex, judge: Judge) -> list[Text]:
    """Place one text; return the texts that lost their group by it, to be placed again."""
    verdicts = _judge_near(text, index, judge)
    copies = _only(verdicts, excerpts=False)
    above = [group for group in copies if index.hub(group).rank < text.rank]
    if above:
        best = min(above, key=lambda group: _order(index.hub(group), copies[group]))
        index.attach(text, best, copies[best])
        return []
    index.open(text)
    _relate(text, _only(verdicts, excerpts=True), index)
    for group in verdicts:
        if group not in copies:
            _win_members(text, group, index, judge)
    return _close(copies, index, judge)


def _judge_near(text: Text, index: CopyIndex, judge: Judge) -> dict[int, Verdict | None]:
    return {group: judge(text, index.hub(group)) for group in index.near(text)}


def _only(verdicts: Mapping[int, Verdict | None], *, excerpts: bool) -> dict[int, Verdict]:
    """The groups whose hubs are linked as excerpts, or those linked as copies."""
    linked = {group: verdict for group, verdict in verdicts.items() if verdict}
    return {
        group: verdict
        for group, verdict in linked.items()
        if (verdict.kind is CopyKind.EXCERPT) is excerpts
    }


def _relate(hub: Text, excerpts: Mapping[int, Verdict], index: CopyIndex) -> None:
    """Say of a hub, and of the less complete ones beside it, what each is an excerpt of."""
    for group, verdict in excerpts.items():
        other = index.hub(group)
        small, large = (hub, other) if other.rank < hub.rank else (other, hub)
        held = index.source(small.id)
        if held is None or _order(large, verdict) < _order(index.hub(held[0]), held[1]):
            index.relate(small.id, large.id, verdict)


def _close(groups: Iterable[int], index: CopyIndex, judge: Judge) -> list[Text]:
    """Close groups and return their texts; excerpts of their hubs look for others."""
    bereft = {excerpt for group in groups for excerpt in index.excerpts(group)}
    for excerpt in bereft:
        index.relate(excerpt, None)
    moved = [text for group in groups for text in index.close(group)]
    relate_hubs(map(index.hub, sorted(bereft.difference(groups))), index, judge)
    return moved


def _win_members(hub: Text, group: int, index: CopyIndex, judge: Judge) -> None:
    """Move the members of another group that are more surely copies of the new hub."""
    members = sorted(index.texts(index.members(group)), key=_rank)
    below = [member for member in members if member.rank > hub.rank]
    for member in below[:MEMBERS_TRIED]:
        held = index.members(group)[member.id]
        won = judge(member, hub)
        if not won or won.kind is CopyKind.EXCERPT:
            continue
        if _order(hub, won) < _order(index.hub(group), held):
            index.detach(member.id, group)
            index.attach(member, hub.id, won)


def _order(hub: Text, verdict: Verdict) -> tuple[float, tuple[int, int, str]]:
    """Sort key that puts the hub first which a text most surely comes from."""
    return -verdict.score, hub.rank


def _rank(text: Text) -> tuple[int, int, str]:
    return text.rank
