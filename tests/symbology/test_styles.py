"""Every style: what it is made of, its classes, and what other programs get of it."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.symbology.categories import Category, Steps
from gisapp.symbology.drawings import hatch_svg, marker_svg
from gisapp.symbology.errors import UnknownStyleError
from gisapp.symbology.library import STYLES, StyleFacts, style_find
from gisapp.symbology.maplibre import TileSource, maplibre_layers
from gisapp.symbology.model import AnyOf, Between, Hatch, Marker, Stroke, span_of
from gisapp.symbology.ramps import ramp_colours, step_rules
from gisapp.symbology.sld import sld
from gisapp.symbology.tokens import chain_colours, tokens

FACTS = StyleFacts(
    commodities=(Category("oil_palm", "Sawit", "oil_palm"), Category("cassava", "Ubi", "cassava", "#566870")),
    processes=(
        Category("palm_oil_mill", "PKS", "oil_palm"),
        Category("biodiesel", "Biodiesel", "oil_palm"),
        Category("crumb_rubber", "Karet remah", "rubber"),
        Category("rubber_compound", "Kompon", "rubber"),
    ),
    steps=Steps("value", (1.0, 2.5, 10.0), unit="t"),
    raster_range=(0.0, 70.0),
)
SE, OGC = "{http://www.opengis.net/se}", "{http://www.opengis.net/ogc}"


@pytest.fixture(params=sorted(STYLES))
def style(request):
    return style_find(request.param, FACTS)


def test_a_style_knows_its_name_and_names_its_rules_once(style):
    assert style.name in STYLES
    names = [rule.name for rule in style.rules]
    assert len(names) == len(set(names)) > 0
    assert all(rule.title for rule in style.rules)


def test_only_the_last_rule_of_a_style_takes_all(style):
    assert all(rule.conditions for rule in style.rules[:-1])


def test_every_style_draws_at_every_span_in_which_it_is_shown(style):
    for span in range(span_of(style.first_zoom), 4):
        drawn = [
            symbol
            for rule in style.rules
            for symbol in rule.symbols
            if not isinstance(symbol, Stroke | Marker)
            or (symbol.width if isinstance(symbol, Stroke) else symbol.size)[span]
        ]
        assert drawn, f"{style.name} draws nothing at span {span}"


def test_an_unknown_style_is_named_with_those_there_are():
    with pytest.raises(UnknownStyleError, match=r"'rivers'.*roads"):
        style_find("rivers")


def test_source_areas_wear_the_colour_of_their_chain_else_their_own():
    rules = {rule.name: rule for rule in style_find("source-areas", FACTS).rules}
    assert rules["oil_palm"].symbols[0].colour == chain_colours()["oil_palm"] == "#E0600F"
    assert rules["cassava"].symbols[0].colour == "#566870"


def test_processes_that_look_alike_share_a_rule_and_status_changes_the_look():
    rules = {rule.name: rule for rule in style_find("facilities", FACTS).rules}
    rubber = rules["crumb_rubber-operating"]
    assert rubber.title == "Karet remah, Kompon"
    assert AnyOf("process", ("crumb_rubber", "rubber_compound")) in rubber.conditions
    shapes = {name: rules[f"{name}-operating"].symbols[0].shape for name in ("palm_oil_mill", "biodiesel")}
    assert shapes == {"palm_oil_mill": "square", "biodiesel": "hexagon"}
    planned, closed = (rules[f"palm_oil_mill-{status}"].symbols[0] for status in ("planned", "closed"))
    assert (planned.is_hollow, planned.is_dashed, closed.is_hollow, closed.is_dashed) == (True, True, True, False)
    assert not rules["palm_oil_mill-planned"].is_listed


def test_reasons_of_exclusion_differ_in_hatch_and_not_by_colour_alone():
    hatches = [symbol for rule in style_find("exclusion-zones").rules for symbol in rule.symbols[:1]]
    looks = [(hatch.angle, hatch.line) for hatch in hatches]
    assert len(set(looks)) == len(looks)
    assert len({hatch.angle for hatch in hatches}) == 4


def test_classes_meet_without_gap_and_belong_to_the_lower():
    rules = step_rules(Steps("value", (1.0, 2.5), unit="t"), symbols_of=lambda _shade: ())
    assert [rule.conditions[0] for rule in rules] == [
        Between("value", None, 1.0),
        Between("value", 1.0, 2.5),
        Between("value", 2.5, None),
    ]
    assert [rule.title for rule in rules] == ["≤ 1 t", "1\N{EN DASH}2.5 t", "> 2.5 t"]


@given(count=st.integers(1, 7), is_diverging=st.booleans())
def test_a_ramp_gives_each_class_a_colour_of_its_own_from_end_to_end(count, is_diverging):
    colours = ramp_colours(count, is_diverging=is_diverging)
    ramp = tokens()["diverging" if is_diverging else "sequential"]
    assert len(set(colours)) == count
    assert list(colours) == sorted(colours, key=ramp.index)
    if count > 1:
        assert (colours[0], colours[-1]) == (ramp[0], ramp[-1])


def test_more_classes_than_colours_are_refused():
    with pytest.raises(ValueError, match="8 classes"):
        ramp_colours(8)


@pytest.mark.parametrize(("zoom", "span"), [(0, 0), (8.9, 0), (8.96, 1), (11, 2), (12.9, 2), (13, 3), (22, 3)])
def test_what_a_zoom_adds_is_not_drawn_before_it(zoom, span):
    assert span_of(zoom) == span


@pytest.mark.parametrize("angle", [0.0, 45.0, 90.0, -45.0, 135.0])
def test_a_hatch_stays_within_its_tile(angle):
    hatch = Hatch(line="#000000", ground="#FFFFFF", spacing=5, angle=angle, width=1.1)
    root = ET.fromstring(hatch_svg(hatch))
    side = float(root.get("width"))
    numbers = [
        float(number)
        for path in root.iter("{http://www.w3.org/2000/svg}path")
        for number in path.get("d").replace("M", " ").replace("L", " ").replace("H", " ").replace("V", " ")[:-1].split()
    ]
    assert min(numbers) >= 0
    assert max(numbers) <= side


def test_a_hatch_that_does_not_repeat_is_refused():
    with pytest.raises(ValueError, match="30 degrees"):
        hatch_svg(Hatch("#000000", "#FFFFFF", spacing=5, angle=30, width=1))


def test_hollow_symbols_turn_outline_and_fill_round():
    solid = Marker("square", "#E0600F", (10, 12, 16, 20))
    hollow = Marker("square", "#E0600F", (10, 12, 16, 20), is_hollow=True, is_dashed=True)
    assert 'fill="#E0600F" stroke="#FFFFFF"' in marker_svg(solid)
    assert 'fill="#FFFFFF" stroke="#E0600F"' in marker_svg(hollow)
    assert "stroke-dasharray" in marker_svg(hollow)


def evaluate(expression, values):
    """Evaluate the few MapLibre expressions that filters are made of."""
    operator, *rest = expression
    if operator == "all":
        return all(evaluate(one, values) for one in rest)
    if operator == "any":
        return any(evaluate(one, values) for one in rest)
    if operator == "!":
        return not evaluate(rest[0], values)
    if operator == "in":
        return values.get(rest[0][1]) in rest[1][1]
    if operator == "==":
        assert rest[0][0] == "typeof"
        return isinstance(values.get(rest[0][1][1]), int | float)
    value = values[rest[0][1]]
    return value > rest[1] if operator == ">" else value <= rest[1]


def test_maplibre_layers_are_whole_and_named_once(style):
    layers = maplibre_layers(style, TileSource("hilir", "layer"), font="Noto Sans Regular")
    assert len({layer["id"] for layer in layers}) == len(layers)
    assert {layer["type"] for layer in layers} <= {"fill", "line", "circle", "symbol"}
    assert all((layer["source"], layer["source-layer"]) == ("hilir", "layer") for layer in layers)
    assert bool(layers) == (style.name not in ("suitability", "exclusion", "raster"))


def test_names_are_left_out_of_a_maplibre_map_without_glyphs():
    layers = maplibre_layers(style_find("districts"), TileSource("hilir", "districts"))
    assert [layer["type"] for layer in layers] == ["fill", "line", "line"]
    assert layers[2]["paint"]["line-width"] == ["step", ["zoom"], 0.9, 9, 1.1, 11, 1.2, 13, 1.4]


@given(value=st.one_of(st.floats(-100, 100), st.none()))
def test_a_maplibre_map_draws_a_value_in_one_class(value):
    layers = maplibre_layers(style_find("choropleth", FACTS), TileSource("hilir", "layer"))
    fills = [layer for layer in layers if layer["type"] == "fill"]
    drawn = [layer for layer in fills if evaluate(layer["filter"], {"value": value})]
    assert len(drawn) == (0 if value is None else 1)


def test_a_maplibre_map_draws_what_no_rule_names_by_the_last():
    layers = maplibre_layers(style_find("exclusion-zones"), TileSource("hilir", "layer"))
    grounds = {layer["id"].split("-")[-2]: layer for layer in layers if layer["type"] == "fill"}
    drawn = {
        reason: [name for name, layer in grounds.items() if evaluate(layer["filter"], {"reason": reason})]
        for reason in ("peat", "something new")
    }
    assert drawn == {"peat": ["peat"], "something new": ["other"]}


def test_an_sld_holds_every_rule_with_scales_that_meet(style):
    root = ET.fromstring(sld(style, layer="hilir:layer").partition("?>")[2])
    rules = root.findall(f".//{SE}Rule")
    expected = {rule.name for rule in style.rules if not style.name.startswith(("suit", "exclusion", "raster"))}
    assert expected <= {rule.findtext(f"{SE}Name") for rule in rules}
    scales, greatest = (
        {rule.findtext(f"{SE}{end}ScaleDenominator") for rule in rules} - {None} for end in ("Min", "Max")
    )
    assert scales <= greatest


def test_an_sld_tells_classes_as_comparisons():
    root = ET.fromstring(sld(style_find("choropleth", FACTS), layer="x").partition("?>")[2])
    rule = next(rule for rule in root.iter(f"{SE}Rule") if rule.findtext(f"{SE}Name") == "class-2")
    above, upto = rule.find(f".//{OGC}PropertyIsGreaterThan"), rule.find(f".//{OGC}PropertyIsLessThanOrEqualTo")
    assert (above.findtext(f"{OGC}Literal"), upto.findtext(f"{OGC}Literal")) == ("1.0", "2.5")
