"""Words as numbers say what words as strings say."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.dump.line_facts import read_facts
from tasks.clean.dump.line_words import CORE_LETTERS, CORE_WORDS, read_words, shared, spread
from tasks.clean.tokens import read_tokens
from tasks.clean.words import WORD, count_words

PROSE = (
    "The council of Lowmere voted on Tuesday night to bring back the ferry across the harbour again"
)
LINES = {
    "english": [PROSE, "Subscribe to our newsletter", PROSE + " and " + PROSE * 3, "1 of 12"],
    "russian": ["Подписаться на новости", "Читайте также: суд отложил дело о пароме через залив"],
    "chinese": ["渡轮将于明年春天恢复通航", "评论 3", "记者 王明"],
    "thai": ["เรือข้ามฟากจะกลับมาให้บริการในฤดูใบไม้ผลิปีหน้าตามที่สภาเมืองลงมติ", "แชร์"],
    "marks alone": ["—", "* * *", "©"],
}
texts = st.lists(st.text(min_size=1).map(lambda t: " ".join(t.split())).filter(bool), min_size=1)


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_kinds_are_counted_alike(lines: list[str]):
    lowered = [line.lower() for line in lines]
    assert np.array_equal(read_words(lowered).kinds(), read_tokens(lowered).kinds())


@given(texts)
def test_words_are_counted_alike(lines: list[str]):
    assert read_facts(lines).words.tolist() == [count_words(line) for line in lines]


@given(texts)
def test_different_words_have_different_numbers(lines: list[str]):
    words = [word for line in lines for word in WORD.findall(line)]
    numbers = read_words(lines).numbers.tolist()
    assert len(set(zip(words, numbers, strict=True))) == len(set(words)) == len(set(numbers))


def test_long_lines_teach_the_words_of_the_page_and_short_words_do_not_count():
    facts = read_facts(LINES["english"])
    heads = read_words(facts.heads)
    held = Counter(
        word
        for line in facts.lines
        if count_words(line) >= CORE_WORDS
        for word in set(WORD.findall(line.lower()))
        if len(word) > 3
    )
    words = (word for head in facts.heads for word in WORD.findall(head))
    found = [held[word] for word in words if len(word) >= CORE_LETTERS]
    asked = np.flatnonzero(heads.lengths >= CORE_LETTERS)
    assert spread(facts, heads, asked).tolist() == found
    assert shared(facts, heads, asked, heads.texts[asked])[:2].tolist() == [1.0, 0.0]
