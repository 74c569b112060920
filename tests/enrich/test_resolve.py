"""Who is who inside one document."""

from storage.records import Annotations, MentionKind
from tests.enrich.factories import annotate_one


def names(found: Annotations) -> dict[str, str | None]:
    return {mention.surface: mention.name for mention in found.mentions}


def keys(found: Annotations) -> dict[str, str | None]:
    return {mention.surface: mention.key for mention in found.mentions}


def test_a_surname_takes_the_full_name_and_its_leaf() -> None:
    found = annotate_one("Jane Poeman left. Poeman came.", person=["Jane Poeman"])
    assert names(found) == {"Jane Poeman": None, "Poeman": "Jane Poeman"}
    assert keys(found)["Poeman"] == "jane poeman"


def test_a_surname_of_two_persons_stays_open() -> None:
    text = "Jane Poeman and Max Poeman left. Poeman came."
    found = annotate_one(text, person=["Jane Poeman", "Max Poeman"])
    assert keys(found)["Poeman"] is None


def test_a_middle_name_makes_no_second_person() -> None:
    text = "Jane Ada Poeman left. Jane Poeman came. Jane Poeman sat."
    found = annotate_one(text, person=["Jane Ada Poeman", "Jane Poeman"])
    assert set(keys(found).values()) == {"jane poeman"}


def test_one_word_of_a_person_alone_has_no_leaf() -> None:
    assert keys(annotate_one("Poeman came.", person=["Poeman"])) == {"Poeman": None}


def test_an_acronym_in_a_document_with_its_long_form_is_merged_with_its_place() -> None:
    text = "The Trail Running Union met. TRU paid."
    found = annotate_one(text, org=["Trail Running Union", "TRU"])
    (merge,) = found.merges
    assert (merge.key, merge.other_key, merge.method) == ("tru", "trailrunningunion", "acronym")
    assert text[merge.start : merge.end] == "TRU"


def test_a_definition_is_a_merge_with_the_definition_as_evidence() -> None:
    text = "We saw Acme Sports Group (Acmesports) there."
    found = annotate_one(text, org=["Acme Sports Group", "Acmesports"])
    (merge,) = found.merges
    assert merge.method == "definition"
    assert text[merge.start : merge.end] == "Acme Sports Group (Acmesports"


def test_the_same_three_words_in_another_order_are_merged() -> None:
    text = "Fenland Trail Running Union met. The Union of Fenland Trail Running paid."
    found = annotate_one(
        text, org=["Fenland Trail Running Union", "Union of Fenland Trail Running"]
    )
    assert [merge.method for merge in found.merges] == ["word_set"]


def test_two_words_in_another_order_are_not_merged() -> None:
    found = annotate_one("Bank Fenland met Fenland Bank.", org=["Bank Fenland", "Fenland Bank"])
    assert found.merges == ()


def test_a_parent_is_not_its_daughter() -> None:
    text = "Acme Group owns Acme Sports Group. Acme pays."
    found = annotate_one(text, org=["Acme Group", "Acme Sports Group", "Acme"])
    assert keys(found) == {
        "Acme Group": "acmegroup",
        "Acme Sports Group": "acmesportsgroup",
        "Acme": "acmegroup",
    }


def test_kinds_are_kept_apart() -> None:
    text = "In Fenland, Fenland University met."
    found = annotate_one(text, place=["Fenland,"], org=["Fenland University"])
    assert {m.kind: m.key for m in found.mentions} == {
        MentionKind.PLACE: "fenland",
        MentionKind.ORG: "fenlanduniversity",
    }


def test_the_bare_noun_points_to_the_one_organisation_that_ends_in_it() -> None:
    text = "Fenland Running Alliance grew. The Alliance paid."
    found = annotate_one(text, org=["Fenland Running Alliance"])
    assert names(found) == {
        "Fenland Running Alliance": None,
        "Alliance": "Fenland Running Alliance",
    }


def test_the_bare_noun_of_two_organisations_is_left_alone() -> None:
    text = "Fenland Running Alliance met Basel Rowing Alliance. The Alliance paid."
    found = annotate_one(text, org=["Fenland Running Alliance", "Basel Rowing Alliance"])
    assert "Alliance" not in names(found)
