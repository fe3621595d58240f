"""Filters (FES 2.0): the assertions of the OGC suite on operators, on data whose answers are known."""

import json

import pytest

from tests.ogc.wfs.asking import DECLARATIONS, ask, body, filtered, refusal, send

pytestmark = pytest.mark.django_db


def reference(name):
    return f"<fes:ValueReference>hilir:{name}</fes:ValueReference>"


def compared(operator, name, value, **attributes):
    told = " ".join(f'{key}="{text}"' for key, text in attributes.items())
    literal = f"<fes:Literal>{value}</fes:Literal>"
    return f"<fes:{operator} {told}>{reference(name)}{literal}</fes:{operator}>"


def like(name, pattern):
    return compared("PropertyIsLike", name, pattern, wildCard="*", singleChar="?", escapeChar="\\")


def envelope(west, south, east, north, system="urn:ogc:def:crs:OGC::CRS84"):
    return (
        f'<gml:Envelope srsName="{system}"><gml:lowerCorner>{west} {south}</gml:lowerCorner>'
        f"<gml:upperCorner>{east} {north}</gml:upperCorner></gml:Envelope>"
    )


def point(lon, lat):
    return f'<gml:Point gml:id="p" srsName="urn:ogc:def:crs:OGC::CRS84"><gml:pos>{lon} {lat}</gml:pos></gml:Point>'


def found(client, layer, predicate, key="name"):
    response = send(client, filtered(layer, predicate))
    assert response.status_code == 200, body(response)
    return [one["properties"][key] for one in json.loads(body(response))["features"]]


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (compared("PropertyIsEqualTo", "name", "Kotabaru"), ["Kotabaru"]),
        (compared("PropertyIsNotEqualTo", "name", "Kotabaru"), ["Tanah Laut", "Banjar O'Neil & <Co>"]),
        (compared("PropertyIsLessThan", "population", "400000"), ["Tanah Laut"]),
        (compared("PropertyIsGreaterThan", "population", "300000"), ["Banjar O'Neil & <Co>"]),
        (compared("PropertyIsLessThanOrEqualTo", "population", "300000"), ["Tanah Laut"]),
        (compared("PropertyIsGreaterThanOrEqualTo", "population", "500000"), ["Banjar O'Neil & <Co>"]),
        (like("name", "*laut"), []),
        (like("name", "*Laut"), ["Tanah Laut"]),
        (like("name", "?otabaru"), ["Kotabaru"]),
        (like("name", "%"), []),
        (f"<fes:PropertyIsNull>{reference('population')}</fes:PropertyIsNull>", ["Kotabaru"]),
        (f'<fes:PropertyIsNil nilReason="unknown">{reference("population")}</fes:PropertyIsNil>', ["Kotabaru"]),
        (
            (
                f"<fes:PropertyIsBetween>{reference('population')}"
                "<fes:LowerBoundary><fes:Literal>300000</fes:Literal></fes:LowerBoundary>"
                "<fes:UpperBoundary><fes:Literal>400000</fes:Literal></fes:UpperBoundary></fes:PropertyIsBetween>"
            ),
            ["Tanah Laut"],
        ),
        (
            f"<fes:Not>{like('name', 'K*')}</fes:Not>",
            ["Tanah Laut", "Banjar O'Neil & <Co>"],
        ),
        (
            (
                f"<fes:Or>{compared('PropertyIsEqualTo', 'name', 'Kotabaru')}"
                f"{compared('PropertyIsEqualTo', 'population', '300000')}</fes:Or>"
            ),
            ["Tanah Laut", "Kotabaru"],
        ),
        (
            f"<fes:And>{compared('PropertyIsGreaterThan', 'population', '1')}{like('name', 'T*')}</fes:And>",
            ["Tanah Laut"],
        ),
        # The classic attack is a value like any other.
        (compared("PropertyIsEqualTo", "name", "x' OR '1'='1"), []),
    ],
)
def test_comparisons(client, province, predicate, expected):
    assert found(client, "districts", predicate) == expected


@pytest.mark.parametrize("prefix", ["gml", "g"])
def test_no_feature_has_the_name_that_gml_lets_it_have(client, province, prefix):
    """The suite asks which features lack it: it is valid to ask, and all do (OGC 09-025r2, A.2.14)."""
    missing = (
        '<fes:PropertyIsNull><fes:ValueReference xmlns:g="http://www.opengis.net/gml/3.2">'
        f"{prefix}:name</fes:ValueReference></fes:PropertyIsNull>"
    )
    everyone = {"Kotabaru", "Tanah Laut", "Banjar O'Neil & <Co>"}
    assert set(found(client, "districts", missing)) == everyone
    assert found(client, "districts", f"<fes:Not>{missing}</fes:Not>") == []
    equal = compared("PropertyIsEqualTo", "name", "Kotabaru").replace("hilir:name", "gml:name")
    assert found(client, "districts", equal) == []


def test_joined_properties_are_filtered_by(client, province):
    predicate = compared("PropertyIsEqualTo", "district_name", "Kotabaru")

    assert found(client, "source-areas", predicate, key="annual_tonnes") == [3_000, 4_000, 5_000]


def test_a_filter_narrows_what_a_layer_is_limited_to(client, province):
    predicate = compared("PropertyIsEqualTo", "commodity", "rubber")

    assert found(client, "source-areas-oil-palm", predicate) == []


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (f"<fes:BBOX>{reference('geometry')}{envelope(115.1, -3.1, 115.3, -2.9)}</fes:BBOX>", ["Mill A"]),
        (f"<fes:BBOX>{envelope(115.1, -3.1, 115.3, -2.9)}</fes:BBOX>", ["Mill A"]),
        (
            f"<fes:BBOX>{envelope(-3.1, 115.1, -2.9, 115.3, 'urn:ogc:def:crs:EPSG::4326')}</fes:BBOX>",
            ["Mill A"],
        ),
        (f"<fes:Within>{reference('geometry')}{envelope(115.8, -3.0, 116.0, -2.8)}</fes:Within>", ["Mill B"]),
        (f"<fes:Disjoint>{reference('geometry')}{envelope(115.8, -3.0, 116.0, -2.8)}</fes:Disjoint>", ["Mill A"]),
        (f"<fes:Equals>{reference('geometry')}{point(115.2, -3.0)}</fes:Equals>", ["Mill A"]),
        (f"<fes:Intersects>{reference('geometry')}{point(115.9, -2.9)}</fes:Intersects>", ["Mill B"]),
        # From 115.2 E to 115.3 E on the third parallel are 11.1 km.
        (
            (
                f"<fes:DWithin>{reference('geometry')}{point(115.3, -3.0)}"
                '<fes:Distance uom="m">11500</fes:Distance></fes:DWithin>'
            ),
            ["Mill A"],
        ),
        (
            (
                f"<fes:DWithin>{reference('geometry')}{point(115.3, -3.0)}"
                '<fes:Distance uom="km">11</fes:Distance></fes:DWithin>'
            ),
            [],
        ),
        (
            (
                f"<fes:Beyond>{reference('geometry')}{point(115.3, -3.0)}"
                '<fes:Distance uom="m">11500</fes:Distance></fes:Beyond>'
            ),
            ["Mill B"],
        ),
    ],
)
def test_spatial_relations(client, province, predicate, expected):
    assert found(client, "facilities", predicate) == expected


def test_a_filter_as_a_parameter(client, province):
    predicate = f"<fes:Filter {DECLARATIONS}>{compared('PropertyIsEqualTo', 'name', 'Mill B')}</fes:Filter>"
    response = ask(client, "GetFeature", typenames="hilir:facilities", outputformat="geojson", filter=predicate)

    assert [one["properties"]["name"] for one in json.loads(body(response))["features"]] == ["Mill B"]


@pytest.mark.parametrize(
    "predicate",
    [
        compared("PropertyIsEqualTo", "secret", "x"),
        compared("PropertyIsLessThan", "population", "many"),
        compared("PropertyIsLessThanOrEqualTo", "geometry", "1"),
        f"<fes:BBOX>{reference('name')}{envelope(0, 0, 1, 1)}</fes:BBOX>",
        f"<fes:BBOX>{envelope(0, 0, 1, 1, 'urn:ogc:def:crs:EPSG::28992')}</fes:BBOX>",
        f"<fes:During>{reference('valid_from')}</fes:During>",
        "<fes:Function name='pg_sleep'><fes:Literal>9</fes:Literal></fes:Function>",
        f"<fes:DWithin>{reference('geometry')}{point(1, 1)}<fes:Distance uom='leagues'>1</fes:Distance></fes:DWithin>",
        "<fes:PropertyIsEqualTo/>",
        "",
    ],
)
def test_what_cannot_be_compared_is_refused(client, province, predicate):
    status, code, _locator = refusal(send(client, filtered("districts", predicate)))

    assert status == 400
    assert code in {"InvalidParameterValue", "OperationParsingFailed", "OperationProcessingFailed"}
