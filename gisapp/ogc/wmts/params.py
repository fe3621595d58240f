"""From parameters to what is asked for; a path is read as the parameters that it stands for."""

from typing import Final

from gisapp import conf
from gisapp.geo.tile_matrix import TILE_PX
from gisapp.ogc.errors import (
    InvalidFormatError,
    InvalidParameterError,
    InvalidPointError,
    LayerNotQueryableError,
    VersionNegotiationError,
)
from gisapp.ogc.kvp import Parameters
from gisapp.ogc.map_layers import years_of
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.request import WEB_MERCATOR, LayerView, MapRequest
from gisapp.ogc.tiles.map_tiles import FORMS, MapTile
from gisapp.ogc.tiles.params import MATRIX_SET, tile_read
from gisapp.ogc.versions import Versions
from gisapp.ogc.wms.dimension import year_chosen
from gisapp.ogc.wms.info_encode import MEDIA_TYPES
from gisapp.ogc.wms.params import InfoAsked, layer_read, style_read

VERSION: Final = "1.0.0"
SERVICE: Final = "WMTS"
SECTIONS: Final = ("ServiceIdentification", "ServiceProvider", "OperationsMetadata", "Contents", "Themes")
_ALL: Final = "All"
# Values of a dimension that stand for the one that is shown where none is named (clause 7.1.1.1).
_NEWEST: Final = ("default", "current")


def service_checked(parameters: Parameters) -> None:
    """Refuse a request to another service.

    Raises
    ------
    OgcError
        If SERVICE is missing or another.
    """
    service = parameters.text("SERVICE")
    if service.upper() != SERVICE:
        raise InvalidParameterError(f"service={service[:40]!r}: this address speaks WMTS", locator="SERVICE")


def version_checked(parameters: Parameters) -> None:
    """Refuse a request in another version.

    Raises
    ------
    OgcError
        If VERSION is missing or another.
    """
    version = parameters.text("VERSION")
    if version != VERSION:
        raise InvalidParameterError(f"version={version[:20]!r} is not spoken; use {VERSION}", locator="VERSION")


def sections_read(parameters: Parameters) -> tuple[str, ...]:
    """Return the sections of the capabilities document that are wanted.

    Raises
    ------
    InvalidParameterError
        If there is no such section.
    VersionNegotiationError
        If the client speaks other versions only.
    """
    spoken = parameters.text("ACCEPTVERSIONS", default=VERSION).split(",")
    if VERSION not in [one.strip() for one in spoken]:
        raise VersionNegotiationError(f"version {VERSION} is spoken here")
    known = {one.lower(): one for one in (*SECTIONS, _ALL)}
    wanted = [one.strip() for one in parameters.get("SECTIONS", _ALL).split(",")]
    for one in wanted:
        if one.lower() not in known:
            raise InvalidParameterError(
                f"sections: there is no section {one[:40]!r}; choose among {', '.join(known.values())}",
                locator="SECTIONS",
            )
    chosen = {known[one.lower()] for one in wanted}
    return SECTIONS if _ALL in chosen else tuple(one for one in SECTIONS if one in chosen)


def tile_asked(parameters: Parameters, versions: Versions) -> MapTile:
    """Read a GetTile request.

    Raises
    ------
    OgcError
        If something is missing, unknown or out of range.
    """
    layer = layer_read(parameters.text("LAYER"), versions, locator="LAYER")
    style = style_read(parameters.text("STYLE"), layer, locator="STYLE")
    text = parameters.text("FORMAT")
    form = FORMS.get(text.lower())
    if form is None:
        raise InvalidFormatError(f"format={text[:80]!r}: choose one of {', '.join(FORMS)}", locator="FORMAT")
    matrix_set = parameters.text("TILEMATRIXSET")
    if matrix_set != MATRIX_SET:
        raise InvalidParameterError(
            f"tileMatrixSet={matrix_set[:80]!r} is not served; use {MATRIX_SET}", locator="TILEMATRIXSET"
        )
    tile = tile_read(
        parameters.text("TILEMATRIX"),
        parameters.text("TILEROW"),
        parameters.text("TILECOL"),
        last_zoom=conf.MAP_TILE_LAST_ZOOM,
    )
    time = parameters.text("TIME", default="")
    years = years_of(layer, versions)
    year = year_chosen("" if time.lower() in _NEWEST else time, layer=layer.name, years=years).year
    return MapTile(layer=layer, style=style, year=year, form=form, tile=tile)


def info_asked(parameters: Parameters, versions: Versions) -> InfoAsked:
    """Read a GetFeatureInfo request.

    Raises
    ------
    OgcError
        If something is missing, unknown or out of range.
    """
    asked = tile_asked(parameters, versions)
    if isinstance(asked.layer, PublishedRaster):
        raise LayerNotQueryableError(f"the layer {asked.layer.name} tells nothing of a place", locator="GetFeatureInfo")
    text = parameters.text("INFOFORMAT")
    media_type = text.partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        raise InvalidFormatError(
            f"infoFormat={text[:80]!r}: choose one of {', '.join(MEDIA_TYPES)}", locator="INFOFORMAT"
        )
    layers = (LayerView(layer=asked.layer, style=asked.style, year=asked.year),)
    return InfoAsked(
        map=MapRequest(layers=layers, bbox=asked.tile.box, srid=WEB_MERCATOR, width_px=TILE_PX, height_px=TILE_PX),
        layers=layers,
        column=_pixel(parameters, "I"),
        row=_pixel(parameters, "J"),
        count=conf.INFO_FEATURES_LIMIT,
        media_type=media_type,
        warnings=(),
    )


def _pixel(parameters: Parameters, name: str) -> int:
    try:
        return parameters.whole(name, low=0, high=TILE_PX - 1)
    except InvalidParameterError as error:
        raise InvalidPointError(str(error), locator=name) from error
