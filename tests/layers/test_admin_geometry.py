"""What is typed as a geometry is taken, or refused with what is wrong and what to give."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from layers.admin.geometry_field import GeoJsonField
from layers.widgets import geometry_text
from tests.layers import rows

SQUARE = [[[115, -3], [116, -3], [116, -2], [115, -2], [115, -3]]]
BOW_TIE = [[[115, -3], [116, -2], [116, -3], [115, -2], [115, -3]]]


def clean(geometry, geom_type="MULTIPOLYGON"):
    text = geometry if isinstance(geometry, str) else json.dumps(geometry)
    with translation.override("en"):
        return GeoJsonField(geom_type=geom_type, srid=4326).clean(text)


@pytest.mark.parametrize(
    "given",
    [
        {"type": "MultiPolygon", "coordinates": [SQUARE]},
        {"type": "Polygon", "coordinates": SQUARE},
        {"type": "Polygon", "coordinates": [[[*position, 12.5] for position in SQUARE[0]]]},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": SQUARE}},
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": SQUARE}},
            ],
        },
    ],
    ids=["multipolygon", "polygon", "with heights", "feature", "collection of one"],
)
def test_takes_what_holds_one_area(given):
    geometry = clean(given)
    assert (geometry.geom_type, geometry.srid, geometry.hasz) == ("MultiPolygon", 4326, False)
    assert geometry.extent == (115, -3, 116, -2)


def test_takes_a_line_for_a_road():
    line = {"type": "LineString", "coordinates": [[115, -3], [116, -3]]}
    assert clean(line, "MULTILINESTRING").geom_type == "MultiLineString"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"type": "Polygon",\n "coordinates": [[', "line 2, column"),
        ("POINT(1 1)", "not GeoJSON: line 1"),
        ("{}", "no GeoJSON geometry"),
        ("[]", "no GeoJSON geometry"),
        ("null", "no GeoJSON geometry"),
        ('{"type": "Polygon", "coordinates": [[["a", 1]]]}', "no GeoJSON geometry"),
        ({"type": "Polygon", "coordinates": [[[115, -3], [116, -3]]]}, "no GeoJSON geometry"),
        ({"type": "Point", "coordinates": [115, -3]}, "takes MULTIPOLYGON; the text holds POINT"),
        ({"type": "Polygon", "coordinates": []}, "EMPTY"),
        ({"type": "FeatureCollection", "features": []}, "GEOMETRYCOLLECTION"),
        ({"type": "Polygon", "coordinates": BOW_TIE}, r"not valid: Self-intersection\[115.5 -2.5\].*ST_MakeValid"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [9e5, 0], [9e5, 9e5], [0, 0]]]}, "degrees.*900000.*Transform"),
    ],
)
def test_refuses_with_a_reason(given, said):
    with pytest.raises(ValidationError, match=said):
        clean(given)


def test_refuses_swapped_coordinates_beyond_the_pole():
    with pytest.raises(ValidationError, match="longitude first"):
        clean({"type": "Point", "coordinates": [-3, 115]}, "POINT")


def test_a_required_geometry_is_missed():
    with pytest.raises(ValidationError):
        clean("")


def test_text_of_a_geometry_is_rounded_to_a_centimetre():
    assert json.loads(geometry_text(rows.point(115.123456789, -3))) == {
        "type": "Point",
        "coordinates": [115.1234568, -3.0],
    }


def test_what_was_typed_comes_back_as_typed():
    field = GeoJsonField(geom_type="POINT", srid=4326)
    assert field.widget.format_value('{"type": "Point", ') == '{"type": "Point", '
