"""Titles and honorifics in front of a person's name: outside the span, kept as the role."""

import re

_RANK = (
    r"(?:(?:[Vv]ice|[Dd]eputy|[Pp]rime|[Ee]xecutive|[Aa]ssistant|[Aa]cting|[Ii]nterim|[Ff]ormer"
    r"|[Cc]hief|[Mm]anaging|[Ff]oreign|[Dd]efen[cs]e|[Ff]inance|[Ii]nterior|[Ss]enior|[Ff]irst"
    r"|[Gg]eneral|[Aa]ttorney|[Pp]ress|[Ff]ounding|[Cc]o|Home|Shadow|Health|Education|Justice|Trade"
    r"|Transport|Environment|Treasury|Major|Brigadier|Lieutenant)[ \u00a0-])"
)
_HEAD = (
    r"(?:[Pp]resident|[Mm]inister|[Ss]ecretary[ \u00a0-][Gg]eneral|[Ss]ecretary(?: of [Ss]tate)?"
    r"|[Cc]hancellor|[Ss]enator|[Gg]overnor|[Mm]ayor|[Dd]irector[ \u00a0-][Gg]eneral|[Dd]irector"
    r"|[Cc]hair(?:man|woman|person)|C[EFOT]O|[Ee]xecutive(?: [Oo]fficer)?|[Cc]aptain|[Cc]oach"
    r"|[Aa]mbassador|[Ss]pokes(?:man|woman|person)|[Cc]ommissioner|[Pp]remier|[Ff]ounder"
    r"|[Cc]hief [Oo]f [Ss]taff|[Mm]anager|[Ss]peaker|[Gg]eneral|[Jj]udge|[Jj]ustice|[Pp]rofessor"
    r"|[Cc]olonel|[Ll]ieutenant|[Ss]ergeant|[Aa]dmiral|[Aa]rchbishop|[Bb]ishop|[Cc]ardinal"
    r"|[Cc]ongress(?:man|woman)|[Rr]epresentative|[Cc]ounsel|[Cc]oordinator)"
)
_HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|Sgt|Capt|Maj|Rev|Hon|Adm)\b\.?"
TITLE = rf"(?:{_RANK}*{_HEAD}|{_HONORIFIC}|Sir|Dame)"

# Offices that end no organisation's name, as "Justice" and "General" may.
_OFFICE = (
    r"(?:[Pp]resident|[Mm]inister|[Ss]ecretary[ \u00a0-][Gg]eneral|[Ss]ecretary(?: of [Ss]tate)?"
    r"|[Cc]hancellor|[Gg]overnor|[Mm]ayor|[Dd]irector[ \u00a0-][Gg]eneral|[Dd]irector"
    r"|[Cc]hair(?:man|woman|person)|C[EFOT]O|Chief Executive(?: Officer)?|General Manager"
    r"|[Ss]pokes(?:man|woman|person)|[Cc]oach|[Cc]aptain|[Ff]ounder)"
)
OFFICE = rf"{_RANK}*{_OFFICE}"
_NOT_OF = r"(?<!of)(?<!the)(?<!and)(?<!for)(?<!&)"

# At the start of a tagged span; the name behind must begin with a capital.
LEADING_TITLE = re.compile(rf"(?:{TITLE}[,\s]+)+(?=[A-Z\u00c0-\u00de])")
# Right before a span.
TITLE_BEFORE = re.compile(rf"(?<![\w-])((?:{TITLE}[,\s]+)*{TITLE}),?\s$")
# Around an organisation's name: "Alisports CEO", "Chief Executive of Alisports".
TRAILING_TITLE = re.compile(rf"{_NOT_OF}\s(?:{OFFICE})$")
TITLE_OF = re.compile(rf"^(?:{OFFICE}) of (?:the )?(?=[A-Z])")
# Inside a span: "Alisports CEO Zhang Dazhong" is two names with a role between them.
INNER_TITLE = re.compile(rf"{_NOT_OF}\s(?:{TITLE}),?\s+(?=[A-Z\u00c0-\u00de])")
INNER_OFFICE = re.compile(rf"{_NOT_OF}\s(?:{OFFICE}),?\s+(?=[A-Z\u00c0-\u00de])")

_ONLY_TITLE = re.compile(rf"(?:{TITLE}[,\s]*)+|Mr|Mrs|Ms|Dr|Prof|Chief|Deputy|Vice|Former", re.I)
_HONORIFIC_WORD = re.compile(rf"{_HONORIFIC}|Sir|Dame")
_LAST_WORD_BEFORE = re.compile(rf"(?:{_HEAD}|{_HONORIFIC}|Sir|Dame),?\s$")
_LONGEST_WORD = 22  # characters; of the heads in the list with comma and blank
_WINDOW = 80  # characters looked at before a span; the longest title in the lists has 40


def leading_title(surface: str) -> int:
    """Return how many characters of a person's span are title; 0 where there is none."""
    match = LEADING_TITLE.match(surface)
    return match.end() if match and match.end() < len(surface) else 0


def without_title(surface: str) -> tuple[int, int]:
    """Return start and end of an organisation's name in its span, without a person's title."""
    leading, trailing = TITLE_OF.match(surface), TRAILING_TITLE.search(surface)
    start = leading.end() if leading else 0
    return (
        (start, trailing.start())
        if trailing and trailing.start() > start
        else (start, len(surface))
    )


def ends_with_title(surface: str) -> bool:
    """Return whether a span is an organisation and a role: "Acme Chief Executive"."""
    return TRAILING_TITLE.search(surface) is not None


def title_before(text: str, start: int) -> str | None:
    """Return the title that stands right before a name, as written and on one line."""
    if not _LAST_WORD_BEFORE.search(text[max(0, start - _LONGEST_WORD) : start]):
        return None  # nearly always, and sooner
    match = TITLE_BEFORE.search(text[max(0, start - _WINDOW) : start])
    if not match or "\n" in match.group():
        return None
    words = match.group(1).replace(",", " ").split()
    ranks = [word for word in words if not _HONORIFIC_WORD.fullmatch(word)]
    return " ".join(ranks or words)


def is_honorific(title: str) -> bool:
    """Return whether a title only addresses a person: Ms., Dame."""
    return all(_HONORIFIC_WORD.fullmatch(word) for word in title.split())


def is_title(surface: str) -> bool:
    """Return whether a surface is nothing but a title."""
    return _ONLY_TITLE.fullmatch(surface) is not None
