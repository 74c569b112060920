"""Walls before the article."""

import pytest

from tasks.dedupe.reading import fold_words
from tasks.dedupe.text import prepare_text
from tasks.dedupe.walls import is_wall
from tests.dedupe.writing import FERRY

CONSENT = (
    "We value your privacy. We and our partners use cookies to store data on your device. You may "
    "withdraw your consent at any time; some vendors rely on legitimate interest. Accept all."
)
WALLS = {
    "consent": CONSENT,
    "subscription": "Already a subscriber? Log in to your account. Subscribe now for 1 euro, or "
    "create an account to continue reading. Start your free trial today.",
    "registration, German": "Bitte registrieren Sie sich, um weiterzulesen. Ihre E-Mail und Ihr "
    "Passwort sind Pflichtfelder. Sie haben noch keinen Zugang?",
    "consent, Polish": "Szanowny Czytelniku, my i nasi zaufani partnerzy używamy plików cookie. "
    "Wyrażam zgodę na przetwarzanie danych osobowych. Zaloguj się, aby czytać dalej.",
    "robot check": "Please enable JavaScript to verify you are human. We saw unusual traffic and "
    "want to be sure that you are not a robot.",
}


@pytest.mark.parametrize("text", WALLS.values(), ids=WALLS.keys())
def test_a_wall_is_known(text: str) -> None:
    assert is_wall(text, fold_words(text))


@pytest.mark.parametrize(
    "text",
    [
        FERRY,
        f"{FERRY}\n{CONSENT}",
        "The regulator fined the company for its cookie policy. It must ask readers again.",
        "",
    ],
    ids=["article", "article with a notice", "article about cookies", "nothing"],
)
def test_an_article_is_no_wall(text: str) -> None:
    assert not is_wall(text, fold_words(text))


def test_a_wall_is_not_indexed() -> None:
    assert prepare_text(1, "a", CONSENT) is None
