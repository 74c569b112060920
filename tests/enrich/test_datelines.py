"""The opening of a report: where it was written, and who sent it."""

import pytest

from tasks.enrich.datelines import settle_datelines
from tasks.enrich.spans import Kind
from tasks.enrich.tidy import rule_span


def names(text: str, tagged: dict[str, Kind] | None = None) -> list[tuple[str, str]]:
    spans = [
        rule_span(text.index(name), text.index(name) + len(name), kind)
        for name, kind in (tagged or {}).items()
    ]
    found = settle_datelines(text, spans)
    return sorted((text[span.start : span.end], span.kind) for span in found)


@pytest.mark.parametrize(
    "opening",
    [
        "HARROWMOUTH, March 3 (Reuters) - ",
        "HARROWMOUTH, 3 March 2026 (Reuters) — ",
        "HARROWMOUTH (Reuters) — ",
        "HARROWMOUTH, Calif. (Reuters) -- ",
    ],
)
def test_the_place_and_the_agency_of_a_dateline_are_names(opening: str) -> None:
    found = names(f"{opening}The council met.", {"HARROWMOUTH": "org"})
    assert found == [("HARROWMOUTH", "place"), ("Reuters", "org")]


def test_a_bare_dateline_turns_what_was_tagged() -> None:
    assert names("HARROWMOUTH — It rained.", {"HARROWMOUTH": "org"}) == [("HARROWMOUTH", "place")]
    assert names("A line.\nNEW YORK – It rained.", {"NEW YORK": "org"}) == [("NEW YORK", "place")]


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("NASA — The agency said so.", {"NASA": "org"}),
        ("WARNING — The road is shut.", {}),
        ("EXCLUSIVE (Reuters) — The road is shut.", {}),
        ("We met at HARROWMOUTH — it rained.", {"HARROWMOUTH": "org"}),
        ("HARROWMOUTH-BASED firms grew.", {"HARROWMOUTH": "org"}),
    ],
    ids=["an acronym", "a word", "a label", "inside a line", "a hyphen"],
)
def test_what_is_no_dateline_stays(text: str, tagged: dict[str, Kind]) -> None:
    assert names(text, tagged) == sorted(tagged.items())
