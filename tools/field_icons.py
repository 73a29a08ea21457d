"""Draw the icons of the handheld as PNG, as its SVG says: a grid of nine, the middle one filled.

Run after a change of `gege/field/static/field/icons/gege.svg`; the results are committed. A phone
that installs the app wants PNG. The mark keeps to the middle, so that a round mask cuts nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).resolve().parent.parent / "gege/field/static/field/icons"
SIZES = (192, 512)
PAPER, ACCENT = "#fbfaf7", "#0f5c63"
SIDE, EDGE, CELL, STROKE = 512, 106, 100, 12
"""In units of the SVG: the whole side, the grid's margin, one cell, the thickness of a line."""
FINER = 4


def main() -> int:
    """Write one file for each size."""
    for size in SIZES:
        draw(size).save(ICONS / f"gege-{size}.png", optimize=True)
    return 0


def draw(size: int) -> Image.Image:
    """Return the icon, `size` pixels wide and high; drawn larger and reduced for smooth edges."""
    whole = size * FINER
    image = Image.new("RGB", (whole, whole), PAPER)
    pen = ImageDraw.Draw(image)
    unit = whole / SIDE
    lines = [EDGE + CELL * step for step in range(4)]
    half = STROKE / 2
    for at in lines:
        for box in (
            (at - half, EDGE - half, at + half, lines[-1] + half),
            (EDGE - half, at - half, lines[-1] + half, at + half),
        ):
            pen.rectangle([edge * unit for edge in box], fill=ACCENT)
    pen.rectangle([edge * unit for edge in (lines[1], lines[1], lines[2], lines[2])], fill=ACCENT)
    return image.resize((size, size), Image.Resampling.LANCZOS).quantize(16)


if __name__ == "__main__":
    sys.exit(main())
