"""What stands around the names of a byline is none of them."""

import pytest

from tasks.clean.bylines import read_byline

AROUND = {
    "an address": "By Ann Lee ann@post.example",
    "a stamp and its label": "By Ann Lee Published: 12:01, 3 May 2024 | Updated: 13:02, 3 May 2024",
    "a section behind a stamp": "Posted by Ann Lee on May 3, 2024 in Blog",
    "a stamp before, comments behind": "May 3, 2024 by Ann Lee Leave a Comment",
    "an agency": "By Ann Lee, Associated Press",
    "an agency without a comma": "By Ann Lee Associated Press",
    "an agency behind a bar": "By Ann Lee | CNN",
    "a house": "By Ann Lee, The Conversation",
    "a university": "By Ann Lee, University of Lowmere",
    "a house to write for": "By Ann Lee, For the Lowmere Post",
    "a house, without a comma": "By Ann Lee for the Daily Post",
    "sections and comments": "by Ann Lee | May 3, 2024 | News, Roads | 0 comments",
    "a place behind a dash": "Di Ann Lee - Roma",
    "a place behind a bar": "Por Ann Lee | Madrid",
    "agencies that helped": "Par Ann Lee avec AFP",
    "an agency that helped": "Von Ann Lee und dpa",
    "the photographer": "By Ann Lee Photographs by Bob Kay",
    "an interviewer": "Propos recueillis par Ann Lee",
    "our reporter": "Door onze verslaggever Ann Lee",
}
ELSEWHERE = {
    "文/陈一鸣": "陈一鸣",
    "文｜陈一鸣": "陈一鸣",
    "本报记者 陈一鸣": "陈一鸣",
    "（记者 陈一鸣）": "陈一鸣",
    "文・遠山あかり": "遠山あかり",
    "김하늘 기자 sky@ilbo.example": "김하늘",
    "[솔뫼일보 김하늘 기자]": "김하늘",
    "Yazar: Mehmet Demir": "Mehmet Demir",
    "लेखक: नेहा चौरसिया": "नेहा चौरसिया",
}


@pytest.mark.parametrize("line", AROUND.values(), ids=AROUND)
def test_only_the_name_is_read(line: str):
    assert read_byline(line) == ("Ann Lee",)


@pytest.mark.parametrize(("line", "name"), ELSEWHERE.items(), ids=ELSEWHERE)
def test_bylines_of_other_languages(line: str, name: str):
    assert read_byline(line) == (name,)


@pytest.mark.parametrize("line", ["By Reuters", "By Associated Press"])
def test_an_agency_that_signs_alone_is_the_author(line: str):
    assert read_byline(line) == (line.removeprefix("By "),)


@pytest.mark.parametrize(
    "line", ["김하늘 기자가 어제 솔뫼에서 말했다", "By and large the ferry was late again"]
)
def test_a_sentence_is_no_byline(line: str):
    assert read_byline(line) == ()
