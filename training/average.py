"""The mean of the weights of runs that share their first part.

python -m training.average one.pt other.pt --out mean.pt

Runs that part from one checkpoint and see the documents in other orders end close enough to each
other for their mean to be of use (Wortsman et al. 2022, "Model soups"); MODEL_CARD.md has figures.
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    states = [torch.load(path) for path in options.weights]
    shared = [name for name in states[0] if all(name in state for state in states)]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in shared}
    torch.save(mean, options.out)


if __name__ == "__main__":
    main()
