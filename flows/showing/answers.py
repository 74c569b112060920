"""Answers of the cookbook as people see them: a table whose columns the query names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from flows.showing.parts import heading, hint, indented, safe, table
from flows.wording import counted, minute
from storage.queries.cookbook.reading import Answer, Question
from storage.wellbeing.judging import Health, Judgement

LONG = ("headline", "old_headline", "line", "said", "before", "after", "url", "note", "error")
"""Columns of running text: they share the room that is left."""

STATES = {
    Health.OK: ("✓", "green"),
    Health.DEGRADED: ("•", "yellow"),
    Health.SILENT: ("•", "bold yellow"),
    Health.BROKEN: ("✗", "bold red"),
}


def show_questions(console: Console, questions: Sequence[Question]) -> None:
    """Every question with what it must be told."""
    shown = table(console, "query", "*question", "parameters")
    for question in questions:
        told = [
            parameter.name if parameter.default is None else f"[{parameter.name}]"
            for parameter in question.parameters
        ]
        shown.add_row(safe(question.name, "cyan"), safe(question.title), " ".join(told))
    console.print(shown)
    console.print(
        hint("`newsledger query NAME --param KEY=VALUE`; those in brackets may be left out")
    )


def show_answer(console: Console, question: Question, answer: Answer) -> None:
    """The rows of an answer, one a line."""
    console.print(heading(question.title))
    indented(console, Text(question.about, style="dim"), Text())
    if not answer.rows:
        console.print("No rows.")
        return
    shown = table(console, *[_column(answer, place) for place in range(len(answer.columns))])
    for row in answer.rows:
        shown.add_row(*[_cell(value) for value in row])
    console.print(shown)
    console.print(hint(f"{counted(len(answer.rows), 'row')}; `--json` and `--csv` give them whole"))


def show_health(console: Console, found: Mapping[str, tuple[Judgement, Judgement]]) -> None:
    """One source a line: its state, since when it is so, and why."""
    if not found:
        console.print(hint("No source was read yet; `newsledger ingest` reads those there are."))
    for name, (now, before) in found.items():
        mark, style = STATES[now.state]
        changed = "" if now.state is before.state else f" (was {before.state})"
        line = Text(f"{mark} ", style=style) + safe(f"{name:<24} ", "bold")
        console.print(line + Text(f"{now.state.value}{changed}", style=style))
        for said in now.why:
            console.print(_sentence(said))


def _sentence(said: str) -> Text:
    """A sentence under its source."""
    return Text("  ") + safe(said, "dim")


def _column(answer: Answer, place: int) -> str:
    name = answer.columns[place]
    if name in LONG:
        return f"*{name}"
    numbers = all(isinstance(row[place], (int, float, type(None))) for row in answer.rows)
    return f">{name}" if numbers else name


def _cell(value: Any) -> Text:
    if isinstance(value, datetime):
        return Text(minute(value))
    if isinstance(value, (int, float)):
        return Text(f"{value:,}" if isinstance(value, int) else f"{value:g}")
    return safe(" ".join(str(value).split())) if value is not None else Text("")
