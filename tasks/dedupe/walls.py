"""Texts that are a wall before the article - consent, registration, subscription, robot checks.

Two articles behind one wall share nearly every word and are no copies of each other, so a wall
gets no sketch. The phrases are those in which consent platforms and publishers' paywalls speak,
one short piece of wording each so that inflection does not hide it.
"""

from collections import defaultdict
from collections.abc import Iterable

from tasks.dedupe.reading import fold_words

PHRASES = {
    "en": (
        "we value your privacy; our partners; cookie policy; privacy policy; use cookies; uses "
        "cookies; accept all; manage preferences; your consent; personalised ad; personalized ad; "
        "legitimate interest; already a subscriber; to continue reading; subscribe to read; "
        "subscribe now; registered users; create an account; sign in to; log in to; free trial; "
        "trial request; work email; enable javascript; ad blocker; are a robot; not a robot; "
        "verify you are human; unusual traffic; terms of service; your details; your inbox; "
        "forgot your password; reset your password; confirm your email"
    ),
    "de": (
        "einwilligung; zustimmung; unsere partner; datenschutz; cookies; werbung personalis; "
        "bitte registrier; bitte melden sie sich; melden sie sich an; registrieren sie sich; "
        "nachdem sie sich; angemeldet haben; eingeloggt haben; ihre e-mail; passwort; jetzt "
        "abonnieren; kostenlos testen; um weiterzulesen; um fortzufahren; noch keinen zugang; "
        "pflichtfelder; adblocker"
    ),
    "fr": (
        "nos partenaires; votre consentement; vos données; données personnelles; politique de "
        "confidentialité; tout accepter; réservé aux abonnés; déjà abonné; je m'abonne; "
        "abonnez-vous; pour lire la suite; créez un compte; mot de passe"
    ),
    "es": (
        "nuestros socios; política de privacidad; política de cookies; su consentimiento; datos "
        "personales; aceptar todo; ya eres suscriptor; suscríbete; suscriptores; inicia sesión; "
        "seguir leyendo; contraseña; regístrate"
    ),
    "pt": (
        "nossos parceiros; política de privacidade; seu consentimento; dados pessoais; conteúdo "
        "exclusivo para assinantes; já é assinante; assine já; para continuar lendo; senha"
    ),
    "it": (
        "nostri partner; informativa sulla privacy; tuo consenso; dati personali; accetta tutto; "
        "riservato agli abbonati; sei già abbonato; abbonati; continuare a leggere"
    ),
    "nl": (
        "onze partners; privacybeleid; toestemming; persoonsgegevens; alles accepteren; al "
        "abonnee; om verder te lezen; wachtwoord"
    ),
    "pl": (
        "zaufanych partnerów; zaufani partnerzy; naszych partnerów; plików cookie; pliki cookie; "
        "danych osobowych; dane osobowe; polityce prywatności; polityka prywatności; wyrażam "
        "zgod; wyrazić zgod; twoje zgody; twojej zgody; marketingow; w celach statystycznych; "
        "informacje techniczne; spersonalizowan; zaloguj się; subskrypcj; szanowny czytelniku; "
        "dedykowane reklamy; dopasowani"
    ),
    "tr": ("çerez; kişisel veri; gizlilik politika; aydınlatma metni; abone ol; giriş yap"),
    "ru": (
        "файлы cookie; файлов cookie; персональных данных; оформите подписку; подписчик; "
        "зарегистрируйтесь"
    ),
    "ar zh ja": (
        "ملفات تعريف الارتباط; سياسة الخصوصية; 隐私政策; 登录后; 登入後; 会員登録; 有料会員"
    ),
}
# A wall speaks of little else. On the development texts the walls have a phrase in every 10 to
# 32 words, and the next text, an article with an appeal to subscribe, one in 68.
MIN_PHRASES = 4
WORDS_PER_PHRASE = 45
# A headline and a first sentence may stand before the wall; an article with a notice has more.
WORDS_OUTSIDE = 80

_HEAD = 5  # letters by which a word is told: enough to tell, few enough for its inflections


def is_wall(text: str, words: Iterable[str]) -> bool:
    """Return whether a text, of which these are the folded words, is a wall before an article."""
    heads = {word[:_HEAD] for word in set(words)}
    folded = text.casefold()
    spoken = (phrase for head in heads & _BY_HEAD.keys() for phrase in _BY_HEAD[head])
    found = [phrase for phrase in spoken if phrase in folded]
    if len(found) < MIN_PHRASES:
        return False
    start = min(map(folded.find, found))
    end = max(folded.rfind(phrase) + len(phrase) for phrase in found)
    inside = len(folded[start:end].split())
    outside = len(folded[:start].split()) + len(folded[end:].split())
    return outside <= WORDS_OUTSIDE and inside <= len(found) * WORDS_PER_PHRASE


def _by_head() -> dict[str, list[str]]:
    """The phrases by the head of their longest word, so that few are looked for in a text."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in {phrase for listed in PHRASES.values() for phrase in listed.split("; ")}:
        found[max(fold_words(phrase), key=len)[:_HEAD]].append(phrase)
    return found


_BY_HEAD = _by_head()
