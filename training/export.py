"""Weights of a training run to the shipped int8 ONNX files and their manifest.

python -m training.export --weights weights.pt --base MODEL_FOLDER --data ../shared/data/entities \
    --out tasks/enrich/models
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from tasks.enrich.tagger.words import CASE_CODES
from training.manifest import write_manifest
from training.network import VOCABULARY, Encoder, Layer
from training.ranges import fix_ranges

EXIT_OF = {"fast": 3, "accurate": 6}
OPSET = 17
INPUTS = ("ids", "cases", "mask")


class OneExit(nn.Module):
    """The layers up to one exit, and its logits."""

    def __init__(self, weights: Path, exit: int) -> None:
        super().__init__()
        encoder = Encoder()
        encoder.load_state_dict(torch.load(weights, map_location="cpu"), strict=False)
        encoder.layers = encoder.layers[:exit]
        encoder.heads = nn.ModuleDict({str(exit): encoder.heads[str(exit)]})
        for layer in encoder.layers:
            assert isinstance(layer, Layer)
            layer.plain = True
        self.encoder = encoder.eval()
        self.exit = exit

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """Return the logits (rows, pieces, LABELS)."""
        logits: Tensor = self.encoder(ids, cases, mask)[self.exit]
        return logits


def main() -> None:
    """Write both models, the tokenizer and the manifest."""
    options = read_options()
    tokenizer = options.out / "tokenizer.json"
    shutil.copy(options.base / tokenizer.name, tokenizer)
    for name, exit in EXIT_OF.items():
        model = OneExit(options.weights, exit).eval()
        path = options.out / f"{name}.onnx"
        export_int8(model, path)
        fix_ranges(path, options.data, tokenizer)
        print(name, path.stat().st_size, "bytes, labels as in float:", agree(model, path))
    write_manifest(options.out)


def read_options() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def export_int8(model: OneExit, path: Path) -> None:
    """Write a model with int8 matrices and embeddings.

    reduce_range keeps weights to 7 bits: processors without VNNI add pairs of products in 16.
    """
    with tempfile.TemporaryDirectory() as folder:
        full, ready = Path(folder) / "full.onnx", Path(folder) / "ready.onnx"
        axes = {name: {0: "rows", 1: "pieces"} for name in (*INPUTS, "logits")}
        torch.onnx.export(
            model,
            draw_inputs(2, 17),
            str(full),
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )


def draw_inputs(rows: int, pieces: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return random ids and case codes; the last row is half padding."""
    ids = torch.randint(1000, VOCABULARY, (rows, pieces))
    cases = torch.randint(CASE_CODES, (rows, pieces))
    mask = torch.ones_like(ids)
    mask[-1, pieces // 2 :] = 0
    return ids, cases, mask


@torch.no_grad()
def agree(model: OneExit, path: Path) -> float:
    """Return the share of random pieces that int8 labels as float does."""
    inputs = draw_inputs(8, 64)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {name: value.numpy() for name, value in zip(INPUTS, inputs, strict=True)}
    (logits,) = session.run(["logits"], feed)
    read = feed["mask"] > 0
    return float((logits.argmax(-1) == model(*inputs).numpy().argmax(-1))[read].mean())


if __name__ == "__main__":
    main()
