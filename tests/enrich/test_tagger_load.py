"""Choosing a tagger by its name."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import ConfigError
from tasks.enrich.languages import speaks
from tasks.enrich.tagger.load import MODELS, SHIPPED, load_tagger

MOST_BYTES = 25_000_000


def test_importing_the_door_loads_no_model_library() -> None:
    code = (
        "import sys, tasks.enrich.tagger.load\n"
        "found = {'numpy', 'onnxruntime', 'tokenizers', 'spacy'} & set(sys.modules)\n"
        "sys.exit(', '.join(found) or None)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_accurate_is_the_default() -> None:
    assert load_tagger().name == "accurate"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_version_of_a_shipped_tagger_follows_its_weights(name: str) -> None:
    weights = (MODELS / f"{name}.onnx").read_bytes()
    assert hashlib.sha256(weights).hexdigest().startswith(load_tagger(name).version)
    assert len(load_tagger(name).version) == 12


def test_the_manifest_names_each_file_with_its_hash() -> None:
    manifest = json.loads((MODELS / "models.json").read_text(encoding="utf-8"))
    for name in SHIPPED:
        weights = MODELS / manifest[name]["weights"]
        assert weights.stat().st_size <= MOST_BYTES
        assert hashlib.sha256(weights.read_bytes()).hexdigest() == manifest[name]["sha256"]


def test_the_weights_carry_their_licences() -> None:
    licence = (MODELS / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in licence
    assert "Apache License" in licence


def test_an_unknown_name_is_answered_with_the_choices() -> None:
    with pytest.raises(ConfigError, match="'quick'; choose one of fast, accurate, spacy:NAME"):
        load_tagger("quick")


def test_a_missing_spacy_is_answered_with_the_install_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ConfigError, match=r"pip install spacy.*spacy download en_core_web_sm"):
        load_tagger("spacy:en_core_web_sm")


def test_a_missing_pipeline_is_answered_with_the_download_command() -> None:
    pytest.importorskip("spacy", reason="spaCy is an optional choice of the user")
    with pytest.raises(ConfigError, match="python -m spacy download no_such_pipeline"):
        load_tagger("spacy:no_such_pipeline")


def test_a_spacy_pipeline_tags_with_our_kinds_and_offsets(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is an optional choice of the user")
    pipeline = spacy.blank("en")
    patterns = [
        {"label": "GPE", "pattern": "Berlin"},
        {"label": "DATE", "pattern": "Monday"},
        {"label": "NORP", "pattern": "German"},
    ]
    pipeline.add_pipe("entity_ruler").add_patterns(patterns)
    pipeline.to_disk(tmp_path / "small")
    tagger = load_tagger(f"spacy:{tmp_path / 'small'}")
    assert speaks(tagger, "en")
    assert not speaks(tagger, "de")
    (found,) = tagger.tag(["On Monday\nin Berlin \ud800 German"])
    assert [(span.start, span.end, span.kind) for span in found] == [
        (13, 19, "place"),
        (22, 28, "misc"),
    ]
