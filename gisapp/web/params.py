"""What a request for map data asks for, checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from gisapp.geo.bbox import Bbox
from gisapp.web.errors import ParameterError, UnknownLayerError
from layers.selectors.map_context import MODEL_OF_LAYER

LAYERS = tuple(MODEL_OF_LAYER)
MAX_ZOOM = 24
CODE_LENGTH = 60
_WORLD = Bbox(-180, -90, 180, 90)


@dataclass(frozen=True, slots=True)
class LayerQuery:
    """One layer as a map shows it.

    Attributes
    ----------
    bbox
        EPSG:4326; None for the whole layer.
    commodity
        Code; only source areas have one.
    """

    layer: str
    zoom: int
    bbox: Bbox | None
    commodity: str

    @property
    def filters(self) -> dict[str, str | int]:
        """Return the filters of the layer's selector: one commodity at a time, and districts in force."""
        if self.layer == "source_areas":
            return {"commodity": self.commodity}
        return {"is_current": True} if self.layer == "districts" else {}


def layer_query_parse(layer: str, given: Mapping[str, str]) -> LayerQuery:
    """Check the name of a layer and the query string.

    Raises
    ------
    UnknownLayerError
        If no such layer is published.
    ParameterError
        At the first parameter that is missing or out of range.
    """
    if layer not in LAYERS:
        raise UnknownLayerError(name=layer, known=LAYERS)
    commodity = given.get("commodity", "")
    if layer == "source_areas" and not 0 < len(commodity) <= CODE_LENGTH:
        raise ParameterError(name="commodity", value=commodity, allowed="the code of a commodity, such as oil_palm")
    return LayerQuery(layer=layer, zoom=_zoom(given), bbox=_bbox(given.get("bbox")), commodity=commodity)


def _zoom(given: Mapping[str, str]) -> int:
    text = given.get("zoom", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= MAX_ZOOM):
        raise ParameterError(name="zoom", value=text, allowed=f"a whole number, 0 to {MAX_ZOOM}")
    return int(text)


def _bbox(text: str | None) -> Bbox | None:
    if text is None:
        return None
    allowed = "west,south,east,north in degrees: -180 to 180 and -90 to 90, west below east, south below north"
    try:
        box = Bbox.parse(text)
    except ValueError:
        raise ParameterError(name="bbox", value=text, allowed=allowed) from None
    if not (_WORLD.contains(box.west, box.south) and _WORLD.contains(box.east, box.north)):
        raise ParameterError(name="bbox", value=text, allowed=allowed)
    return box
