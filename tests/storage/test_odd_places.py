"""A ledger's URL that leads to something else is told by name."""

from pathlib import Path

import pytest

from storage.errors import UsageError
from storage.ledger import Ledger


@pytest.mark.parametrize("act", [Ledger.open, Ledger.create])
def test_a_folder_in_the_files_place_is_named(act: object, tmp_path: Path) -> None:
    assert callable(act)
    with pytest.raises(UsageError, match=f"{tmp_path}: this is a folder"):
        act(f"sqlite:///{tmp_path}", str(tmp_path / "blobs"))


@pytest.mark.parametrize("act", [Ledger.open, Ledger.create])
def test_another_file_in_the_ledgers_place_is_named_and_stays(act: object, tmp_path: Path) -> None:
    assert callable(act)
    path = tmp_path / "notes.txt"
    path.write_text("Not a ledger. " * 100)
    with pytest.raises(UsageError, match=r"notes\.txt: this file is no SQLite database"):
        act(f"sqlite:///{path}", str(tmp_path / "blobs"))
    assert path.read_text().startswith("Not a ledger.")
