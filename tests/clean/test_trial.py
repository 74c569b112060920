"""What a change of rules would do, before it is done."""

from tasks.clean.trial import compare, sum_up
from tasks.recipes import Rules
from tasks.sources import ANY_SOURCE, Source
from tests.clean.pages import clean, golden

RULES = Rules.model_validate({"id": "t", "drop": {"lines": ["^The county will pay"]}})
RULED = Source(id="s", name="S", rules=(RULES,))


def test_a_rule_that_drops_a_line_loses_its_words():
    before, after = clean(golden("teasers.txt")), clean(golden("teasers.txt"), source=RULED)
    difference = compare(before, after)
    assert difference.changed
    assert [line[:10] for line in difference.lines_lost] == ["The county"]
    assert (difference.words_lost, difference.words_gained) == (16, 0)


def test_the_same_rules_change_nothing():
    difference = compare(clean(golden("teasers.txt")), clean(golden("teasers.txt")))
    assert not difference.changed
    assert sum_up([difference]).worst == ()


def test_a_changed_field_is_named():
    dump = golden("stamped.txt")
    other = Source(id="s", name="S", time_zone="Asia/Tokyo")
    before = clean(dump.replace("9 Jan 2026", "9 Jan 2026 08:00"))
    after = clean(dump.replace("9 Jan 2026", "9 Jan 2026 08:00"), source=other)
    assert compare(before, after).fields == ("published_at",)


def test_the_sum_counts_articles_and_shows_the_worst_first():
    same = compare(clean(golden("stamped.txt")), clean(golden("stamped.txt"), source=RULED))
    worse = compare(clean(golden("teasers.txt")), clean(golden("teasers.txt"), source=RULED))
    gone = compare(clean(golden("teasers.txt")), clean("Home\nLog in", source=ANY_SOURCE))
    trial = sum_up([same, worse, gone])
    assert (trial.articles, trial.changed) == (3, 2)
    assert trial.worst[0] == gone
    assert trial.as_json()["worst"][0]["state_after"] == "stub"
