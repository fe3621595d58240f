"""Spread statistics of districts, or of the whole province, over cells of about a village's size.

Each cell becomes a source area of origin *disaggregated*: an estimate of where within the district
the recorded tonnes come from. What a district is recorded to yield stays exactly what it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.geo.crs import WGS84, transform_geometry
from gisapp.geo.dasymetric import Cells, Floats, cells_of, outer_shore, shares
from gisapp.geo.polygons import made_valid
from gisapp.planning.errors import DisaggregationError
from gisapp.planning.land_cover import ClassWeights, LandCover
from layers.geometry import to_geos, to_shapely
from layers.models import Commodity, District, OwnerKind, SourceArea, SourceOrigin

SOURCE_MAX_CHARS = SourceArea._meta.get_field("source").max_length or 0


@dataclass(frozen=True, slots=True, eq=False)
class Statistic:
    """A recorded yearly quantity and the districts it is of.

    Attributes
    ----------
    districts
        One district, or all that the figure covers together.
    district_weights
        Weight by district code of a figure of several districts, such as planted hectares; where
        empty, it goes by land cover over all of them at once.
    annual_tonnes
        In t/yr of the commodity's own basis.
    is_landed
        Whether it comes ashore rather than grows: it goes to the cells at the coast.
    """

    commodity: Commodity
    districts: Sequence[District]
    year: int
    annual_tonnes: float
    source: str
    area_ha: float | None = None
    yield_t_per_ha: float | None = None
    owner_kind: str = OwnerKind.UNKNOWN
    district_weights: Mapping[str, float] = field(default_factory=dict)
    weights_source: str = ""
    is_landed: bool = False
    source_date: date | None = None
    licence: str = ""
    confidence: str = ""
    note: str = ""


class Disaggregation:
    """The cells of districts, cut once and used for every commodity.

    Parameters
    ----------
    districts
        All districts of the province: their common outline tells the coast.
    class_weights
        Weight of each land-cover class by commodity code; relative, 0 or more.
    """

    def __init__(
        self,
        districts: Iterable[District],
        *,
        land_cover: LandCover,
        class_weights: Mapping[str, ClassWeights],
        metric_srid: int,
        cell_m: float = conf.DISAGGREGATION_CELL_M,
    ) -> None:
        self._land_cover = land_cover
        self._class_weights = class_weights
        districts = list(districts)
        boundary = to_shapely(one.boundary for one in districts)
        metric = transform_geometry(boundary, source_srid=WGS84, target_srid=metric_srid)
        self._cells = {one.code: cells_of(area, cell_m=cell_m) for one, area in zip(districts, metric, strict=True)}
        self._places = {code: _places(cells, metric_srid) for code, cells in self._cells.items()}
        self._shore = outer_shore(metric, gap_m=conf.BOUNDARY_GAP_M)
        self._density: dict[tuple[str, str, bool], Floats] = {}

    def areas(self, statistic: Statistic) -> list[SourceArea]:
        """Spread one statistic.

        Returns
        -------
        list of SourceArea
            Not stored yet; their tonnes sum to the statistic's, in each district if it has weights by
            district. Cells without weight make no area.

        Raises
        ------
        DisaggregationError
            If no district is given, or none of them has a weight.
        """
        made: list[SourceArea] = []
        for group, group_share in _groups(statistic):
            made += self._areas_of_group(statistic, group, group_share)
        return made

    def _areas_of_group(self, statistic: Statistic, group: Sequence[District], group_share: float) -> list[SourceArea]:
        owner = [one for one in group for _cell in range(len(self._cells[one.code]))]
        place = [place for one in group for place in self._places[one.code]]
        area_m2 = np.concatenate([self._cells[one.code].area_m2 for one in group])
        density = np.concatenate([self._density_of(statistic, one.code) for one in group])
        share, is_even = shares(area_m2=area_m2, density=density)
        facts = _facts(statistic, self._land_cover.source, is_even=is_even)
        return [
            _source_area(statistic, owner[index], place[index], float(share[index]) * group_share, facts)
            for index in np.flatnonzero(share > 0)
        ]

    def _density_of(self, statistic: Statistic, district: str) -> Floats:
        commodity = statistic.commodity.code
        key = (commodity, district, statistic.is_landed)
        if key not in self._density:
            cells = self._cells[district]
            density = self._land_cover.density(cells, self._class_weights.get(commodity, {}))
            if statistic.is_landed:
                density = self._landed(cells, density)
            self._density[key] = density
        return self._density[key]

    def _landed(self, cells: Cells, density: Floats) -> Floats:
        at_coast = shapely.dwithin(cells.piece, self._shore, conf.BOUNDARY_GAP_M)
        weighed = np.where(at_coast, density, 0.0)
        return weighed if weighed.any() else at_coast.astype(float)


def _groups(statistic: Statistic) -> list[tuple[Sequence[District], float]]:
    """Return the districts that are weighed together, each group with its share of the statistic."""
    if not statistic.districts:
        raise DisaggregationError(
            _("The figure for %(commodity)s %(year)s is of no district that is stored: load the districts first")
            % {"commodity": statistic.commodity.code, "year": statistic.year}
        )
    if not statistic.district_weights:
        return [(statistic.districts, 1.0)]
    weights = [statistic.district_weights.get(one.code, 0.0) for one in statistic.districts]
    total = sum(weights)
    if not total > 0:
        known = ", ".join(sorted(statistic.district_weights))
        raise DisaggregationError(
            _("No district has a weight for %(commodity)s %(year)s: the weights are of %(codes)s")
            % {"commodity": statistic.commodity.code, "year": statistic.year, "codes": known}
        )
    return [([one], weight / total) for one, weight in zip(statistic.districts, weights, strict=True) if weight > 0]


def _places(cells: Cells, metric_srid: int) -> list[tuple[Any, Any]]:
    """Return boundary and a point on it of each cell, in degrees."""
    boundary = transform_geometry(cells.piece, source_srid=metric_srid, target_srid=WGS84)
    # A sliver may cross itself when its corners move to degrees.
    for index in np.flatnonzero(~shapely.is_valid(boundary)):
        boundary[index] = made_valid(boundary[index])
    centre = shapely.point_on_surface(boundary)
    return [(to_geos(area), to_geos(point)) for area, point in zip(boundary, centre, strict=True)]


def _facts(statistic: Statistic, land_cover_source: str, *, is_even: bool) -> dict[str, Any]:
    """Return what all areas of a statistic say of where they come from."""
    within = _("by area") if is_even else _("by coast") if statistic.is_landed else land_cover_source
    spread = _("within a district %(weights)s") % {"weights": within}
    if statistic.district_weights:
        spread = _("by district %(weights)s; ") % {"weights": statistic.weights_source} + spread
    even_note = _("No land cover here has a weight for this commodity: spread evenly by area.") if is_even else ""
    return {
        "source": _shortened(f"{statistic.source} [{spread}]"),
        "source_date": statistic.source_date,
        "licence": statistic.licence,
        "confidence": statistic.confidence,
        "note": f"{statistic.note} {even_note}".strip(),
    }


def _shortened(text: str) -> str:
    return text if len(text) <= SOURCE_MAX_CHARS else f"{text[: SOURCE_MAX_CHARS - 1]}…"


def _source_area(
    statistic: Statistic,
    district: District,
    place: tuple[Any, Any],
    share: float,
    facts: Mapping[str, Any],
) -> SourceArea:
    return SourceArea(
        commodity=statistic.commodity,
        district=district,
        boundary=place[0],
        centre=place[1],
        area_ha=None if statistic.area_ha is None else statistic.area_ha * share,
        yield_t_per_ha=statistic.yield_t_per_ha,
        annual_tonnes=statistic.annual_tonnes * share,
        year=statistic.year,
        owner_kind=statistic.owner_kind,
        origin=SourceOrigin.DISAGGREGATED,
        **facts,
    )
