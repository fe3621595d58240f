"""GetLegendGraphic: what QGIS and GeoServer's clients ask."""

import pytest

from gisapp.ogc.map_layers import map_layer_list
from gisapp.ogc.versions import table_versions
from tests.ogc.wms.conftest import colours, exception, picture


def ask(wms, headers=None, **changes):
    return wms.ask(headers, **({"SERVICE": "WMS", "REQUEST": "GetLegendGraphic", "LAYER": "roads"} | changes))


def test_a_layer_is_enough(wms):
    image = picture(ask(wms))
    assert image.width > 50
    assert len(colours(image)) > 3


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
def test_what_qgis_sends_is_answered(wms, version):
    response = ask(
        wms,
        VERSION=version,
        SLD_VERSION="1.1.0",
        FORMAT="image/png",
        STYLE="",
        TRANSPARENT="true",
        BBOX="-3.2,115.0,-2.8,115.8",
        CRS="EPSG:4326",
        SCALE="250000",
        LEGEND_OPTIONS="forceLabels:on",
    )
    assert response["Content-Type"] == "image/png"
    assert (255, 255, 255, 0) in colours(picture(response)) or (0, 0, 0, 0) in colours(picture(response))


def test_every_style_has_a_legend_of_the_size_that_is_told(wms):
    document = wms.capabilities()
    names = {"wms": "http://www.opengis.net/wms"}
    for layer in map_layer_list(table_versions()):
        for style in layer.styles:
            [url] = document.xpath(
                "//wms:Layer[wms:Name=$layer]/wms:Style[wms:Name=$style]/wms:LegendURL",
                namespaces=names,
                layer=layer.name,
                style=style,
            )
            assert picture(ask(wms, LAYER=layer.name, STYLE=style)).size == (
                int(url.get("width")),
                int(url.get("height")),
            )


def test_lines_are_told_as_json(wms):
    [legend] = ask(wms, {"accept-language": "en"}, FORMAT="application/json").json()["Legend"]
    assert legend["layerName"] == "roads"
    assert legend["rules"][0]["title"] == "Ferry"
    assert legend["rules"][0]["symbol"].startswith("<svg ")


@pytest.mark.parametrize(("scale", "is_empty"), [("100000", False), ("100000000", True)])
def test_what_a_scale_does_not_show_is_not_told(wms, scale, is_empty):
    [legend] = ask(wms, LAYER="subdistricts", FORMAT="application/json", SCALE=scale).json()["Legend"]
    assert (legend["rules"] == []) == is_empty
    assert picture(ask(wms, LAYER="subdistricts", SCALE=scale)).width > 0


def test_a_scale_limit_is_told_where_a_layer_has_one(wms):
    names = {"wms": "http://www.opengis.net/wms"}
    for name, has_limit in (("subdistricts", True), ("districts", False)):
        limits = wms.capabilities().xpath(
            "//wms:Layer[wms:Name=$name]/wms:MaxScaleDenominator", namespaces=names, name=name
        )
        assert bool(limits) == has_limit
    assert wms.capabilities("1.1.1").xpath("//Layer[Name='subdistricts']/ScaleHint/@max")


def test_legends_grow_with_the_resolution(wms):
    plain, fine = picture(ask(wms)).size, picture(ask(wms, DPI="192")).size
    assert fine == (2 * plain[0], 2 * plain[1])


def test_titles_are_in_the_language_of_the_client(wms):
    asked = {"LAYER": "source-areas", "FORMAT": "application/json"}
    english = ask(wms, {"accept-language": "en"}, **asked)
    assert english["ETag"] != ask(wms, {"accept-language": "id"}, **asked)["ETag"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"LAYER": "nothing"}, "LayerNotDefined"),
        ({"LAYER": ""}, "MissingParameterValue"),
        ({"STYLE": "nothing"}, "StyleNotDefined"),
        ({"FORMAT": "image/gif"}, "InvalidFormat"),
        ({"SCALE": "0"}, "InvalidParameterValue"),
        ({"SCALE": "nan"}, "InvalidParameterValue"),
        ({"VERSION": "1.2.0"}, "InvalidParameterValue"),
    ],
)
def test_what_there_is_not_is_refused(wms, changes, code):
    response = ask(wms, **changes)
    assert response.status_code == 400
    assert exception(response)[0] == code


def titles(wms, **changes):
    asked = {"LAYER": "facilities", "FORMAT": "application/json"} | changes
    [legend] = ask(wms, {"accept-language": "en"}, **asked).json()["Legend"]
    return [rule["title"] for rule in legend["rules"]]


def test_with_a_box_a_legend_tells_what_occurs_in_it(wms):
    whole = titles(wms)
    of_province = titles(wms, BBOX="114.0,-5.0,117.0,-1.0", SRS="EPSG:4326")
    assert 0 < len(of_province) < len(whole)
    assert [title for title in whole if title in of_province] == of_province
    assert titles(wms, BBOX="10.0,50.0,11.0,51.0", SRS="EPSG:4326") == []


def test_the_name_of_the_system_tells_the_order_of_the_axes(wms):
    by_srs = titles(wms, BBOX="114.0,-5.0,117.0,-1.0", SRS="EPSG:4326")
    assert titles(wms, BBOX="-5.0,114.0,-1.0,117.0", CRS="EPSG:4326") == by_srs
    assert titles(wms, BBOX="12690000,-557300,13024000,-111300", CRS="EPSG:3857") == by_srs


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"BBOX": "1,2,3", "CRS": "EPSG:4326"}, "BBOX"),
        ({"BBOX": "114,-5,117,-1"}, "CRS"),
        ({"BBOX": "114,-5,117,-1", "CRS": "EPSG:1"}, "CRS"),
    ],
)
def test_a_box_that_cannot_be_read_is_refused(wms, changes, named):
    response = ask(wms, **changes)
    assert response.status_code == 400
    assert named in " ".join(map(str, exception(response)))
