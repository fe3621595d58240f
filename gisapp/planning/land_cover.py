"""Land cover as the disaggregation reads it: shares by subdistrict, or a GeoTIFF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import rasterio
import rasterio.windows
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS, Transformer
from rasterio.errors import RasterioIOError

from gisapp.geo.crs import authority_code
from gisapp.geo.dasymetric import Cells, Floats, Geometries, Raster, density_from_raster, density_from_zones
from gisapp.planning.errors import LandCoverError

ClassWeights = Mapping[str, float]


class LandCover(Protocol):
    """Where what grows; its source is told with every area made from it."""

    @property
    def source(self) -> str:
        """What the land cover is from."""
        ...

    def density(self, cells: Cells, class_weights: ClassWeights) -> Floats:
        """Return (n,) the weight of each cell per unit of area, from the weight of each class."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ZoneLandCover:
    """Shares of the classes by zone.

    Attributes
    ----------
    zone
        (m,) polygons in the metric CRS.
    class_shares
        (m,) share of each class, 0 to 1, by its name.
    """

    zone: Geometries
    class_shares: Sequence[Mapping[str, float]]
    source: str

    def density(self, cells: Cells, class_weights: ClassWeights) -> Floats:
        """Return (n,) the mean weight of the zones in each cell."""
        of_zone = [
            sum(share * class_weights.get(name, 0.0) for name, share in shares.items()) for shares in self.class_shares
        ]
        return density_from_zones(cells.piece, zone=self.zone, zone_density=np.array(of_zone, float))


@dataclass(frozen=True, slots=True, eq=False)
class RasterLandCover:
    """Classes on a raster; a class goes by its number, or by its name in the legend."""

    raster: Raster
    legend: Mapping[int, str]
    source: str

    def density(self, cells: Cells, class_weights: ClassWeights) -> Floats:
        """Return (n,) the mean weight of the raster's classes in each cell."""
        numbers = np.unique(self.raster.classes)
        weights = {
            int(number): class_weights.get(self.legend.get(int(number), str(number)), 0.0)
            for number in numbers
            if number >= 0
        }
        return density_from_raster(cells, self.raster, class_density=weights)


def raster_land_cover(
    path: Path,
    *,
    area: shapely.MultiPolygon,
    metric_srid: int,
    srid: int | None = None,
    legend: Mapping[int, str] | None = None,
    source: str = "",
) -> RasterLandCover:
    """Read the part of a land-cover GeoTIFF that covers an area.

    Parameters
    ----------
    area
        What must be covered, in the metric CRS.
    srid
        The EPSG code to use instead of the CRS that the file states; some files state it badly.
    legend
        Name of each class number.

    Raises
    ------
    LandCoverError
        If the file does not open, has no CRS, or does not reach the area.
    """
    try:
        with rasterio.open(path) as dataset:
            crs = _crs_of(dataset, path, srid)
            from_metric = Transformer.from_crs(authority_code(metric_srid), crs, always_xy=True)
            window = _window_of(dataset, from_metric.transform_bounds(*area.bounds), path)
            band = dataset.read(1, window=window, masked=True)
            transform = dataset.window_transform(window)
    except RasterioIOError as error:
        message = _("%(path)s does not open as a raster (%(error)s): give a GeoTIFF")
        raise LandCoverError(message % {"path": path, "error": error}) from error
    classes = np.where(np.ma.getmaskarray(band), -1, np.ma.getdata(band).astype(np.int64))
    return RasterLandCover(Raster(classes, transform, from_metric), legend or {}, source or path.name)


def _crs_of(dataset: rasterio.DatasetReader, path: Path, srid: int | None) -> CRS:
    if srid is not None:
        return CRS.from_epsg(srid)
    if dataset.crs is None:
        raise LandCoverError(_("%(path)s states no CRS: give its EPSG code") % {"path": path})
    return CRS.from_wkt(dataset.crs.to_wkt())


def _window_of(
    dataset: rasterio.DatasetReader, bounds: tuple[float, float, float, float], path: Path
) -> rasterio.windows.Window:
    whole = rasterio.windows.Window(0, 0, dataset.width, dataset.height)
    wanted = rasterio.windows.from_bounds(*bounds, transform=dataset.transform)
    # Outward to whole cells, so that the rim of the area is covered too.
    wanted = rasterio.windows.Window(
        np.floor(wanted.col_off), np.floor(wanted.row_off), np.ceil(wanted.width) + 1, np.ceil(wanted.height) + 1
    )
    if not rasterio.windows.intersect(wanted, whole):
        message = _("%(path)s covers %(covers)s, not the study area at %(area)s: give another file, or its right CRS")
        extent = ", ".join(f"{side:g}" for side in dataset.bounds)
        area = ", ".join(f"{side:g}" for side in bounds)
        raise LandCoverError(message % {"path": path, "covers": extent, "area": area})
    return rasterio.windows.intersection(wanted, whole)
