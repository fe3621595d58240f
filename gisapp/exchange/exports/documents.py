"""Jobs, formats and layers as documents for the API and the page."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.exporters.registry import FORMATS
from gisapp.exchange.exports.planning import exportable_list
from gisapp.ogc.catalog import GROUP_TITLES
from gisapp.ogc.crs import SRIDS
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.versions import Versions
from layers.models import DataExport, ExportState

Json = dict[str, Any]


def export_document(export: DataExport, *, address: str) -> Json:
    """Return where a job stands.

    Parameters
    ----------
    address
        Of the job.
    """
    is_ready = export.state == ExportState.READY
    expires_at = export.created_at + timedelta(hours=conf.EXPORT_KEPT_HOURS)
    return {
        "id": str(export.pk),
        "state": export.state,
        "state_label": export.get_state_display(),
        "progress": export.progress,
        "stage": export.stage,
        "message": _(export.message) if export.message else "",
        "request": export.request,
        "result": f"{address}/result" if is_ready else None,
        "file_name": Path(str(export.file.name)).name if is_ready else "",
        "media_type": export.media_type,
        "size_bytes": export.size_bytes,
        "created_at": export.created_at.isoformat(),
        "expires_at": expires_at.isoformat(),
    }


def offer_document(versions: Versions) -> Json:
    """Return what can be exported: layers, formats and systems."""
    return {
        "layers": [
            {
                "name": layer.name,
                "title": str(layer.title),
                "group": layer.group.value,
                "group_title": str(GROUP_TITLES[layer.group]),
                "is_raster": isinstance(layer, PublishedRaster),
            }
            for layer in exportable_list(versions)
        ],
        "formats": [
            {
                "key": one.key,
                "title": str(one.title),
                "purpose": str(one.purpose),
                "media_type": one.media_type,
                "has_several_layers": one.has_several_layers,
                "is_raster": one.is_raster,
                "crs": f"EPSG:{one.srid}" if one.srid else None,
            }
            for one in FORMATS.values()
        ],
        "crs": [f"EPSG:{srid}" for srid in SRIDS],
        "limits": {
            "layers": conf.EXPORT_LAYERS_LIMIT,
            "rows": conf.EXPORT_ROWS_LIMIT,
            "rows_at_once": conf.EXPORT_AT_ONCE_ROWS,
            "kept_hours": conf.EXPORT_KEPT_HOURS,
        },
    }
