"""What the OGC's conformance suites assert of GetCapabilities (ets-wms11, ets-wms13), in our own words."""

from importlib.resources import files

import pytest
from lxml import etree

from tests.ogc.wms.conftest import STATISTIC, exception

XLINK = "{http://www.w3.org/1999/xlink}href"
SCHEMAS = files("mapproxy") / "test" / "schemas"
VERSIONS = ("1.1.1", "1.3.0")
LINK_TYPES = ("MetadataURL", "DataURL", "FeatureListURL", "LogoURL", "StyleSheetURL", "StyleURL")


@pytest.fixture(params=VERSIONS)
def document(wms, request):
    return plain(wms.capabilities(request.param))


def plain(root):
    """Return a document whose elements are named without their namespace."""
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def named_layers(document):
    return document.xpath("//Layer[Name]")


# --- Requests -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (None, "1.3.0"),
        ("1.3.0", "1.3.0"),
        ("100.0.0", "1.3.0"),
        ("1.3.1", "1.3.0"),
        ("1.2.0", "1.1.1"),
        ("1.1.1", "1.1.1"),
        ("1.1.0", "1.1.1"),
        ("0.0.0", "1.1.1"),
    ],
)
def test_versions_are_negotiated(wms, asked, told):
    response = wms.ask(SERVICE="WMS", REQUEST="GetCapabilities", **({"VERSION": asked} if asked else {}))
    assert etree.fromstring(response.content).get("version") == told


@pytest.mark.parametrize("wmtver", ["0.0.0", "1.3.0", "100.0.0"])
def test_version_counts_more_than_its_old_name(wms, wmtver):
    assert wms.capabilities("1.1.1", WMTVER=wmtver).get("version") == "1.1.1"


def test_the_old_names_of_version_and_request_are_known(wms):
    response = wms.ask(SERVICE="WMS", REQUEST="capabilities", WMTVER="1.1.1")
    assert etree.fromstring(response.content).get("version") == "1.1.1"


@pytest.mark.parametrize(("version", "media_type"), [("1.1.1", "application/vnd.ogc.wms_xml"), ("1.3.0", "text/xml")])
@pytest.mark.parametrize("more", [{}, {"FORMAT": "text/xml"}, {"FORMAT": "no/such"}, {"BOGUS": "ignored"}])
def test_capabilities_come_as_xml_whatever_else_is_asked(wms, version, media_type, more):
    response = wms.ask(SERVICE="WMS", REQUEST="GetCapabilities", VERSION=version, **more)
    assert response.status_code == 200
    assert response["Content-Type"] == media_type


def test_an_update_sequence_is_ignored_because_none_is_told(wms):
    root = wms.capabilities(UPDATESEQUENCE="whatever")
    assert root.get("updateSequence") is None


def test_parameter_names_come_in_any_case_and_values_escaped(wms):
    response = wms.client.get("/wms?sErViCe=%57MS&ReQuEsT=Get%43apabilities&vErSiOn=1.3.0")
    assert etree.fromstring(response.content).get("version") == "1.3.0"


def test_another_service_is_refused(wms):
    code, text = exception(wms.ask(SERVICE="WFS", REQUEST="GetCapabilities"))
    assert code == "InvalidParameterValue"
    assert "'WFS'" in text


# --- The document ---------------------------------------------------------------------------------


def test_version_1_3_0_is_valid(wms):
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "sld" / "1.1.0" / "sld_capabilities.xsd")))
    schema.assertValid(wms.capabilities("1.3.0"))


def test_version_1_1_1_is_valid(wms):
    dtd = etree.DTD(str(SCHEMAS / "wms" / "1.1.1" / "capabilities_1_1_1.dtd"))
    root = wms.capabilities("1.1.1")
    assert dtd.validate(root), dtd.error_log.filter_from_errors()
    assert root.getroottree().docinfo.system_url == "http://schemas.opengis.net/wms/1.1.1/capabilities_1_1_1.dtd"


def test_the_service_is_named_as_its_version_prescribes(wms):
    names = [plain(wms.capabilities(version)).findtext("Service/Name") for version in VERSIONS]
    assert names == ["OGC:WMS", "WMS"]


def test_fees_and_constraints_are_none(document):
    assert document.findtext("Service/Fees") == "none"
    assert document.findtext("Service/AccessConstraints") == "none"


def test_the_service_has_keywords(document):
    assert document.xpath("Service/KeywordList/Keyword")


def test_the_office_is_told_where_it_is_known(wms, settings):
    settings.PROVIDER_NAME, settings.PROVIDER_EMAIL = "Dinas Perindustrian", "data@example.org"
    for version in VERSIONS:
        contact = plain(wms.capabilities(version)).find("Service/ContactInformation")
        assert contact.findtext("ContactPersonPrimary/ContactOrganization") == "Dinas Perindustrian"
        assert contact.findtext("ContactElectronicMailAddress") == "data@example.org"


def test_limits_are_told(wms):
    service = plain(wms.capabilities()).find("Service")
    assert [int(service.findtext(name)) for name in ("LayerLimit", "MaxWidth", "MaxHeight")] == [40, 5120, 5120]


def test_addresses_are_prefixes_to_which_parameters_are_added(document):
    addresses = document.xpath("Capability/Request//OnlineResource/@*[local-name()='href']")
    assert len(addresses) == 8
    assert all(address == "http://testserver/wms?" for address in addresses)


def test_formats_of_operations_are_told(document):
    formats = {
        operation.tag: [form.text for form in operation.iterfind("Format")]
        for operation in document.find("Capability/Request")
    }
    assert "image/png" in formats["GetMap"]
    assert "application/vnd.ogc.gml" in formats["GetFeatureInfo"]
    assert len(formats["GetFeatureInfo"]) == 5
    assert formats["GetCapabilities"][0] in ("text/xml", "application/vnd.ogc.wms_xml")


def test_forms_of_exceptions_are_told(wms):
    for version, form in (("1.1.1", "application/vnd.ogc.se_xml"), ("1.3.0", "XML")):
        document = plain(wms.capabilities(version))
        assert document.findtext("Capability/Exception/Format") == form


# --- Layers -----------------------------------------------------------------------------------------


def test_layers_stand_in_groups(document):
    root = document.find("Capability/Layer")
    assert root.find("Name") is None
    groups = root.findall("Layer")
    assert len(groups) > 3
    assert all(group.find("Name") is None and group.findtext("Title") for group in groups)
    names = [name.text for name in root.iterfind("Layer/Layer/Name")]
    assert {"districts", "roads", "facilities", STATISTIC} <= set(names)
    assert len(names) == len(set(names))


def test_the_root_lists_the_systems_that_all_layers_have(document):
    root = document.find("Capability/Layer")
    systems = [element.text for element in root.xpath("SRS|CRS")]
    assert {"EPSG:4326", "EPSG:3857", "EPSG:9470", "EPSG:4755", "EPSG:23836", "EPSG:32750"} <= set(systems)
    assert not document.xpath("//Layer/Layer/SRS|//Layer/Layer/CRS")


def test_boxes_are_of_systems_that_are_listed_and_each_once(document):
    listed = set(document.xpath("Capability/Layer/SRS/text()|Capability/Layer/CRS/text()"))
    for layer in document.iter("Layer"):
        systems = [box.get("SRS") or box.get("CRS") for box in layer.iterfind("BoundingBox")]
        assert len(systems) == len(set(systems))
        assert set(systems) <= listed


def test_each_layer_has_a_box_in_every_system(document):
    listed = document.xpath("count(Capability/Layer/SRS|Capability/Layer/CRS)")
    for layer in named_layers(document):
        if layer.findtext("Name") == "districts":
            assert len(layer.findall("BoundingBox")) == listed


def test_each_layer_has_a_geographic_extent_with_an_area(document):
    for layer in named_layers(document):
        west, south, east, north = geographic_extent(layer)
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90


def geographic_extent(layer):
    """Return a layer's own extent, or the one it inherits."""
    for holder in (layer, *layer.iterancestors("Layer")):
        old, new = holder.find("LatLonBoundingBox"), holder.find("EX_GeographicBoundingBox")
        if old is not None:
            return [float(old.get(name)) for name in ("minx", "miny", "maxx", "maxy")]
        if new is not None:
            sides = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
            return [float(new.findtext(side)) for side in sides]
    raise AssertionError("no extent")


@pytest.mark.parametrize(
    ("version", "system", "expected"),
    [
        ("1.1.1", "EPSG:4326", (114.85, -3.35, 116.35, -2.65)),
        ("1.1.1", "EPSG:9470", (114.85, -3.35, 116.35, -2.65)),
        ("1.3.0", "CRS:84", (114.85, -3.35, 116.35, -2.65)),
        ("1.3.0", "EPSG:4326", (-3.35, 114.85, -2.65, 116.35)),
        ("1.3.0", "EPSG:9470", (-3.35, 114.85, -2.65, 116.35)),
        ("1.3.0", "EPSG:4755", (-3.35, 114.85, -2.65, 116.35)),
        ("1.3.0", "EPSG:3857", (12785043.5, -373133.0, 12952022.8, -295101.9)),
    ],
)
def test_boxes_hold_the_layer_with_room_for_symbols_in_the_axis_order_of_their_version(wms, version, system, expected):
    document = plain(wms.capabilities(version))
    [box] = document.xpath("//Layer[Name='districts']/BoundingBox[@SRS=$name or @CRS=$name]", name=system)
    corners = [float(box.get(name)) for name in ("minx", "miny", "maxx", "maxy")]
    assert corners == pytest.approx(expected, rel=1e-6, abs=1e-5)


def test_named_layers_have_what_a_client_lists(document):
    for layer in named_layers(document):
        assert layer.findtext("Title")
        assert layer.findtext("Abstract")
        assert layer.xpath("KeywordList/Keyword")


def test_sources_are_attributed(document):
    [title] = document.xpath("//Layer[Name='districts']/Attribution/Title")
    assert title.text == "made up for a test"


def test_each_style_has_a_legend(wms, document):
    for layer in named_layers(document):
        names = [style.findtext("Name") for style in layer.iterfind("Style")]
        assert names
        assert len(names) == len(set(names))
        for url in layer.iterfind("Style/LegendURL"):
            assert url.findtext("Format") == "image/png"
            assert int(url.get("width")) > 0


def test_no_style_is_inherited_and_defined_anew(document):
    assert not document.xpath("//Layer[Layer]/Style")


def test_links_that_are_not_kept_are_not_told(document):
    """A link whose resource were of another type than it says would fail the suites."""
    for name in LINK_TYPES:
        assert not document.xpath(f"//{name}") or name == "DataURL"


# --- Time ----------------------------------------------------------------------------------------------


def test_a_layer_with_years_has_the_dimension_time(wms):
    [new] = plain(wms.capabilities("1.3.0")).xpath("//Layer[Name=$name]/Dimension", name=STATISTIC)
    assert (new.get("name"), new.get("units"), new.get("default"), new.text) == (
        "time",
        "ISO8601",
        "2023-01-01",
        "2021-01-01,2023-01-01",
    )

    old = plain(wms.capabilities("1.1.1"))
    [dimension] = old.xpath("//Layer[Name=$name]/Dimension", name=STATISTIC)
    [extent] = old.xpath("//Layer[Name=$name]/Extent", name=STATISTIC)
    assert (dimension.get("name"), dimension.get("units")) == ("time", "ISO8601")
    assert (extent.get("name"), extent.get("default"), extent.text) == ("time", "2023-01-01", "2021-01-01,2023-01-01")


def test_a_layer_without_years_has_no_dimension(document):
    assert not document.xpath("//Layer[Name='districts']/Dimension")


# --- Languages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "title"), [("en", "Districts"), ("id", "Kabupaten/kota"), ("", "Kabupaten/kota")])
def test_titles_are_in_the_language_of_the_client(wms, language, title):
    response = wms.ask({"accept-language": language}, SERVICE="WMS", REQUEST="GetCapabilities")
    document = plain(etree.fromstring(response.content))
    assert document.xpath("string(//Layer[Name='districts']/Title)") == title
    assert "Accept-Language" in response["Vary"]


# --- Again ---------------------------------------------------------------------------------------------


def test_capabilities_that_have_not_changed_are_not_sent_again(wms):
    first = wms.ask(SERVICE="WMS", REQUEST="GetCapabilities")
    again = wms.ask({"if-none-match": first["ETag"]}, SERVICE="WMS", REQUEST="GetCapabilities")
    assert (again.status_code, again.content) == (304, b"")
