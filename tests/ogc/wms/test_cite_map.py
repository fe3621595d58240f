"""What the OGC's conformance suites assert of GetMap (ets-wms11, ets-wms13), in our own words."""

import pytest

from gisapp import conf
from gisapp.ogc.crs import SRIDS
from gisapp.ogc.layers import layer_list
from gisapp.ogc.versions import table_versions
from tests.ogc.wms.conftest import BOX, STATISTIC, colours, exception, picture

WHITE = (255, 255, 255, 255)
FAR_AWAY = "10,10,11,11"


def all_styles():
    return [(layer.name, style) for layer in layer_list(table_versions()) for style in layer.styles]


# --- Parameters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["LAYERS", "CRS", "BBOX", "WIDTH", "HEIGHT", "FORMAT", "VERSION"])
def test_what_is_mandatory_must_be_there(wms, name):
    response = wms.map(**{name: None})
    assert response.status_code == 400
    code, text = exception(response)
    assert code == "MissingParameterValue"
    assert name in text


def test_parameters_that_the_standard_does_not_know_are_ignored(wms):
    assert picture(wms.map(BOGUS="ignored")).size == (80, 40)


def test_the_old_names_of_version_and_request_are_known(wms):
    assert picture(wms.map_111(VERSION=None, WMTVER="1.1.1", REQUEST="map")).size == (80, 40)


def test_escaped_and_plain_names_are_the_same(wms):
    response = wms.client.get(
        "/wms?lAyErS=%64istricts&StYlEs=&VERSION=1.3.0&REQUEST=GetMap&CRS=CRS%3A84&BBOX=115%2C-3.2%2C115.8%2C-2.8"
        "&WIDTH=80&HEIGHT=40&FORMAT=image%2Fpng"
    )
    assert response.content == wms.map().content


def test_a_map_can_be_asked_for_by_a_form(wms):
    from tests.ogc.wms.conftest import MAP_130

    assert wms.client.post("/wms", MAP_130).status_code == 415  # multipart is no form of ours
    posted = wms.client.post(
        "/wms", "&".join(f"{name}={value}" for name, value in MAP_130.items()), "application/x-www-form-urlencoded"
    )
    assert posted.content == wms.map().content


# --- BBOX --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "box",
    ["115.8,-3.2,115.0,-2.8", "115.0,-3.2,115.0,-2.8", "115.0,-2.8,115.8,-3.2", "115.0,-3.2,115.8,-3.2"],
    ids=["west beyond east", "no width", "south beyond north", "no height"],
)
@pytest.mark.parametrize("old", [False, True])
def test_a_box_without_an_area_is_refused(wms, box, old):
    response = (wms.map_111 if old else wms.map)(BBOX=box)
    assert response.status_code == 400
    assert "no area" in exception(response)[1]


def test_scientific_notation_is_read(wms):
    assert wms.map(BBOX="1.15E2,-32e-1,1158E-1,-2.8").content == wms.map().content


@pytest.mark.parametrize("box", [FAR_AWAY, "-10,90,10,110", "200,-10,220,10"])
def test_where_there_is_nothing_the_picture_is_white(wms, box):
    assert colours(picture(wms.map(BBOX=box))) == {WHITE}
    assert colours(picture(wms.map_111(BBOX=box))) == {WHITE}


def test_the_box_goes_round_the_outside_of_the_pixels(wms):
    """The two districts fill the box to its edges: no pixel at the edge is white."""
    image = picture(wms.map())
    edge = [image.getpixel((x, y)) for x in range(80) for y in (0, 39)]
    edge += [image.getpixel((x, y)) for x in (0, 79) for y in range(40)]
    assert WHITE not in edge


# --- CRS -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", ["EPSG:0", "EPSG:27700", "CRS:83", "nothing"])
def test_a_system_that_is_not_served_is_refused(wms, system):
    assert exception(wms.map(CRS=system))[0] == "InvalidCRS"
    assert exception(wms.map_111(SRS=system))[0] == "InvalidSRS"


@pytest.mark.parametrize("srid", SRIDS)
def test_every_system_is_served(wms, srid):
    assert picture(wms.map(CRS=f"EPSG:{srid}", BBOX="0,0,10,10")).size == (80, 40)
    assert picture(wms.map_111(SRS=f"EPSG:{srid}", BBOX="0,0,10,10")).size == (80, 40)


# --- FORMAT, TRANSPARENT, BGCOLOR ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "media_type", "pillow"),
    [
        ("image/png", "image/png", "PNG"),
        ("image/png; mode=8bit", "image/png", "PNG"),
        ("image/png;mode=32bit", "image/png", "PNG"),
        ("image/png8", "image/png", "PNG"),
        ("image/jpeg", "image/jpeg", "JPEG"),
        ("image/webp", "image/webp", "WEBP"),
        ("IMAGE/PNG", "image/png", "PNG"),
    ],
)
def test_every_format_is_what_it_says(wms, form, media_type, pillow):
    import io

    from PIL import Image

    for transparent in ("TRUE", "FALSE"):
        response = wms.map(FORMAT=form, TRANSPARENT=transparent)
        assert response["Content-Type"] == media_type
        assert Image.open(io.BytesIO(response.content)).format == pillow


@pytest.mark.parametrize("form", ["image/gif", "text/html", "image/png; mode=1bit", "../../etc/passwd"])
def test_other_formats_are_refused(wms, form):
    assert exception(wms.map(FORMAT=form))[0] == "InvalidFormat"
    assert exception(wms.map_111(FORMAT=form))[0] == "InvalidFormat"


@pytest.mark.parametrize("form", ["image/png", "image/png; mode=32bit", "image/webp"])
def test_what_is_not_drawn_is_clear_where_that_is_asked(wms, form):
    assert {alpha for *_, alpha in colours(picture(wms.map(BBOX=FAR_AWAY, FORMAT=form, TRANSPARENT="true")))} == {0}


@pytest.mark.parametrize("transparent", [None, "FALSE"])
def test_nothing_is_clear_unless_it_is_asked(wms, transparent):
    image = picture(wms.map(TRANSPARENT=transparent, BBOX="114.9,-3.2,115.8,-2.8"))
    assert {alpha for *_, alpha in colours(image)} == {255}


@pytest.mark.parametrize("form", ["image/png", "image/png; mode=32bit", "image/webp", "image/jpeg"])
def test_the_background_has_the_colour_asked_for(wms, form):
    for colour in colours(picture(wms.map(BBOX=FAR_AWAY, BGCOLOR="0x12aBef", FORMAT=form))):
        assert colour == pytest.approx((0x12, 0xAB, 0xEF, 255), abs=0 if "png" in form else 3)


@pytest.mark.parametrize(("name", "value"), [("TRANSPARENT", "maybe"), ("BGCOLOR", "red"), ("BGCOLOR", "0xFFF")])
def test_a_look_that_is_none_is_refused(wms, name, value):
    code, text = exception(wms.map(**{name: value}))
    assert code == "InvalidParameterValue"
    assert name in text


# --- LAYERS and STYLES -------------------------------------------------------------------------------


@pytest.mark.parametrize("layers", ["districts,roads", "districts,roads,facilities", ",".join(["roads"] * 40)])
def test_several_layers_are_drawn(wms, layers):
    assert picture(wms.map(LAYERS=layers)).size == (80, 40)


def test_more_layers_than_the_limit_are_refused(wms):
    assert "40" in exception(wms.map(LAYERS=",".join(["roads"] * 41)))[1]


@pytest.mark.parametrize(
    "layers", ["nothing", "nothing,districts", "districts,nothing", "districts,", "suggested-sites"]
)
def test_a_layer_that_is_none_is_refused(wms, layers):
    assert exception(wms.map(LAYERS=layers))[0] == "LayerNotDefined"
    assert exception(wms.map_111(LAYERS=layers))[0] == "LayerNotDefined"


def test_every_layer_is_drawn_in_every_style(wms):
    for layer, style in all_styles():
        assert picture(wms.map(LAYERS=layer, STYLES=style)).size == (80, 40)


@pytest.mark.parametrize("styles", [None, "", ",", "default,", "districts,", ",roads", "districts,roads"])
def test_the_default_style_needs_no_name(wms, styles):
    response = wms.map(LAYERS="districts,roads", STYLES=styles)
    assert response.content == wms.map(LAYERS="districts,roads").content


@pytest.mark.parametrize("styles", ["nothing", "nothing,roads", "districts,nothing", "districts", "districts,roads,"])
def test_a_style_that_is_none_is_refused(wms, styles):
    assert exception(wms.map(LAYERS="districts,roads", STYLES=styles))[0] == "StyleNotDefined"


def test_the_first_layer_lies_undermost(wms):
    below = picture(wms.map(LAYERS="facilities,districts", BBOX="115.05,-3.05,115.15,-2.95"))
    above = picture(wms.map(LAYERS="districts,facilities", BBOX="115.05,-3.05,115.15,-2.95"))
    alone = picture(wms.map(LAYERS="districts", BBOX="115.05,-3.05,115.15,-2.95"))
    middle = (40, 20)
    assert above.getpixel(middle) != alone.getpixel(middle)
    assert below.getpixel(middle) == alone.getpixel(middle)


# --- WIDTH and HEIGHT ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(8, 5), (16, 16), (1024, 768), (1, 1)])
def test_the_picture_has_the_size_asked_for(wms, size):
    assert picture(wms.map(WIDTH=str(size[0]), HEIGHT=str(size[1]))).size == size


def test_the_largest_picture_is_drawn_and_no_larger(wms):
    limit = conf.MAP_WIDTH_LIMIT_PX
    assert picture(wms.map(WIDTH=str(limit), HEIGHT="40")).size == (limit, 40)
    for size in (str(limit + 1), "1000000000", "0", "-1", "1.5", "NaN"):
        code, text = exception(wms.map(WIDTH=size))
        assert code == "InvalidParameterValue"
        assert str(limit) in text


def test_large_pictures_of_many_layers_are_refused(wms):
    code, text = exception(wms.map(LAYERS=",".join(["roads"] * 40), WIDTH="5120", HEIGHT="5120"))
    assert code is None
    assert "5120 x 5120" in text


def test_a_picture_of_another_shape_than_its_box_is_stretched(wms):
    """The edge between districts 6302 and 6303 lies three quarters along the box, whatever the shape."""
    box = "115.5,-3.1,115.9,-2.9"
    for width, height in (("80", "40"), ("80", "80"), ("160", "40")):
        image = picture(wms.map(LAYERS="districts", STYLES="districts-outline", BBOX=box, WIDTH=width, HEIGHT=height))
        row = [image.getpixel((x, 3)) for x in range(image.width)]
        darkest = min(range(image.width), key=lambda x: sum(row[x]))
        assert darkest == pytest.approx(0.75 * image.width, abs=1)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"BBOX": "115,-3.0000002,115.0000002,-3.0"}, "a pixel would be"),
        ({"BBOX": "115,-3,116,-2.9999"}, "times as long as wide"),
        ({"BBOX": "-180,0,180,0.0001"}, "times as long as wide"),
        ({"WIDTH": "5000", "HEIGHT": "1", "BBOX": "115,-3,115.1,-2.9"}, "times as long as wide"),
    ],
)
def test_pixels_that_show_nothing_new_are_refused(wms, changes, word):
    for ask in (wms.map, wms.map_111):
        code, text = exception(ask(**changes))
        assert code == "InvalidParameterValue"
        assert word in text


# --- TIME ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moment", ["2021", "2021-06", "2021-06-01", "2021-06-01T12:00:00Z", "2021-06-01T12:00:00.000Z"]
)
def test_a_moment_shows_its_year(wms, moment):
    shown = wms.map(LAYERS=STATISTIC, TIME=moment)
    assert shown.content == wms.map(LAYERS=STATISTIC, TIME="2021").content
    assert "Warning" not in shown


def test_the_newest_year_is_shown_unless_another_is_asked_for(wms):
    shown = wms.map(LAYERS=STATISTIC)
    assert shown.content == wms.map(LAYERS=STATISTIC, TIME="2023").content
    assert shown["Warning"] == "99 Default value used: time=2023-01-01 ISO8601"


@pytest.mark.parametrize(
    "period", ["2020/2024", "2023-01-01/2023-12-31", "2022-01-01T00:00:00Z/2030-01-01T00:00:00Z/P1Y"]
)
def test_a_period_shows_its_newest_year(wms, period):
    assert wms.map(LAYERS=STATISTIC, TIME=period).content == wms.map(LAYERS=STATISTIC, TIME="2023").content


@pytest.mark.parametrize(
    "time", ["2022", "1999", "2021,2023", "current", "2024/2030", "2024/2020", "x", "2021/", "9" * 200]
)
def test_a_time_of_which_there_is_nothing_is_refused(wms, time):
    code, text = exception(wms.map(LAYERS=STATISTIC, TIME=time))
    assert code == "InvalidDimensionValue"
    assert "TIME" in text


def test_time_is_nothing_to_layers_without_years(wms):
    assert wms.map(TIME="1999").content == wms.map().content
    assert picture(wms.map(LAYERS=f"districts,{STATISTIC}", TIME="2021")).size == (80, 40)


def test_the_box_of_the_tests_is_the_province():
    assert BOX == "115.0,-3.2,115.8,-2.8"
