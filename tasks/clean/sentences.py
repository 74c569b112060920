"""How sentences end, in the scripts that end them with a mark."""

import re

STOPS = frozenset(".!?…。！？｡।॥؟۔។")
CLOSERS = frozenset("'\"”’»)]」』）")
_SENTENCE_END = re.compile(r"[.!?…。！？｡।॥؟۔។]['\"”’»)\]」』）]+$")


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, closing quotes and brackets aside."""
    last = line[-1:]
    if last.isalnum():
        return False
    return last in STOPS or (last in CLOSERS and bool(_SENTENCE_END.search(line[-8:])))
