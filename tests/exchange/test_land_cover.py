import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from gisapp.exchange.land_cover import class_weights_read, land_cover_read, stored_land_cover_read
from gisapp.geo.crs import transform_geometry
from gisapp.geo.dasymetric import cells_of
from gisapp.planning.errors import LandCoverError
from gisapp.planning.land_cover import RasterLandCover, ZoneLandCover
from layers.geometry import to_shapely
from layers.models import RasterLayer, Subdistrict
from tests import factories


def write_tif(path, value, crs="EPSG:4326"):
    profile = {"driver": "GTiff", "width": 16, "height": 8, "count": 1, "dtype": "uint8", "crs": crs}
    with rasterio.open(path, "w", **profile, transform=from_origin(115.0, -2.8, 0.05, 0.05)) as dataset:
        dataset.write(np.full((8, 16), value, np.uint8), 1)


def store(name, **given):
    values = {
        "kind": "land_cover",
        "file": f"{name}.tif",
        "crs": "EPSG:4326",
        "cell_size": 0.05,
        "source": f"source of {name}",
    }
    extent = factories.box(115.0, -3.2, 115.8, -2.8)[0]
    return RasterLayer.objects.create(name=name, extent=extent, **{**values, **given})


def test_the_newest_stored_raster_is_read_in_the_crs_recorded_with_it(province, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    write_tif(tmp_path / "new.tif", 12, crs="EPSG:32651")  # badly stated: the record knows better
    store("old", source_date="2001-01-01")
    store("new", source_date="2019-01-01")
    store("undated")
    store("slope", kind="slope", source_date="2024-01-01")
    cover = stored_land_cover_read(districts=province)
    assert isinstance(cover, RasterLandCover)
    assert cover.source == "source of new"
    cells = cells_of(area_m(province), cell_m=5_000)
    assert cover.density(cells, {"cropland": 0.5}) == pytest.approx(0.5)
    assert cover.density(cells, {"12": 0.5}) == pytest.approx(0.0)


def area_m(districts):
    return transform_geometry(to_shapely([districts[0].boundary]), source_srid=4326, target_srid=32750)[0]


def test_without_a_stored_raster_or_its_file_it_says_so(province, tmp_path, settings):
    with pytest.raises(LandCoverError, match="No land-cover raster"):
        stored_land_cover_read(districts=province)
    settings.MEDIA_ROOT = tmp_path
    store("gone")
    with pytest.raises(LandCoverError, match="does not open"):
        stored_land_cover_read(districts=province)


def test_a_table_of_shares_and_one_of_weights(province, csv_file):
    boundary = factories.box(115.0, -3.2, 115.4, -2.8)
    Subdistrict.objects.create(
        district=province[0], code="630101", name="Takisung", boundary=boundary, area_km2=1970, source="x"
    )
    shares = csv_file(
        "subdistrict_code,land_cover_class,share,source\n630101,cropland,0.6,MODIS\n630101,water,0.4,MODIS\n",
        "cover.csv",
    )
    weights = class_weights_read(csv_file("commodity,land_cover_class,weight\nrice,cropland,1\nrice,water,0.25\n"))
    cover = land_cover_read(shares, districts=province)
    assert isinstance(cover, ZoneLandCover)
    assert cover.source == "MODIS"
    assert cover.density(cells_of(area_m(province), cell_m=5_000), weights["rice"]) == pytest.approx(0.7)
