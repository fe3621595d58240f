"""The one place that loads rasterio, shapely and mapnik and points GeoDjango at their GDAL and GEOS.

A process must hold one GDAL and one GEOS. The wheels of rasterio and shapely bring current ones;
loading Debian's beside them breaks PROJ's database. So they are imported first, and GeoDjango is
told to open the very same shared objects.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import rasterio
import shapely


def _bundled(package_file: str | None, folder: str, pattern: str) -> str:
    """Return the path of the shared object that a wheel brings.

    Raises
    ------
    FileNotFoundError
        If the package was built against system libraries instead of installed from its wheel.
    """
    base = Path(str(package_file)).resolve().parent.parent / folder
    found = sorted(base.glob(pattern))
    if not found:
        message = (
            f"no {pattern} in {folder}: install the wheels named in requirements.txt "
            "(pip install --only-binary :all: rasterio shapely)"
        )
        raise FileNotFoundError(message)
    return str(found[0])


def gdal_library_path() -> str:
    """Return the path of the libgdal inside the rasterio wheel."""
    return _bundled(rasterio.__file__, "rasterio.libs", "libgdal*.so*")


def geos_library_path() -> str:
    """Return the path of the libgeos_c inside the shapely wheel."""
    return _bundled(shapely.__file__, "shapely.libs", "libgeos_c*.so*")


@lru_cache(maxsize=1)
def load_mapnik() -> Any:
    """Return the module `mapnik`, which only `gisapp.ogc.render` uses.

    Importing it sets PROJ_LIB, GDAL_DATA and others for the whole process, where rasterio and pyproj would
    then look for databases of another version; it reads them at once, so they are put back. ICU_DATA stays: it
    is read when the first label breaks into lines, and nothing else here uses ICU.
    """
    before = dict(os.environ)
    try:
        import mapnik
    finally:
        for name in set(os.environ) - set(before) - {"ICU_DATA"}:
            del os.environ[name]
        os.environ.update(before)
    return mapnik
