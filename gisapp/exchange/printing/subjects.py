"""What a sheet tells: the layers of its map and the words around it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gisapp.exchange.printing.errors import NothingToPrintError
from gisapp.exchange.printing.map_picture import SURROUNDINGS_SOURCE
from gisapp.exchange.printing.request import PrintRequest
from gisapp.geo.bbox import Bbox
from gisapp.ogc.commodity_layers import layer_name
from gisapp.ogc.map_layers import map_facts, map_layer_find, map_version_of
from gisapp.ogc.render.request import LayerView
from gisapp.ogc.versions import Versions, table_versions
from gisapp.planning.errors import ParameterError
from gisapp.planning.numbers import number
from layers.models import District
from layers.selectors.source_areas import commodity_of_most

# Around a district, in shares of its sides, so that its neighbours can be told.
_MARGIN_SHARE = 0.04
# Of a layer: the service tells the rest.
_SOURCES_TOLD = 3
_UNDER_DISTRICT = ("districts",)
_UPON_DISTRICT = (
    "exclusion-zones",
    "subdistricts",
    "roads",
    "districts:districts-outline",
    "facilities",
)
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class WeightShown:
    """A criterion of a run, its colour and its share of 1."""

    label: str
    colour: str
    share: float


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A suggested site in the table of a sheet.

    Attributes
    ----------
    cells
        As they are written, without the number in front and the bar behind.
    parts
        Colour and contribution to the score, in the order of the weights.
    """

    rank: int
    place: str
    cells: tuple[str, ...]
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a sheet says.

    Attributes
    ----------
    views
        The first lies lowest.
    extent
        What the map shows at least, EPSG:4326.
    outline
        Rings (EPSG:4326) that the map stresses.
    reference
        What tells this sheet from others, for its foot.
    """

    kind: str
    title: str
    subtitle: str
    views: tuple[LayerView, ...]
    extent: Bbox
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    weights: tuple[WeightShown, ...] = ()
    sites: tuple[SiteRow, ...] = ()
    outline: tuple[Ring, ...] = ()
    reference: str = ""


def layers_subject(request: PrintRequest) -> Subject:
    """Return the sheet of some layers.

    Raises
    ------
    ParameterError
        If there is no layer or style of a name, or no district of the code.
    NothingToPrintError
        If the layers hold nothing.
    """
    versions = table_versions()
    views = views_of(request.layers, versions)
    district = _district(request.district) if request.district else None
    titles = [str(view.layer.title) for view in views]
    extent = request.bbox or (_around(district) if district else _extent(views, versions))
    return Subject(
        kind=_("Map sheet"),
        title=request.title or (district.name if district else ", ".join(titles[:3])),
        subtitle=", ".join(titles) if request.title or district or len(titles) > 3 else "",
        views=views,
        extent=extent,
        sources=sources_of(views, versions),
        notes=_notes(),
        facts=_facts(district) if district else (),
        outline=_outline(district) if district else (),
        reference=", ".join(request.layers),
    )


def district_subject(request: PrintRequest) -> Subject:
    """Return the sheet of a district: what grows there, what is excluded, which plants there are.

    Raises
    ------
    ParameterError
        If there is no district of the code.
    """
    versions = table_versions()
    district = _district(request.district)
    views = views_of((*_UNDER_DISTRICT, *_main_supply(district), *_UPON_DISTRICT), versions)
    return Subject(
        kind=_("Map sheet · district"),
        title=request.title or f"{district.get_kind_display().split(' (')[0].capitalize()} {district.name}",
        subtitle=_("Raw material, plants, roads and excluded areas"),
        views=views,
        extent=_around(district),
        sources=sources_of(views, versions),
        notes=_notes(),
        facts=_facts(district),
        outline=_outline(district),
        reference=district.code,
    )


def _main_supply(district: District) -> tuple[str, ...]:
    """Return the layer of the commodity of which most comes from a district; none where nothing is recorded."""
    code = commodity_of_most(district)
    return (layer_name("source-areas", code),) if code else ()


def views_of(names: Iterable[str], versions: Versions) -> tuple[LayerView, ...]:
    """Return layers as a map shows them, the newest year of each.

    Raises
    ------
    ParameterError
        If there is no layer or no style of a name.
    """
    return tuple(_view(name, versions) for name in names)


def sources_of(views: Iterable[LayerView], versions: Versions) -> tuple[str, ...]:
    """Return the sources of layers with their years and licences, a line a layer."""
    lines = []
    for layer in dict.fromkeys(view.layer for view in views):
        facts = map_facts(layer, versions)
        if facts.sources:
            licences = f" [{', '.join(facts.licences)}]" if facts.licences else ""
            others = len(facts.sources) - _SOURCES_TOLD
            more = _(" and %(count)d more") % {"count": others} if others > 0 else ""
            lines.append(f"{layer.title}: {'; '.join(facts.sources[:_SOURCES_TOLD])}{more}{licences}.")
    return (*lines, _("Land around: %(source)s.") % {"source": SURROUNDINGS_SOURCE})


def _view(text: str, versions: Versions) -> LayerView:
    name, _colon, style = text.partition(":")
    layer = map_layer_find(name, versions)
    if layer is None:
        allowed = _("a layer that /services lists, such as districts or source-areas")
        raise ParameterError(name="layers", value=name, allowed=allowed)
    if style and style not in layer.styles:
        raise ParameterError(name="layers", value=text, allowed=", ".join(f"{name}:{known}" for known in layer.styles))
    years = map_facts(layer, versions).years
    return LayerView(
        layer,
        style or layer.styles[0],
        year=years[-1] if years else None,
        version=map_version_of(layer, versions),
    )


def _extent(views: tuple[LayerView, ...], versions: Versions) -> Bbox:
    extents = [extent for view in views if (extent := map_facts(view.layer, versions).extent) is not None]
    if not extents:
        message = _("The layers %(layers)s hold nothing: choose others, or load data into them.")
        raise NothingToPrintError(message % {"layers": ", ".join(view.layer.name for view in views)})
    return widened(
        Bbox(
            min(extent.west for extent in extents),
            min(extent.south for extent in extents),
            max(extent.east for extent in extents),
            max(extent.north for extent in extents),
        )
    )


def widened(extent: Bbox) -> Bbox:
    """Return an extent with a margin, never without an area."""
    return extent.expanded(max(extent.width, extent.height, 0.1) * _MARGIN_SHARE)


def _district(code: str) -> District:
    found = District.objects.filter(code=code, valid_to__isnull=True).first()
    if found is None:
        known = District.objects.filter(valid_to__isnull=True).order_by("code").values_list("code", flat=True)
        raise ParameterError(name="district", value=code, allowed=", ".join(known) or _("none: no district is loaded"))
    return found


def _around(district: District) -> Bbox:
    return widened(Bbox(*district.boundary.extent))


def _outline(district: District) -> tuple[Ring, ...]:
    return tuple([(x, y) for x, y, *_z in polygon[0]] for polygon in district.boundary.coords)


def _facts(district: District) -> tuple[tuple[str, str], ...]:
    unknown = _("Not recorded")
    return (
        (_("Code"), district.code),
        (_("Seat"), district.seat_name or unknown),
        (_("Area"), f"{number(district.area_km2)} km²"),
        (_("Population"), number(district.population) if district.population else unknown),
        (_("Lead industry (RPIP)"), district.lead_industry or unknown),
    )


def _notes() -> tuple[str, ...]:
    approximate = District.objects.filter(valid_to__isnull=True, is_approximate=True).exists()
    return (_("Boundaries of districts are approximate."),) if approximate else ()
