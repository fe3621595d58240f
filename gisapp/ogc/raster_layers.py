"""Rasters as layers: suitability and exclusion of the newest runs, and the rasters that were loaded."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.gis.geos import Polygon
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import Group
from gisapp.ogc.commodity_layers import name_of
from gisapp.ogc.properties import Text
from gisapp.ogc.run_layers import date_of
from layers.models import RasterLayer, RunRaster, RunRasterKind


@dataclass(frozen=True, slots=True, eq=False)
class PublishedRaster:
    """A raster as map protocols tell of it; it has no features.

    Attributes
    ----------
    file
        A cloud-optimized GeoTIFF that states its CRS.
    extent
        EPSG:4326.
    tables
        Tables whose versions tell whether the layer has changed.
    """

    name: str
    title: Text
    abstract: Text
    keywords: tuple[Text, ...]
    group: Group
    file: Path
    extent: Bbox
    styles: tuple[str, ...]
    tables: tuple[str, ...]
    sources: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()


_OF_RUN = {
    RunRasterKind.SUITABILITY: (
        "suitability",
        _("Suitability: {process}, {date}"),
        _("Score from 0 to 1 of a plant in every cell; nothing where a plant is excluded."),
    ),
    RunRasterKind.EXCLUSION: (
        "exclusion",
        _("Exclusion: {process}, {date}"),
        _("Cells in which a plant is excluded, and by which rules: one bit a reason."),
    ),
}


def raster_layer_list() -> tuple[PublishedRaster, ...]:
    """Return the rasters of runs and those that were loaded; two queries."""
    of_runs = RunRaster.objects.select_related("run__process").order_by("-created_at", "-kind")
    return (
        *(_of_run(raster) for raster in of_runs),
        *(_loaded(raster) for raster in RasterLayer.objects.order_by("name")),
    )


def _of_run(raster: RunRaster) -> PublishedRaster:
    stem, title, abstract = _OF_RUN[RunRasterKind(raster.kind)]
    return PublishedRaster(
        name=f"{stem}-{raster.run_id}",
        title=format_lazy(title, process=name_of(raster.run.process), date=date_of(raster.run)),
        abstract=abstract,
        keywords=(_("site"), _("suggestion"), _("raster")),
        group=Group.SUGGESTIONS,
        file=Path(raster.file.path),
        extent=_box(raster.extent),
        styles=(stem,),
        tables=("layers_runraster", "layers_process"),
    )


def _loaded(raster: RasterLayer) -> PublishedRaster:
    return PublishedRaster(
        name=f"raster-{raster.pk}",
        title=raster.name,
        abstract=format_lazy("{kind} ({unit})", kind=raster.get_kind_display(), unit=raster.unit or "-"),
        keywords=(_("raster"), raster.get_kind_display()),
        group=Group.RULES,
        file=Path(raster.file.path),
        extent=_box(raster.extent),
        styles=("raster",),
        tables=("layers_rasterlayer",),
        sources=(raster.source,),
        licences=(raster.licence,) if raster.licence else (),
    )


def _box(extent: Polygon) -> Bbox:
    return Bbox(*extent.extent)
