"""The same two areas, in every format that can hold them."""

import pytest
import shapely

from gisapp.exchange.coordinates import CoordinateColumns
from gisapp.exchange.look import file_look
from gisapp.exchange.rejected import rejected_write
from gisapp.exchange.table import table_read
from tests.exchange.formats.conftest import AREAS, NAMES

WITHOUT_GEOMETRY = {"CSV", "XLSX"}
WITHOUT_CRS = {"TopoJSON", *WITHOUT_GEOMETRY}


def read(name, path):
    coordinates = CoordinateColumns(wkt="wkt") if name in WITHOUT_GEOMETRY else None
    return table_read(path, coordinates=coordinates)


def cells(table, wanted):
    column = next(one for one in table.columns if one.lower() == wanted)
    return [record.cells[column] for record in table.records]


def test_names_numbers_places_and_crs_are_read(any_file):
    name, path = any_file
    table = read(name, path)
    assert cells(table, "name") == NAMES
    assert [one if one is None else float(one) for one in cells(table, "tonnes")] == [12.5, None]
    assert table.geometry is not None
    for found, area in zip(table.geometry, AREAS, strict=True):
        assert shapely.get_num_geometries(found) == 1
        assert shapely.get_parts(found)[0].symmetric_difference(area).area < 1e-9
    assert table.srid == (4326 if name != "TopoJSON" else None)


@pytest.mark.django_db
def test_a_look_tells_layers_fields_and_where_they_lie(any_file):
    name, path = any_file
    look = file_look(path)
    assert len(look.layers) == 1
    layer = look.layers[0]
    assert layer.name == "kebun"
    assert layer.count == 2
    field = next(one for one in layer.fields if one.name.lower() == "tonnes")
    assert (field.type, field.samples, field.empty_count) == ("number", ("12.5",), 1)
    assert (layer.crs.srid, layer.crs.stated) == (4326, name not in WITHOUT_CRS)
    assert not layer.is_swapped
    assert layer.crs.reasons
    if name in WITHOUT_GEOMETRY:
        assert layer.coordinates[0].columns == CoordinateColumns(wkt="wkt")
    else:
        assert layer.geometry_type in ("Polygon", "MultiPolygon")
        assert layer.bbox == pytest.approx((115.0, -3.6, 116.2, -3.0))


def test_refused_rows_come_back_in_their_own_format_and_can_be_read_again(any_file, tmp_path):
    name, path = any_file
    row = read(name, path).records[1].row
    reason = "di luar provinsi; salah é"
    written = rejected_write(path, None, {row: reason}, tmp_path / "back!.v2")
    assert written.parent == tmp_path
    suffixes = {"KMZ": ".kml", "File Geodatabase": ".gpkg", "TopoJSON": ".geojson", "Shapefile, loose": ".zip"}
    assert written.suffix == suffixes.get(name, path.suffix)
    again = read(name, written)
    assert cells(again, "name") == NAMES[1:]
    assert again.geometry is not None
    assert shapely.get_parts(again.geometry[0])[0].symmetric_difference(AREAS[1]).area < 1e-9
    # The reason is for people: an import passes over it.
    assert "hilir_note" not in again.columns
