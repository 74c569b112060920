"""Fixed ranges of activations in an exported int8 file: one text, one result.

As exported, each matrix finds the range of its input anew in every batch, so that what is read
beside a text moves its labels. Here the range of every input is measured on training texts and
written into the file; the same walk gives each matrix its scales and its bias in one operator.

python -m training.ranges --data ../shared/data/entities --models tasks/enrich/models
"""

import argparse
import random
import tempfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from tasks.enrich.tagger.encoder import make_batches, stack_chunks
from tasks.enrich.tagger.pieces import WordPieces, load_pieces, pack_text
from training.corpora import TRAINING, load_corpus
from training.manifest import write_manifest

DOCUMENTS = 40  # of each training corpus
CHUNKS_AT_ONCE = 40
EVERY, UP_TO = 12, 300  # the batches whose ranges are measured: one of twelve of the first 300
DRAWS = {"fast": 3, "accurate": 10}
"""Which draw of documents each file takes its ranges from. The best on the mean of wikigold.dev,
gum.dev, re3d.dev and wnut17.dev, of 26 for accurate and of 7 (closer batches) for fast; between
draws that mean moves by a point."""
STEPS = 255

Batch = dict[str, NDArray[np.int64]]
Ranges = dict[str, tuple[float, float]]
"""Name of a matrix's input -> the means over batches of its lowest and its highest value."""


def main() -> None:
    """Rewrite every dynamic file of a folder, and its manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args()
    for path in sorted(options.models.glob("*.onnx")):
        fix_ranges(path, options.data, options.models / "tokenizer.json")
    write_manifest(options.models)


def fix_ranges(path: Path, data: Path, tokenizer: Path) -> None:
    """Give every matrix of a dynamic int8 file the range that its input has on training texts."""
    model = onnx.load(path)
    batches = draw_batches(data, load_pieces(tokenizer), DRAWS[path.stem])
    batches = islice(batches, 0, UP_TO, EVERY)
    settle(model.graph, measure_ranges(model, batches))
    onnx.checker.check_model(model)
    onnx.save(model, path)


def draw_batches(data: Path, pieces: WordPieces, draw: int) -> Iterator[Batch]:
    """Return batches of chunks of training documents, drawn and shuffled by the draw's number."""
    chance = random.Random(draw)
    texts = []
    for corpus in TRAINING:
        documents = load_corpus(data, corpus)
        texts += [each.text for each in chance.sample(documents, min(DOCUMENTS, len(documents)))]
    chance.shuffle(texts)
    chunks = (chunk for text in texts for chunk in pack_text(text, pieces))
    while few := list(islice(chunks, CHUNKS_AT_ONCE)):
        for batch in make_batches(few):
            yield stack_chunks([few[number] for number in batch])


def measure_ranges(model: ModelProto, batches: Iterator[Batch]) -> Ranges:
    """Return the mean range of each matrix's input, as the file itself finds it batch by batch."""
    found = [node for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"]
    names = [name for node in found for name in node.output[1:]]  # scale, zero point
    with tempfile.TemporaryDirectory() as folder:
        open_model = ModelProto()
        open_model.CopyFrom(model)
        kinds = [TensorProto.FLOAT, TensorProto.UINT8] * len(found)
        open_model.graph.output.extend(
            helper.make_tensor_value_info(name, kind, None)
            for name, kind in zip(names, kinds, strict=True)
        )
        onnx.save(open_model, f"{folder}/open.onnx")
        session = onnxruntime.InferenceSession(f"{folder}/open.onnx")
        rows = np.array([session.run(names, batch) for batch in batches], np.float64)
    scales, zeros = rows[:, 0::2], rows[:, 1::2]
    lowest, highest = (-zeros * scales).mean(0), ((STEPS - zeros) * scales).mean(0)
    return {node.input[0]: (float(lowest[at]), float(highest[at])) for at, node in enumerate(found)}


def settle(graph: GraphProto, ranges: Ranges) -> None:
    """Exchange dynamic quantisation for the given ranges, and join each matrix with what follows.

    DynamicQuantizeLinear, MatMulInteger, Cast, Mul, Add -> QuantizeLinear, MatMulIntegerToFloat
    """
    maker = {name: node for node in graph.node for name in node.output}
    reader = {name: node for node in graph.node for name in node.input}  # these have one each
    others: dict[str, NodeProto | None] = {}  # by output; None: it has become a part of another
    for node in graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            graph.initializer.extend(write_range(node, *ranges[node.input[0]]))
            others[node.output[0]] = helper.make_node(
                "QuantizeLinear", [node.input[0], *node.output[1:]], node.output[:1], node.name
            )
        elif node.op_type == "MatMulInteger":
            chain = follow(node, reader)
            scales = maker[other_input(chain[1], chain[0])]
            others |= {part.output[0]: None for part in (node, *chain, scales)}
            others[chain[-1].output[0]] = join(node, scales, chain)
    nodes = [others.get(node.output[0], node) for node in graph.node]
    del graph.node[:], graph.value_info[:]
    graph.node.extend(node for node in nodes if node is not None)


def write_range(node: NodeProto, lowest: float, highest: float) -> list[TensorProto]:
    """Return the scale and the zero point of a range, under the names they had."""
    scale = np.float32((max(highest, 0.0) - min(lowest, 0.0)) / STEPS)
    zero = np.uint8(np.clip(round(-min(lowest, 0.0) / scale), 0, STEPS))
    values = (np.array(scale), np.array(zero))
    return [numpy_helper.from_array(*pair) for pair in zip(values, node.output[1:], strict=True)]


def follow(matrix: NodeProto, reader: Mapping[str, NodeProto]) -> tuple[NodeProto, ...]:
    """Return what comes after a matrix: its Cast, Mul (by the scales) and Add (of the bias)."""
    cast = reader[matrix.output[0]]
    scaled = reader[cast.output[0]]
    return cast, scaled, reader[scaled.output[0]]


def join(matrix: NodeProto, scales: NodeProto, chain: tuple[NodeProto, ...]) -> NodeProto:
    """Return the one operator for a matrix, its scales and its bias."""
    _, scaled, added = chain
    states, weights, states_zero, weights_zero = matrix.input
    inputs = [states, weights, *scales.input, states_zero, weights_zero]
    return helper.make_node(
        "MatMulIntegerToFloat",
        [*inputs, other_input(added, scaled)],
        added.output,
        matrix.name,
        domain="com.microsoft",
    )


def other_input(node: NodeProto, before: NodeProto) -> str:
    """Return the input of a node of two that does not come from the node before it."""
    (name,) = set(node.input) - set(before.output)
    return str(name)


if __name__ == "__main__":
    main()
