"""Who is who as people see it: suggestions, questions with their sentences, and what changed."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from flows.showing.facts import in_context
from flows.showing.parts import hint, indented, joined, safe, table
from flows.wording import counted
from storage.ledger import Ledger
from storage.who.deciding import Change, Cluster, examples
from storage.who.entities import DecisionView
from tasks.enrich.dry_run import MergeChanges, Pair
from tasks.enrich.suggest import Suggestion

SHOWN = 20


def show_suggestions(console: Console, found: Sequence[Suggestion], total: int) -> None:
    """Each pair with the rule that says it may be one, and how strongly."""
    shown = table(console, "*name", "*other", "kind", "rule", ">score")
    for item in found:
        names = safe(item.one.name, "bold"), safe(item.other.name, "bold")
        shown.add_row(*names, item.one.kind, item.rule, f"{item.score:.2f}")
    console.print(shown)
    pairs = f"{len(found)} of {counted(total, 'pair')}"
    console.print(hint(f"{pairs}; `newsledger entities review` walks through them"))


def show_question(console: Console, ledger: Ledger, item: Suggestion, place: str) -> None:
    """One pair, each name in its newest sentence."""
    about = [place, item.one.kind, f"{item.rule}, {item.score:.0%}"]
    console.print()
    console.print(joined([safe(item.one.name, "bold"), safe(item.other.name, "bold"), *about]))
    for leaf in (item.one, item.other):
        for mention in examples(ledger, leaf):
            line = in_context(mention, console.width)
            console.print(line, overflow="ellipsis", no_wrap=True)


def show_change(console: Console, change: Change, *, dry: bool, undone: bool) -> None:
    """A decision, and who is who after it."""
    verdict = "the same" if change.decision.same else "different"
    said = f"decision {change.decision.id} taken back: " if undone else ""
    names = safe(change.one, "bold"), " and ", safe(change.other, "bold")
    console.print(Text.assemble(said, *names, f" are {verdict}"))
    if change.before == change.after:
        indented(console, Text("nobody becomes another by it", style="dim"))
    else:
        indented(console, *(_cluster("before", cluster) for cluster in change.before))
        indented(console, *(_cluster("after", cluster) for cluster in change.after))
    if dry:
        console.print(hint("nothing is written"))
    elif not undone:
        console.print(hint(f"`newsledger entities undo {change.decision.id}` takes it back"))


def show_decisions(console: Console, found: Sequence[DecisionView]) -> None:
    """Decisions with who took them, and where in a text they rest."""
    shown = table(console, ">id", "*name", "", "*other", "by", "why", "where")
    for view in found:
        decision = view.decision
        names = safe(view.name, "bold"), safe(view.other_name, "bold")
        verdict = "=" if decision.same else "≠"
        where = f"text {view.evidence['content_id']}" if view.evidence else ""
        row = (str(decision.id), names[0], verdict, names[1], decision.decided_by)
        shown.add_row(*row, decision.method, where)
    console.print(shown)
    console.print(hint("`newsledger entities undo ID` takes one back"))


def show_merge_changes(console: Console, changes: MergeChanges) -> None:
    """Merges that would come and merges that would go."""
    gained, lost = counted(len(changes.gained), "merge"), counted(len(changes.lost), "merge")
    console.print(Text(f"{gained} gained, {lost} lost", style="bold"))
    _show_pairs(console, "+", changes.gained, "green")
    _show_pairs(console, "-", changes.lost, "red")
    console.print(hint("nothing is written; `newsledger backfill` enriches again"))


def _show_pairs(console: Console, sign: str, pairs: Sequence[Pair], style: str) -> None:
    for kind, one, other in pairs[:SHOWN]:
        indented(console, safe(f"{sign} {kind.value}: {one} = {other}", style))
    if len(pairs) > SHOWN:
        indented(console, Text(f"{sign} {len(pairs) - SHOWN} more", style="dim"))


def _cluster(when: str, cluster: Cluster) -> Text:
    return Text.assemble((f"{when:<7}", "dim"), safe(" = ".join(cluster)))
