"""kill -9 of the flow process, the worker, the server and `up` itself, at random moments.

    python -m benchmarks.kills [--kills 2] [--seed 1] [--only flow,worker,server,up]

Two sources are read every fifteen seconds while somebody drops a new text every two. After each
kill both must be read again before the next comes. In the end every text must stand in the ledger
once, no source may have gone unread for over six minutes, and no run may have stayed Running for
over three.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.chaos import TARGETS, Chaos


def main() -> int:
    """Print what each kill led to, and what was found in the end; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2, help="of each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=240, help="after which no more is killed")
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    targets = asked.only.split(",") * asked.kills
    dice.shuffle(targets)
    with tempfile.TemporaryDirectory() as folder:
        chaos = Chaos(Path(folder), dice)
        try:
            with chaos.feeding():
                chaos.start()
                _shoot_at(chaos, targets, time.monotonic() + 60 * asked.minutes)
            found = chaos.look()
        finally:
            left = chaos.stop()
        found |= chaos.look_into_ledger() | {"processes left": (len(left), not left)}
    for name, (value, good) in found.items():
        print(f"{'ok   ' if good else 'WRONG'} {name}: {value}")
    return sum(not good for _, good in found.values())


def _shoot_at(chaos: Chaos, targets: Sequence[str], until: float) -> None:
    for number, target in enumerate(targets, 1):
        if time.monotonic() > until:
            return
        took = chaos.kill(target)
        print(f"{number:3}/{len(targets)} {target:6} read again after {took:6.1f} s", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
