"""What a tonne gains by being processed."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gisapp.potential.errors import TableError
from gisapp.potential.tables import Floats


class Estimate(NamedTuple):
    """Low, middle and high of a figure; NaN where it is not known."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Product:
    """What comes out of a process, per unit of its input, and its price per unit of product."""

    coefficient: Estimate
    price_idr_per_unit: Estimate


def gross_margin_per_tonne(
    products: tuple[Product, ...], *, feed_coefficient: float, feed_price_idr_per_t: Estimate
) -> Estimate:
    """Return the value of the products of one tonne of raw material less the value of that tonne, IDR/t.

    ``(sum coefficient x price) / feed coefficient - raw price``. Low takes low yields, low product prices and the
    high raw price, high the opposite, so the range is the widest that the figures allow. Other inputs, energy and
    labour are not taken off: it is a gross margin, of which value added is a part.

    Parameters
    ----------
    products
        Those that have a price; at least one.
    feed_coefficient
        Units of the raw material per unit of the process's input: 1 where the process is sized on it.

    Returns
    -------
    Estimate
        Negative where processing costs more raw material than it yields value.

    Raises
    ------
    TableError
        If there is no product, or the feed coefficient is not above 0.

    References
    ----------
    Hayami, Y., et al. (1987). Agricultural Marketing and Processing in Upland Java. CGPRT Centre, Bogor.
    (The ratio of product to raw material as the base of value added, there less other inputs as well.)
    """
    if not products:
        raise TableError("products: none; give at least the main product")
    if not feed_coefficient > 0:
        raise TableError(f"feed_coefficient: {feed_coefficient}; give a figure above 0")
    coefficient = np.array([product.coefficient for product in products], dtype=np.float64)
    price = np.array([product.price_idr_per_unit for product in products], dtype=np.float64)
    value: Floats = (coefficient * price).sum(axis=0) / feed_coefficient
    raw = feed_price_idr_per_t
    return Estimate(float(value[0] - raw.high), float(value[1] - raw.mid), float(value[2] - raw.low))
