"""Networks with one hidden layer, trained with numpy alone: weighted rows, dropout, Adam.

Several are trained from different beginnings and vote. Nothing but numpy is needed to train or to
run them; boosted trees (LightGBM, 250 trees) were half a point of F1 behind on the HTML blocks and
cost a hundred times more at run time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.clean.network import LIMIT, Floats, Network

BATCH = 256
RATE, LAST_RATE = 2e-3, 1e-4
DECAY = 2e-4  # of the hidden weights
INPUT_DROPOUT, HIDDEN_DROPOUT = 0.1, 0.2
FIRST_MOMENT, SECOND_MOMENT = 0.9, 0.999  # Adam (Kingma and Ba, 2015)
MIN_SCALE = 1e-2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large the networks are and how long they are trained."""

    width: int = 32
    epochs: int = 10
    votes: int = 3


def train(
    rows: Floats, labels: npt.NDArray[np.int64], weights: npt.NDArray[np.float64], shape: Shape
) -> Network:
    """The voting networks for these rows."""
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + MIN_SCALE
    inputs = np.clip((rows - mean) / deviation, -LIMIT, LIMIT).astype(np.float32)
    share = (weights / weights.mean()).astype(np.float32)
    votes = [
        _train_one(inputs, labels.astype(np.float32), share, shape, seed)
        for seed in range(shape.votes)
    ]
    out = np.zeros((shape.width * shape.votes, shape.votes), np.float32)
    for vote, parameters in enumerate(votes):
        out[vote * shape.width : (vote + 1) * shape.width, vote] = parameters[2][:, 0]
    return Network(
        mean=mean.astype(np.float32),
        scale=(1 / deviation).astype(np.float32),
        hidden=np.concatenate([parameters[0] for parameters in votes], axis=1),
        hidden_bias=np.concatenate([parameters[1] for parameters in votes]),
        out=out,
        out_bias=np.concatenate([parameters[3] for parameters in votes]),
    )


def save(network: Network, features: Sequence[str], path: Path) -> None:
    """Write a network with the names of its columns; half precision is enough for the weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        features=np.array(features),
        mean=network.mean,
        scale=network.scale,
        hidden=network.hidden.astype(np.float16),
        hidden_bias=network.hidden_bias,
        out=network.out.astype(np.float16),
        out_bias=network.out_bias,
    )


def _train_one(
    inputs: Floats, labels: Floats, weights: Floats, shape: Shape, seed: int
) -> list[Floats]:
    random = np.random.default_rng(seed)
    parameters = _beginning(random, inputs.shape[1], shape.width)
    first = [np.zeros_like(p) for p in parameters]
    second = [np.zeros_like(p) for p in parameters]
    step = 0
    for epoch in range(shape.epochs):
        rate = RATE * (1 - epoch / shape.epochs) + LAST_RATE
        order = random.permutation(len(inputs))
        for batch in np.array_split(order, max(1, len(inputs) // BATCH)):
            step += 1
            slopes = _slopes(parameters, inputs[batch], labels[batch], weights[batch], random)
            for at, slope in enumerate(slopes):
                first[at] += (1 - FIRST_MOMENT) * (slope - first[at])
                second[at] += (1 - SECOND_MOMENT) * (slope**2 - second[at])
                mean = first[at] / (1 - FIRST_MOMENT**step)
                spread = np.sqrt(second[at] / (1 - SECOND_MOMENT**step)) + 1e-8
                parameters[at] -= rate * mean / spread
    return parameters


def _beginning(random: np.random.Generator, features: int, width: int) -> list[Floats]:
    return [
        random.normal(0, np.sqrt(1 / features), (features, width)).astype(np.float32),
        np.zeros(width, np.float32),
        random.normal(0, np.sqrt(1 / width), (width, 1)).astype(np.float32),
        np.zeros(1, np.float32),
    ]


def _slopes(
    parameters: Sequence[Floats],
    inputs: Floats,
    labels: Floats,
    weights: Floats,
    random: np.random.Generator,
) -> list[Floats]:
    """The gradients of the weighted cross-entropy of one batch, with dropout."""
    hidden, hidden_bias, out, out_bias = parameters
    seen = inputs * (random.random(inputs.shape, np.float32) > INPUT_DROPOUT)
    seen /= 1 - INPUT_DROPOUT
    layer = np.maximum(seen @ hidden + hidden_bias, 0)
    mask = (random.random(layer.shape, np.float32) > HIDDEN_DROPOUT) / (1 - HIDDEN_DROPOUT)
    score = ((layer * mask) @ out + out_bias)[:, 0]
    error = ((1 / (1 + np.exp(-score)) - labels) * weights / len(labels))[:, None]
    back = (error @ out.T) * mask * (layer > 0)
    return [
        (seen.T @ back + DECAY * hidden).astype(np.float32),
        back.sum(axis=0).astype(np.float32),
        ((layer * mask).T @ error + DECAY * out).astype(np.float32),
        error.sum(axis=0).astype(np.float32),
    ]
