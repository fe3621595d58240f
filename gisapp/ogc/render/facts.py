"""Which style a view of a layer has, with what it takes from the data."""

from collections import OrderedDict
from threading import Lock

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.raster_crs import raster_range
from gisapp.ogc.render.request import LayerView
from gisapp.symbology.categories import Category, Steps
from gisapp.symbology.library import StyleFacts, style_find
from gisapp.symbology.model import Style
from gisapp.symbology.styles.supply import DENSITY
from layers.models import Commodity, Facility, Process, SourceArea
from layers.selectors.source_areas import density_breaks

MOST_KEPT = 256
SUPPLY_UNIT = "t/km²"
# One class less than the ramps of commodities have colours would waste one.
SUPPLY_CLASSES = 6

_kept: OrderedDict[tuple[object, ...], Style] = OrderedDict()
_lock = Lock()


def style_of(view: LayerView) -> Style:
    """Return the style of a view; what it takes from the data is read once for a version of them.

    Raises
    ------
    UnknownStyleError
        If there is none of that name.
    """
    key = (view.layer, view.version, view.style, get_language())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = style_find(view.style, _facts(view))
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def _facts(view: LayerView) -> StyleFacts:
    layer = view.layer
    if isinstance(layer, PublishedRaster):
        return StyleFacts(raster_range=raster_range(layer.file)) if view.style == "raster" else StyleFacts()
    if view.style == "source-areas":
        return StyleFacts(commodities=_commodities())
    if view.style == "facilities":
        return StyleFacts(processes=_processes())
    if view.style == "source-areas-supply":
        return StyleFacts(steps=_supply_steps(layer))
    if layer.classes is not None:
        classes = layer.classes
        steps = Steps(
            property=classes.property,
            breaks=classes.breaks,
            unit=str(classes.unit),
            is_diverging=classes.is_diverging,
        )
        return StyleFacts(steps=steps)
    return StyleFacts()


def _commodities() -> tuple[Category, ...]:
    used = SourceArea.objects.filter(commodity=OuterRef("pk"))
    rows = Commodity.objects.filter(Exists(used)).order_by("group", "code")
    return tuple(Category(row.code, row.name, row.group, row.colour) for row in rows)


def _processes() -> tuple[Category, ...]:
    used = Facility.objects.filter(process=OuterRef("pk"))
    rows = Process.objects.filter(Exists(used)).order_by("chain", "stage", "code")
    return tuple(Category(row.code, row.name, row.chain) for row in rows)


def _supply_steps(layer: PublishedLayer) -> Steps:
    """Return classes of about as many areas each, in the colours of the commodity where the layer has one."""
    code = next((str(value) for name, value in layer.source.fixed if name == "commodity"), "")
    chain = Commodity.objects.get(code=code).group if code else ""
    breaks = density_breaks(code, class_count=SUPPLY_CLASSES)
    return Steps(property=DENSITY, breaks=breaks, unit=SUPPLY_UNIT, chain=chain)
