"""The one place that loads rasterio, shapely and points GeoDjango at their GDAL and GEOS.

A process must hold one GDAL and one GEOS. The wheels of rasterio and shapely bring current ones;
loading Debian's beside them breaks PROJ's database. So they are imported first, and GeoDjango is
told to open the very same shared objects.
"""

from pathlib import Path

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
