"""The landing page of the OGC APIs, and what they conform to."""

from django.utils.translation import gettext as _

from gisapp.ogc.root.answers import self_links
from gisapp.ogc.root.contribution import Contribution, Json, link
from gisapp.ogc.root.formats import HTML, JSON, OPENAPI, Format

FORMATS = (JSON, HTML)
API_FORMATS = (OPENAPI, HTML)
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
)


def landing_document(root: str, chosen: Format, *, rooms: tuple[Contribution, ...]) -> Json:
    """Return the landing page."""
    return {
        "title": "Hilir",
        "description": _("Industrial potential and downstream processing"),
        "links": [
            *self_links(root, chosen, FORMATS),
            link(f"{root}/api?f=json", "service-desc", OPENAPI.media_type, _("Description of the interface")),
            link(f"{root}/api?f=html", "service-doc", HTML.media_type, _("Description of the interface, to read")),
            link(f"{root}/conformance", "conformance", JSON.media_type, _("Standards that hold")),
            link(
                f"{root}/conformance",
                "http://www.opengis.net/def/rel/ogc/1.0/conformance",
                JSON.media_type,
                _("Standards that hold"),
            ),
            link(f"{root}/collections", "data", JSON.media_type, _("Layers")),
            *(one for room in rooms for one in room.landing_links(root)),
        ],
    }


def conformance_document(root: str, chosen: Format, *, rooms: tuple[Contribution, ...]) -> Json:
    """Return the addresses of all conformance classes that hold."""
    declared = dict.fromkeys((*CONFORMANCE, *(one for room in rooms for one in room.conformance)))
    return {"links": self_links(f"{root}/conformance", chosen, FORMATS), "conformsTo": list(declared)}
