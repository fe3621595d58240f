"""From a request to what will be read: layers found, filters checked, sizes known, limits kept."""

from dataclasses import dataclass

from django.contrib.gis.db.models import Extent
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.exporters.errors import ExportTooLargeError, UnknownExportError
from gisapp.exchange.exports.looks import Look, look_of
from gisapp.exchange.exports.reading import Selected, Size, size_read
from gisapp.exchange.exports.request import ExportRequest, target_srid
from gisapp.exchange.exports.selection import conditions_of, filters_check
from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.layers import layer_find, layer_list, raster_find, raster_list
from gisapp.ogc.map_layers import MapLayer, map_version_of
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.versions import Versions, table_versions
from gisapp.planning.errors import ParameterError
from layers.errors import nearest_code_hint
from layers.models import District


@dataclass(frozen=True, slots=True, eq=False)
class PlannedLayer:
    """Rows to be read, how many there are, and how they look; None where no map shows them."""

    selected: Selected
    size: Size
    look: Look | None


@dataclass(frozen=True, slots=True, eq=False)
class ExportPlan:
    """What a request comes to at one state of the data.

    Attributes
    ----------
    window
        EPSG:4326; what of rasters is wanted, None for all.
    """

    request: ExportRequest
    versions: Versions
    layers: tuple[PlannedLayer, ...]
    rasters: tuple[PublishedRaster, ...]
    window: Bbox | None

    @property
    def count(self) -> int:
        """Number of rows."""
        return sum(one.size.count for one in self.layers)

    @property
    def is_small(self) -> bool:
        """Whether the client may wait for it."""
        byte_count = sum(one.size.byte_count for one in self.layers)
        byte_count += sum(one.file.stat().st_size for one in self.rasters if one.file.exists())
        return self.count <= conf.EXPORT_AT_ONCE_ROWS and byte_count <= conf.EXPORT_AT_ONCE_BYTES

    @property
    def version(self) -> tuple[tuple[int, ...], ...]:
        """What changes with the data of the layers."""
        return self.version_at(self.versions)

    def version_at(self, versions: Versions) -> tuple[tuple[int, ...], ...]:
        """Return the version at another state of the data."""
        found: tuple[MapLayer, ...] = (*(one.selected.layer for one in self.layers), *self.rasters)
        return tuple(map_version_of(layer, versions) for layer in found)


def plan_make(request: ExportRequest) -> ExportPlan:
    """Find out what a request comes to.

    Raises
    ------
    UnknownExportError
        If there is no such layer.
    ParameterError, UnknownCodeError
        If a filter does not go with a layer, a format with a kind of layer, or nothing is selected.
    ExportTooLargeError
        If more is selected than is exported at all.
    """
    versions = table_versions()
    found = [_find(name, versions) for name in request.layers]
    _kinds_check(request, found)
    filters_check(request)
    layers = [one for one in found if isinstance(one, PublishedLayer)]
    plan = ExportPlan(
        request=request,
        versions=versions,
        layers=tuple(_planned(layer, request, versions) for layer in layers),
        rasters=tuple(one for one in found if isinstance(one, PublishedRaster)),
        window=_window(request) if request.format.is_raster else None,
    )
    _count_check(plan)
    return plan


def exportable_list(versions: Versions) -> tuple[MapLayer, ...]:
    """Return all layers that can be exported."""
    return (*layer_list(versions), *raster_list(versions))


def _planned(layer: PublishedLayer, request: ExportRequest, versions: Versions) -> PlannedLayer:
    look = look_of(layer, versions)
    properties = (*layer.source.properties, *(look.reckoned if look else ()))
    selected = Selected(layer, properties, conditions_of(layer, request), target_srid(request))
    return PlannedLayer(selected, size_read(selected), look)


def _find(name: str, versions: Versions) -> MapLayer:
    found = layer_find(name, versions) or raster_find(name, versions)
    if found is None:
        fix = nearest_code_hint(name, [layer.name for layer in exportable_list(versions)])
        raise UnknownExportError(_("There is no layer “%(name)s”. %(fix)s") % {"name": name[:80], "fix": fix})
    return found


def _kinds_check(request: ExportRequest, found: list[MapLayer]) -> None:
    for layer in found:
        if isinstance(layer, PublishedRaster) is not request.format.is_raster:
            allowed = (
                _("formats of features; %(layer)s has rows")
                if request.format.is_raster
                else _("cog; %(layer)s is a raster")
            )
            raise ParameterError(name="f", value=request.format.key, allowed=allowed % {"layer": layer.name})
    if request.format.is_raster and (request.commodity or request.where):
        name = "commodity" if request.commodity else "where"
        raise ParameterError(name=name, value=request.filter_text(), allowed=_("bbox or district for rasters"))


def _count_check(plan: ExportPlan) -> None:
    if plan.count > conf.EXPORT_ROWS_LIMIT:
        raise ExportTooLargeError(
            _("%(count)d rows are selected, the limit is %(limit)d; give a filter or fewer layers.")
            % {"count": plan.count, "limit": conf.EXPORT_ROWS_LIMIT}
        )
    if not plan.count and not plan.rasters:
        told = plan.request.filter_text() or _("none")
        allowed = _("a filter that some row of %(layers)s meets") % {"layers": ", ".join(plan.request.layers)}
        raise ParameterError(name=_("filter"), value=told, allowed=allowed)


def _window(request: ExportRequest) -> Bbox | None:
    """Return the box that is asked for, or that of the district."""
    if request.bbox is not None or not request.district:
        return request.bbox
    current = District.objects.filter(code=request.district, valid_to__isnull=True)
    return Bbox(*current.aggregate(box=Extent("boundary"))["box"])
