"""Reasons as sentences: each kind has one, and no name of Python's comes through."""

import pytest

from tasks.fetch.reasons import Reason
from tasks.fetch.saying import in_words


@pytest.mark.parametrize("kind", list(Reason))
def test_each_kind_has_words_of_its_own(kind: Reason) -> None:
    assert " " in in_words(kind) or kind in (Reason.CORRUPT, Reason.GONE)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unreadable:RuntimeError", "cannot be read"),
        ("unreadable:Permission denied", "cannot be read (Permission denied)"),
        ("http-status:404", "the site answered 404, not found"),
        ("http-status:503", "the site answered 503"),
        ("retry-after:120", "the site asks to wait 120 seconds"),
        ("bad-line:7 not JSON", "line 7 not JSON"),
        ("took too long", "took too long"),
    ],
)
def test_reason_is_said_with_its_detail(reason: str, said: str) -> None:
    assert in_words(reason) == said
