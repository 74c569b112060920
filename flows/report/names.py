"""Who is written of: the most, those who rise, and who stands with whom."""

from collections.abc import Sequence
from html import escape

import numpy as np

from flows.report.markup import nothing, raw_table
from flows.wording import counted
from storage.fact_views import EntityLine
from storage.queries.pictures import Network, Riser

WIDTH, DEPTH = 900, 560
MARGIN = 60
ROUNDS = 400
HALF_LETTER = 3.9
"""Half the width of a letter of a label, in the picture's own measure."""

LINKS = 2
"""Lines drawn for each name, the strongest of all: with every line there is nothing to see."""

KINDS = ("person", "org", "place", "event", "product")


def draw_most(lines: Sequence[EntityLine]) -> str:
    """Entities with a bar each, by how many texts speak of them."""
    if not lines:
        return nothing()
    most = max(line.texts for line in lines)
    rows = [_barred(line.name, line.kind, line.texts, most, f"{line.texts:,}") for line in lines]
    return raw_table("<th>name</th><th>texts</th>", rows)


def draw_risers(risers: Sequence[Riser]) -> str:
    """Entities with what they were before and what they are now."""
    if not risers:
        return nothing("Nobody rose above what came before.")
    most = max(riser.texts for riser in risers)
    rows = [
        _barred(
            riser.name, riser.kind, riser.texts, most, f"{riser.texts:,} after {riser.before:,}"
        )
        for riser in risers
    ]
    return raw_table("<th>name</th><th>texts, after those of the days before</th>", rows)


def draw_network(network: Network) -> str:
    """Names as dots, larger where more texts speak of them, joined where they stand together."""
    if not network.links:
        return nothing("No two names stand together in a text.")
    links = sorted(network.links, key=lambda link: -link[2])[: LINKS * len(network.names)]
    names = range(len(network.names))
    boxes = [(HALF_LETTER * len(network.names[at]), _radius(network, at) + 9) for at in names]
    places = uncover(arrange(len(names), links), boxes)
    most = links[0][2]
    lines = "".join(_line(network, link, places, most) for link in links)
    dots = "".join(_dot(network, at, places[at]) for at in reversed(names))
    legend = " ".join(
        f'<span><i class="dot {kind}"></i>{kind}</span>' for kind in KINDS if kind in network.kinds
    )
    label = escape("Who stands with whom: " + ", ".join(network.names[:8]))
    return (
        f'<div class="scroll"><svg class="network" role="img" aria-label="{label}"'
        f' viewBox="0 0 {WIDTH} {DEPTH}"><g class="links">{lines}</g>{dots}</svg></div>\n'
        f'<p class="legend">{legend}</p>\n'
    )


def arrange(count: int, links: Sequence[tuple[int, int, int]]) -> list[tuple[float, float]]:
    """Places in the picture: linked ones draw each other near, all push each other away.

    Fruchterman and Reingold, "Graph drawing by force-directed placement", 1991; the same places
    for the same links, for it starts from a circle.
    """
    turn = 2 * np.pi * np.arange(count) / count
    at = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    pull = np.zeros((count, count))
    most = max(texts for _, _, texts in links)
    for one, other, texts in links:
        pull[one, other] = pull[other, one] = 0.25 + texts / most
    ideal = 1.6 / count**0.5
    for step in np.linspace(0.2, 0.005, ROUNDS):
        apart = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.linalg.norm(apart, axis=2), 1e-3)
        force = ideal**2 / far**2 - pull * far / ideal
        move = (apart * force[:, :, None]).sum(axis=1) - 0.3 * at
        size = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        at = at + move / size * np.minimum(size, step)
    return _fitted(at)


def uncover(
    places: Sequence[tuple[float, float]], boxes: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The places, moved up and down until no dot or label covers another, where there is room.

    Each box is half the width and half the depth of a dot with the label beneath it.
    """
    at, half = np.array(places), np.array(boxes)
    order = np.arange(len(at))
    for _ in range(ROUNDS):
        apart = at[:, None, :] - at[None, :, :]
        over = half[:, None, :] + half[None, :, :] - np.abs(apart)
        covered = (over > 0).all(axis=2) & (order[:, None] != order[None, :])
        if not covered.any():
            break
        above = np.where(apart[:, :, 1] == 0, order[:, None] < order[None, :], apart[:, :, 1] < 0)
        move = np.where(above, -over[:, :, 1], over[:, :, 1]) * covered
        at[:, 1] = np.clip(at[:, 1] + 0.3 * move.sum(axis=1), MARGIN / 2, DEPTH - MARGIN / 2)
    return [(float(x), float(y)) for x, y in at]


def _radius(network: Network, at: int) -> float:
    return float(5 + 15 * (network.texts[at] / network.texts[0]) ** 0.5)


def _fitted(at: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> list[tuple[float, float]]:
    low, high = at.min(axis=0), at.max(axis=0)
    room = np.array([WIDTH - 3 * MARGIN, DEPTH - 2 * MARGIN])
    scaled = (at - low) / np.maximum(high - low, 1e-6) * room + [1.5 * MARGIN, MARGIN]
    return [(float(x), float(y)) for x, y in scaled]


def _line(
    network: Network, link: tuple[int, int, int], places: Sequence[tuple[float, float]], most: int
) -> str:
    one, other, texts = link
    (x1, y1), (x2, y2) = places[one], places[other]
    said = f"{network.names[one]} and {network.names[other]}: {counted(texts, 'text')}"
    return (
        f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"'
        f' stroke-width="{0.6 + 5 * texts / most:.1f}"><title>{escape(said)}</title></line>'
    )


def _dot(network: Network, at: int, place: tuple[float, float]) -> str:
    radius = _radius(network, at)
    name = escape(network.names[at])
    x, y = place
    return (
        f'<g class="node"><circle class="{network.kinds[at]}" cx="{x:.0f}" cy="{y:.0f}"'
        f' r="{radius:.1f}"><title>{name}: {counted(network.texts[at], "text")}</title></circle>'
        f'<text x="{x:.0f}" y="{y + radius + 15:.0f}">{name}</text></g>'
    )


def _barred(name: str, kind: str, texts: int, most: int, said: str) -> str:
    width = 100 * texts / most
    return (
        f'<td class="name">{escape(name)} <small>{escape(kind)}</small></td><td class="bar">'
        '<div class="barred"><svg role="presentation" viewBox="0 0 100 10"'
        ' preserveAspectRatio="none">'
        f'<rect class="{escape(kind)}" width="{width:.1f}" height="10"/></svg>'
        f"<span>{said}</span></div></td>"
    )
