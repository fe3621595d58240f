"""Sites of two runs beside each other, those near one another in one row."""

from collections.abc import Sequence
from dataclasses import dataclass

from gisapp import conf
from gisapp.planning.numbers import number
from gisapp.planning.scenarios.matching import sites_match
from gisapp.web.scenarios.measures import score
from gisapp.web.scenarios.sides import positions, site_names
from layers.models import SuggestedSite

# Nearer than the cells of the search are wide, two sites are one.
SAME_PLACE_KM = 0.3


@dataclass(frozen=True, slots=True)
class SiteCell:
    """A site as a row of the table names it."""

    rank: int
    name: str
    place: str
    score: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A site of A, one of B, or both.

    Attributes
    ----------
    distance
        Kilometres between the two in words; empty where one stands alone.
    is_same_place
        Whether the two lie as close as the search tells apart.
    """

    a: SiteCell | None
    b: SiteCell | None
    distance: str
    is_same_place: bool


def pair_rows(a: Sequence[SuggestedSite], b: Sequence[SuggestedSite]) -> list[PairRow]:
    """Pair the sites of two runs by distance."""
    matches = sites_match(positions(a), positions(b), limit_km=conf.SAME_SITE_KM)
    return [
        PairRow(
            a=None if one.a is None else _cell(a[one.a]),
            b=None if one.b is None else _cell(b[one.b]),
            distance="" if one.distance_km is None else number(one.distance_km, 1),
            is_same_place=one.distance_km is not None and one.distance_km < SAME_PLACE_KM,
        )
        for one in matches
    ]


def _cell(site: SuggestedSite) -> SiteCell:
    name, place = site_names(site)
    return SiteCell(site.rank, name, place, score(site.score, 2))
