"""What a run did, in numbers that a person understands: for its sentence, and for the list of runs.

An edit is a version after an article's first; an article is read anew when other rules make another
text of what was captured before. Rows are nobody's business: one edit writes two.
"""

from collections.abc import Mapping

from flows.wording import counted

ORDER = ("stored", "unchanged", "taken_down", "gone", "skipped", "deferred", "failed")

READ = {"taken_down": "taken down, so not read"}
"""How an outcome is called in a sentence, where it has not its own name."""

MADE = {
    "new_articles": "new article",
    "edits": "edit",
    "read_anew": "article read anew",
    "stubs": "stub",
    "unreadable": "unreadable",
}
"""What captures came to, by the name of its number, and how one of it is called."""

MANY = {"read_anew": "articles read anew", "unreadable": "unreadable"}


def told(numbers: Mapping[str, object]) -> str:
    """The numbers of an earlier run in the same words; those that a sentence leaves out, too."""
    counts = {name: number for name, number in numbers.items() if isinstance(number, int)}
    said = {*ORDER, *MADE, "captures", "cleaned_again", "recleaned", "put_back", "gone_pages"}
    rest = [
        counted(number, name.replace("_", " ").removesuffix("s"), name.replace("_", " "))
        for name, number in counts.items()
        if number and name not in said
    ]
    back = (
        f"{counted(counts['put_back'], 'article')} read as before" if "put_back" in counts else ""
    )
    parts = [read(counts), *made(counts), back, ", ".join(rest)]
    return "; ".join(part for part in parts if part) or "nothing"


def read(counts: Mapping[str, int]) -> str:
    """How many links ended how, such as `14 stored, 2 failed`; empty where none was asked for."""
    return ", ".join(f"{counts[name]} {READ.get(name, name)}" for name in ORDER if counts.get(name))


def made(counts: Mapping[str, int]) -> list[str]:
    """What captures came to, such as `14 captures gave 12 new articles, 2 edits`."""
    parts = []
    if counts.get("captures"):
        parts.append(_made(counts))
    if counts.get("cleaned_again"):
        parts.append(_made_again(counts))
    return parts


def _made(counts: Mapping[str, int]) -> str:
    came = [counted(counts[name], MADE[name], MANY.get(name)) for name in MADE if counts.get(name)]
    return f"{counted(counts['captures'], 'capture')} gave {', '.join(came) or 'nothing new'}"


def _made_again(counts: Mapping[str, int]) -> str:
    captures = counted(counts["cleaned_again"], "capture")
    changed = counted(counts.get("recleaned", 0), "article")
    return (
        f"what repeats on the pages was learnt, and {captures} cleaned again: {changed} read anew"
    )
