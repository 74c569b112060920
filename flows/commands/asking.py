"""Commands that ask about the whole: query, health."""

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.options import Json, reading, settings_of
from flows.commands.output import console, print_json
from flows.wording import check_range, parse_moment, parse_since
from storage.errors import UsageError

if TYPE_CHECKING:
    from storage.queries.cookbook.reading import Answer, Parameter, Question


MOST = 1 << 63  # a greater number is none to a database


def query(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Which question; without it, all are listed.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="KEY=VALUE", help="What the question is told."),
    ] = None,
    json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, for spreadsheets.")] = False,
) -> None:
    """Ask a question of the cookbook; its SQL works on the documented views.

    \b
    newsledger query
    newsledger query company --param entity="Lin Dan" --param since=2026-01-01
    newsledger query field-coverage --csv > coverage.csv
    """
    from storage.queries.cookbook.reading import find_question

    if name is None:
        _list(json)
        return
    question = find_question(name)
    given = _given(question, param or [])
    with reading(ctx) as ledger:
        answer = ledger.ask(name, given, datetime.now(UTC))
    if json:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        print_json({"query": name, "rows": rows})
    elif as_csv:
        typer.echo(_csv(answer), nl=False)
    else:
        from flows.showing.answers import show_answer

        show_answer(console(), question, answer)


def _list(json: bool) -> None:
    from storage.queries.cookbook.reading import read_cookbook

    book = read_cookbook()
    if json:
        print_json({"queries": [_described(question) for question in book.values()]})
        return
    from flows.showing.answers import show_questions

    show_questions(console(), list(book.values()))


def _described(question: "Question") -> dict[str, Any]:
    parameters = [
        {"name": item.name, "kind": item.kind.value, "default": item.default}
        for item in question.parameters
    ]
    about = {"title": question.title, "about": question.about}
    return {"name": question.name, **about, "parameters": parameters}


def _given(question: "Question", written: list[str]) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in question.parameters}
    found: dict[str, Any] = {}
    for item in written:
        name, equals, value = item.partition("=")
        if not equals:
            raise UsageError(f"{item!r} is no parameter; write it as --param {name}=VALUE")
        found[name] = _value(known[name], value) if name in known else value
    if "since" in known and "until" in known:
        check_range(_moment(found.get("since")), _moment(found.get("until")))
    return found


def _moment(value: str | datetime | None) -> datetime | None:
    """A day or moment as a moment."""
    return parse_since(value) if isinstance(value, str) else value


def _value(parameter: "Parameter", value: str) -> str | int | datetime:
    kind = parameter.kind.value
    if kind == "number":
        return _number(parameter.name, value)
    if kind in ("day", "moment"):
        moment = parse_since(value) if parameter.name == "since" else parse_moment(value)
        return moment.date().isoformat() if kind == "day" else moment
    return value


def _number(name: str, value: str) -> int:
    least = 1 if name == "limit" else 0
    if not value.isdecimal() or not least <= int(value) < MOST:
        raise UsageError(f"{name}={value} must be a whole number, at least {least}")
    return int(value)


def _csv(answer: "Answer") -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow(_cell(value) for value in row)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"  # a spreadsheet would run it
    return value


def health(ctx: typer.Context, json: Json = False) -> None:
    """Judge each source against its own past, up to the end of yesterday (UTC).

    What `expect` in sources.yaml says counts besides. A source that was asked and has never given
    anything is told at once: degraded after one request, broken after more.

    \b
    newsledger health
    """
    from flows.expecting import expectations_of

    expected = expectations_of(settings_of(ctx).sources_path)
    with reading(ctx) as ledger:
        found = ledger.source_health(datetime.now(UTC), expected)
    if json:
        rows = [
            {"source": name, "state": now.state, "why": now.why, "before": before.state}
            for name, (now, before) in found.items()
        ]
        print_json({"healthy": all(row["state"] == "ok" for row in rows), "sources": rows})
    else:
        from flows.showing.answers import show_health

        show_health(console(), found)
    if any(now.state != "ok" for now, _ in found.values()):
        raise typer.Exit(1)
