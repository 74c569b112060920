"""The cookbook: questions that analysts ask, each a file of SQL with a header that says how.

::

    -- Title
    --
    -- What it counts, and how.
    --
    -- since: moment = 7 days ago       a parameter: its kind, and its default if it has one

The text is the same for both databases (storage/dialects.py spells what they write differently).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage import registry
from storage.bulk import select, select_told
from storage.dialects import spelled
from storage.errors import NotFoundError, UsageError
from storage.queries.addresses import find_article
from storage.queries.cookbook.columns import read_column

FOLDER = Path(__file__).parent
_PARAMETER = re.compile(r"(?P<name>[a-z]+): (?P<kind>[a-z]+)(?: = (?P<default>.+))?")
_CODE = re.compile(r"[A-Za-z]{3}")
_AGO = re.compile(r"(\d+) days? ago")


class Kind(StrEnum):
    """What a parameter takes."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"  # YYYY-MM-DD
    MOMENT = "moment"  # a time in UTC
    ENTITY = "entity"  # a name as it is written somewhere
    SOURCE = "source"  # its id
    ARTICLE = "article"  # its number, URL or path
    CURRENCY = "currency"  # a code of three letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that a question can be told."""

    name: str
    kind: Kind
    default: str | None  # as written in the header; None: it must be given


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its SQL."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Rows as values that JSON knows, and times."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@cache
def read_cookbook() -> Mapping[str, Question]:
    """Every question by its name."""
    files = sorted(FOLDER.glob("*.sql"))
    return {path.stem: parse_question(path.stem, path.read_text("utf-8")) for path in files}


def find_question(name: str) -> Question:
    """The question of this name.

    Raises:
        NotFoundError: there is none.
    """
    book = read_cookbook()
    if name not in book:
        meant = get_close_matches(name, book, 1)
        advice = f"did you mean {meant[0]}?" if meant else "`newsledger query` lists them"
        raise NotFoundError(f"no query {name!r}; {advice}")
    return book[name]


def ask(
    connection: Connection, question: Question, given: Mapping[str, Any], now: datetime
) -> Answer:
    """The answer to a question; parameters that are not given have their defaults as of `now`.

    Raises:
        UsageError: a parameter is missing, there is none of a name, or its value cannot be meant.
        NotFoundError: no text speaks of the entity, or there is no such source or article.
    """
    values = _known(connection, question, values_of(question, given, now))
    columns, found = _asked(connection, question, values)
    if not found and (spelled_so := _spellings(connection, question, values)):
        columns, found = _asked(connection, question, {**values, **spelled_so})
    read = [read_column(*pair) for pair in zip(columns, zip(*found, strict=True), strict=False)]
    return Answer(columns=columns, rows=tuple(zip(*read, strict=True)))


def parse_question(name: str, file: str) -> Question:
    """A question from its file."""
    lines = [line[2:].strip() for line in file.splitlines() if line.startswith("--")]
    parameters = [match for line in lines[1:] if (match := _PARAMETER.fullmatch(line))]
    about = "\n".join(line for line in lines[1:] if not _PARAMETER.fullmatch(line)).strip()
    sql = "\n".join(line for line in file.splitlines() if not line.startswith("--"))
    return Question(
        name=name,
        title=lines[0],
        about="\n".join(" ".join(part.split()) for part in about.split("\n\n")),
        parameters=tuple(
            Parameter(name=match["name"], kind=Kind(match["kind"]), default=match["default"])
            for match in parameters
        ),
        sql=sql.strip(),
    )


def default_of(parameter: Parameter, now: datetime) -> Any:
    """The value that a parameter has where none is given."""
    written = parameter.default or ""
    if parameter.kind is Kind.NUMBER:
        return int(written)
    if parameter.kind in (Kind.DAY, Kind.MOMENT):
        moment = _moment(written, now)
        return moment if parameter.kind is Kind.MOMENT else moment.date().isoformat()
    return "" if written == "any" else written


def _moment(written: str, now: datetime) -> datetime:
    if written == "beginning":
        return datetime(1, 1, 2, tzinfo=now.tzinfo)
    ago = _AGO.fullmatch(written)
    return now - timedelta(days=int(ago[1])) if ago else now


def values_of(question: Question, given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The values of all parameters; those that are not given have their defaults as of `now`.

    Raises:
        UsageError: a parameter is missing, or there is none of a name.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise UsageError(f"{question.name} has no parameter {name!r}; it has: {listed}")
    missing = [name for name in known if known[name].default is None and name not in given]
    if missing:
        asked = " ".join(f"--param {name}=..." for name in missing)
        raise UsageError(f"{question.name} must be told {', '.join(missing)}: {asked}")
    defaults = {name: default_of(known[name], now) for name in known if name not in given}
    return {**defaults, **given}


def _known(connection: Connection, question: Question, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with sources and articles looked up and currencies as texts have them."""
    kinds = {parameter.name: parameter.kind for parameter in question.parameters}
    empty = {item.name for item in question.parameters if item.default is not None}
    return {
        name: value if not value and name in empty else _meant(connection, kinds[name], value)
        for name, value in values.items()
    }


def _meant(connection: Connection, kind: Kind, value: Any) -> Any:
    """What a value stands for."""
    if kind is Kind.SOURCE:
        registry.source_row(connection, value)
    if kind is Kind.ARTICLE:
        return find_article(connection, str(value))
    return _currency(value) if kind is Kind.CURRENCY else value


def _currency(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise UsageError(f"{code!r} is no currency; write its code of three letters, such as GBP")
    return code.upper()


def _asked(
    connection: Connection, question: Question, values: Mapping[str, Any]
) -> tuple[tuple[str, ...], list[Any]]:
    """Columns and rows as the driver gives them."""
    return select_told(connection, spelled(question.sql, connection.dialect.name), values)


def _spellings(
    connection: Connection, question: Question, values: Mapping[str, Any]
) -> dict[str, str]:
    """Entities under the names that texts give them, where these are not the given ones."""
    entities = [item.name for item in question.parameters if item.kind is Kind.ENTITY]
    found = {name: _spelling(connection, values[name]) for name in entities}
    return {name: written for name, written in found.items() if written != values[name]}


def _spelling(connection: Connection, name: str) -> str:
    """The name as some text writes it."""
    ways = (
        ("name = ?", name),
        ("lower(name) = ?", name.lower()),
        ("lower(name) LIKE ?", f"%{name.lower()}%"),
    )
    for test, value in ways:
        sql = f"SELECT name FROM entity_name WHERE {test} ORDER BY length(name), name LIMIT 1"  # noqa: S608
        rows: Sequence[Any] = select(connection, sql, (value,))
        if rows:
            return str(rows[0][0])
    raise NotFoundError(f"no text speaks of {name!r}; `newsledger entities` lists the names")
