"""Import a raster layer as one of the kinds: options in, the common report out."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from gisapp.exchange.errors import MappingError
from gisapp.exchange.importers.rasters import RasterOptions, RasterReport, raster_import
from gisapp.exchange.importers.slopes import slope_computed
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Finding, Report
from gisapp.exchange.values import is_wished
from gisapp.planning.rasters import PERCENT
from layers.errors import nearest_code_hint
from layers.models import FindingLevel, RasterKind

EXTRAS = ("name", "kind", "unit", "nodata", "slope")


def raster_layer_import(path: Path, options: ImportOptions) -> Report:
    """Store a raster as a layer, and the slopes of elevations as another where that is wished.

    `extras` say what it is: `kind`, `unit`, `name` (that of the file if none is given), `nodata` and `slope`.
    """
    given = _options(path, options)
    report = Report(read=1, is_dry_run=options.is_dry_run)
    if not is_wished(options.extras.get("slope")):
        _note(report, raster_import(path, given))
        return report
    if given.kind != RasterKind.ELEVATION:
        raise MappingError(_("extras.slope: only elevations have slopes to compute; give kind elevation."))
    of_slopes = replace(
        given,
        name=f"{given.name} (slope)",
        kind=RasterKind.SLOPE,
        unit=PERCENT,
        srid=None,
        nodata=None,
        note=_("Computed from the elevations of “%(name)s” (Horn 1981).") % {"name": given.name},
    )
    with slope_computed(path, srid=given.srid, nodata=given.nodata) as slopes:
        _note(report, raster_import(path, given))
        _note(report, raster_import(slopes, of_slopes))
    return report


def _note(report: Report, found: RasterReport) -> None:
    report.updated += found.is_replaced
    report.created += not found.is_replaced
    told = RasterReport.as_text(replace(found, warnings=[], is_dry_run=False))
    report.findings.append(Finding(None, found.name, FindingLevel.REPAIRED, "raster_stored", value=told))
    report.findings += [
        Finding(None, found.name, FindingLevel.WARNING, "raster_warning", value=text) for text in found.warnings
    ]


def _options(path: Path, options: ImportOptions) -> RasterOptions:
    extras, constants = options.extras, options.constants
    kind = str(extras.get("kind", ""))
    if kind not in RasterKind.values:
        message = _("extras.kind is “%(kind)s”. %(hint)s")
        raise MappingError(message % {"kind": kind[:40], "hint": nearest_code_hint(kind, RasterKind.values)})
    if not constants.get("source"):
        raise MappingError(_("A raster layer needs a source: tell where it comes from."))
    return RasterOptions(
        name=str(extras.get("name") or path.stem)[:120],
        kind=RasterKind(kind),
        unit=str(extras.get("unit", "")),
        source=constants["source"],
        licence=constants.get("licence", ""),
        source_date=_day(constants.get("source_date")),
        confidence=constants.get("confidence", ""),
        note=constants.get("note", ""),
        srid=options.srid,
        nodata=_number(extras.get("nodata")),
        is_replacing=options.is_replacing,
        is_dry_run=options.is_dry_run,
    )


def _number(given: object) -> float | None:
    try:
        return None if given in (None, "") else float(str(given))
    except ValueError:
        raise MappingError(_("extras.nodata is “%(value)s”; give a number.") % {"value": str(given)[:40]}) from None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise MappingError(_("source_date is “%(day)s”; write it as 2025-12-31.") % {"day": text}) from None
