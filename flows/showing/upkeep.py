"""The ledger itself as people see it: sources, runs, and what an examination found."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from flows.numbers import told
from flows.showing.parts import hint, joined, safe, table
from flows.up.schedules import plan_schedules
from flows.wording import counted, minute, took
from storage.care.doctor import Finding, Level
from storage.views import Refusal, RunView, SourceView
from tasks.fetch.saying import in_words

if TYPE_CHECKING:
    from tasks.sources import Source

MARKS = {Level.OK: ("✓", "green"), Level.NOTE: ("•", "yellow"), Level.WRONG: ("✗", "bold red")}
STATES = {
    "completed": "green",
    "partial": "yellow",
    "interrupted": "yellow",
    "failed": "red",
    "running": "cyan",
}


def show_sources(
    console: Console, named: "Sequence[Source]", known: Mapping[str, SourceView]
) -> None:
    """Every source of the file with what the ledger holds of it, then those the file lost."""
    shown = table(
        console, "id", "*name", "channels", "read", ">articles", ">waiting", "last capture"
    )
    shared = plan_schedules(named).shared
    for source in named:
        kinds = ", ".join(str(channel.kind) for channel in source.channels) or "none"
        when = schedule_of(source) if source.enabled else "never (off)"
        if source.id in shared and source.schedule.mode != "adaptive":
            when += ", shared"  # over the number of schedules that Prefect bears
        shown.add_row(
            safe(source.id, "cyan"), safe(source.name), kinds, when, *_numbers(known, source.id)
        )
    listed = {source.id for source in named}
    for gone in (view for view in known.values() if view.id not in listed):
        numbers = _numbers(known, gone.id)
        shown.add_row(safe(gone.id, "dim"), safe(gone.name, "dim"), "", "no more", *numbers)
    console.print(shown)
    console.print(hint("times in UTC; `newsledger ingest ID` reads one now"))


def schedule_of(source: "Source") -> str:
    """When a source is read, such as ``every 30 min`` or ``0 7 * * *``."""
    plan = source.schedule
    if plan.cron:
        return plan.cron
    if plan.every:
        seconds = plan.every.total_seconds()
        return f"every {seconds / 60:g} min" if seconds < 7200 else f"every {seconds / 3600:g} h"
    return "adaptive"


def show_runs(console: Console, runs: Sequence[RunView]) -> None:
    """A row a run, newest first; what it did is told whole."""
    shown = table(console, ">run", "started (UTC)", ">took", "flow", "state", "*what it did")
    shown.columns[-1].no_wrap, shown.columns[-1].overflow = False, "fold"
    for run in runs:
        state = Text(run.state, style=STATES.get(run.state, ""))
        time = took(run.started_at, run.finished_at)
        start = minute(run.started_at)
        shown.add_row(str(run.id), start, time, run.flow, state, safe(told(run.counts)))
    console.print(shown)


def show_refused(console: Console, refused: Sequence[Refusal], *, failed_days: int = 0) -> None:
    """Two lines for each thing that a run could not have; and what to do about failed days."""
    console.print()
    for item in refused:
        which = joined([safe(item.source_id, "cyan"), safe(item.url, "blue")])
        console.print(which, soft_wrap=True)
        said = f"{item.outcome}: {in_words(item.reason)}"
        console.print(Text.assemble("  ", safe(said)), soft_wrap=True)
    things = counted(len(refused), "thing")
    if refused:
        console.print(hint(f"{things} that it could not have or read"))
    if failed_days:
        days = counted(failed_days, "day")
        advice = "give the same backfill `--reprocess failed` to try again"
        console.print(hint(f"{days} failed; {advice}"), soft_wrap=True)
    if not refused and not failed_days:
        console.print(hint("it had all that it asked for"))


def show_findings(console: Console, findings: Sequence[Finding]) -> None:
    """One line a check; what is wrong with its cure."""
    for finding in findings:
        mark, style = MARKS[finding.level]
        name = (f"{finding.check:<12} ", "bold")
        line = Text.assemble((f"{mark} ", style), name, safe(finding.said))
        console.print(line, soft_wrap=True)
        if finding.fix:
            console.print(Text.assemble("→ ".rjust(15), hint(finding.fix)), soft_wrap=True)
    console.print()
    console.print(_verdict(findings))


def _verdict(findings: Sequence[Finding]) -> Text:
    wrong = sum(finding.level is Level.WRONG for finding in findings)
    notes = sum(finding.level is Level.NOTE for finding in findings)
    if wrong:
        return Text(f"{counted(wrong, 'thing is', 'things are')} wrong", style="bold red")
    noted = f"{counted(notes, 'thing')} to know" if notes else ""
    return joined([Text("nothing is wrong", style="green"), noted])


def _numbers(known: Mapping[str, SourceView], source_id: str) -> tuple[str, str, str]:
    view = known.get(source_id)
    if view is None:
        return "-", "-", "never"
    waiting = f"{view.waiting:,}" if view.waiting else ""
    return f"{view.articles:,}", waiting, minute(view.last_capture_at) or "never"
