"""Whatever is asked, the answer is a document or an exception report with 4xx."""

import json

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from gisapp import conf
from layers.models import District
from tests.ogc.wfs.asking import DECLARATIONS, NAMES, ask, body, filtered, get_feature, refusal, send

pytestmark = pytest.mark.django_db
# Each example reads a database that is the same for all.
FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

NASTY = st.one_of(
    st.text(max_size=30),
    st.integers(-(10**30), 10**30).map(str),
    st.floats(allow_nan=True).map(str),
    st.sampled_from(
        [
            "",
            "\x00",
            "'; DROP TABLE layers_district; --",
            "(a)(b)",
            "((((",
            ",,,,",
            "*",
            "hilir:districts",
            "districts,roads",
            "{urn:x}y",
            "@gml:id",
            "gml:boundedBy",
            "geometry",
            "//*",
            "name[1]",
            "HITS",
            "-1",
            "1e400",
            "nan,nan,nan,nan",
            "1,2,3,4,urn:ogc:def:crs:EPSG::4326",
            "<Filter/>",
            "<Filter><Or/></Filter>",
            "<Filter><PropertyIsEqualTo><ValueReference/><Literal/></PropertyIsEqualTo></Filter>",
            "urn:ogc:def:query:OGC-WFS::GetFeatureById",
            "xmlns(a,b)",
            "population DESC",
        ]
    ),
)
NAMES_OF_PARAMETERS = (
    "service",
    "version",
    "request",
    "typenames",
    "count",
    "startindex",
    "bbox",
    "srsname",
    "sortby",
    "filter",
    "resourceid",
    "propertyname",
    "outputformat",
    "resulttype",
    "namespaces",
    "storedquery_id",
    "id",
    "valuereference",
    "resolve",
    "resolvedepth",
    "aliases",
    "acceptversions",
)
OPERATIONS = ("GetCapabilities", "DescribeFeatureType", "GetFeature", "GetPropertyValue", "DescribeStoredQueries")


def is_told(response):
    whole = body(response)
    if response.status_code == 200:
        return bool(whole)
    assert 400 <= response.status_code < 500, whole
    refusal(response)
    return True


@FUZZ
@given(
    operation=st.sampled_from(OPERATIONS),
    parameters=st.dictionaries(st.sampled_from(NAMES_OF_PARAMETERS), NASTY, max_size=5),
)
def test_any_parameters(client, province, operation, parameters):
    assert is_told(ask(client, operation, **{"typenames": "hilir:districts", "count": "2"} | parameters))
    assert District.objects.count() == 3


TAGS = st.sampled_from(
    [
        "fes:And",
        "fes:Or",
        "fes:Not",
        "fes:PropertyIsEqualTo",
        "fes:PropertyIsLike",
        "fes:PropertyIsBetween",
        "fes:PropertyIsNull",
        "fes:LowerBoundary",
        "fes:ValueReference",
        "fes:Literal",
        "fes:BBOX",
        "fes:DWithin",
        "fes:Distance",
        "fes:Function",
        "fes:ResourceId",
        "fes:During",
        "fes:Add",
        "gml:Envelope",
        "gml:Point",
        "gml:pos",
        "gml:posList",
        "gml:Polygon",
        "wfs:Query",
        "wfs:PropertyName",
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["uom", "rid", "name", "srsName", "matchCase", "wildCard", "singleChar", "typeNames"]),
    st.sampled_from(["m", "x", "", "urn:ogc:def:crs:EPSG::4326", "districts.1", "hilir:districts", "%", "abs", "*"]),
    max_size=3,
)
TEXTS = st.sampled_from(["hilir:name", "hilir:geometry", "1 2", "1 2 3 4", "nan", "", "x' --", "2024-01-01", "&#9;"])


def element(children):
    def told(parts):
        tag, attributes, inner = parts
        told_attributes = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        return f"<{tag} {told_attributes}>{''.join(inner)}</{tag}>"

    return st.tuples(TAGS, ATTRIBUTES, st.lists(children, max_size=3)).map(told)


@FUZZ
@given(predicate=st.recursive(TEXTS, element, max_leaves=12))
def test_any_filter(client, province, predicate):
    assert is_told(send(client, filtered("districts", predicate)))


@FUZZ
@given(text=st.binary(max_size=200))
def test_any_body(client, province, text):
    assert refusal(send(client, text))[0] == 400


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
LEAK = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, LEAK, "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"])
def test_document_types_are_not_read(client, province, head):
    response = send(client, head + filtered("districts", "<fes:Literal>&c;</fes:Literal>"))

    assert refusal(response) == (400, "InvalidParameterValue", "body")
    assert b"root:" not in body(response)


@pytest.mark.parametrize("head", [BOMB, LEAK])
def test_document_types_in_a_parameter_are_not_read(client, province, head):
    response = ask(client, "GetFeature", typenames="hilir:districts", filter=f"{head}<Filter>&c;</Filter>")

    assert refusal(response)[0] == 400


def test_nesting_is_limited(client, province):
    deep = conf.XML_DEPTH_LIMIT
    nested = "<fes:Not>" * deep + "</fes:Not>" * deep
    response = send(client, filtered("districts", nested))

    assert refusal(response) == (400, "InvalidParameterValue", "body")
    assert str(conf.XML_DEPTH_LIMIT).encode() in body(response)


def test_the_number_of_elements_is_limited(client, province):
    many = "<fes:Or>" + "<fes:PropertyIsNull/>" * conf.XML_ELEMENTS_LIMIT + "</fes:Or>"

    assert refusal(send(client, filtered("districts", many)))[0] == 400


def test_a_long_body_is_refused(client, province):
    assert refusal(send(client, f"<a>{'x' * 1_100_000}</a>"))[0] == 400


def test_the_number_of_queries_is_limited(client, province):
    many = conf.WFS_QUERIES_LIMIT + 1
    by_post = send(client, get_feature('<wfs:Query typeNames="hilir:districts"/>' * many))
    by_get = ask(client, "GetFeature", typenames="(hilir:districts)" * many)

    assert refusal(by_post)[0] == 400
    assert refusal(by_get)[0] == 400


@pytest.mark.parametrize("parameter", ["count", "startindex"])
@pytest.mark.parametrize("number", ["-1", "x", "9" * 30, "9" * 5_000, "1.5"])
def test_numbers_are_checked(client, province, parameter, number):
    response = ask(client, "GetFeature", typenames="hilir:districts", **{parameter: number})

    assert is_told(response)
    # Beyond the last feature is nothing, however far.
    assert response.status_code == (200 if number == "9" * 30 else 400)


def test_a_wide_or_of_values_is_answered(client, province):
    equal = "".join(
        f"<fes:PropertyIsEqualTo><fes:ValueReference>hilir:name</fes:ValueReference>"
        f"<fes:Literal>{number}</fes:Literal></fes:PropertyIsEqualTo>"
        for number in range(2_000)
    )

    assert is_told(send(client, filtered("districts", f"<fes:Or>{equal}</fes:Or>")))


def test_a_transaction_is_no_operation_of_this_service(client, province):
    delete = f'<wfs:Transaction service="WFS" version="2.0.0" {DECLARATIONS}><wfs:Delete/></wfs:Transaction>'

    assert refusal(send(client, delete)) == (400, "OperationNotSupported", "request")
    assert NAMES["wfs"] in delete


def test_no_names_of_properties_are_all_properties(client, province):
    asked = {"typenames": "districts", "outputformat": "geojson"}
    told, everything = (
        json.loads(body(ask(client, "GetFeature", **asked, **more))) for more in ({"propertyname": ""}, {})
    )
    assert told["features"] == everything["features"]
    assert told["features"][0]["properties"]["name"]


@pytest.mark.parametrize("names", ["()", "(name)()"])
def test_a_query_without_a_property_is_refused(client, province, names):
    response = ask(client, "GetFeature", typenames="districts", propertyname=names)
    assert response.status_code == 400
    assert "propertyName" in str(body(response))
