"""Short forms that a text defines."""

import pytest

from tasks.enrich.acronyms import find_definitions, is_acronym_of, is_blend_of


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("the World Trail Federation (WTF) said", "World Trail Federation", "WTF"),
        ("WTG (World Trail Games) began", "World Trail Games", "WTG"),
        (
            "launched World Online Running Alliance (‘WORA’) in",
            "World Online Running Alliance",
            "WORA",
        ),
        ("Acme Sports Group (Acmesports) is", "Acme Sports Group", "Acmesports"),
        ("Bank of Northern Fenland, or BNF, paid", "Bank of Northern Fenland", "BNF"),
        ("the Office for Public Health, known as OPH, warned", "Office for Public Health", "OPH"),
    ],
)
def test_a_definition_in_either_order_is_found(text: str, long: str, short: str) -> None:
    (found,) = find_definitions(text)
    assert text[found.long_start : found.long_end] == long
    assert text[found.short_start : found.short_end] == short


@pytest.mark.parametrize(
    "text",
    [
        "She left Acme (in 2017) for good",
        "the biggest city (Kunming) of the province",
        "a small bank (BNF) that nobody knew",
        "Jane Miller (JOHN) came.",
        "He said. North (NS) was first",
    ],
)
def test_a_bracket_that_defines_nothing_is_passed_over(text: str) -> None:
    assert find_definitions(text) == []


def test_an_acronym_is_the_initials_with_or_without_small_words() -> None:
    assert is_acronym_of("IOC", "International Olympic Committee")
    assert is_acronym_of("UOW", "University of Wessex")
    assert not is_acronym_of("IO", "International Olympics")
    assert not is_acronym_of("IAAF", "International Olympic Committee")


def test_a_first_name_alone_is_no_blend() -> None:
    assert is_blend_of("Alisports", "Alibaba Sports Group")
    assert not is_blend_of("Alibaba", "Alibaba Group")
    assert not is_blend_of("Alfa", "Alfa Bank")
