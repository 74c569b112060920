"""The manifest of the shipped weights: names, versions and checksums."""

import hashlib
import json
from pathlib import Path

NAMES = ("fast", "accurate")
MOST_BYTES = 25_000_000


def write_manifest(folder: Path) -> None:
    """Write models.json beside the weights; a version is the beginning of their checksum."""
    manifest: dict[str, object] = {"tokenizer": "tokenizer.json"}
    for name in NAMES:
        path = folder / f"{name}.onnx"
        if path.stat().st_size > MOST_BYTES:
            raise SystemExit(f"{path} is larger than {MOST_BYTES} bytes")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        manifest[name] = {"weights": path.name, "version": digest[:12], "sha256": digest}
    (folder / "models.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
