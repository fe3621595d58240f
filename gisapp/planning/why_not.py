"""Why a plant cannot stand at a point: the legal reasons, and what nobody has surveyed."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gisapp.planning.adapters import process_read
from gisapp.planning.exclusions import EXPECTED_REASONS, citations_read, legal_basis_of
from gisapp.planning.numbers import number
from gisapp.planning.plan_fit import fits_plan
from gisapp.planning.rasters import PERCENT, SlopeAt, slope_at, slope_rule_read
from layers.models import District, ExclusionEffect, ExclusionReason, ExclusionZone, Process, Rule
from layers.selectors.districts import district_list

OUTSIDE = "outside_study_area"
# What `Rule.applies_to` says of a rule that binds every plant.
EVERY_PLANT = ("all industry", "all industry in a KPI")


def why_not_document(*, lon: float, lat: float, process_code: str | None = None) -> dict[str, Any]:
    """Describe what speaks against a plant at a point (EPSG:4326).

    A fixed number of queries, whatever is stored; boundaries count as inside. A slope is that of the
    raster's own cell at the point, where a siting run takes the mean of the siting grid's cell.

    Parameters
    ----------
    process_code
        Adds how the plan of the district and the rules stand to this kind of plant.

    Raises
    ------
    ParameterError
        If there is no such process.
    RasterError
        If the file of a stored raster cannot be read.
    """
    process = None if process_code is None else process_read(process_code)
    point = Point(lon, lat, srid=4326)
    district = district_list().filter(boundary__intersects=point).first()
    surveyed = set(ExclusionZone.objects.order_by().values_list("reason", flat=True).distinct())
    citations = citations_read()
    slope = slope_at(lon=lon, lat=lat)
    reasons = [*_zones(point), *_steep(slope)]
    if slope is not None:
        surveyed.add(ExclusionReason.STEEP)
    if district is None:
        reasons.insert(0, _outside())
    return {
        "lon": lon,
        "lat": lat,
        "district": None if district is None else {"code": district.code, "name": district.name},
        "can_be_chosen": not any(reason["effect"] == ExclusionEffect.EXCLUDE for reason in reasons),
        "reasons": reasons,
        "unknown": _unknown(surveyed, citations),
        "slope": None if slope is None else {"value": slope.slope, "unit": slope.unit, "layer": slope.layer.name},
        "process": None if process is None else _for_process(process, district),
    }


def _zones(point: Point) -> list[dict[str, Any]]:
    return [
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


def _steep(found: SlopeAt | None) -> list[dict[str, Any]]:
    """Return the reason that a slope above the limit is; none where it is below, unknown, or without a rule."""
    rule = slope_rule_read() if found else None
    if found is None or rule is None or found.slope <= rule.limit_in(found.unit):
        return []
    unit = "%" if found.unit == PERCENT else "°"
    name = _("slope of %(slope)s %(unit)s, at most %(limit)s %(unit)s") % {
        "slope": number(found.slope, 1),
        "limit": number(rule.limit_in(found.unit), 1),
        "unit": unit,
    }
    layer = found.layer
    return [
        {
            "code": ExclusionReason.STEEP.value,
            "label": str(ExclusionReason.STEEP.label),
            "name": name,
            "effect": ExclusionEffect.EXCLUDE.value,
            "legal_basis": rule.citation,
            "source": layer.source,
            "source_date": layer.source_date.isoformat() if layer.source_date else None,
            "confidence": layer.confidence,
        }
    ]


def _unknown(surveyed: Collection[str], citations: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"code": reason.value, "label": str(reason.label), "legal_basis": legal_basis_of(reason, citations)}
        for reason in EXPECTED_REASONS
        if reason not in surveyed
    ]


def _for_process(process: Process, district: District | None) -> dict[str, Any]:
    """Return how the plan stands to a kind of plant, and the rules that bind it; what they ask must be checked."""
    applies = (process.code, f"KBLI {process.kbli}", *EVERY_PLANT)
    is_english = (get_language() or "id").startswith("en")
    lead_industry = district.lead_industry if district else ""
    return {
        "code": process.code,
        "name": process.name,
        "lead_industry": lead_industry,
        "fits_plan": fits_plan(chain=process.chain, lead_industry=lead_industry),
        "rules_to_check": [
            {
                "code": rule.code,
                "citation": rule.citation,
                "requirement": rule.requirement_en if is_english else rule.requirement_id,
                "status": rule.status,
                "source": rule.source,
                "confidence": rule.confidence,
            }
            for rule in Rule.objects.filter(applies_to__in=applies).order_by("code")
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
