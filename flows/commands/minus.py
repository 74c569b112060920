"""Words to leave out, told from options: ``search -ferry`` means no option called ``-f``."""

import re
from itertools import takewhile
from typing import Any

from typer.core import TyperCommand

from storage.errors import UsageError

_WORD = re.compile(r"-(?:[^\W\d_]{2}|\d)\w*")
"""Options of one letter stand alone or before a number, as in ``-n5``."""


class TakesWords(TyperCommand):
    """A command whose words may begin with a minus, once it stands behind others or ``--``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, as they are parsed.

        Raises:
            UsageError: a word with a minus stands where an option is read.
        """
        for arg in takewhile(lambda arg: arg != "--", args):
            if found := _WORD.match(arg):
                word = found[0]
                raise UsageError(
                    f"{word} would be read as options; to leave a word out, quote all words"
                    f" (newsledger search 'harbour {word}') or put them behind --"
                    f" (newsledger search -- {word} harbour)"
                )
        return super().parse_args(ctx, args)
