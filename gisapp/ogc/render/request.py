"""What a map is to show."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import transform
from gisapp.geo.generalise import PIXEL_AT_ZOOM_0_M
from gisapp.ogc.map_layers import MapLayer
from gisapp.ogc.query import Conditions

WEB_MERCATOR = 3857


class ImageForm(StrEnum):
    """How a picture is encoded."""

    PNG_8 = "png8"
    PNG_32 = "png32"
    JPEG = "jpeg"
    WEBP = "webp"


@dataclass(frozen=True, slots=True)
class LayerView:
    """A layer as one map shows it.

    Attributes
    ----------
    year
        Of which rows are shown; None for a layer without years.
    conditions
        What rows must meet besides, over the aliases of the layer's query.
    version
        Of the tables behind the layer (`map_version_of`): classes and categories are read anew with it.
    """

    layer: MapLayer
    style: str
    year: int | None = None
    conditions: Conditions = field(default_factory=Conditions)
    version: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MapRequest:
    """One picture.

    Attributes
    ----------
    layers
        The first lies lowest.
    bbox
        In the system `srid`, x before y.
    scale_factor
        Pixels of the picture to a CSS pixel (1/96 inch): lines, symbols and letters grow by it.
    background
        ``#RRGGBB`` of what no layer covers; not seen where `is_transparent`.
    """

    layers: tuple[LayerView, ...]
    bbox: Bbox
    srid: int
    width_px: int
    height_px: int
    scale_factor: float = 1.0
    is_transparent: bool = False
    background: str = "#FFFFFF"
    form: ImageForm = ImageForm.PNG_8

    @property
    def pixel_m(self) -> float:
        """Side of a pixel at the middle of the map in EPSG:3857 metres; infinite where that does not reach."""
        x, y = (self.bbox.west + self.bbox.east) / 2, (self.bbox.south + self.bbox.north) / 2
        half_x, half_y = self.bbox.width / self.width_px / 2, self.bbox.height / self.height_px / 2
        # Both diagonals: in a system turned against the meridian neither side alone tells the size.
        xs, ys = transform(
            np.array([x - half_x, x + half_x, x - half_x, x + half_x]),
            np.array([y - half_y, y + half_y, y + half_y, y - half_y]),
            source_srid=self.srid,
            target_srid=WEB_MERCATOR,
        )
        if not (np.isfinite(xs).all() and np.isfinite(ys).all()):
            return math.inf
        diagonals = np.hypot(xs[1::2] - xs[::2], ys[1::2] - ys[::2])
        return float(np.sqrt(np.mean(diagonals**2) / 2)) or math.inf

    @property
    def zoom(self) -> float:
        """Zoom level at which a pixel of the picture is a pixel of a 256-pixel tile: which detail can be seen."""
        return _zoom(self.pixel_m)

    @property
    def style_zoom(self) -> float:
        """Zoom level for which lines, symbols and letters are chosen."""
        return _zoom(self.pixel_m * self.scale_factor)


def _zoom(pixel_m: float) -> float:
    return math.log2(PIXEL_AT_ZOOM_0_M / pixel_m) if math.isfinite(pixel_m) else 0.0
