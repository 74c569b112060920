"""Statements between two names, and where they are read from."""

import pytest

from tests.enrich.factories import annotate_one

PERSONS = ["Jane Poe", "Max Roe"]
ORGS = ["Acme Group", "Boltex", "Fenland Council"]
PLACES = ["Basel", "Switzerland", "France", "Germany"]


def relations(text: str) -> list[tuple[str, str, str]]:
    found = annotate_one(text, person=PERSONS, org=ORGS, place=PLACES)
    surfaces = [mention.surface for mention in found.mentions]
    return [(surfaces[r.subject], r.predicate, surfaces[r.object]) for r in found.relations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme Group CEO Jane Poe left.", ("Jane Poe", "role:CEO", "Acme Group")),
        ("Boltex's chairman, Max Roe, left.", ("Max Roe", "role:chairman", "Boltex")),
        (
            "Jane Poe, Chief Executive of Acme Group, left.",
            ("Jane Poe", "role:Chief Executive", "Acme Group"),
        ),
        ("Jane Poe, Boltex CEO, said so.", ("Jane Poe", "role:CEO", "Boltex")),
        (
            "He met the Vice-Governor of Basel, Ms. Jane Poe, today.",
            ("Jane Poe", "role:Vice-Governor", "Basel"),
        ),
        ("Boltex is a subsidiary of Acme Group.", ("Boltex", "subsidiary_of", "Acme Group")),
        (
            "Boltex, the sports arm of the Chinese giant Acme Group, grew.",
            ("Boltex", "subsidiary_of", "Acme Group"),
        ),
        ("Boltex, owned by Acme Group, grew.", ("Acme Group", "owner_of", "Boltex")),
        (
            "Boltex has signed a contract to partner with Acme Group.",
            ("Boltex", "partner_of", "Acme Group"),
        ),
        (
            "Boltex and the Fenland Council announced a ten-year partnership.",
            ("Boltex", "partner_of", "Fenland Council"),
        ),
        (
            "The partnership between Boltex and Acme Group grew.",
            ("Boltex", "partner_of", "Acme Group"),
        ),
        ("Boltex, headquartered in Basel, grew.", ("Boltex", "located_in", "Basel")),
        ("Basel-based Boltex grew.", ("Boltex", "located_in", "Basel")),
        ("They met in Basel, Switzerland.", ("Basel", "located_in", "Switzerland")),
    ],
)
def test_a_plain_statement_is_read(text: str, expected: tuple[str, str, str]) -> None:
    assert relations(text) == [expected]


def test_a_partner_named_after_an_apposition_is_the_daughters() -> None:
    text = (
        "Boltex, the sports arm of Acme Group has entered into a partnership with Fenland Council."
    )
    assert ("Boltex", "partner_of", "Fenland Council") in relations(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Poe met Acme Group. The CEO of Boltex left.",
        "Jane Poe and Deputy Secretary General of the Fenland Council left.",
        "Boltex and Acme Group met.",
        "Acme Group and Boltex did not speak.\nThey signed an agreement.",
        "They went to Basel, France, Germany and Switzerland.",
        "Boltex bought time in Basel.",
        "Boltex met Dame Jane Poe.",
    ],
)
def test_what_is_not_said_is_not_read(text: str) -> None:
    assert relations(text) == []


def test_a_relation_carries_the_characters_it_was_read_from() -> None:
    text = "On Monday Acme Group CEO Jane Poe left."
    found = annotate_one(text, person=PERSONS, org=ORGS)
    (relation,) = found.relations
    assert text[relation.start : relation.end] == "Acme Group CEO Jane Poe"
