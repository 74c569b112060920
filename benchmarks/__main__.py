"""Every measurement, one after the other: ``make bench``, or ``python -m benchmarks storage``.

Each is a module of its own with options of its own; `python -m benchmarks.storage --help` tells.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """The modules that measure something: those that can be run."""
    modules = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("__"))
    return [path.stem for path in modules if '__name__ == "__main__"' in path.read_text()]


def main() -> int:
    """Run the named measurements, or all; returns how many of them failed."""
    failed = []
    for name in sys.argv[1:] or names():
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
