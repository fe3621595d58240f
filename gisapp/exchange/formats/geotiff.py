"""GeoTIFF and COG: rasters, which are looked at here and imported by the importer of rasters."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import rasterio
from django.utils.translation import gettext as _
from rasterio.errors import RasterioError

from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.base import Format, Head, Layer, Place

_MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


@dataclass(frozen=True, slots=True)
class RasterLook:
    """What a raster says of itself.

    Attributes
    ----------
    crs
        What the file states, as text; empty where nothing.
    bounds
        West, south, east, north in its own units.
    nodata
        As text; empty where none is stated.
    cell
        Width and height of a cell in its own units.
    is_placed
        Whether it says where it lies.
    """

    width: int
    height: int
    bands: int
    dtype: str
    nodata: str
    crs: str
    bounds: tuple[float, float, float, float]
    cell: tuple[float, float]
    is_placed: bool


class GeoTiff(Format):
    """GeoTIFF."""

    code, title, suffix = "geotiff", "GeoTIFF", ".tif"

    def recognises(self, head: Head) -> bool:
        """Tell by its mark."""
        return head.start.startswith(_MAGIC)

    def read(self, place: Place) -> Layer:
        """Refuse: cells are no rows.

        Raises
        ------
        UnreadableFileError
            Always.
        """
        message = _("%(file)s is a GeoTIFF, which has cells, not rows: import it as a raster layer.")
        raise UnreadableFileError(message % {"file": place.path.name})

    def write_refused(self, place: Place, *, reasons: Mapping[int, str], target: Path) -> Path:
        """Refuse, as `read` does."""
        del reasons, target
        self.read(place)
        raise AssertionError


def raster_look(path: Path) -> RasterLook:
    """Look at a raster.

    Raises
    ------
    UnreadableFileError
        If it does not open.
    """
    try:
        with rasterio.open(path, driver="GTiff") as dataset:
            return RasterLook(
                width=dataset.width,
                height=dataset.height,
                bands=dataset.count,
                dtype=str(dataset.dtypes[0]),
                nodata="" if dataset.nodata is None else f"{dataset.nodata:g}",
                crs=dataset.crs.to_wkt() if dataset.crs else "",
                bounds=(dataset.bounds.left, dataset.bounds.bottom, dataset.bounds.right, dataset.bounds.top),
                cell=(float(dataset.res[0]), float(dataset.res[1])),
                is_placed=not dataset.transform.is_identity,
            )
    except RasterioError as error:
        message = _("%(path)s does not open as a raster (%(error)s): give a GeoTIFF.")
        raise UnreadableFileError(message % {"path": path.name, "error": error}) from error
