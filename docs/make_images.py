"""Draws the picture in the README: what `make run` prints, as an SVG without outside fonts.

python -m docs.make_images
"""

import io
import os
import re
import tempfile
from pathlib import Path

from rich.console import Console

from flows.commands.tour import ingest_directly
from flows.settings import read_settings
from flows.touring import ingest_editions, prepare, settings_in, show_around

IMAGES = Path(__file__).parent / "images"
FONT_FACES = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def main() -> None:
    """Run the tour on a recording console and write docs/images/tour.svg."""
    console = Console(record=True, width=110, file=io.StringIO(), force_terminal=True, markup=False)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare(Path("tour"))
        settings = settings_in(Path("tour").resolve(), read_settings({}))
        ingest_editions(console, settings, ingest_directly)
        show_around(console, settings, "tour")
    svg = console.export_svg(title="make run")
    (IMAGES / "tour.svg").write_text(FONT_FACES.sub("", svg), encoding="utf-8")


if __name__ == "__main__":
    main()
