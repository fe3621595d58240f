"""Errors as WMS tells them: in XML, written into a picture, or as an empty picture."""

from typing import Final
from xml.etree.ElementTree import Element

from django.http import HttpResponse

from gisapp.ogc.errors import InvalidCrsError, OgcError, answer_of
from gisapp.ogc.kvp import Parameters
from gisapp.ogc.wms.notice import notice
from gisapp.ogc.wms.picture import MEDIA_TYPE, look_read, size_read
from gisapp.ogc.wms.version import Version, version_likely
from gisapp.ogc.xml import XSI, child, document, xml_text

# What clients of either version call the two forms that are pictures.
_IN_IMAGE: Final = ("INIMAGE", "APPLICATION/VND.OGC.SE_INIMAGE")
_BLANK: Final = ("BLANK", "APPLICATION/VND.OGC.SE_BLANK")
FORMS: Final = {
    Version.V1_1_1: (
        "application/vnd.ogc.se_xml",
        "application/vnd.ogc.se_inimage",
        "application/vnd.ogc.se_blank",
    ),
    Version.V1_3_0: ("XML", "INIMAGE", "BLANK"),
}
_MEDIA_TYPE: Final = {Version.V1_1_1: "application/vnd.ogc.se_xml", Version.V1_3_0: "text/xml"}
_DOCTYPE: Final = (
    '<!DOCTYPE ServiceExceptionReport SYSTEM "http://schemas.opengis.net/wms/1.1.1/exception_1_1_1.dtd">\n'
)
_NAMESPACE: Final = "http://www.opengis.net/ogc"
_SCHEMA: Final = f"{_NAMESPACE} http://schemas.opengis.net/wms/1.3.0/exceptions_1_3_0.xsd"


def report(parameters: Parameters, error: OgcError) -> HttpResponse:
    """Return an error in XML, in the version of the request as far as it can be told."""
    version = version_likely(parameters)
    return HttpResponse(_xml(error, version), content_type=_MEDIA_TYPE[version])


def report_as_picture(parameters: Parameters, error: OgcError) -> HttpResponse | None:
    """Return an error as a picture, if the client asks for one and says what it should look like; else None."""
    asked = parameters.text("EXCEPTIONS", default="").upper()
    if asked not in (*_IN_IMAGE, *_BLANK):
        return None
    try:
        width, height = size_read(parameters)
        look = look_read(parameters)
    except OgcError:
        return None
    text = str(error) if asked in _IN_IMAGE else ""
    body = notice(text, width_px=width, height_px=height, look=look)
    return HttpResponse(body, content_type=MEDIA_TYPE[look.form], headers={"Cache-Control": "no-store"})


def _xml(error: OgcError, version: Version) -> bytes:
    root = Element("ServiceExceptionReport", {"version": version})
    told = child(root, "ServiceException", str(error))
    code = _code(error, version)
    if code:
        told.set("code", code)
    if version is Version.V1_1_1:
        return document(root, doctype=_DOCTYPE)
    root.set("xmlns", _NAMESPACE)
    root.set("xmlns:xsi", XSI)
    root.set("xsi:schemaLocation", _SCHEMA)
    if error.locator:
        told.set("locator", xml_text(error.locator))
    return document(root)


def _code(error: OgcError, version: Version) -> str:
    if version is Version.V1_1_1 and isinstance(error, InvalidCrsError):
        return "InvalidSRS"
    return answer_of(error).wms_code
