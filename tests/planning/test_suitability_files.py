import io

import numpy as np
import pytest
import rasterio
from django.core.management import CommandError, call_command

from gisapp.geo.crs import WGS84, transform
from tests import factories

pytestmark = pytest.mark.django_db


def suggest(*options):
    out = io.StringIO()
    call_command("suggest", "--process", "palm_oil_mill", "--cell-size-m", "1000", *map(str, options), stdout=out)
    return out.getvalue()


def value_at(dataset, lon, lat):
    x, y = transform(lon, lat, source_srid=WGS84, target_srid=dataset.crs.to_epsg())
    return next(dataset.sample([(float(x), float(y))]))[0]


def test_suitability_and_reasons_are_written_as_cog(tmp_path):
    factories.small_province()
    factories.exclusion_zone(115.0, -3.2, 115.2, -2.8)
    factories.exclusion_zone(115.1, -3.2, 115.3, -2.8, reason="peat", legal_basis="PP 71/2014", effect="penalise")
    suitability, exclusions = tmp_path / "suitability.tif", tmp_path / "exclusions.tif"
    told = suggest("--raster-out", suitability, "--exclusions-out", exclusions)
    assert str(suitability) in told
    with rasterio.open(suitability) as dataset:
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert (dataset.crs.to_epsg(), dataset.res, dataset.dtypes) == (32750, (1000, 1000), ("float32",))
        assert np.isnan(dataset.nodata)
        assert np.isnan(value_at(dataset, 115.15, -3.0))
        assert 0 < value_at(dataset, 115.6, -3.0) <= 1
        band = dataset.read(1, masked=True)
        assert 0 <= band.min() <= band.max() <= 1
    with rasterio.open(exclusions) as dataset:
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        bit_of = {
            tag.split(":")[0]: int(name.removeprefix("BIT_")) for name, tag in dataset.tags().items() if "BIT" in name
        }
        assert bit_of["outside_study_area"] == 0
        forest, peat = 1 << bit_of["protected_forest"], 1 << bit_of["peat_penalised"]
        assert value_at(dataset, 115.05, -3.0) == forest
        assert value_at(dataset, 115.15, -3.0) == forest | peat
        assert value_at(dataset, 115.25, -3.0) == peat
        assert value_at(dataset, 115.6, -3.0) == 0
        assert "a law (exclude)" in dataset.tags()[f"BIT_{bit_of['protected_forest']}"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    factories.small_province()
    with pytest.raises(CommandError, match=r"cannot be written .* a folder that exists"):
        suggest("--raster-out", tmp_path / "none" / "a.tif")
