"""One SQL text for both databases: what they write differently stands in it as ``@name(...)``.

::

    @day(c.published_at)  ->  substr(c.published_at, 1, 10)                               SQLite
                          ->  to_char(c.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')    PostgreSQL
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

MACROS: Mapping[str, tuple[str, str]] = {
    "day": ("substr({0}, 1, 10)", "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"),
    "month": ("substr({0}, 1, 7)", "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM')"),
    "date": ("{0}", "to_char({0}, 'YYYY-MM-DD')"),
    "next": ("date({0}, '+1 day')", "to_char(CAST({0} AS date) + 1, 'YYYY-MM-DD')"),
    "start": ("{0}", "CAST({0} || ' 00:00Z' AS timestamptz)"),  # the first moment of a day in UTC
    "days": (
        "CAST(julianday({1}) - julianday({0}) AS INTEGER)",
        "(CAST({1} AS date) - CAST({0} AS date))",
    ),
    "hours": (
        "(julianday({1}) - julianday({0})) * 24",
        "CAST(extract(epoch FROM {1} - {0}) / 3600 AS double precision)",
    ),
    "each": ("json_each({0}) AS {1}", "LATERAL jsonb_array_elements({0}) AS {1}(value)"),
    "field": ("json_extract({0}, '$.{1}')", "{0} ->> '{1}'"),
    "length": ("json_array_length({0})", "jsonb_array_length({0})"),
    "bytes": ("length(CAST({0} AS BLOB))", "octet_length({0})"),
    "beyond": (  # the text after so many characters; PostgreSQL walks over these alone
        "substr({0}, {1} + 1)",
        "CASE WHEN {1} > 0 THEN right({0}, -({1})) ELSE {0} END",
    ),
    "true": ("1", "'true'"),
    "place": ("instr({0}, {1})", "strpos({0}, {1})"),
    "amount": (  # of "5", or of the range "5/10" its lower end
        "CAST({0} AS REAL)",
        "CAST(split_part({0}, '/', 1) AS double precision)",
    ),
}
"""How SQLite and PostgreSQL write each, in this order."""

_MACRO = re.compile(r"@([a-z]+)\(")


@lru_cache(maxsize=256)
def spelled(text: str, dialect: str) -> str:
    """The text as this database writes it."""
    match = _MACRO.search(text)
    if match is None:
        return text
    arguments, end = _arguments(text, match.end())
    forms = MACROS[match[1]]
    form = forms[0] if dialect == "sqlite" else forms[1]
    written = form.format(*(spelled(argument, dialect) for argument in arguments))
    return text[: match.start()] + written + spelled(text[end:], dialect)


def _arguments(text: str, start: int) -> tuple[Sequence[str], int]:
    """The arguments of a macro that opened before `start`, and where it ends."""
    found: list[str] = []
    depth, begun = 0, start
    for place in range(start, len(text)):
        letter = text[place]
        if letter == ")" and depth == 0:
            return [*found, text[begun:place].strip()], place + 1
        if letter == "," and depth == 0:
            found.append(text[begun:place].strip())
            begun = place + 1
        depth += (letter == "(") - (letter == ")")
    raise ValueError(f"a macro is not closed: {text[start - 10 : start + 40]!r}")
