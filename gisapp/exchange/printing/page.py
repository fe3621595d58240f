"""One HTML file with a map that opens without a network, such as from a USB stick. folium makes the map."""

import io
from typing import Any, Final

import folium
from branca.element import Figure, MacroElement
from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from folium.map import CustomPane
from jinja2 import Environment, Template
from PIL import Image

from gisapp import conf
from gisapp.exchange.printing.errors import NothingToPrintError, PrintTooLargeError
from gisapp.exchange.printing.page_assets import (
    data_address,
    leaflet_script,
    leaflet_style,
    own_file,
    safe_in_script,
    script_json,
)
from gisapp.exchange.printing.page_layers import Fitted, PageLayer, fitted_layers
from gisapp.exchange.printing.page_looks import looks_of
from gisapp.exchange.printing.subjects import Subject
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, bbox_transform
from gisapp.geo.generalise import pixel_m
from gisapp.ogc.provider import provider
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.legend import LegendRequest, legend_lines
from gisapp.ogc.render.pictures import render
from gisapp.ogc.render.request import WEB_MERCATOR, ImageForm, LayerView, MapRequest
from gisapp.planning.numbers import number
from gisapp.symbology.local_map import LocalMap

Json = dict[str, Any]
_ZOOM: Final = 9.0
_GROUND, _PICTURES = "ground", "pictures"
# Besides layers and pictures: words, sources and the code of the page.
_WORDS_BYTES: Final = 60_000
_MIB: Final = 1024 * 1024


class _Features(MacroElement):
    """Put the features of a layer into a group of the map."""

    _template = Template(
        "{% macro script(this, kwargs) %}hilirLayer({{ this.group }}, {{ this.layer }});{% endmacro %}"
    )

    def __init__(self, *, group: str, layer: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Features"
        self.group, self.layer = group, layer


def page_html(subject: Subject) -> bytes:
    """Return the page of a subject, no larger than `conf.PRINT_PAGE_BYTES`.

    Raises
    ------
    NothingToPrintError
        If no layer holds anything in the extent.
    PrintTooLargeError
        If not even the page without features fits.
    BusyError
        If the database takes too long.
    """
    rasters = {
        view.layer.name: _raster_address(view, subject.extent)
        for view in subject.views
        if isinstance(view.layer, PublishedRaster)
    }
    taken = len(leaflet_script()) + len(leaflet_style()) + sum(map(len, rasters.values())) + _WORDS_BYTES
    if taken >= conf.PRINT_PAGE_BYTES:
        raise PrintTooLargeError(_("The pictures of this map alone are larger than the limit; choose fewer rasters."))
    room = conf.PRINT_PAGE_BYTES - taken
    fitted = fitted_layers(subject.views, bbox=subject.extent, limit_bytes=room)
    if not rasters and not any(layer.features for layer in fitted.layers):
        raise NothingToPrintError(_("Nothing of the chosen layers lies in this box: choose another, or other layers."))
    figure = _map(subject, fitted, rasters)
    page = (
        Environment(autoescape=True)
        .from_string(own_file("page.html"))
        .render(
            language=get_language() or "id",
            subject=subject,
            office=provider().name,
            date=format_date(localdate(), "j F Y"),
            legend=[_legend(view, fitted) for view in reversed(subject.views)],
            remarks=_remarks(fitted),
            leaflet_style=leaflet_style(),
            style=own_file("page.css"),
            leaflet_script=leaflet_script(),
            script=own_file("page.js"),
            texts=script_json({"unknown": _("not recorded")}),
            map_html=figure.html.render(),
            map_script=figure.script.render(),
            words={"sources": _("Sources"), "legend": _("Legend"), "notes": _("Notes"), "sites": _("Suggested sites")},
        )
    )
    return page.encode()


def _map(subject: Subject, fitted: Fitted, rasters: dict[str, str]) -> Figure:
    extent = subject.extent
    shown = LocalMap(tiles=None, zoom_snap=0.25, zoom_control=True, prefer_canvas=True)
    shown.fit_bounds([[extent.south, extent.west], [extent.north, extent.east]])
    # Leaflet draws all features on one canvas above all pictures; what lies below a picture needs one of its own.
    CustomPane(_GROUND, z_index=380, pointer_events=False).add_to(shown)
    CustomPane(_PICTURES, z_index=390, pointer_events=False).add_to(shown)
    below = [view.layer.name for view in subject.views]
    ground = max((number_of + 1 for number_of, name in enumerate(below) if name in rasters), default=0)
    for number_of, view in enumerate(subject.views):
        group = folium.FeatureGroup(name=_escaped(_title(view)))
        group.add_to(shown)
        address = rasters.get(view.layer.name)
        if address:
            folium.raster_layers.ImageOverlay(address, _bounds(view, extent), pane=_PICTURES).add_to(group)
        else:
            pane = _GROUND if number_of < ground else "overlayPane"
            layer = _layer_json(_layer_of(view, fitted), pane=pane)
            shown.add_child(_Features(group=group.get_name(), layer=layer))
    folium.LayerControl(collapsed=True).add_to(shown)
    figure = shown.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - every folium map hangs in a figure; for the type checker
    figure.render()
    return figure


def _layer_of(view: LayerView, fitted: Fitted) -> PageLayer:
    return next(layer for layer in fitted.layers if layer.view is view)


def _layer_json(layer: PageLayer, *, pane: str) -> str:
    style = style_of(layer.view)
    # What is written on pins is the first that labels write.
    written = next((layer.names.index(label.property) for label in style.labels if label.property in layer.names), None)
    head = script_json(
        {"name": _title(layer.view), "titles": layer.titles, "looks": looks_of(style), "written": written, "pane": pane}
    )
    return f'{head[:-1]},"features":[{safe_in_script(",".join(layer.features))}]}}'


def _raster_address(view: LayerView, extent: Bbox) -> str:
    (south, west), (north, east) = _bounds(view, extent)
    box = bbox_transform(Bbox(west, south, east, north), source_srid=WGS84, target_srid=WEB_MERCATOR)
    if box is None:
        raise NothingToPrintError(_("Nothing of the chosen layers lies in this box: choose another, or other layers."))
    longest = max(box.width, box.height)
    width, height = (max(round(conf.PRINT_PAGE_RASTER_PX * side / longest), 1) for side in (box.width, box.height))
    request = MapRequest((view,), box, WEB_MERCATOR, width, height, is_transparent=True, form=ImageForm.PNG_32)
    picture = Image.open(io.BytesIO(render(request)))
    file = io.BytesIO()
    picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return data_address(file.getvalue(), "image/png")


def _bounds(view: LayerView, extent: Bbox) -> list[list[float]]:
    """Return the part of a raster that lies in and around the extent: south and west, north and east."""
    layer = view.layer
    around = extent.expanded(max(extent.width, extent.height) / 2)
    within = layer.extent if isinstance(layer, PublishedRaster) and layer.extent.intersects(around) else around
    south, west = max(within.south, around.south), max(within.west, around.west)
    return [[south, west], [min(within.north, around.north), min(within.east, around.east)]]


def _legend(view: LayerView, fitted: Fitted) -> Json:
    """Return the title of a layer and its lines; of features those that are there."""
    lines = legend_lines(LegendRequest(view, zoom=_ZOOM))
    if not isinstance(view.layer, PublishedRaster):
        layer = _layer_of(view, fitted)
        names = [rule.name for rule in style_of(view).rules]
        seen = {names[number] for number in layer.rules}
        lines = tuple(line for line in lines if line.name in seen)
    return {"title": _title(view), "lines": lines}


def _title(view: LayerView) -> str:
    return f"{view.layer.title}, {view.year}" if view.year else str(view.layer.title)


def _remarks(fitted: Fitted) -> list[str]:
    """Say what was made simpler, and what was left out."""
    limit = number(conf.PRINT_PAGE_BYTES / _MIB, 1)
    remarks = [
        _("Shapes are simplified to about %(metres)s m so that this file stays under %(limit)s MB.")
        % {"metres": number(pixel_m(fitted.band) / 2), "limit": limit}
    ]
    remarks += [
        _("%(layer)s: the %(count)s smallest of %(all)s features are left out.")
        % {
            "layer": _title(layer.view),
            "count": number(layer.left_out),
            "all": number(layer.left_out + len(layer.features)),
        }
        for layer in fitted.layers
        if layer.left_out
    ]
    return remarks


def _escaped(text: str) -> str:
    """Return a text for folium, which writes names of layers as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
