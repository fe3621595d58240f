"""Real boundaries for benchmarks, read from the data beside the project where it is on the machine."""

from pathlib import Path

import numpy as np
import pyogrio
import rasterio  # noqa: F401  before shapely
import shapely

from gisapp.geo.crs import transform, transform_geometry
from gisapp.geo.polygons import made_valid
from gisapp.siting import Districts

DATA = Path(__file__).parents[3] / "shared" / "data"
PROVINCE = DATA / "boundaries" / "kalsel_kab_from_desa.gpkg"
NATION = DATA / "boundaries" / "idn_kab.gpkg"
ROADS = DATA / "roads" / "scgraph_world_highways_kalselbbox.gpkg"
MILLS = DATA / "mills" / "universal_mill_list_2021.csv"


def districts(path: Path, *, srid: int) -> tuple[Districts, int]:
    """Read districts, invalid ones repaired, and return them with how many those were.

    Parameters
    ----------
    srid
        The metric CRS wanted.
    """
    _meta, _fid, wkb, (code, name) = pyogrio.raw.read(path, columns=["kode", "nama"])
    boundary = shapely.from_wkb(wkb)
    invalid = np.flatnonzero(~shapely.is_valid(boundary))
    boundary[invalid] = [made_valid(shape) for shape in boundary[invalid]]
    n = len(boundary)
    rng = np.random.default_rng(1)
    read = Districts(
        code=tuple(code),
        name=tuple(name),
        boundary=transform_geometry(boundary, source_srid=4326, target_srid=srid),
        population=rng.uniform(5e4, 2e6, n),
        fits_plan=tuple((True, False, None)[k % 3] for k in range(n)),
    )
    return read, invalid.size


def road_lines(*, srid: int) -> np.ndarray:
    """Read the straight stretches of real highways about the province."""
    _meta, _fid, wkb, _columns = pyogrio.raw.read(ROADS, columns=[])
    return transform_geometry(shapely.from_wkb(wkb), source_srid=4326, target_srid=srid)


def mills(*, srid: int) -> tuple[np.ndarray, np.ndarray]:
    """Read where the palm oil mills of Indonesia stand."""
    _meta, _fid, _wkb, (lat, lon, country) = pyogrio.raw.read(
        MILLS, columns=["Latitude", "Longitude", "Country"], read_geometry=False
    )
    here = country == "Indonesia"
    return transform(lon[here].astype(float), lat[here].astype(float), source_srid=4326, target_srid=srid)
