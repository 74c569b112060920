"""Plain text dumps: the body line by line, and the metadata around it."""

from datetime import UTC, datetime

import pytest

from storage.records import Basis, Credit, Precision, State
from tasks.sources import Source
from tests.clean.pages import article_of, clean, golden


def reasons_of(name: str) -> dict[str, str]:
    return {dropped.text: dropped.reason for dropped in clean(golden(name)).dropped}


def test_a_name_on_a_line_of_its_own_signs_the_text():
    dump = golden("stamped.txt").replace("By Ines Abara 9 Jan 2026", "Ines Abara\n\n9 Jan 2026")
    assert article_of(clean(dump)).authors == ("Ines Abara",)
    spoken_of = dump.replace("Librarian Joost Merel", "Librarian Ines Abara")
    assert article_of(clean(spoken_of)).authors == ()


def test_a_standfirst_and_a_caption_are_no_headline_and_take_no_date():
    headline = "Library opens its doors through the night"
    between = (
        f"{headline}\n\nThe council pays for a night porter until the summer holidays begin."
        "\n\nPhoto: the reading room of the town library on Tuesday"
    )
    article = article_of(clean(golden("stamped.txt").replace(headline, between)))
    assert article.headline == headline
    assert article.published_at == datetime(2026, 1, 9, tzinfo=UTC)


def test_a_menu_on_one_line_is_no_headline():
    menu = "Home News Sport Calendar Contact"
    longer = f"{menu} About us Library Council Weekend opening hours Newsletter"
    article = article_of(clean(golden("stamped.txt").replace(menu, longer)))
    assert article.headline == "Library opens its doors through the night"


def test_a_teaser_above_the_body_gives_neither_headline_nor_date():
    article = article_of(clean(golden("teasers.txt")))
    assert article.headline is None
    assert article.published_at is None


def test_refused_readings_stay_as_evidence_with_the_reason():
    evidence = {e.value: e.note for e in clean(golden("teasers.txt")).evidence}
    assert evidence["Glacier museum names new director for its Alpine wing"]
    assert evidence["2026-02-04T18:40"] == "stands under another headline"


def test_credits_are_captured_and_leave_the_body():
    article = article_of(clean(golden("teasers.txt")))
    assert article.credits == (
        Credit(role="source", name="Rivertown Gazette"),
        Credit(role="proofreader", name="Tomas Vale"),
    )
    assert "Proofread" not in article.text


def test_the_body_is_verbatim_and_whole():
    lines = golden("teasers.txt").split("\n")
    assert article_of(clean(golden("teasers.txt"))).text.split("\n") == lines[2:6]


def test_every_line_is_kept_or_dropped_with_a_reason():
    cleaned = clean(golden("teasers.txt"))
    kept = article_of(cleaned).text.split("\n")
    dropped = [line.text for line in cleaned.dropped]
    assert sorted(kept + dropped) == sorted(filter(None, golden("teasers.txt").split("\n")))
    assert all(line.reason for line in cleaned.dropped)


def test_reasons_name_what_the_line_is():
    reasons = reasons_of("teasers.txt")
    assert reasons["Source: Rivertown Gazette"] == "credit"
    assert reasons["12 Dec 2025"] == "ticker"
    assert reasons["Related coverage"] == "related"
    assert reasons_of("stamped.txt")["Not Logged In"] == "login"


@pytest.mark.parametrize(
    "byline",
    [
        "By Ines Abara 9 Jan 2026",
        "Posted on 9 Jan 2026 by Ines Abara",
    ],
)
def test_headline_byline_and_day_are_read_above_the_body(byline: str):
    dump = golden("stamped.txt").replace("By Ines Abara 9 Jan 2026", byline)
    article = article_of(clean(dump))
    assert article.headline == "Library opens its doors through the night"
    assert article.authors == ("Ines Abara",)
    assert article.published_at == datetime(2026, 1, 9, tzinfo=UTC)
    assert article.published_precision is Precision.DAY
    assert article.published_basis is Basis.BYLINE


def test_a_subhead_inside_the_body_stays():
    assert "Weekend opening" in article_of(clean(golden("stamped.txt"))).text.split("\n")


def test_a_clock_time_is_read_in_the_sources_zone_and_day_order():
    dump = golden("stamped.txt").replace("By Ines Abara 9 Jan 2026", "03/02/2026 00:22")
    source = Source(id="s", name="S", time_zone="Europe/Moscow", date_order="DMY")
    article = article_of(clean(dump, source=source))
    assert article.published_at == datetime(2026, 2, 2, 21, 22, tzinfo=UTC)


def test_a_day_is_not_shifted_by_the_sources_zone():
    source = Source(id="s", name="S", time_zone="Asia/Shanghai")
    article = article_of(clean(golden("stamped.txt"), source=source))
    assert article.published_at == datetime(2026, 1, 9, tzinfo=UTC)


def test_a_day_inside_a_sentence_is_no_publication_date():
    body = golden("teasers.txt").split("\n")[2:6]
    body[1] = "On 2 February 2026 the mill's nine employees were told that they may stay on."
    assert article_of(clean("\n".join(body))).published_at is None


def test_a_date_in_the_future_is_refused():
    cleaned = clean(golden("stamped.txt").replace("9 Jan 2026", "9 Jan 2031"))
    assert article_of(cleaned).published_at is None
    notes = [e.note for e in cleaned.evidence if e.field == "published_at"]
    assert notes == ["implausible: after the page was fetched"]


def test_a_repeated_headline_is_kept_once_and_the_copy_named():
    dump = golden("stamped.txt").replace(
        "Home News Sport", "Library opens its doors through the night"
    )
    reasons = [dropped.reason for dropped in clean(dump).dropped]
    assert "headline" in reasons


def test_no_break_spaces_stay_in_the_text():
    dump = golden("stamped.txt").replace("four hundred visitors", "four\u00a0hundred visitors")
    assert "four\u00a0hundred" in article_of(clean(dump)).text


def test_controls_go_and_nothing_else():
    dump = golden("stamped.txt").replace("four hundred", "four\x00 hun\x07dred")
    assert "more than four hundred visitors" in article_of(clean(dump)).text


def test_an_empty_dump_is_a_stub():
    assert clean(" \n\t\n").state is State.STUB
    assert clean("").reason == "empty"


def test_a_dump_of_navigation_alone_is_a_stub():
    cleaned = clean("Home\nNews\nSport\nContact us\nLog in")
    assert (cleaned.state, cleaned.reason) == (State.STUB, "empty")


def test_a_dump_of_a_wall_is_a_stub():
    cleaned = clean("Before you continue\nWe use cookies to show you what you may like.\nAccept")
    assert (cleaned.state, cleaned.reason) == (State.STUB, "consent wall")


def test_bytes_that_are_no_text_fail_with_the_reason():
    cleaned = clean(bytes(range(32)) * 40)
    assert cleaned.state is State.FAILED
    assert cleaned.reason and cleaned.reason.startswith("binary")


ARABIC = """\
الرئيسية
رياضة
تسجيل الدخول
بلدية الميناء تقر بناء جسر جديد فوق النهر
{byline}
15 يناير 2026
أقر مجلس بلدية الميناء مساء الثلاثاء بناء جسر جديد فوق النهر بكلفة تبلغ أربعين مليون دولار، على أن \
تبدأ الأعمال في الصيف المقبل وتستمر ثلاث سنوات.
وقال رئيس البلدية سامر النجار بعد الجلسة إن الجسر القديم لم يعد آمنا بعد الفيضان الذي ضرب المدينة \
في يناير، وإن المهندسين حذروا منذ سنوات من تآكل دعاماته.
وأعرب أصحاب المتاجر القريبة من النهر عن خشيتهم من أن تبعد أعمال البناء الزبائن عنهم، وطالبوا \
بتعويضات لا تقل عن ألفي دولار في الشهر لكل متجر.
تدقيق: هالة منصور
مواضيع ذات صلة
الفيضان يضرب المدينة
"""


@pytest.mark.parametrize("byline", ["كتبت: ليلى حداد", "كتب ليلى حداد", "إعداد: ليلى حداد"])
def test_an_arabic_byline_names_the_author_and_keeps_the_day(byline: str) -> None:
    article = article_of(clean(ARABIC.format(byline=byline)))
    assert article.authors == ("ليلى حداد",)
    assert article.published_at == datetime(2026, 1, 15, tzinfo=UTC)
    assert article.credits == (Credit(role="proofreader", name="هالة منصور"),)


@pytest.mark.parametrize(
    "line",
    [
        "Korrektur gelesen von Uwe Thomsen",
        "Korrekturgelesen von Uwe Thomsen",
        "Lektorat: Uwe Thomsen",
    ],
)
def test_a_german_proofreader_is_a_credit(line: str) -> None:
    dump = golden("teasers.txt").replace("Proofread by Tomas Vale", line)
    assert Credit(role="proofreader", name="Uwe Thomsen") in article_of(clean(dump)).credits


BRIEF = """Skip to content
Lowmere Courier
News
Sport
Sign in
Storm shuts the harbour for a third day
By Ines Abara
Share
Tweet
The harbour stayed shut for a third day on Sunday as gusts reached eighty miles an hour.
Its master said that no ship would enter before Monday noon.
Key points
No ships since Friday
The weather office kept its warning in place until nine in the evening.
It meets again on Monday morning.
You may also like
Ten fish pies
Terms | Privacy"""


def test_of_a_brief_among_menus_all_sentences_are_kept():
    article = article_of(clean(BRIEF))
    assert article.headline == "Storm shuts the harbour for a third day"
    assert [line.split()[0] for line in article.text.split("\n")] == ["The", "Its", "The", "It"]


def test_a_brief_of_one_sentence_is_an_article():
    dump = "Home\nContact\nRoad closed\nMill Street is closed until Friday because of a burst main."
    assert article_of(clean(dump + "\nBack to top")).text.startswith("Mill Street is closed")


REPORT = """Home
Sport
Fixtures
Late winner sends Lowmere top
By Ravi Menon
11 October 2025 17:58
Lowmere Rovers went top of the league after a goal in the last minute from Leon Asamo beat Eastholm.
Half-time: 0-1
Eastholm led through Jack Brewis after twelve minutes.
Lowmere: Hobbs; Lane, Okafor, Price, Stein; Asamo, Dunn, Ray; Cole, Fitch, Moss.
Attendance: 4,318
Manager Gwen Tolland said that nobody ever stops here.
Related coverage
Cup draw: who meets whom in the third round"""


def test_a_brief_goes_on_over_a_line_or_two_that_are_no_sentence() -> None:
    text = article_of(clean(REPORT)).text.split("\n")
    assert text == REPORT.split("\n")[6:12]


def test_short_sentences_between_the_text_and_its_credit_are_its_last() -> None:
    page = golden("teasers.txt")
    body = article_of(clean(page)).text.split("\n")
    end = "The ship is to return in May.\nHe denied it.\nProofread by Anna Whitlow."
    signed = page.replace(body[-1], f"{body[-1]}\n{end}")
    article = article_of(clean(signed))
    assert article.text.split("\n") == [*body, *end.split("\n")[:2]]


FERRY = """Home
News
Politics
BREAKING: Storm closes two bridges | 12 Oct 2025 07:15
Ferry operator fined 1.2 million over engine fire
Port of Lowmere
By Helena Marrick
12 October 2025 09:40
A ferry operator has been fined 1.2 million after an engine fire forced 312 passengers off a ferry.
The operator pleaded guilty at Lowmere court on Monday to three breaches of the shipping rules.
The judge said that the operator had ignored four written warnings from its own chief engineer.
The fine is the highest that the court has set since the rules were made, nine years ago.
Related coverage"""


def test_a_place_between_headline_and_byline_does_not_take_the_date() -> None:
    article = article_of(clean(FERRY))
    assert article.headline == "Ferry operator fined 1.2 million over engine fire"
    assert article.published_at == datetime(2025, 10, 12, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize("above", ["", "Bridge to close\n"])
def test_a_text_of_sentences_alone_keeps_its_short_last_ones(above: str) -> None:
    said = "The council of Lowmere voted on Monday to close the bridge for a year, it said."
    body = f"{said}\nNobody had asked the shops.\nThey objected."
    assert article_of(clean(above + body)).text == body


STAMPED = "By Ines Abara 9 Jan 2026"
STANDFIRSTS = [
    "Students may stay until morning",
    "Porters and councillors welcome a step that was long asked for in the town",
    "‘At last a quiet place’",
]


@pytest.mark.parametrize("standfirst", STANDFIRSTS)
def test_a_signed_stamp_is_the_articles_under_any_standfirst(standfirst: str):
    page = golden("stamped.txt").replace(STAMPED, f"{standfirst}\n{STAMPED}")
    article = article_of(clean(page))
    assert article.headline == "Library opens its doors through the night"
    assert article.published_at == datetime(2026, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "stamps",
    [
        "Updated: 12 Jan 2026 10:00 | Published: 9 Jan 2026 08:00",
        "Last updated: 12 January 2026, First published: 9 January 2026",
        "9 January 2026 Updated 12 January 2026",
    ],
)
def test_each_stamp_of_a_line_dates_what_is_said_before_it(stamps: str):
    page = golden("stamped.txt").replace(STAMPED, f"By Ines Abara\n{stamps}")
    article = article_of(clean(page))
    assert article.published_at and article.published_at.day == 9
    assert article.modified_at and article.modified_at.day == 12


@pytest.mark.parametrize(
    "name", ["Inês Abara", "Jürgen Abara", "Иван Абаров", "Marloes van der Abara", "Dr. Ines Abara"]
)
def test_a_name_that_no_list_knows_signs_beside_the_stamp(name: str):
    page = golden("stamped.txt").replace(STAMPED, f"{name}\n9 Jan 2026")
    assert article_of(clean(page)).authors == (name.removeprefix("Dr. "),)


def test_those_who_sign_together_and_those_whom_a_line_introduces():
    both = golden("stamped.txt").replace(STAMPED, "Ines Abara and Joost Okafor\n9 Jan 2026")
    assert article_of(clean(both)).authors == ("Ines Abara", "Joost Okafor")
    below = golden("stamped.txt").replace(STAMPED, "By\nYusuf Denktas\n9 Jan 2026")
    assert article_of(clean(below)).authors == ("Yusuf Denktas",)


@pytest.mark.parametrize("line", ["Vi rapporterer fra Oslo", "Redaktion Lowmere", "Photo Comments"])
def test_what_stands_beside_a_stamp_and_is_no_name_signs_nothing(line: str):
    page = golden("stamped.txt").replace(STAMPED, f"{line}\n9 Jan 2026")
    assert article_of(clean(page)).authors == ()


@pytest.mark.parametrize("credit", ["Photo: Bob Kay", "(Photo: Bob Kay)", "Photograph: Bob Kay"])
def test_a_caption_credits_its_photographer(credit: str):
    caption = f"The town library on Friday {credit}"
    cleaned = clean(golden("stamped.txt").replace(STAMPED, f"{STAMPED}\n{caption}"))
    article = article_of(cleaned)
    assert Credit(role="photographer", name="Bob Kay") in article.credits
    assert caption not in article.text
    assert {told.text: told.reason for told in cleaned.dropped}[caption] == "caption"


def test_a_sites_copyright_credits_no_photographer():
    page = golden("stamped.txt") + "\n© 2026 Lowmere Post\n"
    assert article_of(clean(page)).credits == ()


BULLETS = "• Doors open all night\n• A porter is paid until summer\n• Four hundred visitors came"


def test_an_item_of_a_list_is_no_headline():
    page = golden("stamped.txt").replace(STAMPED, f"{BULLETS}\n{STAMPED}")
    article = article_of(clean(page))
    assert article.headline == "Library opens its doors through the night"
