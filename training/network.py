"""The encoder in plain torch: all-MiniLM-L6-v2 with case codes and two exits.

Case codes take the place of BERT's token types; a head on layer 3 makes `fast`, one on
layer 6 makes `accurate`.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from tasks.enrich.tagger.labels import LABELS
from tasks.enrich.tagger.words import CASE_CODES
from training.corpora import TRAINING
from training.rounding import RoundedLinear

WIDTH, INNER, HEADS, LAYERS = 384, 1536, 12, 6
VOCABULARY, POSITIONS = 30522, 512
EXITS = (3, 6)
DROPOUT = 0.1
MASKED = -1e4


class Layer(nn.Module):
    """One BERT layer; `plain` spells attention out, so that it exports to ONNX."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = RoundedLinear(WIDTH, 3 * WIDTH)
        self.joined = RoundedLinear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = RoundedLinear(WIDTH, INNER)
        self.narrow = RoundedLinear(INNER, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)
        self.plain = False

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the next states (rows, pieces, WIDTH)."""
        seen = self.joined(self.attend(states, mask))
        states = self.attention_norm(states + self.dropout(seen))
        inner = self.narrow(functional.gelu(self.widen(states)))
        after: Tensor = self.output_norm(states + self.dropout(inner))
        return after

    def attend(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return what each piece reads from the others."""
        rows, pieces, _ = states.shape
        shape = (rows, pieces, 3, HEADS, WIDTH // HEADS)
        query, key, value = self.qkv(states).reshape(shape).permute(2, 0, 3, 1, 4).unbind(0)
        if self.plain:
            weights = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask
            read = torch.softmax(weights, -1) @ value
        else:
            dropout = DROPOUT if self.training else 0.0
            read = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=mask, dropout_p=dropout
            )
        joined: Tensor = read.transpose(1, 2).reshape(rows, pieces, WIDTH)
        return joined


class Encoder(nn.Module):
    """Embeddings, layers, and one label head an exit."""

    def __init__(self, exits: tuple[int, ...] = EXITS) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.cases = nn.Embedding(CASE_CODES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer() for _ in range(max(exits)))
        heads = {str(exit): RoundedLinear(WIDTH, len(LABELS)) for exit in exits}
        self.heads = nn.ModuleDict(heads)
        shape = (len(TRAINING) + 1, len(LABELS), WIDTH)
        habits = {str(exit): nn.Parameter(torch.zeros(shape)) for exit in exits}
        self.habits = nn.ParameterDict(habits)

    def forward(
        self, ids: Tensor, cases: Tensor, mask: Tensor, corpora: Tensor | None = None
    ) -> dict[int, Tensor]:
        """Return the logits (rows, pieces, LABELS) of each exit.

        corpora: (rows,) the number in TRAINING of the corpus whose habits of annotation to add;
        len(TRAINING) stands for none.
        """
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        embedded = self.words(ids) + self.positions(places) + self.cases(cases)
        states = self.dropout(self.norm(embedded))
        hidden = (1.0 - mask.to(states.dtype))[:, None, None, :] * MASKED
        logits = {}
        for number, layer in enumerate(self.layers, 1):
            states = layer(states, hidden)
            if str(number) in self.heads:
                read = self.dropout(states)
                logits[number] = self.heads[str(number)](read)
                if corpora is not None:
                    logits[number] = logits[number] + self.add_habits(read, corpora, number)
        return logits

    def add_habits(self, read: Tensor, corpora: Tensor, exit: int) -> Tensor:
        """Return what the habits of each row's corpus add to the logits of an exit."""
        known = (corpora < len(TRAINING)).to(read.dtype)[:, None, None]
        return torch.einsum("rpw,rlw->rpl", read, self.habits[str(exit)][corpora]) * known


@torch.no_grad()
def load_pretrained(weights: Path) -> Encoder:
    """Return the encoder with the base model's weights and fresh case codes and heads."""
    base = load_file(str(weights))
    encoder = Encoder()
    encoder.words.weight.copy_(base["embeddings.word_embeddings.weight"])
    encoder.positions.weight.copy_(base["embeddings.position_embeddings.weight"])
    token_type = base["embeddings.token_type_embeddings.weight"][0]
    encoder.cases.weight.copy_(token_type[None] + torch.randn(CASE_CODES, WIDTH) * 0.02)
    copy_linear(encoder.norm, base, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layers):
        assert isinstance(layer, Layer)
        copy_layer(layer, base, f"encoder.layer.{number}")
    for head in encoder.heads.values():
        assert isinstance(head, nn.Linear)
        nn.init.normal_(head.weight, std=0.02)
        nn.init.zeros_(head.bias)
    return encoder


def copy_layer(layer: Layer, base: dict[str, Tensor], prefix: str) -> None:
    """Copy the base model's layer `prefix` into a layer."""
    parts = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
    layer.qkv.weight.copy_(torch.cat([base[f"{part}.weight"] for part in parts]))
    layer.qkv.bias.copy_(torch.cat([base[f"{part}.bias"] for part in parts]))
    copy_linear(layer.joined, base, f"{prefix}.attention.output.dense")
    copy_linear(layer.attention_norm, base, f"{prefix}.attention.output.LayerNorm")
    copy_linear(layer.widen, base, f"{prefix}.intermediate.dense")
    copy_linear(layer.narrow, base, f"{prefix}.output.dense")
    copy_linear(layer.output_norm, base, f"{prefix}.output.LayerNorm")


def copy_linear(target: nn.Linear | nn.LayerNorm, base: dict[str, Tensor], name: str) -> None:
    """Copy a weight and its bias."""
    target.weight.copy_(base[f"{name}.weight"])
    target.bias.copy_(base[f"{name}.bias"])
