"""Import facilities."""

from collections.abc import Mapping
from typing import Any

import shapely
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.geometry import point_checked, swapped_fix
from gisapp.exchange.importers.districts import region_code
from gisapp.exchange.intake import POINT_FIELDS, PROVENANCE_FIELDS, Candidate, Intake, Once
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.stored_plants import StoredPlants
from gisapp.exchange.table import Table
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.crs import geodesic_distance_m
from layers.geometry import to_geos
from layers.models import District, Facility
from layers.services.facilities import facilities_upsert

OWN_FIELDS = [
    "code", "name", "kind", "process", "activity", "position_basis", "capacity_t_per_year", "capacity_stated",
    "utilisation", "area_ha", "status", "scale", "owner", "year",
]  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(OWN_FIELDS, ()), **POINT_FIELDS, "district": ()}
CODE_MAX_CHARS = 40


@transaction.atomic
def facilities_import(table: Table, options: ImportOptions) -> Report:
    """Store the facilities of a file, each in the district where it lies.

    A facility whose code is stored already, and a plant that stands where one of its process is stored,
    is refused, or with `is_replacing` changed in place. Without codes in the file, each gets one made of
    its name.
    """
    intake = Intake(table, options, fields=FIELDS, required=["name", "kind"])
    given = set(intake.mapper.given & (set(OWN_FIELDS) | set(PROVENANCE_FIELDS)))
    draft = _Draft(intake, given)
    facilities = intake.rows(draft.facility)
    written = facilities_upsert(facilities, fields=(given | {"location", "district"}) - {"code"})
    intake.report.created, intake.report.updated = written.created, written.updated
    transaction.set_rollback(options.is_dry_run)
    return intake.report


class _Draft:
    """Makes facilities of rows; remembers what it needs to tell duplicates."""

    def __init__(self, intake: Intake, given: set[str]) -> None:
        self._is_replacing = intake.options.is_replacing
        self._has_codes = "code" in given
        self._parser = intake.parser(Facility, given)
        self._index = DistrictIndex()
        self._stored = set(Facility.objects.values_list("code", flat=True))
        self._plants = StoredPlants()
        self._once = Once("code")
        self._places: dict[str, list[shapely.Point]] = {}

    def facility(self, candidate: Candidate) -> Facility:
        values = self._parser.parse(candidate.cells)
        place = point_checked(_located(candidate), field="location")
        district = self._district(place)
        _district_compare(candidate, district)
        if not self._has_codes:
            values["code"] = self._made_code(values["name"], place)
        self._once.check(values["code"], candidate)
        self._compare_with_stored(candidate, values, place)
        return Facility(location=to_geos(place), district=district, **values)

    def _compare_with_stored(self, candidate: Candidate, values: dict[str, Any], place: shapely.Point) -> None:
        """Refuse what is stored already; when replacing, let the row take the place of that."""
        if values["code"] in self._stored:
            if not self._is_replacing:
                fix = _("Give --replace to update it, or another code.")
                raise ValueRefusedError("code", values["code"], limit=_("not stored yet"), fix=fix)
            return
        same = self._plants.take_same(values.get("process"), place)
        if same is None:
            return
        if not self._is_replacing:
            limit = _("no plant of the same process within %(m)g m; %(code)s stands there")
            fix = _("Give --replace to update that one.")
            limits = {"m": conf.SAME_PLANT_DISTANCE_M, "code": same}
            raise ValueRefusedError("location", f"{place.x:.5g} {place.y:.5g}", limit=limit % limits, fix=fix)
        candidate.repairs.append(_("updates %(code)s, which stands there") % {"code": same})
        values["code"] = same

    def _district(self, place: shapely.Point) -> District:
        within_m = conf.FACILITY_DISTRICT_TOLERANCE_M
        district = self._index.nearest(place, within_m=within_m)
        if district is not None:
            return district
        limit = _("within %(km)g km of a stored district") % {"km": within_m / 1000}
        fix = _("Correct the position, or leave the row out with --where.")
        swapped = shapely.Point(place.y, place.x)
        if self._index.nearest(swapped, within_m=within_m) is not None:
            fix = swapped_fix()
        raise ValueRefusedError("location", f"{place.x:.5g} {place.y:.5g}", limit=limit, fix=fix)

    def _made_code(self, name: str, place: shapely.Point) -> str:
        """Return a code made of the name; the same name elsewhere is another facility.

        Raises
        ------
        ValueRefusedError
            If the same name stands at the same place.
        """
        stem = slugify(name)[: CODE_MAX_CHARS - 4] or "facility"
        places = self._places.setdefault(stem, [])
        for other in places:
            distance_m = geodesic_distance_m(place.x, place.y, lon_b=other.x, lat_b=other.y)
            if distance_m < conf.SAME_FACILITY_DISTANCE_M:
                limit = _("a name once within %(m)g m") % {"m": conf.SAME_FACILITY_DISTANCE_M}
                raise ValueRefusedError("name", name, limit=limit, fix=_("Delete one of the two rows."))
        places.append(place)
        return stem if len(places) == 1 else f"{stem}-{len(places)}"


def _located(candidate: Candidate) -> shapely.Geometry | None:
    """Return the geometry; where it should come of two cells that are no numbers, say which one."""
    if candidate.geometry is None:
        for axis in POINT_FIELDS:
            if axis in candidate.cells:
                _coordinate_checked(axis, candidate.cells[axis])
    return candidate.geometry


def _coordinate_checked(axis: str, cell: Any) -> None:
    try:
        float(cell)
    except (TypeError, ValueError):
        fix = _("Fill it in with a point before the decimals, or delete the row.")
        raise ValueRefusedError(axis, cell, limit=_("a number"), fix=fix) from None


def _district_compare(candidate: Candidate, district: District) -> None:
    """Note a district in the file that is not the one where the facility lies."""
    said = candidate.cells.get("district")
    if said is not None and _plain(said) not in {_plain(district.code), _plain(district.name)}:
        what = _("district “%(said)s” in the file; lies in %(district)s") % {"said": said, "district": district}
        candidate.repairs.append(what)


def _plain(name: object) -> str:
    """Return a name without the spaces, the case and the kind in which spellings differ."""
    text = (region_code(name) or "").lower().replace(" ", "")
    return text.removeprefix("kabupaten").removeprefix("kab")
