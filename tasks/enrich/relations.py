"""Statements between two names of one sentence, by patterns over what stands between them.

Precision first: a pattern speaks only where the words leave one reading, and each relation carries
the characters it was read from. Predicates: ``role:TITLE`` (person, organisation or place),
``subsidiary_of``, ``owner_of``, ``partner_of``, ``located_in``, ``created``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.records import Mention, MentionKind, Relation
from tasks.enrich.lexicon import demonyms, word_set
from tasks.enrich.titles import TITLE, is_honorific

_MAX_GAP = 120  # characters between two names; longer gaps hold other statements
_ROLE = rf"(?P<role>(?:{TITLE})|[Cc]hief [Ee]xecutive|[Mm]anaging [Dd]irector)"
_THE = r"(?:(?:the|its|his|her) )?"
_NEW = r"(?:(?:then|now|current|former|new|newly appointed|longtime|long-time|late) )?"
_SIDE_KINDS = frozenset({MentionKind.ORG, MentionKind.PLACE})
_HONORIFIC = r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?"

_PERSON_ROLE_ORG = re.compile(rf",? (?:(?:is|was|as) )?{_THE}{_NEW}{_ROLE} (?:of|at|for) {_THE}")
_ORG_ROLE_PERSON = re.compile(rf"(?:['’]s?)? {_ROLE},? {_HONORIFIC}")
_PERSON_COMMA_ORG = re.compile(rf", {_THE}")
_ROLE_AFTER = re.compile(rf"(?:['’]s?)? {_ROLE}(?=[,.;]|$| (?:said|told|and|who))")
_ROLE_OF_BEFORE = re.compile(rf"(?<![\w-]){_ROLE} (?:of|at) {_THE}(?:city of |province of )?$")
_COMMA_PERSON = re.compile(rf",? {_HONORIFIC}")

_PART = r"(?:subsidiary|unit|division|arm|affiliate|branch|offshoot)"
_SUBSIDIARY = re.compile(
    rf",? \(?(?:(?:which )?(?:is|was|remains) )?(?:a|an|the) (?:[\w&-]+ ){{0,4}}{_PART} of"
    rf" (?:the )?(?:[\w-]+ ){{0,5}}"
)
_SUBSIDIARY_BEFORE = re.compile(rf"(?:['’]s?)? (?:[\w-]+ ){{0,2}}{_PART},? ")
_PARENT_IS = re.compile(r"(?:['’]s?)? (?:parent company|parent|owner),? (?:is )?(?:the )?")
_OWNED_BY = re.compile(
    r",? (?:which )?(?:(?:is|was) )?(?:wholly |majority |partly )?owned by (?:the )?"
)
_OWNS = re.compile(r",? (?:which )?(?:owns|acquired|bought|has acquired|has bought) (?:the )?")

_DEAL = (
    r"(?:agreement|partnership|deal|contract|memorandum|MoU|pact|alliance|joint venture|partners)"
)
_DEAL_VERB = r"(?:sign|announc|reach|conclud|enter|form|launch|bec[ao]m|str(?:i|u)ck|agree|seal)\w*"
_DEAL_BETWEEN = re.compile(
    rf",? (?:(?:has|have|had) )?{_DEAL_VERB} (?:[\w-]+ ){{0,6}}{_DEAL} (?:to partner )?with {_THE}"
    rf"|,? (?:(?:has|have|had) )?(?:partnered|teamed up|joined forces|partners) with {_THE}"
)
_AND = re.compile(r" (?:and|&) (?:the )?")
_DEAL_AFTER = re.compile(
    rf",? (?:(?:has|have|had) )?(?:[\w-]+ ){{0,2}}?{_DEAL_VERB} [^.;\n]{{0,60}}?\b{_DEAL}\b"
)
_BETWEEN_BEFORE = re.compile(rf"\b{_DEAL} (?:signed |reached )?between (?:the )?$")

_LOCATED = re.compile(
    r",? (?:which )?(?:(?:is|was|are) )?(?:headquartered|based|located|situated)"
    r" (?:in|at|near) (?:the )?"
)
_BASED = re.compile(r"-(?:based|headquartered) ")
_CREATED_BY = re.compile(
    r",? (?:which )?(?:(?:is|was) )?(?:(?:a|an|the) (?:[\w-]+ ){1,5})?"
    r"(?:created|founded|established) by (?:the )?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names that follow each other in one sentence, and the words around them."""

    text: str
    first: Mention
    second: Mention
    gap: str

    def are(self, first: MentionKind, *second: MentionKind) -> bool:
        """Return whether the two names have these kinds."""
        return self.first.kind is first and self.second.kind in second

    def before(self) -> str:
        """Return what stands before the first name."""
        return self.text[max(0, self.first.start - 60) : self.first.start]

    def after(self) -> str:
        """Return what stands after the second name, to the end of the line."""
        return self.text[self.second.end : self.second.end + 100].split("\n")[0]


Found = tuple[str, bool, int, int]  # predicate, whether the first name is the subject, start, end


def find_relations(text: str, mentions: Sequence[Mention]) -> list[Relation]:
    """Return the relations between the mentions, given as indices into them."""
    found: dict[tuple[int, str, int], Relation] = {}
    heads: dict[int, int] = {}  # owner in an apposition -> what the sentence goes on about
    for one, other, pair in _pairs(text, mentions):
        for rule in _RULES:
            for predicate, forward, start, end in rule(pair):
                if is_honorific(predicate.removeprefix("role:")):
                    continue
                head = heads.get(one, one) if predicate == "partner_of" else one
                subject, object_ = (head, other) if forward else (other, head)
                if predicate == "subsidiary_of" and forward and pair.gap[0] in ",(":
                    heads[other] = one
                relation = Relation(
                    subject=subject, predicate=predicate, object=object_, start=start, end=end
                )
                found.setdefault((subject, predicate, object_), relation)
    return list(found.values())


def _pairs(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, Pair]]:
    """Yield neighbours among the names; a nationality or a date in between does not part them."""
    names = [
        (index, mention)
        for index, mention in enumerate(mentions)
        if mention.kind in (MentionKind.PERSON, MentionKind.EVENT, *_SIDE_KINDS)
    ]
    for (one, first), (other, second) in pairwise(names):
        gap = text[first.end : second.start].removeprefix(")")
        if len(gap) <= _MAX_GAP and "\n" not in gap:
            yield one, other, Pair(text=text, first=first, second=second, gap=gap)


def _roles(pair: Pair) -> Iterator[Found]:
    if pair.are(MentionKind.PERSON, *_SIDE_KINDS):
        if match := _PERSON_ROLE_ORG.fullmatch(pair.gap):
            yield _role(match), True, pair.first.start, pair.second.end
        elif _PERSON_COMMA_ORG.fullmatch(pair.gap) and (match := _ROLE_AFTER.match(pair.after())):
            yield _role(match), True, pair.first.start, pair.second.end + match.end()
    if pair.second.kind is MentionKind.PERSON and pair.first.kind in _SIDE_KINDS:
        if match := _ORG_ROLE_PERSON.fullmatch(pair.gap):
            yield _role(match), False, pair.first.start, pair.second.end
        elif _COMMA_PERSON.fullmatch(pair.gap) and (match := _ROLE_OF_BEFORE.search(pair.before())):
            start = pair.first.start - len(pair.before()) + match.start()
            yield _role(match), False, start, pair.second.end


def _owners(pair: Pair) -> Iterator[Found]:
    if not pair.are(MentionKind.ORG, MentionKind.ORG):
        return
    for pattern, predicate, forward in (
        (_SUBSIDIARY, "subsidiary_of", True),
        (_SUBSIDIARY_BEFORE, "subsidiary_of", False),
        (_PARENT_IS, "subsidiary_of", True),
        (_OWNED_BY, "owner_of", False),
        (_OWNS, "owner_of", True),
    ):
        if pattern.fullmatch(pair.gap):
            yield predicate, forward, pair.first.start, pair.second.end
            return


def _partners(pair: Pair) -> Iterator[Found]:
    if MentionKind.ORG not in (pair.first.kind, pair.second.kind):
        return
    if pair.first.kind not in _SIDE_KINDS or pair.second.kind not in _SIDE_KINDS:
        return
    start, end = pair.first.start, pair.second.end
    if _DEAL_BETWEEN.fullmatch(pair.gap):
        yield "partner_of", True, start, end
    elif _AND.fullmatch(pair.gap):
        if match := _DEAL_AFTER.match(pair.after()):
            yield "partner_of", True, start, end + match.end()
        elif match := _BETWEEN_BEFORE.search(pair.before()):
            yield "partner_of", True, start - len(pair.before()) + match.start(), end


def _places(pair: Pair) -> Iterator[Found]:
    start, end = pair.first.start, pair.second.end
    if pair.are(MentionKind.ORG, MentionKind.PLACE) and _LOCATED.fullmatch(pair.gap):
        yield "located_in", True, start, end
    elif pair.are(MentionKind.PLACE, MentionKind.ORG) and _BASED.fullmatch(pair.gap):
        yield "located_in", False, start, end
    elif pair.are(MentionKind.PLACE, MentionKind.PLACE) and _is_town_of_country(pair):
        yield "located_in", True, start, end


def _creators(pair: Pair) -> Iterator[Found]:
    if pair.first.kind in (MentionKind.ORG, MentionKind.EVENT):
        made_by = pair.second.kind in (MentionKind.ORG, MentionKind.PERSON)
        if made_by and _CREATED_BY.fullmatch(pair.gap):
            yield "created", False, pair.first.start, pair.second.end


def _role(match: re.Match[str]) -> str:
    return "role:" + " ".join(match["role"].split())


def _is_town_of_country(pair: Pair) -> bool:
    if pair.gap != ", " or not _is_country(pair.second) or _is_country(pair.first):
        return False
    return not _is_list(pair)


def _is_country(place: Mention) -> bool:
    return place.surface in demonyms().values() and place.surface.lower() in word_set("places")


def _is_list(pair: Pair) -> bool:
    goes_on = re.match(r",? (?:and|or|to) |, [A-Z]\w+(?:,| and)", pair.after())
    began = re.search(r"(?:[A-Z]\w+,|,? and) (?:the )?$", pair.before())
    return goes_on is not None or began is not None


_RULES: tuple[Callable[[Pair], Iterator[Found]], ...] = (
    _roles,
    _owners,
    _partners,
    _places,
    _creators,
)
