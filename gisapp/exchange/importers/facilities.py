"""Import facilities."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.checks.near_names import Stored, near_names_check
from gisapp.exchange.checks.near_plants import same_plants
from gisapp.exchange.checks.numbers import BY_NUMBER, NUMBER, NUMBER_FIELD, numbers_check, numbers_known
from gisapp.exchange.checks.positions import points_check
from gisapp.exchange.checks.province import districts_check
from gisapp.exchange.checks.repeats import geometry_check, key_check
from gisapp.exchange.checks.shapes import unshaped
from gisapp.exchange.differences import Known
from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.intake import POINT_FIELDS, Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.storing import known_by, rows_store
from gisapp.exchange.table import Table
from layers.models import Facility, FindingLevel

FIELDS: Mapping[str, tuple[str, ...] | None] = {
    **NUMBER_FIELD,
    "code": ("kode",),
    "name": ("nama", "nama_perusahaan", "perusahaan"),
    "kind": ("jenis",),
    "process": ("proses",),
    "activity": ("kegiatan", "bidang", "bidang_usaha"),
    "position_basis": (),
    "capacity_t_per_year": ("kapasitas",),
    "capacity_stated": (),
    "utilisation": ("utilisasi",),
    "area_ha": ("luas", "luas_ha"),
    "status": (),
    "scale": ("skala",),
    "owner": ("pemilik", "grup"),
    "year": ("tahun",),
}
KEYS: Mapping[str, Known] = {
    "code": Known(("code",), scope=("kind", "process")),
    "name": Known(("name", "kind"), scope=("kind", "process")),
    **BY_NUMBER,
}
PLACED_FIELDS: Mapping[str, tuple[str, ...] | None] = {**FIELDS, **POINT_FIELDS, "district": ("kabupaten", "kab_kota")}
CODE_MAX_CHARS = 40


@transaction.atomic
def facilities_import(table: Table, options: ImportOptions) -> Report:
    """Store the facilities of a file, each in the district where it lies.

    A facility that is stored already with other values, and a plant that stands where one of its process is stored,
    is refused, or with `is_replacing` or a chosen key changed in place. Without codes in the file, each gets one made
    of its name.
    """
    index = DistrictIndex()
    intake = Intake(table, options, fields=PLACED_FIELDS, required=["name", "kind"])
    given = intake.given(FIELDS)
    intake.parse(Facility, given)
    numbers_check(intake, Facility)
    points_check(intake, field="location")
    lon, lat = _coordinates(intake)
    districts_check(intake, index, field="location", lon=lon, lat=lat)
    geometry_check(intake, field="location", alike=["name"], level=FindingLevel.WARNING)
    is_changing = options.is_replacing or bool(options.key)
    level = FindingLevel.WARNING if "code" in given else FindingLevel.ERROR
    near_names_check(intake, _stored_others(intake, given), field="name", level=level)
    _capacity_check(intake)
    if "code" not in given:
        intake.values["code"] = _codes_made(intake)
    if options.key == NUMBER:
        _codes_of_others_refuse(intake)
    else:
        _same_plants_check(intake, is_changing=is_changing)
    if options.key != "name":
        key_check(intake, fields=["code"])
    intake.values["location"] = np.full(len(intake), None) if intake.geometry is None else intake.geometry
    return rows_store(
        intake,
        Facility,
        fields=sorted(intake.values),
        known=known_by(intake, KEYS, default="code"),
        is_changing=is_changing,
    )


def _coordinates(intake: Intake) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    xy = np.full((len(intake), 2), np.nan)
    if intake.geometry is not None:
        xy[intake.is_shaped] = shapely.get_coordinates(intake.geometry[intake.is_shaped])
    return xy[:, 0], xy[:, 1]


def _stored_others(intake: Intake, given: set[str]) -> list[Stored]:
    """Return the stored facilities that a row of the same name could be again without being known as the same."""
    if intake.options.key == "name":
        return []
    rows = Facility.objects.exclude(pk__in=numbers_known(intake)).values_list("code", "name", "location")
    has_codes = "code" in given
    return [
        Stored(code, name, place.x, place.y)
        for code, name, place in rows
        if has_codes or not code.startswith(_stem(name))
    ]


def _capacity_check(intake: Intake) -> None:
    """Warn of capacities that no plant has."""
    values = intake.values.get("capacity_t_per_year", [None] * len(intake))
    at = [one for one, value in enumerate(values) if value is not None and value not in conf.PLAUSIBLE_CAPACITY_T]
    intake.tell(
        at,
        "absurd_capacity",
        field="capacity_t_per_year",
        value=[f"{values[one]:g} t/yr" for one in at],
        limit=f"{conf.PLAUSIBLE_CAPACITY_T} t/yr",
        fix=_("Look at its unit, or leave it empty where unknown."),
        level=FindingLevel.WARNING,
    )


def _codes_made(intake: Intake) -> Sequence[str]:
    """Return a code made of each name; the same name elsewhere is another facility."""
    count: dict[str, int] = defaultdict(int)
    codes = []
    for name, is_good in zip(intake.values["name"], intake.is_good.tolist(), strict=True):
        stem = _stem(name or "")
        count[stem] += is_good
        codes.append(stem if count[stem] <= 1 else f"{stem}-{count[stem]}")
    return codes


def _stem(name: str) -> str:
    return slugify(name)[: CODE_MAX_CHARS - 4] or "facility"


def _codes_of_others_refuse(intake: Intake) -> None:
    """Refuse codes that another stored facility has."""
    codes = list(intake.values["code"])
    numbers = dict(Facility.objects.filter(code__in=codes).values_list("code", "pk"))
    own = intake.values.get(NUMBER, [None] * len(intake))
    at = [one for one, code in enumerate(codes) if numbers.get(code, own[one]) != own[one]]
    intake.tell(
        at,
        "stored_already",
        field="code",
        value=[codes[one] for one in at],
        limit=_("a code that no other row has"),
        fix=_("Give it another code."),
    )


def _same_plants_check(intake: Intake, *, is_changing: bool) -> None:
    """Let a row be about the plant that stands there, or refuse it."""
    stored = set(Facility.objects.values_list("code", flat=True))
    codes = list(intake.values["code"])
    found = {at: code for at, code in same_plants(intake).items() if codes[at] not in stored}
    at = np.array(sorted(found), dtype=np.int64)
    if is_changing:
        for one in at.tolist():
            codes[one] = found[one]
        intake.values["code"] = codes
        what = [_("updates %(code)s, which stands there") % {"code": found[one]} for one in at.tolist()]
        intake.tell(at, "same_plant", field="code", fix=what, level=FindingLevel.REPAIRED)
        return
    unshaped(intake, at)
    limit = _("no plant of the same process within %(m)g m; %(code)s stands there")
    intake.tell(
        at,
        "same_plant",
        field="location",
        limit=[limit % {"m": conf.SAME_PLANT_DISTANCE_M, "code": found[one]} for one in at.tolist()],
        fix=_("Choose “The file takes the place of what is stored” (--replace) to update it, or leave the row out."),
    )
