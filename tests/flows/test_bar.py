"""The progress bar draws what there is to wait for, and nothing else."""

import re
from io import StringIO

from rich.console import Console

from flows.commands.bar import ProgressBar

MOVES = re.compile(r"(?:\r|\x1b\[[\d;?]*[^\d;?m])+")  # of the cursor, between two frames


def last_frame(*, received: int, processed: int) -> str:
    screen = StringIO()
    with ProgressBar(Console(file=screen, force_terminal=True, width=100)) as bar:
        if received:
            bar.received("courier", "stored", received)
        bar.processed(processed, 10)
    frames = MOVES.split(screen.getvalue())
    return next(frame for frame in reversed(frames) if frame.strip())


def test_cleaning_again_shows_no_reading():
    frame = last_frame(received=0, processed=5)
    assert "processing" in frame
    assert "reading" not in frame


def test_an_ingest_shows_what_is_read_and_what_is_processed():
    frame = last_frame(received=3, processed=5)
    assert "reading" in frame
    assert "processing" in frame
