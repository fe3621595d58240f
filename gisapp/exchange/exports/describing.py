"""What a file says of its layers, and what exporters are given of them."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

from gisapp.exchange.exporters.contents import Contents, LayerContent, RasterContent, Statement
from gisapp.exchange.exports.planning import ExportPlan, PlannedLayer
from gisapp.exchange.exports.reading import batches
from gisapp.exchange.exports.request import ExportRequest
from gisapp.geo.crs import authority_code, bbox_transform
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.map_layers import MapLayer, map_facts, map_version_of
from gisapp.ogc.provider import provider
from gisapp.ogc.render.legend import LegendRequest, render_legend
from gisapp.ogc.versions import Versions, moment_of


def contents_of(plan: ExportPlan, *, folder: Path) -> Contents:
    """Return what an exporter is given, in the active language.

    Parameters
    ----------
    folder
        Empty; for what the exporter needs on the way.
    """
    return Contents(
        layers=tuple(_layer_content(one, plan) for one in plan.layers),
        rasters=tuple(
            RasterContent(
                raster=raster,
                statement=_statement(raster, plan.request, plan.versions, crs=_raster_crs(plan.request)),
                srid=plan.request.srid,
                window=plan.window,
            )
            for raster in plan.rasters
        ),
        language=plan.request.language,
        folder=folder,
    )


def _layer_content(planned: PlannedLayer, plan: ExportPlan) -> LayerContent:
    selected, size = planned.selected, planned.size
    extent = size.extent
    if extent is not None and selected.srid != STORAGE_SRID:
        extent = bbox_transform(extent, source_srid=STORAGE_SRID, target_srid=selected.srid)
    crs = authority_code(selected.srid)
    look = planned.look
    return LayerContent(
        layer=selected.layer,
        statement=_statement(selected.layer, plan.request, plan.versions, crs=crs),
        count=size.count,
        srid=selected.srid,
        extent=extent,
        columns=selected.columns,
        style=look.style if look else None,
        legend=lambda: render_legend(LegendRequest(look.view)) if look else b"",
        batches=lambda: batches(selected, total=size.count),
    )


def _statement(layer: MapLayer, request: ExportRequest, versions: Versions, *, crs: str) -> Statement:
    facts = map_facts(layer, versions)
    return Statement(
        title=str(layer.title),
        abstract=str(layer.abstract),
        sources=facts.sources,
        licences=facts.licences,
        filter=request.filter_text(),
        crs=crs,
        version=_version(map_version_of(layer, versions)),
        provider=provider().name,
        made_at=timezone.now(),
    )


def _version(version: tuple[int, ...]) -> str:
    """Return when the data last changed, and a digest that changes with them."""
    digest = hashlib.sha256(repr(version).encode()).hexdigest()[:12]
    changed_at = datetime.fromtimestamp(max(map(moment_of, version), default=0) / 1e6, UTC)
    return f"{changed_at.isoformat(timespec='seconds')} {digest}"


def _raster_crs(request: ExportRequest) -> str:
    return authority_code(request.srid) if request.srid else ""
