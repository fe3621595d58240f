"""Key sectors: industries that pull on their suppliers and push their customers more than the average."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from layers.models import LinkageQuadrant, Process, SectorLinkage
from layers.selectors.sectors import linkage_list

Json = dict[str, Any]
DIVISION_DIGITS = 2


def linkages_document() -> Json:
    """Return all industries of the newest input-output table of the province; one query."""
    rows = list(linkage_list(settings.PROVINCE_CODE))
    return {
        "label": _("linkages of industries"),
        "meaning": _(
            "Backward: how strongly demand for an industry pulls on all others; forward: how strongly it is drawn on by"
            " them. 1 is the average; a key sector is above it in both."
        ),
        "caveat": _("Of the province as a whole; imports and firms that came since the table are not in it."),
        "unit": "index",
        "year": rows[0].year if rows else None,
        "region": settings.PROVINCE_CODE,
        "sources": [{"source": source, "year": rows[0].year} for source in sorted({row.source for row in rows})],
        "missing": [],
        "rows": [linkage_json(row) for row in rows],
    }


def linkage_json(row: SectorLinkage) -> Json:
    """Return one industry with its figures."""
    return {
        "io_code": row.io_code,
        "name": row.name,
        "section": row.section,
        "backward": row.backward_index,
        "forward": row.forward_index,
        "quadrant": row.quadrant,
        "quadrant_label": row.get_quadrant_display(),
        "is_key_sector": row.quadrant == LinkageQuadrant.KEY,
        "year": row.year,
        "is_verified": row.confidence == "S",
    }


def linkages_of(processes: Iterable[Process], rows: Iterable[SectorLinkage]) -> list[SectorLinkage]:
    """Return the industries that some processes belong to, by the division of their KBLI code."""
    divisions = {process.kbli[:DIVISION_DIGITS] for process in processes}
    return [row for row in rows if divisions & set(row.kbli_divisions)]
