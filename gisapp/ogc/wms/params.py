"""From parameters to what is asked for, checked once and for all."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import transform
from gisapp.ogc.errors import (
    InvalidFormatError,
    InvalidParameterError,
    InvalidPointError,
    LayerNotDefinedError,
    LayerNotQueryableError,
    OperationNotSupportedError,
    StyleNotDefinedError,
    TooLargeError,
)
from gisapp.ogc.kvp import Parameters
from gisapp.ogc.map_layers import MapLayer, map_layer_find, map_version_of, years_of
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.legend import DEFAULT_ZOOM, LegendRequest
from gisapp.ogc.render.request import WEB_MERCATOR, LayerView, MapRequest
from gisapp.ogc.versions import Versions
from gisapp.ogc.wms.dimension import year_chosen
from gisapp.ogc.wms.picture import (
    PLAIN,
    Frame,
    Look,
    background_read,
    bbox_read,
    clear_read,
    crs_read,
    frame_read,
    look_read,
    scale_factor_read,
    zoom_read,
)
from gisapp.ogc.wms.styles import is_queryable
from gisapp.ogc.wms.version import Version

# Names that clients give the default style besides none.
_DEFAULT_STYLES: Final = ("", "default")
# Styles of the client's own are never read, least of all from an address that it names.
_STYLES_OF_OTHERS: Final = ("SLD", "SLD_BODY")
# Points along each side of a box by which it is brought to another system.
_SIDE_POINTS: Final = 5


@dataclass(frozen=True, slots=True)
class MapAsked:
    """A GetMap request.

    Attributes
    ----------
    warnings
        What the client should know of the years that were chosen for it.
    """

    map: MapRequest
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InfoAsked:
    """A GetFeatureInfo request.

    Attributes
    ----------
    layers
        Those of the map that are asked, the first lies lowest.
    column, row
        Of a pixel of the map, from its upper left corner.
    """

    map: MapRequest
    layers: tuple[LayerView, ...]
    column: int
    row: int
    count: int
    media_type: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegendAsked:
    """A GetLegendGraphic request.

    Attributes
    ----------
    bbox
        EPSG:3857; the legend tells of what can be seen in it. None for all that the layer can show.
    """

    legend: LegendRequest
    bbox: Bbox | None
    media_type: str


def map_read(parameters: Parameters, version: Version, *, versions: Versions) -> MapAsked:
    """Read a GetMap request.

    Raises
    ------
    OgcError
        If something is missing, unknown or out of range.
    """
    _refuse_styles_of_others(parameters)
    frame = frame_read(parameters, version)
    layers, warnings = _layers(parameters, versions)
    if frame.width_px * frame.height_px * len(layers) > conf.MAP_WORK_LIMIT_PX:
        raise TooLargeError(
            f"{frame.width_px} x {frame.height_px} pixels of {len(layers)} layers are more than"
            f" {conf.MAP_WORK_LIMIT_PX} together; ask for a smaller picture or fewer layers",
            locator="WIDTH",
        )
    return MapAsked(map=_map(layers, frame, look_read(parameters)), warnings=warnings)


def info_read(
    parameters: Parameters, version: Version, *, versions: Versions, media_types: tuple[str, ...]
) -> InfoAsked:
    """Read a GetFeatureInfo request.

    Parameters
    ----------
    media_types
        The forms in which the answer can be had, the default first.

    Raises
    ------
    OgcError
        If something is missing, unknown or out of range.
    """
    _refuse_styles_of_others(parameters)
    frame = frame_read(parameters, version)
    layers, warnings = _layers(parameters, versions)
    look = replace(PLAIN, scale_factor=scale_factor_read(parameters))
    drawn = {view.layer.name: view for view in layers}
    asked = _names(parameters, "QUERY_LAYERS")
    for name in asked:
        if name not in drawn:
            raise LayerNotDefinedError(f"QUERY_LAYERS: {name[:80]!r} is not among LAYERS", locator="QUERY_LAYERS")
        if not is_queryable(drawn[name].layer):
            raise LayerNotQueryableError(f"QUERY_LAYERS: {name} is a raster, without features", locator="QUERY_LAYERS")
    column, row = ("X", "Y") if version is Version.V1_1_1 else ("I", "J")
    return InfoAsked(
        map=_map(layers, frame, look),
        layers=tuple(view for name, view in drawn.items() if name in asked),
        column=_pixel(parameters, column, end=frame.width_px),
        row=_pixel(parameters, row, end=frame.height_px),
        count=min(
            parameters.whole("FEATURE_COUNT", low=1, high=conf.INFO_FEATURES_ASKED_LIMIT, default=1),
            conf.INFO_FEATURES_LIMIT,
        ),
        media_type=_media_type(parameters, "INFO_FORMAT", known=media_types),
        warnings=warnings,
    )


def legend_read(parameters: Parameters, *, versions: Versions, media_types: tuple[str, ...]) -> LegendAsked:
    """Read a GetLegendGraphic request.

    WIDTH and HEIGHT, the size of one symbol, are the style's own business. A legend holds all that its layer can show
    at the scale that SCALE names, or with BBOX and CRS (SRS) what it shows there.

    Parameters
    ----------
    media_types
        The forms in which a legend can be had, the default first.

    Raises
    ------
    OgcError
        If something is missing, unknown or out of range.
    """
    _refuse_styles_of_others(parameters)
    layer = layer_read(parameters.text("LAYER"), versions, locator="LAYER")
    view = LayerView(
        layer=layer,
        style=style_read(parameters.text("STYLE", default=""), layer, locator="STYLE"),
        version=map_version_of(layer, versions),
    )
    zoom = zoom_read(parameters)
    return LegendAsked(
        legend=LegendRequest(
            view=view,
            zoom=DEFAULT_ZOOM if zoom is None else zoom,
            scale_factor=scale_factor_read(parameters),
            is_transparent=clear_read(parameters),
            background=background_read(parameters),
        ),
        bbox=None if isinstance(layer, PublishedRaster) else _seen_box(parameters),
        media_type=_media_type(parameters, "FORMAT", known=media_types),
    )


def _seen_box(parameters: Parameters) -> Bbox | None:
    """Return the box of the map that a legend goes with, if one is told, in EPSG:3857."""
    if not parameters.text("BBOX", default=""):
        return None
    # A legend's version is often left out; which of the two names is used tells the order of the axes as well.
    version = Version.V1_1_1 if parameters.text("SRS", default="") else Version.V1_3_0
    crs = crs_read(parameters, version)
    box = bbox_read(parameters, crs)
    xs, ys = np.meshgrid(np.linspace(box.west, box.east, _SIDE_POINTS), np.linspace(box.south, box.north, _SIDE_POINTS))
    x, y = transform(xs.ravel(), ys.ravel(), source_srid=crs.srid, target_srid=WEB_MERCATOR)
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        raise InvalidParameterError("BBOX lies outside the area of its CRS: give a box within it", locator="BBOX")
    return Bbox(float(x[known].min()), float(y[known].min()), float(x[known].max()), float(y[known].max()))


def layer_read(name: str, versions: Versions, *, locator: str) -> MapLayer:
    """Return the map layer of a name.

    Raises
    ------
    LayerNotDefinedError
        If there is none.
    """
    layer = map_layer_find(name, versions)
    if layer is None:
        raise LayerNotDefinedError(
            f"{locator}: there is no layer {name[:80]!r}; GetCapabilities lists them", locator=locator
        )
    return layer


def style_read(text: str, layer: MapLayer, *, locator: str) -> str:
    """Return the name of a style that a layer has; the default where none is named.

    Raises
    ------
    StyleNotDefinedError
        If the layer has no such style.
    """
    if text in _DEFAULT_STYLES:
        return layer.styles[0]
    if text not in layer.styles:
        raise StyleNotDefinedError(
            f"the layer {layer.name} has no style {text[:80]!r}; choose one of {', '.join(layer.styles)}",
            locator=locator,
        )
    return text


def _layers(parameters: Parameters, versions: Versions) -> tuple[tuple[LayerView, ...], tuple[str, ...]]:
    """Read LAYERS, STYLES and TIME; return also what the client should know of the years."""
    layers = [layer_read(name, versions, locator="LAYERS") for name in _names(parameters, "LAYERS")]
    styles = parameters.get("STYLES", "").split(",")
    if not any(styles):
        styles = [""] * len(layers)
    if len(styles) != len(layers):
        raise StyleNotDefinedError(
            f"STYLES names {len(styles)} styles for {len(layers)} layers; name one each, or leave it empty",
            locator="STYLES",
        )
    time = parameters.text("TIME", default="")
    shown = [year_chosen(time, layer=layer.name, years=years_of(layer, versions)) for layer in layers]
    views = tuple(
        LayerView(
            layer=layer,
            style=style_read(style.strip(), layer, locator="STYLES"),
            year=one.year,
            version=map_version_of(layer, versions),
        )
        for layer, style, one in zip(layers, styles, shown, strict=True)
    )
    return views, tuple(dict.fromkeys(one.warning for one in shown if one.warning))


def _map(layers: tuple[LayerView, ...], frame: Frame, look: Look) -> MapRequest:
    asked = MapRequest(
        layers=layers,
        bbox=frame.bbox,
        srid=frame.srid,
        width_px=frame.width_px,
        height_px=frame.height_px,
        scale_factor=look.scale_factor,
        is_transparent=look.is_clear,
        background=look.background,
        form=look.form,
    )
    stretch = (asked.bbox.width / asked.width_px) / (asked.bbox.height / asked.height_px)
    if not 1 / conf.MAP_PIXEL_STRETCH <= stretch <= conf.MAP_PIXEL_STRETCH:
        raise InvalidParameterError(
            f"pixels would be {max(stretch, 1 / stretch):.4g} times as long as wide, the limit is"
            f" {conf.MAP_PIXEL_STRETCH:g}; let WIDTH and HEIGHT fit the sides of BBOX",
            locator="BBOX",
        )
    if asked.pixel_m < conf.MAP_PIXEL_LEAST_M:
        raise InvalidParameterError(
            f"a pixel would be {asked.pixel_m:.2g} m, the limit is {conf.MAP_PIXEL_LEAST_M:g} m;"
            " ask for a larger BBOX or a smaller picture",
            locator="BBOX",
        )
    return asked


def _names(parameters: Parameters, name: str) -> list[str]:
    names = [part.strip() for part in parameters.text(name).split(",", conf.MAP_LAYERS_LIMIT)]
    if len(names) > conf.MAP_LAYERS_LIMIT:
        raise TooLargeError(f"{name} names more than {conf.MAP_LAYERS_LIMIT} layers", locator=name)
    return names


def _pixel(parameters: Parameters, name: str, *, end: int) -> int:
    try:
        return parameters.whole(name, low=0, high=end - 1)
    except InvalidParameterError as error:
        raise InvalidPointError(str(error), locator=name) from error


def _media_type(parameters: Parameters, name: str, *, known: tuple[str, ...]) -> str:
    text = parameters.text(name, default=known[0])
    found = text.partition(";")[0].strip().lower()
    if found not in known:
        raise InvalidFormatError(f"{name}={text[:80]!r}: choose one of {', '.join(known)}", locator=name)
    return found


def _refuse_styles_of_others(parameters: Parameters) -> None:
    for name in _STYLES_OF_OTHERS:
        if parameters.get(name):
            raise OperationNotSupportedError(
                f"{name} is not read; choose among the styles that GetCapabilities lists", locator=name
            )
