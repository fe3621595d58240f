import pytest
import shapely

from gisapp.exchange.checks.near_names import Stored, near_names_check, plain_name
from gisapp.exchange.checks.repeats import geometry_check, key_check

SQUARE = shapely.box(115.1, -3.1, 115.2, -3.0)


def told(intake):
    return [(one.row, one.level, one.code) for one in intake.report.findings]


def test_a_key_counts_once_where_it_is_whole(intake):
    rows = intake([SQUARE] * 5, columns={"code": ["a", "a", None, None, "b"], "year": [1, 1, 1, 1, 1]})
    key_check(rows, fields=["code", "year"])
    assert told(rows) == [(2, "error", "duplicate_key")]
    assert "row 1" in rows.report.findings[0].limit


def test_a_key_of_a_refused_row_is_free(intake):
    rows = intake([SQUARE] * 3, columns={"code": ["a", "a", "a"]})
    rows.tell([0], "invalid_value", field="name")
    key_check(rows, fields=["code"])
    assert told(rows)[1:] == [(3, "error", "duplicate_key")]


def test_the_same_geometry_wherever_its_ring_begins(intake):
    corners = list(SQUARE.exterior.coords)[:-1]
    turned = shapely.Polygon(corners[2:] + corners[:2])
    rows = intake([SQUARE, turned, SQUARE, SQUARE], columns={"year": [1, 1, 2, 2]})
    geometry_check(rows, field="boundary", alike=["year"])
    assert told(rows) == [(2, "error", "duplicate_geometry"), (4, "error", "duplicate_geometry")]


def test_lines_the_other_way_round_are_the_same_unless_they_are_directed(intake):
    there, back = shapely.LineString([(115, -3), (116, -3)]), shapely.LineString([(116, -3), (115, -3)])
    for is_directed, count in ((False, 1), (True, 0)):
        rows = intake([there, back])
        geometry_check(rows, field="path", alike=[], is_directed=is_directed)
        assert len(rows.report.findings) == count


def test_a_name_once_within_a_kilometre(intake):
    # 0.008 degrees are 890 m, 0.01 are 1,113 m.
    shapes = [shapely.Point(115, -3), shapely.Point(115.008, -3), shapely.Point(115.1, -3), shapely.Point(115.21, -3)]
    rows = intake(shapes, columns={"name": ["PT. Sinar Jaya", "Sinar  Jaya, PT", "Sinar Jaya", "Other"]})
    stored = [Stored("s1", "OTHER", 115.2, -3.0), Stored("s2", "other", 115.205, -3.0)]
    near_names_check(rows, stored, field="name", level="warning")
    assert told(rows) == [(2, "warning", "same_name_near"), (4, "warning", "same_name_near")]
    first, second = rows.report.findings
    assert "row 1 has it 889 m away" in first.limit or "row 1 has it 890 m away" in first.limit
    assert "s2, stored" in second.limit


def test_a_row_is_not_near_itself_as_it_is_stored(intake):
    rows = intake([shapely.Point(115, -3)], columns={"code": ["s1"], "name": ["Same"]})
    near_names_check(rows, [Stored("s1", "Same", 115.0, -3.0)], field="name", level="error")
    assert rows.report.findings == []


@pytest.mark.parametrize("name", ["CV. Maju", "maju (CV)", "UD MAJU", "Maju"])
def test_forms_of_companies_are_no_part_of_a_name(name):
    assert plain_name(name) == "maju"
