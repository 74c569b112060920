"""Pages that say they are not free to read: what was read of them may be a part."""

import json
from typing import Any

import pytest

from storage.records import NOT_FREE, Basis
from tests.clean.pages import clean, golden

PART = {"@type": "WebPageElement", "cssSelector": ".rest", "isAccessibleForFree": False}


def told(**said: Any) -> list[tuple[str, Basis]]:
    page = golden("council.html")
    extra = json.dumps(said)[1:-1]
    declared = page.replace('"inLanguage": "en-GB"', f'"inLanguage": "en-GB", {extra}')
    assert declared != page
    evidence = clean(declared, "text/html").evidence
    return [(item.value, item.basis) for item in evidence if item.field == "access"]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"isAccessibleForFree": False}, id="the article"),
        pytest.param({"isAccessibleForFree": "False"}, id="in words"),
        pytest.param({"isAccessibleForFree": "https://schema.org/False"}, id="as an address"),
        pytest.param({"hasPart": PART}, id="its part"),
        pytest.param({"hasPart": [{"@type": "Clip"}, PART]}, id="one of its parts"),
    ],
)
def test_what_is_not_free_is_evident(said: dict[str, Any]) -> None:
    assert told(**said) == [(NOT_FREE, Basis.JSON_LD)]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"isAccessibleForFree": True}, id="free"),
        pytest.param({"isAccessibleForFree": True, "hasPart": PART}, id="free, with extras"),
        pytest.param({"hasPart": "https://courier.example.org/part"}, id="nothing said"),
    ],
)
def test_what_is_free_is_not(said: dict[str, Any]) -> None:
    assert told(**said) == []
