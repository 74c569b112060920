"""Whether one text is a copy of the other."""

import hashlib
from importlib.resources import files

import pytest

from storage.records import CopyKind
from tasks.dedupe.reading import read_text
from tasks.dedupe.verify import FEATURES, METHOD, Verdict, compare, load_model, measure
from tests.dedupe.writing import BUDGET, FERRY, WEATHER, edited, from_agency, teaser, with_menu

COPIES = {
    "same text": (FERRY, FERRY, CopyKind.EXACT),
    "other spaces and case": (FERRY, FERRY.upper().replace("\n", " \n\n"), CopyKind.EXACT),
    "light edit": (FERRY, edited(FERRY), CopyKind.EDITED),
    "menus around": (FERRY, with_menu(FERRY), CopyKind.EDITED),
    "dateline": (BUDGET, f"ORVANE (Agency) - {BUDGET}", CopyKind.EDITED),
    "teaser": (FERRY, teaser(FERRY), CopyKind.EXCERPT),
    "first half": (FERRY, FERRY[: len(FERRY) // 2], CopyKind.EXCERPT),
    "brief with a dateline": (teaser(BUDGET), from_agency(teaser(BUDGET)), CopyKind.EDITED),
    "second half": (FERRY, FERRY[len(FERRY) // 2 :], CopyKind.EXCERPT),
}


def forecast(place: str, day: str, sky: str, high: int, wind: str) -> str:
    """What a template fills in for every town and day."""
    return (
        f"Weather for {place} on {day}: {sky} with highs of {high} degrees, lows of {high // 2}. "
        f"Winds from the {wind} at {high * 2} km/h. There is a {high * 3} percent chance of rain. "
        f"Sunrise is at 5.{high}, sunset at 20.{high + 7}. The outlook for Sunday is changeable."
    )


def outlook(place: str, high: int) -> str:
    """Another template, of which a paper prints the first sentence and the third, or more."""
    return (
        f"{place} can expect thick cloud on Sunday, with highs of {high} degrees in the afternoon. "
        "The pollen count is low to moderate, and the air quality is rated as good."
    )


def whole_outlook(place: str, high: int) -> str:
    """The template filled in from beginning to end."""
    first, second = outlook(place, high).split(". ")
    return f"""{first}. There is a 39 percent chance of showers in the hills towards the evening.
{second} The outlook for the rest of the week remains changeable, with sunny spells between showers.
Water temperatures at the beaches are around 21 degrees. The sun rises at 5.39 and sets at 20.36, \
the service said in its daily bulletin.
Warnings are updated every six hours on the website of the weather service. A low-pressure \
system over the North Sea determines the weather in the region until the weekend."""


def verdict(one: str, other: str) -> Verdict | None:
    return compare(read_text(one), read_text(other))


@pytest.mark.parametrize(("one", "other", "kind"), COPIES.values(), ids=COPIES.keys())
def test_a_copy_is_known_with_its_kind(one: str, other: str, kind: CopyKind) -> None:
    found = verdict(one, other)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(("one", "other", "kind"), COPIES.values(), ids=COPIES.keys())
def test_the_verdict_is_the_same_both_ways(one: str, other: str, kind: CopyKind) -> None:
    assert verdict(one, other) == verdict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FERRY, BUDGET),
        (with_menu(BUDGET), with_menu(WEATHER)),
        (
            forecast("Fenn", "May 5", "rain", 14, "west"),
            forecast("Mora", "June 19", "sun", 23, "north"),
        ),
        (outlook("Kalvane", 8), whole_outlook("Kalvane", 36)),
        (teaser(BUDGET), from_agency(teaser(BUDGET).replace("28", "27"))),
    ],
    ids=["other news", "same menus", "one template", "shorter of one template", "other number"],
)
def test_what_is_no_copy_is_not_linked(one: str, other: str) -> None:
    assert verdict(one, other) is None


def test_a_template_filled_in_alike_is_an_excerpt() -> None:
    found = verdict(outlook("Kalvane", 8), whole_outlook("Kalvane", 8))
    assert found is not None
    assert found.kind is CopyKind.EXCERPT


def test_texts_without_words_are_no_copies() -> None:
    assert verdict("", " - ") is None


def test_every_measure_has_its_weights() -> None:
    model = load_model()
    measures = measure(read_text(FERRY), read_text(teaser(FERRY)))
    assert measures is not None
    assert len(measures) == len(FEATURES) == len(model.mean) == len(model.linear)


def test_weights_and_method_change_together() -> None:
    """Other weights judge stored pairs otherwise: raise EPOCH, and write both new values here."""
    weights = files("tasks.dedupe").joinpath("verify.json").read_bytes()
    assert (METHOD, hashlib.sha256(weights).hexdigest()[:16]) == ("copies-4", "a065eaf38bd8e197")
