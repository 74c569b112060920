"""The samples as a folder to run in: a filled-in sources.yaml with the text dumps beside it."""

import shutil
from pathlib import Path

from samples.site import BASE_MARK, EDITIONS

SAMPLES = Path(__file__).parent
DUMPS = SAMPLES / "dumps"
LATER_MARK = "# second edition only"


def unpack_samples(
    folder: Path, base_url: str, *, edition: str = EDITIONS[0], template: str = "sources.yaml"
) -> Path:
    """The path of the sources.yaml that was written into the folder, dumps beside it.

    ``template`` may also be ``sources-urls.yaml``, which names every page instead of the feeds.
    Unpacking again, for another edition or address, overwrites both.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(DUMPS, folder / "dumps", dirs_exist_ok=True)
    target = folder / "sources.yaml"
    target.write_text(sources_text(base_url, edition=edition, template=template), encoding="utf-8")
    return target


def sources_text(
    base_url: str, *, edition: str = EDITIONS[0], template: str = "sources.yaml"
) -> str:
    """The template with the site's address filled in, without what that edition does not have."""
    lines = (SAMPLES / template).read_text(encoding="utf-8").splitlines(keepends=True)
    if edition == EDITIONS[0]:
        lines = [line for line in lines if not line.rstrip().endswith(LATER_MARK)]
    return "".join(lines).replace(BASE_MARK, base_url)
