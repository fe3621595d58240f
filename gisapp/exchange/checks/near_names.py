"""The same name twice within a kilometre, in the file or where something is stored."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.checks.shapes import unshaped
from gisapp.exchange.intake import Intake
from gisapp.geo.crs import geodesic_distance_m
from layers.models import FindingLevel

# Forms of companies, and signs, in which spellings of a name differ.
_NOISE = re.compile(r"\b(pt|cv|ud|kud|tbk|persero)\b|[\W_]+", flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stored:
    """Something stored that has a name and a place, in degrees."""

    code: str
    name: str
    lon: float
    lat: float


def near_names_check(intake: Intake, stored: Iterable[Stored], *, field: str, level: str) -> None:
    """Tell of rows whose name stands within a kilometre, in an earlier row or stored under another code."""
    if intake.geometry is None:
        return
    seen: dict[str, list[tuple[float, float, str, str]]] = defaultdict(list)
    for one in stored:
        seen[plain_name(one.name)].append((one.lon, one.lat, one.code, ""))
    codes = intake.values.get("code")
    for at in np.flatnonzero(intake.is_shaped).tolist():
        name = intake.values["name"][at]
        if not name or not plain_name(name):
            continue
        others = seen[plain_name(name)]
        lon, lat = shapely.get_coordinates(intake.geometry[at])[0].tolist()
        code = codes[at] if codes is not None else None
        near = _nearest(lon, lat, [one for one in others if not code or one[2] != code])
        others.append((lon, lat, code or "", str(intake.rows[at])))
        if near is not None:
            _tell(intake, at, near=near, field=field, level=level)


def plain_name(name: str) -> str:
    """Return what different spellings of a name have in common.

    Examples
    --------
    >>> plain_name("PT. Sinar  Jaya") == plain_name("Sinar Jaya, PT")
    True
    """
    return _NOISE.sub("", name).lower()


def _nearest(
    lon: float, lat: float, others: list[tuple[float, float, str, str]]
) -> tuple[float, tuple[float, float, str, str]] | None:
    if not others:
        return None
    distance_m = geodesic_distance_m(lon, lat, lon_b=[one[0] for one in others], lat_b=[one[1] for one in others])
    nearest = int(np.argmin(distance_m))
    found = float(distance_m[nearest])
    return (found, others[nearest]) if found <= conf.SAME_NAME_DISTANCE_M else None


def _tell(
    intake: Intake, at: int, *, near: tuple[float, tuple[float, float, str, str]], field: str, level: str
) -> None:
    distance_m, (_lon, _lat, code, row) = near
    other = _("row %(row)s") % {"row": row} if row else _("%(code)s, stored") % {"code": code}
    limit = _("a name once within %(limit)g m; %(other)s has it %(m).0f m away")
    if level == FindingLevel.ERROR:
        unshaped(intake, np.array([at]))
    intake.tell(
        [at],
        "same_name_near",
        field=field,
        value=str(intake.values["name"][at]),
        limit=limit % {"limit": conf.SAME_NAME_DISTANCE_M, "other": other, "m": distance_m},
        fix=_("Delete one of the two, or give them different names."),
        level=level,
    )
