"""Train the two-exit encoder within a wall-clock budget; the best average so far is kept.

python -m training.train --data ../shared/data/entities --base MODEL_FOLDER --out weights.pt
"""

import argparse
import copy
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from tasks.enrich.tagger.decode import decode_spans
from tasks.enrich.tagger.labels import INDEX, OUTSIDE
from tasks.enrich.tagger.pieces import WordPieces, load_pieces, pack_text
from training.corpora import DEVELOPMENT, TRAINING, Document, load_corpora
from training.examples import Example, draw_epoch, make_batches, stack_chunks
from training.lexicons import Lexicon, build_lexicon
from training.measure import Found, measure_f1
from training.network import EXITS, Encoder, load_pretrained
from training.rounding import set_rounding

logger = logging.getLogger("training")

RATE, HEAD_RATE, DECAY, CLIP = 1e-4, 5e-4, 0.01, 1.0
WARM_UP = 0.05  # of the budget
BATCH_PIECES = 1024
AVERAGE = 0.998  # a step's weight in the running average of the weights
EARLY_SHARE, DISTIL_SHARE = 0.3, 0.3  # loss = CE6 + .3 CE3 + .3 KL(6 -> 3)
OUTSIDE_OR_MISC = [OUTSIDE, INDEX["B-misc"], INDEX["I-misc"]]
ROUNDED_FROM = 0.5  # of the budget: from here on the run feels int8
HABITS_SHARE = 0.7  # of the chunks are read with the habits of their corpus
CHECKED = tuple(name for name in DEVELOPMENT if name != "wnut17.dev")  # tweets are not news


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the run learns from and is checked on."""

    documents: list[Document]
    development: list[Document]
    lexicon: Lexicon
    pieces: WordPieces


@dataclass(slots=True, kw_only=True)
class Clock:
    """The share of the wall-clock budget that is gone."""

    budget_s: float
    started: float

    def share(self) -> float:
        """Return the share gone, in [0, 1]."""
        return min(1.0, (time.monotonic() - self.started) / self.budget_s)


def main() -> None:
    """Train and keep the best average on the development data."""
    options = read_options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    documents = load_corpora(options.data, TRAINING)
    material = Material(
        documents=documents,
        development=load_corpora(options.data, CHECKED),
        lexicon=build_lexicon(documents),
        pieces=load_pieces(options.base / "tokenizer.json"),
    )
    encoder = load_pretrained(options.base / "model.safetensors")
    if options.start:
        encoder.load_state_dict(torch.load(options.start), strict=False)
    encoder.words.weight.requires_grad_(False)
    clock = Clock(budget_s=options.minutes * 60, started=time.monotonic())
    train(encoder, material, clock, random.Random(options.seed), options)


def read_options() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--start", type=Path, help="weights of another run to go on from")
    parser.add_argument("--height", type=float, default=1.0, help="share of the peak rates")
    parser.add_argument("--checks", type=int, default=7, help="looks at the development data")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true")
    return parser.parse_args()


def train(
    encoder: Encoder,
    material: Material,
    clock: Clock,
    draw: random.Random,
    options: argparse.Namespace,
) -> None:
    """Run until the budget is gone; `options.out` holds the best average from the first check."""
    optimizer = make_optimizer(encoder)
    average = copy.deepcopy(encoder).eval()
    best, checks = 0.0, 0
    for step, batch in enumerate(draw_batches(material, draw), 1):
        share = clock.share()
        set_rates(optimizer, share, options.height)
        set_rounding(encoder, share > ROUNDED_FROM)
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            loss = find_loss(encoder, batch, distil=min(1.0, share * 4))
        take_step(encoder, optimizer, loss)
        follow(average, encoder, min(AVERAGE, step / (step + 20)))
        if step % 100 == 0:
            logger.info("step %d share %.3f loss %.4f", step, share, loss.item())
        if share >= (checks + 1) / options.checks:
            checks += 1
            if (now := check(average, material)) > best:
                best = now
                torch.save(average.state_dict(), options.out)
        if share >= 1:
            break


def draw_batches(material: Material, draw: random.Random) -> Iterator[list[Example]]:
    """Return the shuffled batches of one epoch after another, without end."""
    while True:
        examples = draw_epoch(material.documents, material.lexicon, material.pieces, draw)
        batches = make_batches(examples, BATCH_PIECES)
        draw.shuffle(batches)
        logger.info("epoch of %d batches", len(batches))
        yield from batches


def make_optimizer(encoder: Encoder) -> torch.optim.AdamW:
    """Return AdamW with faster new parts, and decay on the matrices only."""
    named = [(name, part) for name, part in encoder.named_parameters() if part.requires_grad]
    fresh = [part for name, part in named if name.startswith(("heads", "cases", "habits"))]
    taught = [part for name, part in named if not name.startswith(("heads", "cases", "habits"))]
    groups = [
        {"params": fresh, "peak": HEAD_RATE, "weight_decay": 0.0},
        {"params": [p for p in taught if p.dim() > 1], "peak": RATE, "weight_decay": DECAY},
        {"params": [p for p in taught if p.dim() == 1], "peak": RATE, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), fused=True)


def set_rates(optimizer: torch.optim.Optimizer, share: float, height: float) -> None:
    """Set the rates of a linear warm-up and a linear decay, `height` of the peaks at most."""
    slope = share / WARM_UP if share < WARM_UP else (1 - share) / (1 - WARM_UP)
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * height * max(0.01, slope)


def find_loss(encoder: Encoder, batch: list[Example], distil: float) -> Tensor:
    """Return CE6 + .3 CE3 + .3 KL(6 -> 3) over the first pieces of the words."""
    corpora = [
        TRAINING.index(example.corpus) if torch.rand(()) < HABITS_SHARE else len(TRAINING)
        for example in batch
    ]
    logits = encoder(*stack_chunks([example.chunk for example in batch]), torch.tensor(corpora))
    rows = [row for row, example in enumerate(batch) for _ in example.columns]
    pieces = [first for example in batch for first in example.chunk.firsts]
    columns = torch.tensor([column for example in batch for column in example.columns])
    has_misc = torch.tensor([example.has_misc for example in batch for _ in example.columns])
    early, late = (functional.log_softmax(logits[e][rows, pieces].float(), -1) for e in EXITS)
    gap = functional.kl_div(early, late.detach(), log_target=True, reduction="batchmean")
    loss = label_loss(late, columns, has_misc) + EARLY_SHARE * label_loss(early, columns, has_misc)
    return loss + DISTIL_SHARE * distil * gap


def label_loss(scores: Tensor, columns: Tensor, has_misc: Tensor) -> Tensor:
    """Return the mean cross-entropy; without misc in a corpus, O means O or misc."""
    losses = -scores.gather(1, columns[:, None])[:, 0]
    either = -torch.logsumexp(scores[:, OUTSIDE_OR_MISC], -1)
    return torch.where(~has_misc & (columns == OUTSIDE), either, losses).mean()


def take_step(encoder: Encoder, optimizer: torch.optim.Optimizer, loss: Tensor) -> None:
    """Move the weights one step down the loss."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    trained = [part for part in encoder.parameters() if part.requires_grad]
    torch.nn.utils.clip_grad_norm_(trained, CLIP)
    optimizer.step()


@torch.no_grad()
def follow(average: Encoder, encoder: Encoder, kept: float) -> None:
    """Move the average a little towards the weights of now."""
    pairs = zip(average.parameters(), encoder.parameters(), strict=True)
    moved = [(old, new) for old, new in pairs if new.requires_grad]
    torch._foreach_lerp_([old for old, _ in moved], [new for _, new in moved], 1 - kept)


def check(encoder: Encoder, material: Material) -> float:
    """Log strict F1 by corpus and exit; return the mean of all."""
    scores = []
    set_rounding(encoder, True)
    for name in CHECKED:
        documents = [d for d in material.development if d.corpus == name]
        for exit in EXITS:
            found = [tag(encoder, material.pieces, d.text, exit) for d in documents]
            measured = measure_f1(documents, found)
            scores.append(measured["all"])
            shown = " ".join(f"{kind} {value:.3f}" for kind, value in measured.items())
            logger.info("check %s layer %d: %s", name, exit, shown)
    return sum(scores) / len(scores)


@torch.no_grad()
def tag(encoder: Encoder, pieces: WordPieces, text: str, exit: int) -> Found:
    """Return the spans of a text, tagged by one exit."""
    found: Found = set()
    for chunk in pack_text(text, pieces):
        logits = encoder(*stack_chunks([chunk]))[exit][0, chunk.firsts].numpy()
        spans = decode_spans(chunk.words, chunk.opens, logits)
        found |= {(span.start, span.end, span.kind) for span in spans}
    return found


if __name__ == "__main__":
    main()
