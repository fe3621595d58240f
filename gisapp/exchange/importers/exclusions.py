"""Import exclusion zones: drawn areas, or strips along lines such as rivers and coasts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gisapp.exchange.checks.numbers import BY_NUMBER, NUMBER_FIELD, numbers_check
from gisapp.exchange.checks.polygons import validity_check
from gisapp.exchange.checks.repeats import geometry_check, key_check
from gisapp.exchange.checks.shapes import LINES, POLYGONS, coordinates_check, present_check, type_check, unshaped
from gisapp.exchange.differences import Known
from gisapp.exchange.errors import MappingError
from gisapp.exchange.intake import Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.storing import known_by, rows_store
from gisapp.exchange.table import Table
from gisapp.exchange.values import is_wished
from gisapp.geo.crs import WGS84, transform_geometry
from gisapp.geo.polygons import as_multipolygon, made_valid
from layers.errors import nearest_code_hint
from layers.models import ExclusionEffect, ExclusionReason, ExclusionZone, FindingLevel, Rule
from layers.services.rows import rows_remove

FIELDS: Mapping[str, tuple[str, ...] | None] = {
    **NUMBER_FIELD,
    "name": ("nama", "namobj"),
    "reason": ("alasan", "fungsi"),
    "legal_basis": ("dasar_hukum", "sk"),
    "effect": (),
    "penalty": (),
}
KEYS: Mapping[str, Known] = {
    "name": Known(("name", "reason", "legal_basis"), scope=("reason", "legal_basis")),
    **BY_NUMBER,
}
EXTRAS = ("buffer_m", "outline", "rule")
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


def zones_import(table: Table, options: ImportOptions) -> Report:
    """Store the zones of a file; `extras` say how shapes become zones.

    `buffer_m` is the width of a strip on each side, `outline` takes the outline of areas, and `rule` is the code of a
    stored rule that gives the legal basis and, in metres, the width.
    """
    extras = options.extras
    rule = of_rule(str(extras["rule"])) if extras.get("rule") else OfRule(None, {})
    width_m = rule.width_m if extras.get("buffer_m") in (None, "") else _width(extras["buffer_m"])
    strip = Strip(width_m, is_outline=is_wished(extras.get("outline")))
    constants = {**rule.values, **options.constants}
    return exclusions_import(table, replace(options, constants=constants), strip=strip)


@transaction.atomic
def exclusions_import(table: Table, options: ImportOptions, *, strip: Strip) -> Report:
    """Store the zones of a file; with `is_replacing` in place of those of the same reason and legal basis."""
    intake = Intake(table, options, fields=FIELDS, required=["reason", "legal_basis"])
    intake.parse(ExclusionZone, intake.given(FIELDS), computed={"name"})
    numbers_check(intake, ExclusionZone)
    _penalties_check(intake)
    _shapes_make(intake, strip)
    geometry_check(intake, field="boundary", alike=["reason", "legal_basis"], level=FindingLevel.WARNING)
    names = intake.values.get("name", [None] * len(intake))
    reasons = intake.values["reason"]
    intake.values["name"] = [
        name or (str(ExclusionReason(reason).label) if reason else "")
        for name, reason in zip(names, reasons, strict=True)
    ]
    if options.key == "name":
        key_check(intake, fields=KEYS["name"].key)
    intake.values["boundary"] = intake.shapes(shapely.MultiPolygon())
    is_replacing = options.is_replacing and not options.key
    return rows_store(
        intake,
        ExclusionZone,
        fields=sorted(intake.values),
        known=known_by(intake, KEYS),
        remove=(lambda: {"ExclusionZone": rows_remove(_same_kind(intake))}) if is_replacing else None,
    )


def _width(given: object) -> float:
    try:
        return float(str(given))
    except ValueError:
        message = _("extras.buffer_m is “%(width)s”; give metres.")
        raise MappingError(message % {"width": str(given)[:40]}) from None


def _same_kind(intake: Intake) -> QuerySet[ExclusionZone]:
    kinds = {(intake.values["reason"][at], intake.values["legal_basis"][at]) for at in intake.taken.tolist()}
    same = Q(pk__in=[])
    for reason, legal_basis in kinds:
        same |= Q(reason=reason, legal_basis=legal_basis)
    return ExclusionZone.objects.filter(same)


def _penalties_check(intake: Intake) -> None:
    """Refuse a penalty of a zone that excludes: it would say less than it does."""
    n = len(intake)
    penalties = intake.values.get("penalty", [None] * n)
    effects = intake.values.get("effect", [ExclusionEffect.EXCLUDE] * n)
    wrong = [
        at
        for at, (penalty, effect) in enumerate(zip(penalties, effects, strict=True))
        if penalty is not None and effect != ExclusionEffect.PENALISE
    ]
    intake.tell(
        wrong,
        "penalty_of_excluding",
        field="penalty",
        value=[str(penalties[at]) for at in wrong],
        limit=_("none for a zone that excludes"),
        fix=_("Give --set effect=penalise, or no penalty."),
    )


def _shapes_make(intake: Intake, strip: Strip) -> None:
    """Make valid multipolygons: of areas as they are, and of lines and outlines with a width."""
    present_check(intake, field="boundary")
    if strip.width_m is None:
        _lines_refuse(intake)
    type_check(intake, field="boundary", wanted=POLYGONS if strip.width_m is None else POLYGONS | LINES)
    coordinates_check(intake, field="boundary")
    if intake.geometry is None:
        return
    shaped = np.flatnonzero(intake.is_shaped)
    is_line = np.isin([one.geom_type for one in intake.geometry[shaped]], list(LINES))
    lines = shaped[is_line]
    # Lines are not judged as areas are.
    unshaped(intake, lines)
    validity_check(intake, field="boundary")
    areas = np.flatnonzero(intake.is_shaped)
    intake.is_shaped[lines] = True
    if strip.width_m is None:
        return
    if strip.is_outline:
        intake.geometry[areas] = shapely.boundary(intake.geometry[areas])
    at = np.concatenate([areas, lines])
    for one in at.tolist():
        intake.geometry[one] = _widened(intake.geometry[one], strip.width_m)


def _lines_refuse(intake: Intake) -> None:
    """Refuse lines that have no width to become areas by."""
    if intake.geometry is None:
        return
    shaped = np.flatnonzero(intake.is_shaped)
    lines = shaped[[one.geom_type in LINES for one in intake.geometry[shaped]]]
    unshaped(intake, lines)
    intake.tell(
        lines,
        "line_without_width",
        field="boundary",
        limit=_("an area, or a width for a line"),
        fix=_("Give --buffer-m, or a --rule that has a width."),
    )


def _widened(shape: shapely.Geometry, width_m: float) -> shapely.MultiPolygon:
    """Return a shape in degrees, widened by metres of the study area's metric CRS."""
    here = np.array([shape], dtype=object)
    metric = transform_geometry(here, source_srid=WGS84, target_srid=settings.METRIC_SRID)
    wide = transform_geometry(shapely.buffer(metric, width_m), source_srid=settings.METRIC_SRID, target_srid=WGS84)
    found = wide[0]
    return as_multipolygon(found) if shapely.is_valid(found) else made_valid(found)
