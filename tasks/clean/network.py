"""Small neural networks as arrays: loaded once, asked for all rows of a page at once.

Each network has one hidden layer; a few of them, trained from different beginnings, vote. A page
costs two products of matrices. The file names its columns: weights and features that do not belong
together are refused when they are loaded, not noticed by odd results.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

MODELS = Path(__file__).parent / "models"
ONE_THREAD = 250_000  # multiplications; OpenBLAS wakes other threads for more, which only fight
LIMIT = 5.0  # standard deviations; features beyond are read as this far, as in training

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The votes' weights side by side: their hidden layers are one, their outputs are columns."""

    mean: Floats
    scale: Floats
    hidden: Floats  # features x (votes * width)
    hidden_bias: Floats
    out: Floats  # (votes * width) x votes
    out_bias: Floats

    def score(self, rows: Floats) -> npt.NDArray[np.float64]:
        """The probability of each row, [0, 1]: the mean of the votes."""
        inputs = (rows - self.mean) * self.scale
        np.clip(inputs, -LIMIT, LIMIT, out=inputs)
        layer = _product(inputs, self.hidden)
        layer += self.hidden_bias
        np.maximum(layer, 0, out=layer)
        score = _product(layer, self.out)
        score += self.out_bias
        result: npt.NDArray[np.float64] = (1.0 / (1.0 + np.exp(-score))).mean(
            axis=1, dtype=np.float64
        )
        return result


@lru_cache(maxsize=4)
def load_network(name: str, features: tuple[str, ...]) -> Network:
    """The network of that name, which must have been trained on exactly these columns.

    Raises:
        ValueError: the weights belong to other features; train them again.
    """
    with np.load(MODELS / f"{name}.npz", allow_pickle=False) as stored:
        if tuple(stored["features"].tolist()) != features:
            raise ValueError(f"models/{name}.npz was trained on other features: train it again")
        return Network(
            mean=stored["mean"].astype(np.float32),
            scale=stored["scale"].astype(np.float32),
            hidden=stored["hidden"].astype(np.float32),
            hidden_bias=stored["hidden_bias"].astype(np.float32),
            out=stored["out"].astype(np.float32),
            out_bias=stored["out_bias"].astype(np.float32),
        )


def _product(rows: Floats, weights: Floats) -> Floats:
    """The product of two matrices, by so few rows at once that it wakes no other thread."""
    product = np.empty((len(rows), weights.shape[1]), np.float32)
    step = max(1, ONE_THREAD // weights.size)
    for start in range(0, len(rows), step):
        np.matmul(rows[start : start + step], weights, out=product[start : start + step])
    return product
