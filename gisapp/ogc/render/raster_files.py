"""Raster files in a form that Mapnik reads as it should."""

import hashlib
import math
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import rasterio
from rasterio.io import DatasetReader

from gisapp.ogc.render.files import kept_file

# Below all that is mapped: scores, degrees, classes.
_NODATA = -9_999.0


@lru_cache(maxsize=64)
def drawable_file(file: Path) -> Path:
    """Return a file in which cells without data can be told apart.

    Mapnik compares cells with the value that stands for no data, and nothing equals NaN: such cells would be drawn in
    the colour of the highest. A virtual raster (GDAL's VRT) gives them a number.
    """
    with rasterio.open(file) as opened:
        if opened.nodata is None or not math.isnan(opened.nodata):
            return file
        text = _virtual(opened, file)
    name = hashlib.sha256(text.encode()).hexdigest()[:20]
    return kept_file("rasters", f"{name}.vrt", lambda target: _write(target, text))


def _virtual(opened: DatasetReader, file: Path) -> str:
    transform = ", ".join(map(repr, opened.transform.to_gdal()))
    # Only fractions can be NaN.
    kind = {"float32": "Float32", "float64": "Float64"}[opened.dtypes[0]]
    return (
        f'<VRTDataset rasterXSize="{opened.width}" rasterYSize="{opened.height}">'
        f"<SRS>{escape(opened.crs.to_wkt())}</SRS><GeoTransform>{transform}</GeoTransform>"
        f'<VRTRasterBand dataType="{kind}" band="1"><NoDataValue>{_NODATA}</NoDataValue><ComplexSource>'
        f'<SourceFilename relativeToVRT="0">{escape(str(file))}</SourceFilename><SourceBand>1</SourceBand>'
        "<NODATA>nan</NODATA></ComplexSource></VRTRasterBand></VRTDataset>"
    )


def _write(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8")
