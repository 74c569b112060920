"""The document layer: what the whole text says about each name."""

import pytest

from storage.records import MentionKind
from tests.enrich.factories import annotate_one

ORG, PERSON, PLACE = MentionKind.ORG, MentionKind.PERSON, MentionKind.PLACE


def found(text: str, **names: list[str]) -> list[tuple[str, MentionKind]]:
    return [(m.surface, m.kind) for m in annotate_one(text, **names).mentions]


def test_a_possessive_stays_outside_the_name() -> None:
    assert found("We praised Acme's work.", org=["Acme's"]) == [("Acme", ORG)]


def test_a_name_that_ends_in_s_keeps_its_apostrophe() -> None:
    assert found("They met at Miller's in town.", place=["Miller's"]) == [("Miller's", PLACE)]


def test_a_title_is_split_off_and_kept_as_the_role() -> None:
    (mention,) = annotate_one("Then Ms. Li Malin spoke.", person=["Ms. Li Malin"]).mentions
    assert (mention.surface, mention.role) == ("Li Malin", "Ms.")


def test_an_organisation_and_a_person_with_a_role_between_are_two_names() -> None:
    text = "Today Acme CEO Jane Poe left."
    assert found(text, person=["Acme CEO Jane Poe"]) == [("Acme", ORG), ("Jane Poe", PERSON)]


def test_a_title_alone_is_no_person() -> None:
    assert found("The Foreign Secretary went home.", person=["Foreign Secretary"]) == []


def test_a_surname_is_tagged_after_the_full_name() -> None:
    text = "Jane Poeman left. Later Poeman came back."
    assert found(text, person=["Jane Poeman"]) == [("Jane Poeman", PERSON), ("Poeman", PERSON)]


def test_an_acronym_is_tagged_everywhere_once_it_is_defined() -> None:
    text = "The Trail Running Union (TRU) met.\nNobody in TRU spoke."
    assert found(text, org=["Trail Running Union"]) == [
        ("Trail Running Union", ORG),
        ("TRU", ORG),
        ("TRU", ORG),
    ]


def test_one_name_has_one_kind_in_a_document() -> None:
    text = "Boltex grew. Boltex paid. We saw Boltex."
    kinds = {kind for _, kind in found(text, org=["Boltex grew", "Boltex"])}
    assert kinds == {ORG}


def test_a_company_is_known_by_its_groups_name() -> None:
    text = "Boltex Group grew. They went to Boltex, too."
    assert found(text, org=["Boltex Group"], place=["Boltex,"])[1] == ("Boltex", ORG)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Fenland Province", PLACE), ("Fenland Council", ORG)],
    ids=["province", "council"],
)
def test_the_head_of_a_name_settles_its_kind(name: str, kind: MentionKind) -> None:
    assert found(f"We saw {name} again.", misc=[name]) == [(name, kind)]


def test_a_headline_in_capitals_takes_its_names_from_the_text() -> None:
    text = "BOLTEX GROUP BUYS FENLAND MILL\nBoltex Group said so."
    assert ("BOLTEX GROUP", ORG) in found(text, org=["Boltex Group"])


def test_a_demonym_is_a_nationality() -> None:
    text = "The Chinese giant and Saudi Arabia spoke."
    assert found(text, place=["Saudi Arabia"]) == [
        ("Chinese", MentionKind.NATIONALITY),
        ("Saudi Arabia", PLACE),
    ]


def test_misc_is_told_apart() -> None:
    text = "At the Fenland Trail Games the Boltex Five was shown."
    assert found(text, misc=["Fenland Trail Games", "Boltex Five"]) == [
        ("Fenland Trail Games", MentionKind.EVENT),
        ("Boltex Five", MentionKind.PRODUCT),
    ]


def test_a_name_that_holds_a_date_keeps_it() -> None:
    text = "He writes for The Sunday Times now."
    assert found(text, org=["The Sunday Times"]) == [("The Sunday Times", ORG)]


def test_an_acronym_and_a_place_side_by_side_are_two_names() -> None:
    text = "The FTG Basel site of FTG opens in Basel."
    surfaces = [surface for surface, _ in found(text, misc=["FTG Basel", "FTG"], place=["Basel"])]
    assert surfaces == ["FTG", "Basel", "FTG", "Basel"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Parties in Portugal are National Renovator Party (PNR).", "National Renovator Party"),
        ("The Fenland New Trail Party (NTP) won.", "Fenland New Trail Party"),
        ("We met the World Trail Forum (WTF) there.", "World Trail Forum"),
    ],
    ids=["letters reach too far", "letters reach too short", "event head"],
)
def test_a_long_form_stays_as_tagged(text: str, name: str) -> None:
    assert (name, ORG) in found(text, org=[name], place=["Portugal"])


def test_a_person_in_front_of_a_bracket_is_no_long_form() -> None:
    text = "Then Jane Poe (JP) left."
    assert found(text, person=["Jane Poe"]) == [("Jane Poe", PERSON)]


def test_an_event_with_its_year_stays_whole() -> None:
    text = "It hosted the 2002 FIFA World Cup then."
    assert found(text, misc=["2002 FIFA World Cup"]) == [("2002 FIFA World Cup", MentionKind.EVENT)]


@pytest.mark.parametrize(
    "name",
    [
        "National University of General San Martin",
        "Fenland General Staff Academy",
        "Centre for Transitional Justice",
        "Office of the President",
    ],
)
def test_a_title_inside_an_organisations_name_stays(name: str) -> None:
    assert found(f"We saw {name} again.", org=[name]) == [(name, ORG)]


def test_the_head_behind_an_organisation_belongs_to_it() -> None:
    text = "The Fenland Sports Industry Group paid."
    assert found(text, org=["Fenland Sports Industry"]) == [("Fenland Sports Industry Group", ORG)]


def test_a_piece_of_a_title_is_no_person() -> None:
    assert found("Its Chief Executive left.", person=["Chief"]) == []


def test_a_shouted_word_is_not_looked_for_elsewhere() -> None:
    text = "WE MET BOLTEXIA THERE. NOW BOLTEXIA SLEEPS. NATO TOO, AND NATO AGAIN."
    tagged = annotate_one(text, org=["MET BOLTEXIA", "NATO TOO"]).mentions
    assert "BOLTEXIA" not in {mention.surface for mention in tagged}
