"""Writes docs/cookbook.md from the cookbook: ``python -m storage.queries.cookbook.describe``."""

import sys
from pathlib import Path
from textwrap import fill

from storage.queries.cookbook.reading import Parameter, Question, read_cookbook

WIDTH = 100
HEAD = """# The cookbook

Written by `python -m storage.queries.cookbook.describe` from the headers of
`storage/queries/cookbook/*.sql`; do not edit.

`newsledger query` lists these, `newsledger query NAME --param KEY=VALUE` asks one; `--json` and
`--csv` give the answer to programs. The SQL is the same for SQLite and PostgreSQL: what they
write differently stands in it as `@name(...)`. It works on the views of [the schema](schema.md),
so that each is a place to start from for questions of your own.
"""


def describe() -> str:
    """The whole document."""
    book = read_cookbook().values()
    listed = [f"- [{question.title}](#{question.name})" for question in book]
    return "\n".join([HEAD, *listed, "", *(_question(question) for question in book)])


def _question(question: Question) -> str:
    about = fill(f"**{question.title}.** {question.about}", WIDTH, break_on_hyphens=False)
    parts = [f"## {question.name}\n", f"{about}\n"]
    if question.parameters:
        rows = [_parameter(parameter) for parameter in question.parameters]
        parts += ["| parameter | takes | default |", "|---|---|---|", *rows, ""]
    told = [f' --param {item.name}="..."' for item in question.parameters if item.default is None]
    parts.append(f"```sh\nnewsledger query {question.name}{''.join(told)}\n```\n")
    parts.append(f"```sql\n{question.sql}\n```\n")
    return "\n".join(parts)


def _parameter(parameter: Parameter) -> str:
    default = "must be given" if parameter.default is None else parameter.default
    return f"| `{parameter.name}` | {parameter.kind} | {default} |"


def main() -> None:
    """Write the file."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/cookbook.md")
    path.write_text(describe(), "utf-8")


if __name__ == "__main__":
    main()
