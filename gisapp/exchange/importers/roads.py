"""Import road links."""

from collections.abc import Mapping

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.checks.lines import lines_check
from gisapp.exchange.checks.repeats import geometry_check, key_check
from gisapp.exchange.checks.yields import numbers
from gisapp.exchange.columns import scaled
from gisapp.exchange.differences import Known
from gisapp.exchange.intake import Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.storing import known_by, rows_store
from gisapp.exchange.table import Table
from gisapp.geo.crs import geodesic_length_m
from gisapp.geo.units import M_PER_KM
from layers.models import RoadClass, RoadLink
from layers.services.rows import rows_remove

OWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("nama", "nama_ruas", "namobj"),
    "road_class": ("kelas", "kelas_jalan", "fungsi"),
    "surface": ("permukaan", "perkerasan"),
    "speed_km_h": ("kecepatan",),
    "duration_min": (),
    "is_ferry": (),
    "is_one_way": ("oneway", "satu_arah"),
    "length_m": ("panjang_m",),
}
FIELDS: Mapping[str, tuple[str, ...]] = {**OWN_FIELDS, "length_km": ("km", "panjang_km")}
KEYS: Mapping[str, Known] = {"name": Known(("name", "road_class"), scope=("road_class",))}


@transaction.atomic
def roads_import(table: Table, options: ImportOptions) -> Report:
    """Store the road links of a file; with `is_replacing`, in place of all others of the same classes.

    The length is the file's (`length_m` or `length_km`), or that of the drawn path on the spheroid.
    """
    intake = Intake(table, options, fields=FIELDS, required=["road_class"])
    given = intake.given(OWN_FIELDS)
    _lengths_joined(intake)
    intake.parse(RoadLink, given | {"length_m"}, computed={"length_m"})
    lines_check(intake, field="path")
    _repeats_check(intake)
    if options.key:
        key_check(intake, fields=KEYS["name"].key)
    _lengths_fill(intake)
    classes = intake.values["road_class"]
    intake.values.setdefault("is_ferry", [one == RoadClass.FERRY for one in classes])
    intake.values["path"] = intake.shapes(shapely.MultiLineString())
    is_replacing = options.is_replacing and not options.key
    return rows_store(
        intake,
        RoadLink,
        fields=sorted(intake.values),
        known=known_by(intake, KEYS),
        remove=(lambda: _same_classes_remove(intake)) if is_replacing else None,
    )


def _same_classes_remove(intake: Intake) -> dict[str, int]:
    classes = {intake.values["road_class"][at] for at in intake.taken.tolist()}
    return {"RoadLink": rows_remove(RoadLink.objects.filter(road_class__in=classes))}


def _lengths_joined(intake: Intake) -> None:
    """Make one column of the two in which a length may be told."""
    n = len(intake)
    kilometres = scaled(intake.cells.get("length_km", [None] * n), M_PER_KM)
    metres = intake.cells.get("length_m", [None] * n)
    intake.cells["length_m"] = [km if m is None else m for m, km in zip(metres, kilometres, strict=True)]


def _repeats_check(intake: Intake) -> None:
    """Refuse links that lie on each other; one-way links may lie on those of the other direction."""
    intake.values.setdefault("is_one_way", [False] * len(intake))
    two_way = intake.is_shaped & ~np.array([bool(one) for one in intake.values["is_one_way"]], dtype=bool)
    if intake.geometry is not None:
        intake.geometry[two_way] = shapely.normalize(intake.geometry[two_way])
    geometry_check(intake, field="path", alike=["is_one_way"], is_directed=True)


def _lengths_fill(intake: Intake) -> None:
    """Measure the paths whose length the file leaves out, and refuse lengths shorter than the path."""
    drawn_m = np.full(len(intake), np.nan)
    if intake.geometry is not None:
        for at in np.flatnonzero(intake.is_shaped):
            drawn_m[at] = geodesic_length_m(intake.geometry[at])
    stated_m = numbers(intake.values["length_m"])
    with np.errstate(invalid="ignore"):
        short = np.flatnonzero(stated_m < drawn_m * (1 - conf.ROAD_SHORTER_THAN_PATH_TOLERANCE))
    intake.tell(
        short,
        "shorter_than_drawn",
        field="length_m",
        value=[f"{one:.0f}" for one in stated_m[short]],
        limit=[_("at least the length of the drawn path, %(m).0f m") % {"m": one} for one in drawn_m[short]],
        fix=_("Check its unit: metres, or --map length_km=…"),
    )
    intake.values["length_m"] = np.where(np.isnan(stated_m), drawn_m, stated_m).tolist()
