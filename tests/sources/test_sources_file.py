"""sources.yaml: what is right is read with its defaults, what is wrong is named with its place."""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.errors import ConfigError
from tasks.sources import Source
from tasks.sources_file import json_schema, load_sources

ROOT = Path(__file__).parents[2]

GOOD = """\
version: 1
defaults:
  fetch: {min_delay: PT3S, robots: obey}
  schedule: {mode: adaptive, min_interval: PT5M}
  languages: [en]
sources:
  - id: first
    name: First
    country: NO
    fetch: {min_delay: PT9S}
    schedule: {cron: "0 7 * * *"}
    channels:
      - {name: dumps, kind: files, path: "inbox/*.txt"}
  - {id: second, name: Second, languages: zh}
"""

WRONG = {
    "unknown-key": (
        "version: 1\nsources:\n  - id: a\n    name: A\n    chanels: []\n",
        ":5: sources[0].chanels: unknown key; did you mean `channels`?",
    ),
    "unknown-key-with-no-near-one": (
        "version: 1\nsources: []\nzebra: 1\n",
        ":3: zebra: unknown key; known here: version, defaults, sources",
    ),
    "unknown-key-deep": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n  - id: x\n    drop:\n"
        "      lines: a\n      form: b\n",
        ":9: sources[0].rules[0].drop.form: unknown key; did you mean `from`?",
    ),
    "wrong-choice": (
        "version: 1\nsources:\n- id: a\n  name: A\n  channels:\n"
        "  - {name: n, kind: file, path: x}\n",
        ":6: sources[0].channels[0].kind: input should be 'feed'",
    ),
    "wrong-type": (
        "version: 1\nsources:\n- id: a\n  name: 7\n",
        ":4: sources[0].name: input should be a valid string, not 7; write it in quotes",
    ),
    "bad-duration": (
        "version: 1\ndefaults:\n  fetch:\n    timeout: soon\n",
        "is no duration; write one such as PT30M",
    ),
    "language-by-its-name": (
        "version: 1\nsources:\n- id: a\n  name: A\n  languages: [english]\n",
        ":5: sources[0].languages: 'english' is no language tag (BCP 47); write `en`",
    ),
    "language-by-its-country": (
        "version: 1\ndefaults:\n  languages: [en, jp]\n",
        ":3: defaults.languages: 'jp' is no language tag (BCP 47); write `ja`",
    ),
    "language-as-a-locale": (
        "version: 1\nsources:\n- {id: a, name: A, languages: en_GB}\n",
        "'en_GB' is no language tag (BCP 47); write `en-GB`",
    ),
    "language-that-is-none": (
        "version: 1\nsources:\n- {id: a, name: A, languages: xx}\n",
        "'xx' is no language tag (BCP 47); write one such as `en`, `de` or `zh-Hant`",
    ),
    "path-that-climbs-out": (
        "version: 1\nsources:\n- id: a\n  name: A\n  channels:\n"
        "  - {name: n, kind: files, path: a/../../b/*.txt}\n",
        ":6: sources[0].channels[0].path: 'a/../../b/*.txt' leads out of the folder",
    ),
    "path-that-is-absolute": (
        "version: 1\nsources:\n- id: a\n  name: A\n  channels:\n"
        "  - {name: n, kind: files, path: /b/*.txt}\n",
        "'/b/*.txt' leads out of the folder",
    ),
    "path-that-climbs-in-again": (
        "version: 1\nsources:\n- id: a\n  name: A\n  channels:\n"
        "  - {name: n, kind: files, path: b/../c/*.txt}\n",
        "'b/../c/*.txt' has `..` in it, which is not taken; write `c/*.txt`",
    ),
    "rules-of-which-one-is-never-in-force": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n"
        "  - {id: x, drop: {lines: [b]}}\n  - {id: y, drop: {lines: [c]}}\n",
        ":7: sources[0].rules[1]: 'x' and 'y' have no end, and one rule is in force at a time, so"
        " 'y' would never be; put its lines into 'x', or give 'x' an earlier `valid_until`",
    ),
    "rules-that-end-on-one-day": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n"
        "  - {id: x, valid_until: 2020-01-01}\n  - {id: y, valid_until: 2020-01-01}\n",
        ":7: sources[0].rules[1]: 'x' and 'y' have the same `valid_until: 2020-01-01`",
    ),
    "rules-of-one-id": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n"
        "  - {id: x, valid_until: 2020-01-01}\n  - {id: x}\n",
        ":7: sources[0].rules[1].id: two rules have the id 'x'; give each its own",
    ),
    "kept-for-no-time": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rights:\n    keep_texts: PT0S\n",
        ":6: sources[0].rights.keep_texts: give a duration longer than nothing, such as P5Y",
    ),
    "no-cron-line": (
        "version: 1\nsources:\n- id: a\n  name: A\n  schedule: {cron: every day}\n",
        ":5: sources[0].schedule.cron: 'every day' is no cron line (wrong number of fields); write"
        " minute, hour, day, month and weekday, such as '0 7 * * *'",
    ),
    "cron-line-with-a-minute-that-is-none": (
        "version: 1\nsources:\n- id: a\n  name: A\n  schedule: {cron: 61 * * * *}\n",
        ":5: sources[0].schedule.cron: '61 * * * *' is no cron line (bad minute)",
    ),
    "read-without-a-pause": (
        "version: 1\ndefaults:\n  schedule: {every: PT0S}\n",
        ":3: defaults.schedule.every: give a duration longer than nothing, such as PT30M",
    ),
    "two-schedules-at-once": (
        "version: 1\nsources:\n- id: a\n  name: A\n  schedule: {every: PT1H, cron: 0 7 * * *}\n",
        ":5: sources[0].schedule: give `every` or `cron`, not both",
    ),
    "bad-selector-of-blocks": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n  - id: x\n"
        "    drop: {blocks: 'div['}\n",
        ":7: sources[0].rules[0].drop.blocks[0]: 'div[' is not a CSS selector: Malformed",
    ),
    "bad-selector-of-a-field": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n  - id: x\n"
        "    select: {headline: h1..title}\n",
        ":7: sources[0].rules[0].select.headline: 'h1..title' is not a CSS selector",
    ),
    "selector-of-a-pseudo-element": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n  - id: x\n"
        "    select: {headline: 'h1::text'}\n",
        ":7: sources[0].rules[0].select.headline: 'h1::text' is not a CSS selector: Pseudo-element",
    ),
    "pseudo-element-left-open": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n  - id: x\n"
        "    drop: {blocks: ['::x(']}\n",
        ":7: sources[0].rules[0].drop.blocks[0]: '::x(' is not a CSS selector: Pseudo-element",
    ),
    "bad-selector-of-links": (
        "version: 1\nsources:\n- id: a\n  name: A\n  channels:\n"
        "  - {name: n, kind: listing, url: 'https://a.example', links: 'h2['}\n",
        ":6: sources[0].channels[0].links: 'h2[' is not a CSS selector",
    ),
    "address-without-a-scheme": (
        "version: 1\nsources:\n- id: a\n  name: A\n  channels:\n"
        "  - {name: n, kind: feed, url: a.example/feed}\n",
        ":6: sources[0].channels[0].url: 'a.example/feed' is no web address; write it whole, such"
        " as https://a.example/feed",
    ),
    "country-by-name": (
        "version: 1\nsources:\n- id: a\n  name: A\n  country: England\n",
        ":5: sources[0].country: 'England' does not fit; write two capital letters, such as GB",
    ),
    "id-with-spaces": (
        "version: 1\nsources:\n- id: My Paper!\n  name: A\n",
        ":3: sources[0].id: 'My Paper!' does not fit; write small letters, digits and hyphens, such"
        " as my-paper",
    ),
    "colon-in-a-name": (
        "version: 1\nsources:\n- id: a\n  name: The Post: a paper\n",
        ":4: mapping values are not allowed here; put a text that holds a colon in quotes",
    ),
    "missing-key": (
        "version: 1\nsources:\n- name: A\n",
        ":3: sources[0].id: missing; give `id:`",
    ),
    "no-version": ("sources: []\n", ":1: version: missing; write `version: 1`"),
    "defaults-with-an-id": (
        "version: 1\ndefaults:\n  id: a\n",
        ":3: defaults.id: unknown key",
    ),
    "same-id-twice": (
        "version: 1\nsources:\n- {id: a, name: A}\n- {id: a, name: B}\n",
        ":4: sources[1].id: sources[0] has the id 'a' already",
    ),
    "same-key-twice": (
        "version: 1\nsources: []\nversion: 1\n",
        ":3: the key `version` stands on line 1 already",
    ),
    "bad-pattern-in-credits": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n  - id: x\n"
        "    credits: {editor: '(?P<name>'}\n",
        ":7: sources[0].rules[0].credits: '(?P<name>' is not a regular expression",
    ),
    "no-yaml": ("version: 1\nsources: [\n", ":3: "),
    "a-tab": ("version: 1\nsources:\n\t- id: a\n", ":3: indented with a tab"),
    "python-object": ("version: !!python/name:os.system\n", ":1: "),
    "impossible-date": (
        "version: 1\nsources:\n- id: a\n  name: A\n  rules:\n"
        "  - {id: x, valid_until: 2020-02-31}\n",
        ":6: sources[0].rules[0].valid_until: '2020-02-31' is no day; write one as YYYY-MM-DD",
    ),
    "age-of-nothing": (
        "version: 1\nsources:\n- {id: a, name: A, revisit: [-1]}\n",
        ":3: sources[0].revisit[0]: give a duration longer than nothing, such as PT30M",
    ),
    **{
        f"no-range-{given}": (
            f"version: 1\nsources:\n- {{id: a, name: A, expect: {{articles_per_week: {given}}}}}\n",
            ":3: sources[0].expect.articles_per_week: give the least and the most, such as [5, 40]",
        )
        for given in ("[5]", "[40, 5]", "7")
    },
    "tag-that-does-not-fit": ("version: !!int x\n", ":1: "),
    "not-a-mapping": ("- a\n", ":1: this must be a mapping"),
    "empty": ("", ":1: this must be a mapping"),
    "control-character": ("version: 1\nsources: []\x07\n", ":2: the character #x0007"),
    "alias-to-itself": ("version: 1\nsources: &a [*a]\n", "sources"),
    "nested-too-deeply": ("version: " + "[" * 5000, "nested too deeply"),
}


def write(folder: Path, text: str) -> Path:
    """A sources.yaml with this text."""
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_stand_under_each_source(tmp_path: Path) -> None:
    first, second = load_sources(write(tmp_path, GOOD)).sources
    assert (first.fetch.min_delay, second.fetch.min_delay) == (
        timedelta(seconds=9),
        timedelta(seconds=3),
    )
    assert (first.languages, second.languages) == (("en",), ("zh",))


def test_a_sources_own_schedule_replaces_the_defaults_mode(tmp_path: Path) -> None:
    first, second = load_sources(write(tmp_path, GOOD)).sources
    assert (first.schedule.mode, second.schedule.mode) == ("cron", "adaptive")
    assert first.schedule.min_interval == timedelta(minutes=5)


@pytest.mark.parametrize("tag", ["en", "en-GB", "zh-Hant-TW", "es-419", "sl-nedis", "haw", "NO"])
def test_tags_of_languages_may_name_script_and_region(tmp_path: Path, tag: str) -> None:
    text = GOOD.replace("languages: zh", f"languages: {tag}")
    assert load_sources(write(tmp_path, text)).sources[1].languages == (tag,)


def test_norway_is_a_country(tmp_path: Path) -> None:
    assert load_sources(write(tmp_path, GOOD)).sources[0].country == "NO"


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_sources(path)
    assert str(caught.value).startswith(f"{path}:")
    assert said in str(caught.value)


def test_an_absolute_path_into_the_folder_is_told_how_it_is_written(tmp_path: Path) -> None:
    channel = f"{{name: n, kind: files, path: {tmp_path}/inbox/*.txt}}"
    text = f"version: 1\nsources:\n- id: a\n  name: A\n  channels:\n  - {channel}\n"
    said = "is an absolute path, which is not taken; write `inbox/*.txt`"
    with pytest.raises(ConfigError, match=re.escape(said)):
        load_sources(write(tmp_path, text))


def test_a_source_that_begins_in_the_future_is_refused_where_today_is_known(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "version: 1\nsources:\n- {id: a, name: A, since: 2030-01-01}\n")
    said = r":3: sources\[0\].since: 2030-01-01 is in the future, .* or leave it out"
    with pytest.raises(ConfigError, match=said):
        load_sources(path, date(2026, 3, 1))
    assert load_sources(path, date(2030, 1, 1)).sources[0].since == date(2030, 1, 1)


def test_all_errors_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = (
        "version: 1\nsources:\n- id: a\n  nam: A\n- id: a\n  name: B\n  pages: 1\n"
        "  channels:\n  - {name: n, kind: feed}\n"
    )
    with pytest.raises(ConfigError) as caught:
        load_sources(write(tmp_path, text))
    lines = [int(line.split(":")[1]) for line in str(caught.value).splitlines()]
    assert lines == [3, 4, 5, 7, 9]


def test_a_wrong_default_is_told_once(tmp_path: Path) -> None:
    text = "version: 1\ndefaults: {fetch: {x: 1}}\nsources:\n- {id: a, name: A}\n"
    with pytest.raises(ConfigError) as caught:
        load_sources(write(tmp_path, text))
    assert len(str(caught.value).splitlines()) == 1


def test_a_missing_file_and_a_folder_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file; write one with `newsledger init`"):
        load_sources(tmp_path / "absent.yaml")
    with pytest.raises(ConfigError, match="this is a folder"):
        load_sources(tmp_path)


def test_broken_utf_8_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_bytes(b"version: 1\nsources: [\xff]\n")
    with pytest.raises(ConfigError, match=":2: not UTF-8"):
        load_sources(path)


@pytest.mark.parametrize("bundle", ["missing.pem", "plain.txt"])
def test_a_bundle_of_authorities_that_is_none_is_named_with_its_line(
    tmp_path: Path, bundle: str
) -> None:
    (tmp_path / "plain.txt").write_text("no certificate")
    text = f"version: 1\nsources:\n  - id: a\n    name: A\n    fetch:\n      ca_bundle: {bundle}\n"
    (tmp_path / "sources.yaml").write_text(text)
    with pytest.raises(ConfigError, match=r"sources.yaml:6: sources\[0\].fetch.ca_bundle: .*PEM"):
        load_sources(tmp_path / "sources.yaml")


def test_the_schema_says_what_revisit_is() -> None:
    said = json_schema()["$defs"]["Defaults"]["properties"]["revisit"]["description"]
    assert "looked at again" in said
    guide = (ROOT / "docs" / "guide" / "sources.md").read_text(encoding="utf-8")
    assert f"revisit: [{', '.join(_ages(Source(id='s', name='S').revisit))}]" in guide


def test_the_schema_file_is_current() -> None:
    kept = json.loads((ROOT / "sources.schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema(), "run `newsledger sources schema > sources.schema.json`"


def _ages(ladder: Sequence[timedelta]) -> list[str]:
    """Ages as sources.yaml writes them."""
    return [f"P{age.days}D" if age.days else f"PT{age.seconds // 3600}H" for age in ladder]
