"""Import exclusion zones: drawn areas, or strips along lines such as rivers and coasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp.exchange.errors import MappingError
from gisapp.exchange.geometry import line_checked, polygon_checked
from gisapp.exchange.intake import PROVENANCE_FIELDS, Candidate, Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.crs import WGS84, transform_geometry
from gisapp.geo.polygons import as_multipolygon, made_valid
from layers.errors import nearest_code_hint
from layers.geometry import to_geos
from layers.models import ExclusionEffect, ExclusionReason, ExclusionZone, Rule
from layers.services.exclusion_zones import exclusion_zones_create, exclusion_zones_replace

OWN_FIELDS = ["name", "reason", "legal_basis", "effect", "penalty"]
LINES = {"LineString", "MultiLineString"}
METRES = "m"


@dataclass(frozen=True, slots=True)
class Strip:
    """How shapes become zones.

    Attributes
    ----------
    width_m
        Width of the strip on every side of a shape; None to take areas as they are.
    is_outline
        Take the outline of an area, such as a coast, and not the area.
    """

    width_m: float | None = None
    is_outline: bool = False

    def __post_init__(self) -> None:
        if self.width_m is not None and not 0 < self.width_m <= 10_000:
            message = _("--buffer-m %(width)g: give a width above 0 and up to 10000 m.")
            raise MappingError(message % {"width": self.width_m})
        if self.is_outline and self.width_m is None:
            raise MappingError(_("--outline needs a width: give --buffer-m, or a --rule that has one."))


@dataclass(frozen=True, slots=True)
class OfRule:
    """What a stored rule gives all rows: values by field, and a width where its threshold is in metres."""

    width_m: float | None
    values: Mapping[str, str]


def of_rule(code: str) -> OfRule:
    """Return what a stored rule gives.

    Raises
    ------
    MappingError
        If there is no rule of this code.
    """
    rule = Rule.objects.filter(code=code).first()
    if rule is None:
        hint = nearest_code_hint(code, Rule.objects.values_list("code", flat=True))
        raise MappingError(_("--rule %(code)s: there is no such rule. %(hint)s") % {"code": code, "hint": hint})
    return OfRule(
        width_m=rule.threshold if rule.threshold_unit == METRES else None,
        values={"legal_basis": f"{rule.code} {rule.citation}", "confidence": rule.confidence},
    )


@transaction.atomic
def exclusions_import(table: Table, options: ImportOptions, *, strip: Strip) -> Report:
    """Store the zones of a file; with `is_replacing` in place of those of the same reason and legal basis."""
    intake = Intake(table, options, fields=dict.fromkeys(OWN_FIELDS, ()), required=["reason", "legal_basis"])
    given = set(intake.mapper.given & (set(OWN_FIELDS) | set(PROVENANCE_FIELDS)))
    parser = intake.parser(ExclusionZone, given, computed={"name"})

    def make(candidate: Candidate) -> ExclusionZone:
        values = parser.parse(candidate.cells)
        _penalty_checked(values)
        values["name"] = values.get("name") or str(ExclusionReason(values["reason"]).label)
        shape = _zone(candidate, strip, is_repairing=options.is_repairing)
        return ExclusionZone(boundary=to_geos(shape), **values)

    zones = intake.rows(make)
    written = exclusion_zones_replace(zones) if options.is_replacing else exclusion_zones_create(zones)
    intake.report.created = written.created
    intake.report.removed = {"ExclusionZone": written.removed} if written.removed else {}
    transaction.set_rollback(options.is_dry_run)
    return intake.report


def _penalty_checked(values: Mapping[str, Any]) -> None:
    """Refuse a penalty of a zone that excludes: it would say less than it does."""
    if values.get("penalty") is not None and values.get("effect", ExclusionEffect.EXCLUDE) != ExclusionEffect.PENALISE:
        fix = _("Give --effect penalise, or no penalty.")
        raise ValueRefusedError("penalty", values["penalty"], limit=_("none for a zone that excludes"), fix=fix)


def _zone(candidate: Candidate, strip: Strip, *, is_repairing: bool) -> shapely.MultiPolygon:
    geometry: Any = candidate.geometry
    if geometry is not None and geometry.geom_type in LINES:
        if strip.width_m is None:
            fix = _("Give --buffer-m, or a --rule that has a width.")
            raise ValueRefusedError("boundary", geometry.geom_type, limit=_("an area, or a width for a line"), fix=fix)
        return _widened(line_checked(geometry, field="boundary"), strip.width_m)
    shape, repair = polygon_checked(geometry, field="boundary", is_repairing=is_repairing)
    candidate.repairs += [repair] if repair else []
    if strip.width_m is None:
        return shape
    return _widened(shape.boundary if strip.is_outline else shape, strip.width_m)


def _widened(shape: shapely.Geometry, width_m: float) -> shapely.MultiPolygon:
    """Return a shape in degrees, widened by metres of the study area's metric CRS."""
    here = np.array([shape], dtype=object)
    metric = transform_geometry(here, source_srid=WGS84, target_srid=settings.METRIC_SRID)
    wide = transform_geometry(shapely.buffer(metric, width_m), source_srid=settings.METRIC_SRID, target_srid=WGS84)
    found = wide[0]
    return as_multipolygon(found) if shapely.is_valid(found) else made_valid(found)
