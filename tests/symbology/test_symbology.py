import itertools
import json
import re

import pytest
from django.conf import settings

from gisapp.symbology.css import custom_properties
from gisapp.symbology.errors import UnknownTokenError
from gisapp.symbology.facilities import GLYPHS, SHAPE_OF_CHAIN, SHAPE_OF_KIND, SHAPE_OF_PROCESS, SHAPES, facility_shape
from gisapp.symbology.icons import ICONS, sprite
from gisapp.symbology.land import FRAME
from gisapp.symbology.map_styles import LAST_ZOOM, zoom_styles
from gisapp.symbology.tokens import chain_colours, colour, commodity_ramp, score_part_colours, tokens
from layers.models import FacilityKind

STATIC = settings.BASE_DIR / "gisapp" / "web" / "static" / "web"
HEX = re.compile(r"^#[0-9A-F]{6}([0-9A-F]{2})?$")


def luminance(hex_colour: str) -> float:
    channels = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_each_colour_is_a_custom_property_once():
    css = custom_properties()
    properties = re.findall(r"(--[\w-]+):", css)
    assert len(properties) == len(set(properties))
    assert "--teal-700:#0B5A62" in css
    assert "--part-spatial-plan:#586C7A" in css


def test_style_sheets_use_only_properties_that_exist():
    sheets = {sheet.name: sheet.read_text() for sheet in (STATIC / "css").glob("*.css")}
    defined = set(re.findall(r"(--[\w-]+):", custom_properties()))
    for text in sheets.values():
        defined |= set(re.findall(r"(--[\w-]+)\s*:", text))
    # These are set by pages.
    defined |= {"--part", "--fill", "--feed", "--symbol", "--font-ui"}
    for name, text in sheets.items():
        assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined, name


@pytest.mark.parametrize("ink", ["ink-900", "ink-700", "ink-500", "teal-700", "danger", "saran-700"])
@pytest.mark.parametrize("ground", ["white", "paper", "saran-50"])
def test_text_is_readable(ink, ground):
    assert contrast(colour(ink), colour(ground)) >= 4.5


def test_ramps_get_darker_step_by_step():
    for chain in (*chain_colours(), "a chain without a palette"):
        ramp = commodity_ramp(chain)
        assert len(ramp) == 6
        light = [luminance(step) for step in ramp]
        assert light == sorted(light, reverse=True)


def test_unknown_colour_is_refused_by_name():
    with pytest.raises(UnknownTokenError, match="mauve"):
        colour("mauve")


def test_every_token_colour_is_well_formed():
    for group in ("ui", "computed", "commodity", "score_part", "base"):
        assert all(HEX.match(value) for value in tokens()[group].values())


def test_score_parts_keep_their_order():
    assert list(score_part_colours()) == ["supply", "road", "market", "energy", "labour", "spatial_plan"]


@pytest.mark.parametrize(
    ("kind", "process", "chain", "shape"),
    [
        ("plant", "palm_oil_mill", "oil_palm", "square"),
        ("plant", "cooking_oil", "oil_palm", "diamond"),
        ("plant", "crumb_rubber", "rubber", "triangle-up"),
        ("plant", "", "", "octagon"),
        ("port", "", "", "anchor"),
        ("ikm_centre", "palm_oil_mill", "oil_palm", "star"),
    ],
)
def test_shape_of_a_facility(kind, process, chain, shape):
    assert facility_shape(kind=kind, process=process, chain=chain) == shape


def test_every_shape_named_is_drawn():
    named = {*SHAPE_OF_KIND.values(), *SHAPE_OF_PROCESS.values(), *SHAPE_OF_CHAIN.values()}
    assert named <= {*SHAPES, *GLYPHS}
    assert set(SHAPE_OF_KIND) | {"plant"} == {kind.value for kind in FacilityKind}


def test_zoom_spans_follow_each_other_without_a_gap():
    spans = [(style["from"], style["to"]) for style in zoom_styles()]
    assert spans[0][0] == 7
    assert spans[-1][1] == LAST_ZOOM
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(spans))


def test_sprite_is_the_one_that_the_command_makes():
    folder = settings.BASE_DIR / "node_modules" / "lucide-static" / "icons"
    if not folder.is_dir():
        pytest.skip("lucide-static is not installed: run npm ci")
    assert (STATIC / "icons.svg").read_text() == sprite(folder)


def test_every_icon_asked_for_is_in_the_sprite():
    asked = {
        name for script in (STATIC / "js").rglob("*.js") for name in re.findall(r'icon\("([\w-]+)"', script.read_text())
    }
    templates = settings.BASE_DIR / "gisapp" / "web" / "templates"
    asked |= {
        name
        for page in templates.rglob("*.html")
        for name in re.findall(r'_icon.html" with name="([\w-]+)"', page.read_text())
    }
    assert asked
    assert asked <= set(ICONS)


def test_land_lies_within_its_frame_and_names_its_source():
    land = json.loads((STATIC / "land.json").read_text())
    assert "Natural Earth" in land["properties"]["source"]
    west, south, east, north = FRAME
    for polygon in land["geometry"]["coordinates"]:
        for x, y in polygon[0]:
            assert west <= x <= east
            assert south <= y <= north
