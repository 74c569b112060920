"""Questions of the cookbook as Datasette asks them: every parameter comes as text, empty or not.

::

    LIMIT :limit  ->  LIMIT CAST(coalesce(nullif(:limit, ''), 100) AS INTEGER)

A parameter that is left empty has the question's default; a name may be written in any case.
"""

import re
from collections.abc import Mapping
from typing import Any

from storage.dialects import spelled
from storage.queries.cookbook.reading import Kind, Parameter, Question

MOMENT = "%Y-%m-%d %H:%M:%f000"
"""A time as the ledger's SQLite keeps it: six digits after the point."""

_KINDS = {
    Kind.DAY: "YYYY-MM-DD",
    Kind.MOMENT: "a day or time in UTC",
    Kind.ENTITY: "a name",
    Kind.SOURCE: "its id",
    Kind.ARTICLE: "its number",
    Kind.CURRENCY: "a code such as GBP",
}
"""How each kind is filled in; the others are called as the cookbook calls them."""

_AGO = re.compile(r"(\d+) days? ago")
_NAMED = re.compile(r"(?<![\w:]):([a-z]+)\b")
_SPELLINGS = ("name = {0}", "lower(name) = lower({0})", "lower(name) LIKE '%' || lower({0}) || '%'")
"""From exact to loose, as `newsledger query` tries them."""


def canned_query(question: Question) -> dict[str, Any]:
    """A question as an entry of Datasette's metadata."""
    known = {parameter.name: parameter for parameter in question.parameters}
    written = {name: _expression(parameter) for name, parameter in known.items()}
    sql = _NAMED.sub(lambda match: written.get(match[1], match[0]), spelled(question.sql, "sqlite"))
    return {
        "title": question.title,
        "description": " ".join([question.about.replace("`", ""), _told(known)]).strip(),
        "sql": sql,
        "params": list(known),
        "hide_sql": True,
    }


def _told(known: Mapping[str, Parameter]) -> str:
    """What may be filled in, as a sentence."""
    if not known:
        return ""
    return "To fill in: " + "; ".join(_asked(parameter) for parameter in known.values()) + "."


def _asked(parameter: Parameter) -> str:
    kind = _KINDS.get(parameter.kind, str(parameter.kind))
    left_out = "needed" if parameter.default is None else f"if empty: {parameter.default}"
    return f"{parameter.name} ({kind}, {left_out})"


def _expression(parameter: Parameter) -> str:
    given = f":{parameter.name}"
    if parameter.kind is Kind.ENTITY:
        return _spelling(given)
    if parameter.kind is Kind.MOMENT:
        given = f"replace({given}, 'T', ' ')"
    if parameter.default is None:
        return given
    filled = f"coalesce(nullif({given}, ''), {_default(parameter)})"
    return f"CAST({filled} AS INTEGER)" if parameter.kind is Kind.NUMBER else filled


def _default(parameter: Parameter) -> str:
    """A default of a question's header, as an expression of SQLite."""
    written = parameter.default or ""
    if parameter.kind is Kind.NUMBER:
        return str(int(written))
    if parameter.kind not in (Kind.DAY, Kind.MOMENT):
        return _quoted("" if written == "any" else written)
    form = "%Y-%m-%d" if parameter.kind is Kind.DAY else MOMENT
    if written == "beginning":
        return f"strftime('{form}', '0001-01-02')"
    ago = _AGO.fullmatch(written)
    back = f", '-{ago[1]} days'" if ago else ""
    return f"strftime('{form}', 'now'{back})"


def _spelling(given: str) -> str:
    """The name as some text writes it."""
    tries = ", ".join(
        f"(SELECT name FROM entity_name WHERE {test.format(given)}"  # noqa: S608
        " ORDER BY length(name), name LIMIT 1)"
        for test in _SPELLINGS
    )
    return f"CASE WHEN {given} <> '' THEN coalesce({tries}) END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
