import shapely

from gisapp.exchange.checks.lines import lines_check
from gisapp.exchange.checks.positions import points_check
from gisapp.exchange.intake import Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.table import Table


def told(intake):
    return [(one.row, one.code, one.value) for one in intake.report.findings]


def test_a_line_without_length_is_refused_and_dead_parts_are_dropped(intake):
    dead = shapely.LineString([(115, -3), (115, -3)])
    partly = shapely.MultiLineString([[(115, -3), (115, -3)], [(115, -3), (116, -3)]])
    rows = intake([dead, partly, shapely.Point(115, -3)])
    lines_check(rows, field="path")
    assert told(rows) == [(3, "wrong_type", "Point"), (1, "no_length", "LineString")]
    assert rows.geometry[1].equals(shapely.MultiLineString([[(115, -3), (116, -3)]]))


def test_one_point_is_wanted(intake):
    rows = intake(
        [
            shapely.MultiPoint([(115, -3)]),
            shapely.MultiPoint([(115, -3), (116, -3)]),
            shapely.Point(-3.7, 114.8),
            shapely.Point(12777948, -415009),
            None,
        ]
    )
    points_check(rows, field="location")
    assert told(rows) == [
        (5, "no_geometry", ""),
        (2, "wrong_type", "2 points"),
        (4, "impossible_coordinates", "1.27779e+07 -415009"),
        (3, "swapped_coordinates", "-3.7 114.8"),
    ]
    assert rows.geometry[0].equals(shapely.Point(115, -3))


def test_the_cell_that_is_no_coordinate_is_named():
    values = {"name": ["A", "B", "C"], "lon": ["114 35 30 BT", "x", None], "lat": ["3°19'12\"LS", "-3,5", "-3"]}
    options = ImportOptions(constants={"source": "made up"})
    rows = Intake(Table(values, rows=[2, 3, 4]), options, fields={"name": (), "lon": (), "lat": ()}, required=[])
    points_check(rows, field="location")
    assert [(one.row, one.code, one.field, one.value) for one in rows.report.findings] == [
        (3, "invalid_coordinate", "lon", "x"),
        (4, "invalid_coordinate", "lon", "(empty)"),
    ]
    assert shapely.get_coordinates(rows.geometry[0]).round(5).tolist() == [[114.59167, -3.32]]
