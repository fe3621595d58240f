import pytest
import shapely

from gisapp.exchange.column_guess import coordinate_guesses
from gisapp.exchange.coordinates import CoordinateColumns, coordinate_columns_parse, geometry_of, pairs_read
from gisapp.exchange.crs_guess import Extents
from gisapp.exchange.errors import MappingError
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import transform

KALSEL = Extents(Bbox(114.3, -4.9, 117.5, -1.3), Bbox(95.0, -11.0, 141.0, 6.0), 32750)
TOWNS = {"Banjarmasin": (114.59, -3.32), "Kotabaru": (116.22, -3.24), "Tanjung": (115.38, -2.16)}
LON, LAT = [lon for lon, _lat in TOWNS.values()], [lat for _lon, lat in TOWNS.values()]
EASTING, NORTHING = (one.tolist() for one in transform(LON, LAT, source_srid=4326, target_srid=32750))


def guesses(**columns):
    return coordinate_guesses(columns, extents=KALSEL)


def placed(columns, chosen):
    geometry, srid, notes = geometry_of(columns, chosen)
    return [None if one is None else (round(one.x, 6), round(one.y, 6)) for one in geometry], srid, notes


def test_numbers_angles_and_letters_become_points():
    columns = {"x": ["114,59", "114°35'24\" BT", 114.59, None, "?"], "y": ["-3,32", "3°19'12\" LS", -3.32, "-3", "1"]}
    points, srid, notes = placed(columns, CoordinateColumns("x", "y"))
    assert points == [(114.59, -3.32)] * 3 + [None, None]
    assert srid == 4326
    assert [(note.code, note.count) for note in notes] == [("coordinates_unreadable", 2)]


def test_letters_overrule_the_names_of_columns():
    columns = {"x": ["3°19'12\" LS", "3 LS"], "y": ["114°35'24\" BT", "4 LS"]}
    assert placed(columns, CoordinateColumns("x", "y"))[0] == [(114.59, -3.32), None]


def test_both_coordinates_in_one_cell():
    columns = {"koordinat": ["-3.32, 114.59", "-3,32; 114,59", "(-3.32 114.59)", "-3.32,114.59", "Banjarmasin", None]}
    points, _srid, notes = placed(columns, CoordinateColumns("koordinat", "koordinat", is_swapped=True))
    assert points == [(114.59, -3.32)] * 4 + [None, None]
    assert notes[0].count == 1
    assert pairs_read(["a b c"]) == ([None], [None])


def test_well_known_text_with_curves_and_nonsense():
    columns = {"wkt": ["POINT (114.59 -3.32)", "CIRCULARSTRING (0 0, 1 1, 2 0)", "x", None]}
    geometry, _srid, notes = geometry_of(columns, CoordinateColumns(wkt="wkt"))
    assert [one is not None for one in geometry] == [True, False, False, False]
    assert notes[0].count == 2
    turned, _srid, _notes = geometry_of(
        {"wkt": ["POINT (-3.32 114.59)"]}, CoordinateColumns(wkt="wkt", is_swapped=True)
    )
    assert turned[0].equals(shapely.Point(114.59, -3.32))


def test_columns_come_from_json_and_go_into_it():
    chosen = CoordinateColumns("bujur", "lintang", srid=32750)
    assert coordinate_columns_parse(chosen.as_json()) == chosen
    assert coordinate_columns_parse({}) == CoordinateColumns()
    for wrong, match in [
        ({"z": "a"}, "no part of coordinates"),
        ({"x": "a"}, "both columns"),
        ({"srid": "UTM"}, "EPSG code"),
        ({"srid": 99}, "EPSG code"),
    ]:
        with pytest.raises(MappingError, match=match):
            coordinate_columns_parse(wrong)
    with pytest.raises(MappingError, match="no column “bujur”"):
        geometry_of({"lintang": []}, chosen)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("lon", "lat"), ("Longitude", "Latitude"), ("BUJUR", "LINTANG"), ("X", "Y"), ("koord_x", "koord_y"),
        ("XCOORD", "YCOORD"), ("POINT_X", "POINT_Y"), ("Bujur (BT)", "Lintang (LS)"), ("koordinatx", "koordinaty"),
    ],
)  # fmt: skip
def test_columns_of_degrees_are_found_by_name_and_content(x, y):
    found = guesses(nama=list(TOWNS), **{y: LAT, x: LON})
    assert [one.columns for one in found] == [CoordinateColumns(x, y)]
    assert (found[0].valid, found[0].filled, found[0].crs.inside) == (3, 3, 3)


def test_swapped_columns_are_offered_the_right_way_round():
    found = guesses(lon=LAT, lat=LON)
    assert found[0].columns == CoordinateColumns("lat", "lon")
    assert found[0].crs.is_swapped
    assert "wrong way round" in found[0].crs.reasons[0]


def test_utm_of_the_province_is_told_from_its_neighbour():
    found = guesses(x=EASTING, y=NORTHING)
    assert found[0].columns == CoordinateColumns("x", "y", srid=32750)
    assert "UTM zone 50S" in found[0].crs.reasons[0]
    easting, northing = transform(LON, LAT, source_srid=4326, target_srid=32749)
    assert guesses(x=easting.tolist(), y=northing.tolist())[0].columns.srid == 32749


def test_the_likeliest_columns_come_first():
    found = guesses(
        name=list(TOWNS), seat_lon=[0.0] * 3, seat_lat=[0.0] * 3, mill_lat=LAT, mill_lon=LON,
        GPS_coor_1=LAT, GPS_coor_2=LON, utm_x=EASTING, utm_y=NORTHING, lokasi=["-3.32, 114.59", None, "-2.16, 115.38"],
        wkt=[f"POINT ({lon} {lat})" for lon, lat in TOWNS.values()],
    )  # fmt: skip
    names = [(one.columns.x or one.columns.wkt, one.columns.y, one.crs.is_swapped) for one in found]
    assert names == [
        ("wkt", "", False),
        ("mill_lon", "mill_lat", False),
        ("GPS_coor_2", "GPS_coor_1", True),
        ("utm_x", "utm_y", False),
        ("lokasi", "lokasi", True),
        ("seat_lon", "seat_lat", False),
    ]


def test_columns_that_are_no_coordinates_are_not_taken_for_them():
    assert (
        guesses(
            name=list(TOWNS), tonnes=[1, 2, 3], x=["a", "b", "c"], y=["d", "e", "f"], lokasi=["jalan a", "b c", "d e"]
        )
        == ()
    )
    assert guesses() == ()
    assert guesses(lon=[], lat=[]) == ()
