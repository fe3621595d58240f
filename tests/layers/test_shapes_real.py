"""Real boundaries, whose neighbours leave slivers between them, are drawn without gaps."""

from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from django.conf import settings

from gisapp.geo import generalise
from gisapp.geo.crs import WGS84, transform_geometry
from layers.models import BANDS
from layers.services.shapes import SLIVER_WIDTH_M, TOLERANCE_PIXELS

BOUNDARIES = settings.BASE_DIR.parent / "shared" / "data" / "boundaries"


def read_mercator(path: Path) -> np.ndarray:
    if not path.exists():
        pytest.skip(f"{path.name} is not in ../shared/data/boundaries")
    _, _, wkb, _ = pyogrio.raw.read(path, columns=[])
    return transform_geometry(shapely.from_wkb(wkb), source_srid=WGS84, target_srid=3857)


@pytest.mark.parametrize(
    ("file", "count"), [("kalsel_kab_from_desa.gpkg", 13), ("kalsel_kec_from_desa.gpkg", 156)], ids=["13", "156"]
)
def test_real_areas_tile_the_province_in_every_band(file, count):
    raw = read_mercator(BOUNDARIES / file)
    assert raw.size == count
    assert not shapely.coverage_is_valid(raw), "the slivers are what this test is about"
    coverage = generalise.coverage_cleaned(raw, gap_width_m=SLIVER_WIDTH_M)
    # The greatest change is that of a small area which loses or wins a sliver along its whole outline.
    assert np.abs(shapely.area(coverage) / shapely.area(generalise.multi(raw)) - 1).max() < 0.002
    for band in BANDS:
        drawn = generalise.coverage_generalised(coverage, tolerance_m=TOLERANCE_PIXELS * generalise.pixel_m(band))
        assert shapely.coverage_is_valid(drawn), band
        assert shapely.is_valid(drawn).all(), band
        assert not shapely.is_empty(drawn).any(), band
        islands = shapely.get_parts(shapely.union_all(drawn))
        assert shapely.get_num_interior_rings(islands).sum() == 0, band
