"""Words as numbers say what words as strings say."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.dump.line_facts import HEAD_CHARS, read_facts
from tasks.clean.dump.line_words import CORE_LETTERS, CORE_WORDS, shared, spread
from tasks.clean.dump.word_numbers import read_words
from tasks.clean.tokens import read_tokens
from tasks.clean.words import WORD, count_words, stems

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
LIMIT = 20
texts = st.lists(st.text(min_size=1).map(lambda t: " ".join(t.split())).filter(bool), min_size=1)


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_kinds_are_counted_alike(lines: list[str]):
    lowered = [line.lower() for line in lines]
    assert np.array_equal(read_words(lines).kinds(), read_tokens(lowered).kinds())


@given(texts)
def test_words_are_counted_alike(lines: list[str]):
    assert read_facts(lines).words.tolist() == [count_words(line) for line in lines]


@given(texts)
def test_different_words_have_different_numbers(lines: list[str]):
    words = [_lowered(word) for line in lines for word in WORD.findall(line)]
    numbers = read_words(lines).numbers.tolist()
    assert len(set(zip(words, numbers, strict=True))) == len(set(words)) == len(set(numbers))


@given(texts)
def test_heads_are_cut_where_they_end(lines: list[str]):
    lines = [line + " " + PROSE for line in lines]
    words, heads = read_words(lines), read_words(lines).heads(LIMIT)
    cut = [word for line in lines for word in WORD.findall(line[:LIMIT])]
    assert heads.lengths.tolist() == [len(word) for word in cut]
    assert heads.texts.tolist() == [
        at for at, line in enumerate(lines) for _ in WORD.findall(line[:LIMIT])
    ]
    assert np.array_equal(heads.numbers, read_words([*cut, PROSE]).numbers[: len(cut)])
    assert len(words.numbers) > len(heads.numbers)


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
@pytest.mark.parametrize(
    "more", ["", "The EU and the UN met in 2026; 渡轮 and U2 did not. EU, the"]
)
def test_stems_are_those_of_the_strings(lines: list[str], more: str):
    lines = [*lines, more] if more else lines
    words = read_words(lines)
    for chosen in ([True] * len(lines), [at % 2 == 0 for at in range(len(lines))]):
        numbers, texts = words.stems(np.array(chosen))
        for at, line in enumerate(lines):
            found = set(numbers[texts == at].tolist())
            assert len(found) == (len(stems(line)) if chosen[at] else 0)


@given(st.lists(st.text("aAbB éÉжЖ渡轮12.", min_size=1).filter(str.strip), min_size=2))
def test_what_two_texts_share_is_what_their_strings_share(lines: list[str]):
    numbers, of = read_words(lines).stems(np.ones(len(lines), np.bool_))
    found = [set(numbers[of == at].tolist()) for at in range(len(lines))]
    told = list(map(stems, lines))
    assert [len(found[0] & other) for other in found] == [len(told[0] & other) for other in told]


def _lowered(text: str) -> str:
    """In lower case where that is one character for one, as the numbers are told."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def test_long_lines_teach_the_words_of_the_page_and_short_words_do_not_count():
    facts = read_facts(LINES["english"])
    heads = facts.vocabulary.heads(HEAD_CHARS)
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
