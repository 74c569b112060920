"""What a person types into the search, understood; and written as each database wants it.

::

    flood "harbour road" -ferry             all of the first two, without the third
    storm OR gale                           either; AND and NOT may be written too
    (harbour OR port) reopen*               brackets; words that begin so

    typed --parse_search--> Every / Some / Words --> FTS5's syntax, a tsquery, or LIKE

Lower-case "or" is a word like any other.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from storage.errors import UsageError
from storage.fulltext.tokens import tokens_of

EXAMPLE = 'such as `newsledger search "flood"`'
_PIECE = re.compile(
    r'(?P<close>\))|(?P<minus>-*)(?:(?P<open>\()|"(?P<phrase>[^"]*)"?|(?P<word>[^\s()"]+))'
)
_OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or words that follow one another; as a prefix the last may go on."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All of these, and none of those."""

    wanted: "tuple[Query, ...]"
    unwanted: "tuple[Query, ...]" = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these."""

    parts: "tuple[Query, ...]"


Query: TypeAlias = Words | Every | Some


def parse_search(typed: str) -> Query:
    """What is looked for. Brackets and quotes that are not closed end with the text.

    Raises:
        UsageError: there is no word to look for, or only words that must not stand there.
    """
    found = _Parser(list(_pieces(typed))).whole()
    if found is None:
        raise UsageError(f"give at least one word to look for, {EXAMPLE}")
    return found


def words_in(query: Query) -> Iterator[Words]:
    """The words that may stand in what is found, in the order they were typed."""
    if isinstance(query, Words):
        yield query
    for part in query.wanted if isinstance(query, Every) else ():
        yield from words_in(part)
    for part in query.parts if isinstance(query, Some) else ():
        yield from words_in(part)


def all_words(query: Query) -> Iterator[Words]:
    """The same, and those that must not stand there."""
    if isinstance(query, Words):
        yield query
        return
    parts = query.parts if isinstance(query, Some) else (*query.wanted, *query.unwanted)
    for part in parts:
        yield from all_words(part)


def as_fts5(query: Query) -> str:
    """The query in the syntax of SQLite's FTS5."""

    def words(item: Words) -> str:
        return f'"{" ".join(tokens_of(item.text))}"{" *" if item.prefix else ""}'

    return _rendered(query, words, (" AND ", " OR ", " NOT "))


def as_tsquery(query: Query) -> str:
    """The query as a PostgreSQL tsquery, over the tokens of :mod:`storage.fulltext.tokens`."""

    def words(item: Words) -> str:
        found = [f"'{token}'" for token in tokens_of(item.text)]
        return f"({' <-> '.join(found)}{':*' if item.prefix else ''})"

    return _rendered(query, words, (" & ", " | ", " & !"))


def as_condition(query: Query, test: str, values: list[str]) -> str:
    """The query as a condition of SQL that looks for letters; adds what each test compares with."""

    def words(item: Words) -> str:
        escaped = re.sub(r"([\\%_])", r"\\\1", item.text)
        values.append(f"%{escaped}%")
        return test

    return _rendered(query, words, (" AND ", " OR ", " AND NOT "))


def _rendered(query: Query, words: Callable[[Words], str], joints: tuple[str, str, str]) -> str:
    both, either, without = joints
    if isinstance(query, Words):
        return words(query)
    if isinstance(query, Some):
        return f"({either.join(_rendered(part, words, joints) for part in query.parts)})"
    wanted = both.join(_rendered(part, words, joints) for part in query.wanted)
    rest = "".join(without + _rendered(part, words, joints) for part in query.unwanted)
    return f"(({wanted}){rest})" if rest else f"({wanted})"


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str  # an operator, "(", ")", "-" or "words"
    words: Words | None = None


def _pieces(typed: str) -> Iterator[_Piece]:
    """Brackets, operators and words; what holds no letter or number is left out."""
    for match in _PIECE.finditer(typed):
        word, phrase = match["word"], match["phrase"]
        if word in _OPERATORS and not match["minus"]:
            yield _Piece(word)
        elif match["close"] or match["open"] or tokens_of(phrase or word or ""):
            if match["minus"]:
                yield _Piece("NOT")
            if match["close"] or match["open"]:
                yield _Piece(match["close"] or match["open"])
            else:
                prefix = typed.startswith("*", match.end()) or (word or "").endswith("*")
                yield _Piece("words", Words((phrase or word).strip().rstrip("*"), prefix))


class _Parser:
    """Descends: alternatives of conjunctions of words, brackets and negations."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self._pieces = pieces
        self._at = 0

    def whole(self) -> Query | None:
        """Everything, a bracket too many not stopping it."""
        parts: list[Query] = []
        while self._at < len(self._pieces):
            parts += self._either()
            self._at += 1  # a ")" that closes nothing
        return _every(parts, [])

    def _either(self) -> list[Query]:
        parts = [self._both()]
        while self._next("OR"):
            parts.append(self._both())
        found = [part for part in parts if part is not None]
        return found if len(found) < 2 else [Some(tuple(found))]

    def _both(self) -> Query | None:
        wanted: list[Query] = []
        unwanted: list[Query] = []
        while self._kind() not in (None, "OR", ")"):
            if self._next("AND"):
                continue
            side = wanted
            while self._next("NOT"):
                side = unwanted if side is wanted else wanted
            side += self._one()
        return _every(wanted, unwanted)

    def _one(self) -> list[Query]:
        if self._next("("):
            found = self._either()
            self._next(")")
            return found
        words = self._pieces[self._at].words if self._at < len(self._pieces) else None
        if words is None:
            return []
        self._at += 1
        return [words]

    def _kind(self) -> str | None:
        return self._pieces[self._at].kind if self._at < len(self._pieces) else None

    def _next(self, kind: str) -> bool:
        here = self._kind() == kind
        self._at += here
        return here


def _every(wanted: Sequence[Query], unwanted: Sequence[Query]) -> Query | None:
    if not wanted and unwanted:
        said = "say which words must stand there, at least one beside those that must not"
        raise UsageError(f"{said}, {EXAMPLE}")
    if len(wanted) == 1 and not unwanted:
        return wanted[0]
    return Every(tuple(wanted), tuple(unwanted)) if wanted else None
