"""What files state of their CRS, and what their numbers say."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from gisapp.exchange.crs_guess import Extents, crs_guess
from gisapp.exchange.stated_crs import StatedCrs, stated_crs, to_degrees_by_own
from gisapp.exchange.table import table_read
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import transform
from tests.exchange.formats.conftest import shapefile_write, zip_write

KALSEL = Extents(Bbox(114.3, -4.9, 117.5, -1.3), Bbox(95.0, -11.0, 141.0, 6.0), 32750)
NOTHING = StatedCrs()
LON, LAT = np.array([114.59, 116.22, 115.38, 114.7]), np.array([-3.32, -3.24, -2.16, -3.8])
WGS84 = (
    'GEOGCS["{name}",DATUM["{datum}",SPHEROID["{ball}",{a},{f}]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)
BALL = {"ball": "WGS_1984", "a": "6378137.0", "f": "298.257223563"}
PROJECTED = (
    'PROJCS["{name}",{base},PROJECTION["{projection}"],PARAMETER["False_Easting",{x}],PARAMETER["False_Northing",{y}],'
    'PARAMETER["Central_Meridian",{lon}],PARAMETER["Scale_Factor",{k}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
GCS = WGS84.format(name="GCS_WGS_1984", datum="D_WGS_1984", **BALL)
DGN = WGS84.format(name="GCS_DGN_1995", datum="D_Datum_Geodesi_Nasional_1995", **BALL)
SEGARA = WGS84.format(
    name="GCS_Gunung_Segara", datum="D_Gunung_Segara", ball="Bessel_1841", a="6377397.155", f="299.1528128"
)
UTM50 = {"projection": "Transverse_Mercator", "x": "500000.0", "y": "10000000.0", "lon": "117.0", "k": "0.9996"}


@pytest.mark.parametrize(
    ("text", "srid"),
    [
        ("EPSG:32750", 32750),
        ("EPSG:4979", 4326),
        ("OGC:CRS84", 4326),
        ("EPSG:32750+5773", 32750),
        (GCS, 4326),
        (DGN, 4755),
        (SEGARA, 4613),
        (PROJECTED.format(name="WGS_1984_UTM_Zone_50S", base=GCS, **UTM50), 32750),
        (PROJECTED.format(name="Peta Selatan lama", base=GCS, **UTM50), 32750),
        (PROJECTED.format(name="DGN95 UTM 50", base=DGN, **UTM50), 23880),
        ("+proj=utm +zone=50 +south +ellps=WGS84 +units=m +no_defs", 32750),
        ("+proj=longlat +ellps=WGS84 +towgs84=0,0,0,0,0,0,0 +no_defs", 4326),
        ("ESRI:54034", 54034),
    ],
)
def test_a_crs_without_a_code_is_known_by_what_it_says(text, srid):
    assert stated_crs(text).srid == srid


def test_a_crs_of_no_code_is_used_itself():
    albers = (
        f'PROJCS["Albers_Kalimantan",{GCS},PROJECTION["Albers"],PARAMETER["False_Easting",0.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",115.0],PARAMETER["Standard_Parallel_1",-1.0],'
        'PARAMETER["Standard_Parallel_2",-4.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )
    stated = stated_crs(albers)
    assert (stated.srid, stated.name) == (None, "Albers_Kalimantan, World Geodetic System 1984")
    moved = Transformer.from_crs(4326, CRS.from_wkt(albers), always_xy=True).transform(LON, LAT)
    back = to_degrees_by_own(shapely.points(*moved), stated.own)
    assert np.allclose(shapely.get_x(back), LON, atol=1e-9)
    assert np.allclose(shapely.get_y(back), LAT, atol=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no system at all",
        "+proj=longlat +ellps=clrk66 +no_defs",
        'LOCAL_CS["denah",UNIT["metre",1]]',
        WGS84.format(name="x", datum="D_Kantor", ball="Bessel_1841", a="6377397.155", f="299.1528128"),
    ],
)
def test_what_is_no_crs_on_the_earth_is_not_used(text):
    stated = stated_crs(text)
    assert (stated.srid, stated.own) == (None, "")
    assert bool(stated.name) == bool(text)


def test_a_shapefile_of_an_own_crs_is_brought_to_degrees_and_says_so(tmp_path):
    sheet = "+proj=tmerc +lon_0=115.25 +k=0.9999 +x_0=100000 +y_0=1000000 +datum=WGS84 +units=m"
    x, y = Transformer.from_crs(4326, sheet, always_xy=True).transform(115.5, -3.5)
    main = shapefile_write(tmp_path / "parts", geometry=[shapely.Point(x, y)], crs=CRS.from_user_input(sheet).to_wkt())
    table = table_read(zip_write(tmp_path / "x.zip", *main.parent.iterdir()))
    assert table.srid == 4326
    assert (table.geometry[0].x, table.geometry[0].y) == pytest.approx((115.5, -3.5), abs=1e-8)
    assert [note.code for note in table.notes] == ["crs_reprojected"]


@given(
    srid=st.sampled_from([4326, 3857, 32750, 32749, 32650, 23837, 23838]),
    is_swapped=st.booleans(),
)
def test_numbers_of_every_usual_crs_are_known_again(srid, is_swapped):
    xy = np.column_stack(transform(LON, LAT, source_srid=4326, target_srid=srid))
    guess = crs_guess(xy[:, ::-1] if is_swapped else xy, stated=NOTHING, extents=KALSEL)
    assert (guess.srid, guess.is_swapped, guess.stated) == (srid, is_swapped, False)
    assert (guess.inside, guess.looked_at) == (4, 4)


def test_what_a_file_states_counts_unless_the_numbers_say_otherwise():
    degrees = np.column_stack([LON, LAT])
    metres = np.column_stack(transform(LON, LAT, source_srid=4326, target_srid=32750))
    right = crs_guess(metres, stated=StatedCrs(32750, "x"), extents=KALSEL)
    assert (right.srid, right.stated) == (32750, True)
    wrong = crs_guess(metres, stated=StatedCrs(4326, "x"), extents=KALSEL)
    assert (wrong.srid, wrong.stated) == (32750, False)
    assert "The file states EPSG:4326 (WGS 84), by which 0 of them would." in wrong.reasons
    turned = crs_guess(degrees[:, ::-1], stated=StatedCrs(4326, "x"), extents=KALSEL)
    assert (turned.srid, turned.is_swapped) == (4326, True)
    elsewhere = crs_guess(degrees + np.array([30, 30]), stated=NOTHING, extents=KALSEL)
    assert elsewhere.srid is None
    assert "outside of the country" in elsewhere.reasons[0]
    plan = crs_guess(np.array([[1e9, 5e9]]), stated=NOTHING, extents=KALSEL)
    assert plan.srid is None
    nothing = crs_guess(np.full((2, 2), np.nan), stated=StatedCrs(4326, "x"), extents=KALSEL)
    assert (nothing.srid, nothing.stated) == (4326, True)


def test_without_districts_the_country_and_the_study_areas_own_zone_decide():
    nowhere = Extents(None, KALSEL.country, 32750)
    metres = np.column_stack(transform(LON, LAT, source_srid=4326, target_srid=32750))
    assert crs_guess(metres, stated=NOTHING, extents=nowhere).srid == 32750
