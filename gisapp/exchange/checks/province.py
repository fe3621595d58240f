"""Places lie in the province, in the district that the file says, and not in the sea."""

import re

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp import conf
from gisapp.exchange.checks.shapes import swapped_fix, unshaped
from gisapp.exchange.district_index import NOWHERE, DistrictIndex
from gisapp.exchange.intake import Intake
from gisapp.exchange.regions import region_code
from gisapp.geo.units import M_PER_KM
from layers.models import FindingLevel

_SIGNS = re.compile(r"[\W_]+")
_KIND = re.compile(r"^(kabupaten|kab|kota)\s+", flags=re.IGNORECASE)
Floats = NDArray[np.float64]


def districts_check(intake: Intake, index: DistrictIndex, *, field: str, lon: Floats, lat: Floats) -> None:
    """Give each row the district where it lies; refuse those that lie in none, or near none.

    Parameters
    ----------
    lon, lat
        (n,) degrees of a place of each row; those without a geometry are passed over.
    """
    within_m = conf.FACILITY_DISTRICT_TOLERANCE_M
    at = np.flatnonzero(intake.is_shaped)
    placed = index.place(lon[at], lat[at], within_m=within_m)
    intake.values["district"] = [None] * len(intake)
    for position, number in zip(at.tolist(), placed.district.tolist(), strict=True):
        if number != NOWHERE:
            intake.values["district"][position] = index.districts[number]
    nowhere = at[placed.district == NOWHERE]
    back = index.place(lat[nowhere], lon[nowhere], within_m=within_m).district != NOWHERE
    unshaped(intake, nowhere)
    amid = ~back & _is_within_box(index, lon=lon[nowhere], lat=lat[nowhere])
    leave_out = _("Correct the position, or leave the row out by a condition (--where).")
    limit = _("within %(km)g km of a stored district") % {"km": within_m / M_PER_KM}
    for code, some, fix in (
        ("swapped_coordinates", nowhere[back], swapped_fix()),
        ("in_sea", nowhere[amid], leave_out),
        ("outside_province", nowhere[~back & ~amid], leave_out),
    ):
        intake.tell(some, code, field=field, value=_told(lon[some], lat[some]), limit=limit, fix=fix)
    _beside_tell(intake, at, field=field, distance_m=placed.distance_m)
    _stated_compare(intake)


def _is_within_box(index: DistrictIndex, *, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell which places lie amid the districts, or in a bay of them, though in none."""
    west, south, east, north = shapely.total_bounds(index.boundary)
    return np.asarray((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north), bool)


def _beside_tell(intake: Intake, at: NDArray[np.int64], *, field: str, distance_m: Floats) -> None:
    """Warn of places near a district that lie in the sea or with the neighbours."""
    beside = np.isfinite(distance_m) & (distance_m > 0)
    intake.tell(
        at[beside],
        "beside_district",
        field=field,
        value=[_("%(m).0f m beyond") % {"m": one} for one in distance_m[beside]],
        limit=_("within a stored district"),
        fix=_("Look whether it lies in the sea or beyond the border: it counts to the nearest district."),
        level=FindingLevel.WARNING,
    )


def _stated_compare(intake: Intake) -> None:
    """Warn of a district in the file that is not the one where the row lies."""
    if "district" not in intake.cells:
        return
    stated, found = intake.cells["district"], intake.values["district"]
    names = {one: {one.code, *_spellings(one.name)} for one in set(found) - {None}}
    other = [
        at
        for at, (said, one) in enumerate(zip(stated, found, strict=True))
        if said is not None and one is not None and not _spellings(said) & names[one]
    ]
    intake.tell(
        other,
        "other_district",
        field="district",
        value=[str(stated[at]) for at in other],
        limit=[_("lies in %(district)s") % {"district": found[at]} for at in other],
        fix=_("Look at the position; the district where it lies counts."),
        level=FindingLevel.WARNING,
    )


def _spellings(name: object) -> set[str]:
    """Return a name without the signs and the case in which spellings differ, with its kind and without.

    Kota Baru is a kabupaten, Kotabaru; Kota Banjarbaru is the kota of Banjarbaru.
    """
    code = region_code(name) or ""
    return {_SIGNS.sub("", one).lower() for one in (code, _KIND.sub("", code))}


def _told(lon: Floats, lat: Floats) -> list[str]:
    return [f"{x:.5g} {y:.5g}" for x, y in zip(lon, lat, strict=True)]
