"""News that nobody wrote: words by Zipf's law in sentences and paragraphs, and copies of them."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

SYLLABLES = ("ba", "den", "ko", "lis", "mar", "no", "per", "ras", "tu", "vel", "sto", "gri")
COPIED = 0.2  # share of articles that are copies of an earlier one
SITES = 50


class Newsroom:
    """A source of made articles; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [self._word() for _ in range(20_000)]
        self._weights = list(accumulate(1 / rank for rank in range(1, 20_001)))
        self._footers = [self._sentence(30) for _ in range(SITES)]
        self._printed: list[str] = []

    def articles(self, count: int) -> Iterator[str]:
        """So many articles of about 400 words, a fifth of them copies."""
        for _ in range(count):
            copied = self._printed and self._random.random() < COPIED
            body = self._copy(self._random.choice(self._printed)) if copied else self._body()
            self._printed.append(body)
            yield f"{body}\n{self._random.choice(self._footers)}"

    def _body(self) -> str:
        paragraphs = self._random.randint(6, 12)
        return "\n".join(self._paragraph() for _ in range(paragraphs))

    def _copy(self, text: str) -> str:
        """The text as another paper prints it: whole, cut, edited, or its first paragraph."""
        paragraphs = text.split("\n")
        way = self._random.randrange(4)
        if way == 0:
            return text
        if way == 1:
            return "\n".join(paragraphs[: max(2, len(paragraphs) // 2)])
        if way == 2:
            return " ".join(self._edit(text.split(" ")))
        return paragraphs[0]

    def _edit(self, words: Sequence[str]) -> list[str]:
        return [self._pick(1)[0] if self._random.random() < 0.03 else word for word in words]

    def _paragraph(self) -> str:
        return " ".join(self._sentence(self._random.randint(9, 25)) for _ in range(3))

    def _sentence(self, words: int) -> str:
        picked = self._pick(words)
        return " ".join([picked[0].title(), *picked[1:]]) + "."

    def _pick(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def _word(self) -> str:
        return "".join(self._random.choices(SYLLABLES, k=self._random.randint(1, 4)))
