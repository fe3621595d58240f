"""Ask the service by WFS, and read what it answers."""

from urllib.parse import urlencode

from lxml import etree

NAMES = {
    "wfs": "http://www.opengis.net/wfs/2.0",
    "fes": "http://www.opengis.net/fes/2.0",
    "gml": "http://www.opengis.net/gml/3.2",
    "ows": "http://www.opengis.net/ows/1.1",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "hilir": "urn:hilir:features",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())


def body(response):
    """Return the whole body; a stream can be read once, so it is kept."""
    if response.streaming and not hasattr(response, "read_body"):
        response.read_body = b"".join(response.streaming_content)
    return response.read_body if response.streaming else response.content


def ask(client, operation, **parameters):
    query = {"service": "WFS", "version": "2.0.0", "request": operation, **parameters}
    return client.get(f"/wfs?{urlencode(query)}")


def send(client, text):
    return client.post("/wfs", data=text, content_type="text/xml")


def get_feature(query, **attributes):
    """Return the XML of a request."""
    told = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<wfs:GetFeature service="WFS" version="2.0.0" {told} {DECLARATIONS}>{query}</wfs:GetFeature>'


def filtered(layer, predicate):
    return get_feature(
        f'<wfs:Query typeNames="hilir:{layer}"><fes:Filter>{predicate}</fes:Filter></wfs:Query>', outputFormat="geojson"
    )


def document(response):
    assert response.status_code == 200, body(response)[:2_000]
    return etree.fromstring(body(response))


def values(response, path):
    return document(response).xpath(path, namespaces=NAMES)


def refusal(response):
    """Return status, code and locator of an exception report."""
    root = etree.fromstring(body(response))
    assert root.tag == "{http://www.opengis.net/ows/1.1}ExceptionReport"
    [found] = root.xpath("//ows:Exception", namespaces=NAMES)
    assert found.findtext("ows:ExceptionText", namespaces=NAMES).strip()
    return response.status_code, found.get("exceptionCode"), found.get("locator")
