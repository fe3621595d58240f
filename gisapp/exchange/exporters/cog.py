"""Rasters as Cloud Optimized GeoTIFF: as they are kept, or a window of them, or in another system."""

from contextlib import ExitStack
from pathlib import Path

import rasterio
from django.utils.translation import gettext as _
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window, from_bounds

from gisapp import conf
from gisapp.exchange.exporters.contents import Contents, RasterContent
from gisapp.exchange.exporters.errors import ExportFileError, ExportTooLargeError, FormatError
from gisapp.geo.bbox import Bbox
from gisapp.geo.cog import cog_copy
from gisapp.geo.crs import authority_code


def cog_export(path: Path, contents: Contents) -> None:
    """Write the raster; its metadata are tags beside those that it has.

    Cells keep their values: another system and overviews take the nearest cell, for classes and bits have no mean.

    Raises
    ------
    ExportError
        If the window misses the raster, is too large, or the file cannot be read or written.
    """
    [content] = contents.rasters
    try:
        with ExitStack() as stack:
            source: DatasetReader | WarpedVRT = stack.enter_context(rasterio.open(content.raster.file))
            tags = source.tags()
            if content.srid is not None:
                crs = authority_code(content.srid)
                source = stack.enter_context(WarpedVRT(source, crs=crs, resampling=Resampling.nearest))
            cut = contents.folder / "cut.tif"
            _cut(source, cut, content, tags)
            with rasterio.open(cut) as dataset:
                cog_copy(dataset, path, overview_resampling="nearest")
    except (RasterioError, OSError) as error:
        message = _("The raster %(name)s cannot be copied: %(reason)s")
        raise ExportFileError(message % {"name": content.name, "reason": error}) from error


def _cut(source: "DatasetReader | WarpedVRT", path: Path, content: RasterContent, tags: dict[str, str]) -> None:
    """Write the window block by block, with all tags, to be copied: to add tags later would spoil the layout."""
    window = _window(source, content.window, content.name)
    width, height = int(window.width), int(window.height)
    if width * height > conf.EXPORT_RASTER_CELLS_LIMIT:
        raise ExportTooLargeError(
            _("%(name)s has %(width)d x %(height)d cells here, the limit is %(limit)d; give a smaller bbox.")
            % {"name": content.name, "width": width, "height": height, "limit": conf.EXPORT_RASTER_CELLS_LIMIT}
        )
    profile = {
        "driver": "GTiff",
        "width": width,
        "height": height,
        "count": source.count,
        "dtype": source.dtypes[0],
        "crs": source.crs,
        "nodata": source.nodata,
        "transform": source.window_transform(window),
        "tiled": True,
        "compress": "ZSTD",
        "bigtiff": "IF_SAFER",
    }
    with rasterio.open(path, "w", **profile) as target:
        for _index, block in target.block_windows(1):
            shifted = Window(block.col_off + window.col_off, block.row_off + window.row_off, block.width, block.height)
            target.write(source.read(window=shifted), window=block)
        entries = {name.upper(): value for name, value in content.statement.entries().items()}
        target.update_tags(**{**tags, **entries}, TIFFTAG_IMAGEDESCRIPTION=content.statement.title)


def _window(source: "DatasetReader | WarpedVRT", box: Bbox | None, name: str) -> Window:
    """Return the cells that a box touches; all of them without a box."""
    whole = Window(0, 0, source.width, source.height)
    if box is None:
        return whole
    sides = rasterio.warp.transform_bounds("EPSG:4326", source.crs, box.west, box.south, box.east, box.north)
    try:
        cut = from_bounds(*sides, transform=source.transform).intersection(whole)
    except rasterio.errors.WindowError as error:
        raise FormatError(_("%(name)s has no cell in the bbox; give another.") % {"name": name}) from error
    rounded = cut.round_offsets(op="floor")
    return Window(
        rounded.col_off,
        rounded.row_off,
        max(min(round(cut.col_off + cut.width + 0.5), source.width) - rounded.col_off, 1),
        max(min(round(cut.row_off + cut.height + 0.5), source.height) - rounded.row_off, 1),
    )
