"""Part 3 and CQL2: filters that select what they say, and refusals that name what is wrong."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp import conf
from gisapp.ogc.catalog import STORED_LAYERS
from gisapp.ogc.crs import CRS84
from gisapp.ogc.features.cql2.errors import FilterError
from gisapp.ogc.features.cql2.predicates import predicate
from gisapp.ogc.features.cql2.reading import filter_read
from gisapp.ogc.features.cql2.scope import Scope, Values
from layers.models import Facility, SourceArea
from tests import factories

FACILITIES = next(layer for layer in STORED_LAYERS if layer.name == "facilities").source
WEST_BOX = "115,-3.2,115.4,-2.8"


@pytest.fixture
def plants(province):
    """Three facilities of the small province, and four with names and values of their own."""
    factories.facility("a", 115.11, -3.01, name="Café Ünïon", status="planned", utilisation=0.5, year=2020)
    factories.facility("b", 115.12, -3.02, name="100% Sawit_1", capacity_t_per_year=60_000.0, year=2021)
    factories.facility("c", 115.13, -3.03, name="O'Brien \\ Co", source_date="2022-02-02")
    factories.facility("d", 115.14, -3.04, name="café union", source_date="2023-03-03")
    return province


def codes(api, condition, **query):
    features = api.items("facilities", filter=condition, sortby="code", limit=100, **query)["features"]
    return [one["properties"]["code"] for one in features]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("code = 'a'", ["a"]),
        ("'a' = code", ["a"]),
        ("code <> 'a' AND code < 'c'", ["b"]),
        ("code IN ('a', 'd', 'none')", ["a", "d"]),
        ("code NOT IN ('a', 'b', 'c', 'd')", ["estate_1", "mill_1", "port_1"]),
        ("name LIKE 'Caf%'", ["a"]),
        ("CASEI(name) LIKE CASEI('CAF%')", ["a", "d"]),
        ("ACCENTI(CASEI(name)) = ACCENTI(CASEI('CAFE UNION'))", ["a", "d"]),
        ("ACCENTI(name) = 'Cafe Union'", ["a"]),
        ("name LIKE '100\\%%'", ["b"]),
        ("name LIKE '%Sawit\\_1'", ["b"]),
        ("name NOT LIKE '%a%'", ["c"]),
        ("name = 'O''Brien \\ Co'", ["c"]),
        ("year BETWEEN 2020 AND 2021", ["a", "b"]),
        ("year NOT BETWEEN 2020 AND 2020", ["b"]),
        ("capacity_t_per_year >= 60000", ["b", "mill_1"]),
        ("capacity_t_per_year / 2 = 30000", ["b"]),
        ("capacity_t_per_year IS NULL AND year IS NOT NULL", ["a"]),
        ("utilisation * 100 + 1 = 51", ["a"]),
        ("year % 2 = 1", ["b"]),
        ("year DIV 10 = 202", ["a", "b"]),
        ("2 ^ 3 = 8 AND code = 'a'", ["a"]),
        ("year - 1 = 2019", ["a"]),
        ("-year = -2020", ["a"]),
        ("year / 0 = 1", []),
        ("year = 2020.5", []),
        ("NOT (year = 2020)", ["b"]),
        ("year = 2020 OR year = 2021 AND code = 'b'", ["a", "b"]),
        ("(year = 2020 OR year = 2021) AND code = 'b'", ["b"]),
        ("code = name", []),
        ("code <> name AND code = 'a'", ["a"]),
        ("TRUE AND code = 'a'", ["a"]),
        ("FALSE", []),
        ("source_date = DATE('2022-02-02')", ["c"]),
        ("source_date > DATE('2022-02-02')", ["d"]),
        ("source_date < TIMESTAMP('2022-02-02T00:00:01Z')", ["c"]),
        ("T_AFTER(source_date, DATE('2022-02-02'))", ["d"]),
        ("T_BEFORE(source_date, DATE('2023-03-03'))", ["c"]),
        ("T_EQUALS(source_date, DATE('2023-03-03'))", ["d"]),
        ("T_DURING(source_date, INTERVAL('2022-02-01', '2023-01-01'))", ["c"]),
        ("T_DURING(source_date, INTERVAL('2022-03-01', '..'))", ["d"]),
        ("T_INTERSECTS(source_date, INTERVAL('..', '2022-02-02'))", ["c"]),
        ("T_DISJOINT(source_date, INTERVAL('..', '2022-02-02'))", ["d"]),
        ("T_CONTAINS(INTERVAL('2022-01-01', '2022-12-31'), source_date)", ["c"]),
        ("T_STARTS(source_date, INTERVAL('2022-02-02', '2022-12-31'))", ["c"]),
        ("T_FINISHES(source_date, INTERVAL('2022-01-01', '2022-02-02'))", ["c"]),
        ("T_MEETS(INTERVAL('2022-01-01', '2022-02-02'), source_date)", ["c"]),
        ("T_METBY(INTERVAL('2022-02-02', '2022-03-02'), source_date)", ["c"]),
        ("T_OVERLAPS(INTERVAL('2022-01-01', '2022-03-02'), INTERVAL(source_date, '2024-01-01'))", ["c"]),
        ("T_OVERLAPPEDBY(INTERVAL('2022-03-01', '2024-03-02'), INTERVAL(source_date, '2023-01-01'))", ["c"]),
        ("T_STARTEDBY(INTERVAL('2022-02-02', '2022-12-31'), source_date)", ["c"]),
        ("T_FINISHEDBY(INTERVAL('2022-01-01', '2022-02-02'), source_date)", ["c"]),
        ("S_INTERSECTS(geometry, POINT(115.11 -3.01))", ["a"]),
        ("S_INTERSECTS(geometry, BBOX(115.115, -3.025, 115.125, -3.015))", ["b"]),
        ("S_WITHIN(geometry, POLYGON((115.105 -3.025, 115.125 -3.025, 115.125 -3.005, 115.105 -3.025)))", ["b"]),
        ("S_CONTAINS(POLYGON((115.105 -3.025, 115.125 -3.025, 115.125 -3.015, 115.105 -3.025)), geometry)", ["b"]),
        ("S_EQUALS(geometry, POINT(115.12 -3.02))", ["b"]),
        ("NOT S_DISJOINT(geometry, MULTIPOINT((115.11 -3.01), (115.12 -3.02)))", ["a", "b"]),
        ("S_TOUCHES(geometry, LINESTRING(115.11 -3.01, 115.2 -3.01))", ["a"]),
        ("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(115.11 -3.01), LINESTRING(0 0, 1 1)))", ["a"]),
    ],
)
def test_a_filter_selects_what_it_says(plants, condition, found):
    assert codes(plants, condition) == found


@pytest.mark.parametrize("relation", ["S_OVERLAPS", "S_CROSSES", "S_TOUCHES"])
def test_shapes_that_only_share_a_part(province, relation):
    expected = {
        "S_OVERLAPS": "POLYGON((115.05 -2.97, 115.2 -2.97, 115.2 -2.9, 115.05 -2.97))",
        "S_CROSSES": "LINESTRING(115 -2.97, 115.06 -2.97)",
        "S_TOUCHES": "LINESTRING(115.06 -3.2, 115.06 -2.8)",
    }
    assert province.ids("source-areas", filter=f"{relation}(geometry, {expected[relation]})")


def test_json_says_the_same_as_text(plants):
    expression = {
        "op": "and",
        "args": [
            {"op": "in", "args": [{"property": "code"}, ["a", "b", "d"]]},
            {"op": "not", "args": [{"op": "isNull", "args": [{"property": "year"}]}]},
            {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [115, -3.2, 115.4, -2.8]}]},
            {"op": "between", "args": [{"property": "year"}, 2020, 2021]},
        ],
    }
    assert codes(plants, json.dumps(expression), **{"filter-lang": "cql2-json"}) == ["a", "b"]
    moment = {"op": "t_after", "args": [{"property": "source_date"}, {"date": "2022-12-31"}]}
    assert codes(plants, json.dumps(moment), **{"filter-lang": "cql2-json"}) == ["d"]


def test_a_filter_is_joined_to_all_else_that_is_asked(plants):
    assert codes(plants, "year = 2020 OR year = 2021", bbox="115.115,-3.2,115.4,-2.8") == ["b"]
    assert codes(plants, "year = 2020 OR year = 2021", status="planned") == ["a"]
    assert codes(plants, "year = 2020 OR year = 2021", datetime="2021-01-01") == ["b"]


def test_a_joined_property_can_be_asked_by(province):
    assert len(province.ids("source-areas", filter="commodity = 'oil_palm' AND district_name LIKE '%6301'")) == 7
    assert len(province.ids("source-areas", filter="id > 0")) == 12


def test_a_layers_own_condition_cannot_be_got_round(province):
    factories.source_area(factories.commodity("rubber"), 115.1, -3.0, 1.0)
    assert len(province.ids("source-areas", filter="1 = 1 OR commodity = 'rubber'")) == 13
    assert len(province.ids("source-areas-oil-palm", filter="1 = 1 OR commodity = 'rubber'")) == 12


@pytest.mark.parametrize(
    ("condition", "named"),
    [
        ("nothing = 1", "nothing"),
        ("year = 'abc'", "year"),
        ("name = 1", "name"),
        ("name > 5 AND year = 2020", "name"),
        ("source_date = '2020-01-01'", "source_date"),
        ("source_date > 5", "source_date"),
        ("is_ferry = 1", "is_ferry"),
        ("geometry = 1", "geometries"),
        ("S_INTERSECTS(name, POINT(1 2))", "name"),
        ("S_INTERSECTS(geometry, name)", "name"),
        ("T_AFTER(name, DATE('2020-01-01'))", "name"),
        ("T_AFTER(source_date, DATE('2020-13-01'))", "2020-13-01"),
        ("name + 1 = 2", "name"),
        ("CASEI(year) = 'x'", "year"),
        ("year LIKE '20%'", "year"),
        ("name LIKE 'x\\'", "escape"),
        ("name LIKE code", "pattern"),
        ("name", "name"),
        ("year", "year"),
        ("FOO(name) = 'x'", "foo"),
        ("FOO(name)", "FOO"),
        ("S_DWITHIN(geometry, POINT(1 2), 3, 'm')", "S_DWITHIN"),
        ("A_CONTAINS(name, ('x', 'y'))", "a_contains"),
        ("name = ", "CQL2"),
        ("", "CQL2"),
        ("name = 'x", "CQL2"),
        ("name = 'x'; DROP TABLE layers_facility", "CQL2"),
        ("name = 'x' -- comment", "number"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))", "Self-intersection"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "geometry"),
        ("S_INTERSECTS(geometry, LINESTRING(1 1))", "geometry"),
        ("S_INTERSECTS(geometry, BBOX(3, 4, 1, 2))", "inside out"),
        ("S_WITHIN(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1)))", "collection"),
        ("year = 1" + "0" * 320, "number"),
    ],
)
def test_what_is_wrong_is_named(plants, condition, named):
    problem = plants.refused("roads" if "is_ferry" in condition else "facilities", filter=condition)
    assert problem["locator"] == "filter"
    assert named.lower() in problem["detail"].lower()
    assert Facility.objects.count() == 7


@pytest.mark.parametrize(
    "expression",
    [
        "null",
        "1",
        '"x"',
        "[]",
        "{}",
        "{",
        "NaN",
        '{"op": "="}',
        '{"op": "=", "args": []}',
        '{"op": "=", "args": [{"property": "year"}, NaN]}',
        '{"op": "=", "args": [{"property": "year"}, 1e999]}',
        '{"op": "=", "args": [{"property": "name"}, "\\ud800"]}',
        '{"op": "=", "args": [{"property": "name"}, "a\\u0000"]}',
        '{"op": "=", "args": [{"property": "name"}, null]}',
        '{"op": "=", "args": [{"property": ["name"]}, "x"]}',
        '{"op": ["="], "args": []}',
        '{"op": "in", "args": [{"property": "year"}, []]}',
        '{"op": "in", "args": [{"property": "year"}, 5]}',
        '{"op": "and", "args": []}',
        '{"op": "not", "args": []}',
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": []}]}',
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point"}]}',
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Nothing", "coordinates": [1, 2]}]}',
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [1e999, 2]}]}',
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": ["a", "b", "c", "d"]}]}',
        '{"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [1, 2]}]}',
        '{"op": "t_during", "args": [{"property": "source_date"}, {"interval": ["2020-01-01"]}]}',
        '{"op": "t_during", "args": [{"property": "source_date"}, {"interval": [1, 2]}]}',
        '{"op": "t_after", "args": [{"property": "source_date"}, {"date": 5}]}',
    ],
)
def test_json_that_is_no_filter(plants, expression):
    assert plants.refused("facilities", filter=expression, **{"filter-lang": "cql2-json"})["locator"] == "filter"


def test_an_unknown_language(province):
    assert province.refused("facilities", filter="true", **{"filter-lang": "ecql"})["locator"] == "filter-lang"
    assert province.refused("facilities", **{"filter-lang": "ecql"})["locator"] == "filter-lang"


@pytest.mark.parametrize(
    "text",
    [
        "NOT " * 2_000 + "a=1",
        "(" * 2_000 + "a=1" + ")" * 2_000,
        "a=" + "-" * 4_000 + "1",
        "a=" + "- " * 4_000 + "1",
        "a=" + "^".join(["2"] * 3_000),
        "a=" + "+".join(["2"] * 3_000),
        "CASEI(" * 1_000 + "name" + ")" * 1_000 + "='x'",
        "name='" + "x" * 9_000 + "'",
    ],
)
def test_what_is_too_deep_or_too_long_is_refused_before_it_is_parsed(text):
    with pytest.raises(FilterError):
        filter_read(text, "cql2-text")


@pytest.mark.parametrize("depth", [2_000, 100_000])
def test_json_that_is_too_deep(depth, monkeypatch):
    monkeypatch.setattr(conf, "FILTER_CHARS_LIMIT", 10_000_000)
    text = '{"op":"not","args":[' * depth + "true" + "]}" * depth
    with pytest.raises(FilterError):
        filter_read(text, "cql2-json")


def test_as_deep_as_is_allowed():
    text = "NOT (" * 60 + "name = 'x'" + ")" * 60
    expression = filter_read(text, "cql2-text")
    assert predicate(expression, Scope(FACILITIES, CRS84, Values("v"))) is not None


def compiled(expression):
    values = Values("v")
    return predicate(expression, Scope(FACILITIES, CRS84, values)).as_string(None), values.bound


@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_users_text_never_stands_in_the_statement(text):
    expression = {"op": "=", "args": [{"property": "name"}, text]}
    statement, bound = compiled(expression)
    assert re.fullmatch(r"\(o\.name = %\(v0\)s::text\)", statement)
    assert bound == {"v0": text}


SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=8),
    st.none(),
    st.sampled_from(["name", "year", "geometry", "source_date", "x"]).map(lambda name: {"property": name}),
    st.just({"date": "2020-01-01"}),
    st.just({"type": "Point", "coordinates": [115, -3]}),
    st.just({"interval": ["2020-01-01", ".."]}),
)
OPERATORS = st.sampled_from(
    [
        "and",
        "or",
        "not",
        "=",
        "<>",
        "<",
        "between",
        "in",
        "like",
        "isNull",
        "casei",
        "accenti",
        "+",
        "/",
        "^",
        "div",
        "s_intersects",
        "s_within",
        "t_after",
        "t_during",
        "foo",
    ]
)
EXPRESSIONS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.builds(lambda operator, args: {"op": operator, "args": args}, OPERATORS, st.lists(inner, max_size=4)),
    ),
    max_leaves=12,
)


@given(expression=EXPRESSIONS)
def test_any_expression_compiles_or_is_refused(expression):
    try:
        statement, bound = compiled(expression)
    except FilterError:
        return
    assert set(re.findall(r"%\((\w+)\)s", statement)) == set(bound)


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        filter_read(text, "cql2-text")
    except FilterError:
        return


def test_what_the_database_cannot_compute_is_the_filters_fault(client, transactional_db):
    factories.small_province()
    answer = client.get("/ogc/collections/source-areas/items", {"filter": "year ^ 99999 = 1", "f": "json"})
    assert answer.status_code == 400
    assert answer.json()["locator"] == "filter"
    assert SourceArea.objects.count() == 12
