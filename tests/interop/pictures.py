"""Compare which pixels of two pictures are drawn."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Mask = NDArray[np.bool_]
FULL = 255


def mask(file: Path, *, opacity: float = 1.0, reach_px: int = 0) -> Mask:
    """Return which pixels are covered by half or more, widened on all sides.

    Parameters
    ----------
    opacity
        Of the faintest thing that is drawn.
    """
    alpha = np.asarray(Image.open(file).convert("RGBA"))[:, :, 3]
    drawn: Mask = alpha >= FULL * opacity / 2
    for _ in range(reach_px):
        wider = np.pad(drawn, 1)
        drawn = wider[:-2, 1:-1] | wider[2:, 1:-1] | wider[1:-1, :-2] | wider[1:-1, 2:] | drawn
    return drawn


def overlap(one: Mask, other: Mask) -> float:
    """Return intersection over union; 1 where neither shows anything."""
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 1.0


def best_shift(one: Mask, other: Mask, *, reach_px: int = 3) -> tuple[int, int]:
    """Return by how many pixels, right and down, the first must be moved to lie best upon the other."""
    steps = range(-reach_px, reach_px + 1)
    inner = (slice(reach_px, -reach_px), slice(reach_px, -reach_px))
    found = {
        (right, down): overlap(np.roll(one, (down, right), axis=(0, 1))[inner], other[inner])
        for right in steps
        for down in steps
    }
    return max(found, key=lambda shift: (found[shift], -abs(shift[0]) - abs(shift[1])))
