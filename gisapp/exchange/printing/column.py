"""The column beside the map: legend, weights, facts; and the sources below."""

from django.utils.translation import gettext as _

from gisapp.exchange.printing.blocks import SMALL, STRONG, Block, Fact, Heading, Ramp, Rule, Symbol, Text, Weight
from gisapp.exchange.printing.frame import Frame
from gisapp.exchange.printing.map_picture import map_request
from gisapp.exchange.printing.subjects import Subject
from gisapp.geo.crs import bbox_transform
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.legend import LegendRequest, legend_swatches
from gisapp.ogc.render.request import WEB_MERCATOR, LayerView
from gisapp.ogc.render.shown import rules_shown
from gisapp.planning.numbers import number, share
from gisapp.symbology.model import Raster

# Sharp enough for a PDF that is printed.
_SWATCH_SCALE = 300 / 96
_RAMP_STEPS = 4
_SCREEN_DPI = 96


def column_blocks(subject: Subject, frame: Frame) -> list[Block]:
    """Return legend, weights and facts, in this order.

    Raises
    ------
    BusyError
        If the database takes too long.
    """
    blocks = _legend(subject, frame)
    if subject.weights:
        weights = (Weight(one.colour, one.label, share(one.share, 0)) for one in subject.weights)
        blocks += [Rule(), Heading(_("Weights")), *weights]
    if subject.facts:
        heading = _("What was used") if subject.weights else _("Facts")
        blocks += [Rule(), Heading(heading), *(Fact(label, value) for label, value in subject.facts)]
    return blocks


def source_blocks(subject: Subject) -> list[Block]:
    """Return the sources of all that is shown."""
    return [Heading(_("Sources"), STRONG), *(Text(source, SMALL) for source in subject.sources)]


def _legend(subject: Subject, frame: Frame) -> list[Block]:
    blocks: list[Block] = [Heading(_("Legend"))]
    told: set[str] = set()
    # As on the map: what lies on top stands first; but before all what a raster shows.
    rasters = [view for view in subject.views if isinstance(view.layer, PublishedRaster)]
    for view in (*rasters, *(view for view in reversed(subject.views) if view not in rasters)):
        lines = [line for line in _lines(view, frame) if not (isinstance(line, Symbol) and line.title in told)]
        told |= {line.title for line in lines if isinstance(line, Symbol)}
        if len(lines) > 1 or any(isinstance(line, Ramp) for line in lines):
            blocks.append(Heading(_heading(view), STRONG))
        blocks += lines
    return blocks


def _heading(view: LayerView) -> str:
    title = str(view.layer.title)
    return f"{title}, {view.year}" if view.year else title


def _lines(view: LayerView, frame: Frame) -> list[Block]:
    """Return what explains a layer: a ramp for a raster of many steps, else a symbol for each rule that is seen."""
    stops = [
        stop
        for rule in style_of(view).rules
        for symbol in rule.symbols
        if isinstance(symbol, Raster)
        for stop in symbol.stops
        if stop.opacity
    ]
    if len(stops) > _RAMP_STEPS:
        low, high = (_ends(stop.title) for stop in (stops[0], stops[-1]))
        return [Ramp([stop.colour for stop in stops], f"{low[0]} {_('low')}", f"{_('high')} {high[-1]}")]
    request = map_request((view,), frame, dpi=_SCREEN_DPI)
    legend = LegendRequest(view, zoom=request.style_zoom, scale_factor=_SWATCH_SCALE, is_transparent=True)
    swatches = legend_swatches(legend)
    if not isinstance(view.layer, PublishedRaster):
        box = bbox_transform(frame.bbox, source_srid=frame.srid, target_srid=WEB_MERCATOR)
        shown = rules_shown(view, bbox=box, zoom=request.zoom) if box else frozenset()
        swatches = tuple(swatch for swatch in swatches if swatch.rule in shown)
    return [Symbol(swatch.picture, swatch.title) for swatch in swatches]


def _ends(title: str) -> list[str]:
    """Return the two ends of a class such as 0.00 to 0.14, as numbers are written here."""
    return [number(float(end), 2) for end in title.split("\N{EN DASH}")]
