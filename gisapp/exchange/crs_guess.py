"""Guess in which CRS numbers are: by what they look like, and by where they would lie."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import ProjError

from gisapp.exchange.stated_crs import StatedCrs
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, authority_code, transform

WEB_MERCATOR = 3857
_UTM_NORTH, _UTM_SOUTH = 32_600, 32_700
_ZONE_DEGREES = 6
# TM-3 of the land register: two narrow zones to each of UTM, counted on from 46.2.
_TM3_FIRST, _TM3_FIRST_ZONE = 23_830, 46.5
_TM3_ZONES = range(46, 55)
# Around the extent: what lies off its coast is still meant for it.
_MARGIN_DEGREES = 0.5
# A stated CRS gives way to another only if that one explains this many times as many places.
_CLEARLY_MORE = 10
_MOST = 0.5
_DEGREE_LIMITS = np.array([180.0, 90.0])


@dataclass(frozen=True, slots=True)
class CrsGuess:
    """A CRS for the coordinates of a layer, with the reasons for it.

    Attributes
    ----------
    srid
        EPSG code; None where nothing fits.
    stated
        Whether the file states it itself.
    is_swapped
        Whether x and y are the wrong way round.
    inside, looked_at
        How many of the places looked at lie in the province, or in the country where no district is stored.
    """

    srid: int | None
    reasons: tuple[str, ...]
    stated: bool = False
    is_swapped: bool = False
    inside: int = 0
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class Extents:
    """Where data is expected: in the province, if any is stored, or at least in the country; degrees.

    Attributes
    ----------
    metric_srid
        The projected CRS of the study area, the first choice among its likes.
    """

    province: Bbox | None
    country: Bbox
    metric_srid: int

    @property
    def expected(self) -> Bbox:
        """The province, or the country where none is stored."""
        return (self.province or self.country).expanded(_MARGIN_DEGREES)


@dataclass(frozen=True, slots=True)
class _Trial:
    """How many places lie where they are expected, if they are in a CRS."""

    srid: int
    is_swapped: bool
    inside: int
    in_country: int

    @property
    def score(self) -> tuple[int, int]:
        return self.inside, self.in_country


def crs_guess(xy: NDArray[np.float64], *, stated: StatedCrs, extents: Extents) -> CrsGuess:
    """Guess the CRS of places.

    Parameters
    ----------
    xy
        (n, 2) places in the units of the file; rows that are not finite do not count.
    """
    xy = xy[np.isfinite(xy).all(axis=1)]
    if not len(xy):
        reason = _("There are no coordinates to judge by.")
        if stated.srid is not None:
            reason = _("The file states %(crs)s.") % {"crs": _named(stated.srid)}
        return CrsGuess(stated.srid, (reason,), stated.srid is not None)
    tried = None if stated.srid is None else _trial(xy, stated.srid, is_swapped=False, extents=extents)
    candidates = ((WGS84, False), (WGS84, True)) if _are_degrees(xy) else _candidates(extents)
    trials = (_trial(xy, srid, is_swapped=turned, extents=extents) for srid, turned in candidates)
    best = max(trials, key=lambda one: one.score)
    if tried is not None and best.inside <= _CLEARLY_MORE * tried.inside:
        return _as_stated(tried, xy, extents)
    # Metres lie in some country by many systems: only the province tells which is meant.
    if not (best.in_country if best.srid == WGS84 else best.inside):
        return CrsGuess(stated.srid, _nothing_fits(xy, stated), stated.srid is not None, looked_at=len(xy))
    reasons = [_looks_like(xy, best), _share(best, len(xy), extents)]
    if tried is not None:
        text = _("The file states %(crs)s, by which %(inside)d of them would.")
        reasons.append(text % {"crs": _named(stated.srid), "inside": tried.inside})
    elif stated.name:
        reasons.append(_("The file states “%(crs)s”, which has no EPSG code.") % {"crs": stated.name})
    is_stated = best.srid == stated.srid
    return CrsGuess(best.srid, tuple(reasons), is_stated, best.is_swapped, best.inside, len(xy))


def _are_degrees(xy: NDArray[np.float64]) -> bool:
    """Tell whether most numbers can be degrees, in either order; a slip of the pen is in many files."""
    return bool((np.sort(np.abs(xy), axis=1)[:, ::-1] <= _DEGREE_LIMITS).all(axis=1).mean() > _MOST)


def _as_stated(tried: _Trial, xy: NDArray[np.float64], extents: Extents) -> CrsGuess:
    reasons = (_("The file states %(crs)s.") % {"crs": _named(tried.srid)}, _share(tried, len(xy), extents))
    return CrsGuess(tried.srid, reasons, stated=True, inside=tried.inside, looked_at=len(xy))


def _candidates(extents: Extents) -> Sequence[tuple[int, bool]]:
    """Return systems that data of the province may be in, the likeliest first, as they are and with axes swapped."""
    box = extents.expected
    zones = range(_zone(box.west), _zone(box.east) + 1)
    near = range(zones.start - 1, zones.stop + 1) if extents.province else zones
    utm = [base + zone for zone in near for base in (_UTM_SOUTH, _UTM_NORTH)]
    tm3 = [
        int(_TM3_FIRST + 2 * (zone - _TM3_FIRST_ZONE) + half) for zone in near if zone in _TM3_ZONES for half in (0, 1)
    ]
    plain = [WGS84, extents.metric_srid, *(one for one in utm if one != extents.metric_srid), WEB_MERCATOR, *tm3]
    return [*((srid, False) for srid in plain), *((srid, True) for srid in plain)]


def _zone(lon: float) -> int:
    return int((lon + 180.0) // _ZONE_DEGREES) + 1


def _trial(xy: NDArray[np.float64], srid: int, *, is_swapped: bool, extents: Extents) -> _Trial:
    x, y = (xy[:, 1], xy[:, 0]) if is_swapped else (xy[:, 0], xy[:, 1])
    if srid == WGS84:
        lon, lat = x, y
    else:
        try:
            lon, lat = transform(x, y, source_srid=srid, target_srid=WGS84)
        except ProjError:
            lon = lat = np.full(len(x), np.inf)
    return _Trial(srid, is_swapped, _count(lon, lat, extents.expected), _count(lon, lat, extents.country))


def _count(lon: NDArray[np.float64], lat: NDArray[np.float64], box: Bbox) -> int:
    inside = (lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north)
    return int(inside.sum())


def _looks_like(xy: NDArray[np.float64], trial: _Trial) -> str:
    low, high = xy.min(axis=0), xy.max(axis=0)
    text = _("Numbers from %(x_low).6g to %(x_high).6g and %(y_low).6g to %(y_high).6g look like %(crs)s.")
    if trial.is_swapped:
        text = _(
            "Numbers from %(x_low).6g to %(x_high).6g and %(y_low).6g to %(y_high).6g look like %(crs)s with x and y"
            " the wrong way round."
        )
    told = {"x_low": low[0], "x_high": high[0], "y_low": low[1], "y_high": high[1], "crs": _named(trial.srid)}
    return text % told


def _share(trial: _Trial, n_places: int, extents: Extents) -> str:
    text = _("%(inside)d of %(count)d places looked at lie in the country or near it.")
    if extents.province:
        text = _("%(inside)d of %(count)d places looked at lie in the province or near it.")
    return text % {"inside": trial.inside, "count": n_places}


def _nothing_fits(xy: NDArray[np.float64], stated: StatedCrs) -> tuple[str, ...]:
    reasons = []
    if stated.srid is not None:
        reasons.append(_("The file states %(crs)s.") % {"crs": _named(stated.srid)})
    elif stated.name:
        reasons.append(_("The file states “%(crs)s”, which has no EPSG code.") % {"crs": stated.name})
    if _are_degrees(xy):
        reasons.append(_("The numbers look like degrees, but lie outside of the country: ask where they come from."))
    else:
        reasons.append(_("In no CRS that is used here do the numbers lie in the country: ask where they come from."))
    return tuple(reasons)


def _named(srid: int | None) -> str:
    """Return code and name of a system."""
    code = authority_code(srid or WGS84)
    return f"{code} ({CRS.from_user_input(code).name})"
