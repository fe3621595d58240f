"""Why a plant cannot stand at a point: the legal reasons, and what nobody has surveyed."""

from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from gisapp.planning.exclusions import EXPECTED_REASONS, citations_read, legal_basis_of
from layers.models import ExclusionEffect, ExclusionZone
from layers.selectors.districts import district_list

OUTSIDE = "outside_study_area"


def why_not_document(*, lon: float, lat: float) -> dict[str, Any]:
    """Describe what speaks against a plant at a point (EPSG:4326).

    Three queries and one for the rules; boundaries count as inside.
    """
    point = Point(lon, lat, srid=4326)
    district = district_list().filter(boundary__intersects=point).first()
    surveyed = set(ExclusionZone.objects.order_by().values_list("reason", flat=True).distinct())
    citations = citations_read()
    reasons = [
        {
            "code": zone.reason,
            "label": zone.get_reason_display(),
            "name": zone.name,
            "effect": zone.effect,
            "legal_basis": zone.legal_basis,
            "source": zone.source,
            "source_date": zone.source_date.isoformat() if zone.source_date else None,
            "confidence": zone.confidence,
        }
        for zone in ExclusionZone.objects.filter(boundary__intersects=point).order_by("reason", "pk")
    ]
    if district is None:
        reasons.insert(0, _outside())
    return {
        "lon": lon,
        "lat": lat,
        "district": None if district is None else {"code": district.code, "name": district.name},
        "can_be_chosen": not any(reason["effect"] == ExclusionEffect.EXCLUDE for reason in reasons),
        "reasons": reasons,
        "unknown": [
            {"code": reason.value, "label": str(reason.label), "legal_basis": legal_basis_of(reason, citations)}
            for reason in EXPECTED_REASONS
            if reason not in surveyed
        ],
    }


def _outside() -> dict[str, Any]:
    return {
        "code": OUTSIDE,
        "label": _("Outside the province's land"),
        "name": "",
        "effect": ExclusionEffect.EXCLUDE.value,
        "legal_basis": "",
        "source": "",
        "source_date": None,
        "confidence": "",
    }
