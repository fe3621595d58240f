"""In which district a place lies."""

import numpy as np
import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.errors import ExchangeError
from gisapp.geo.crs import WGS84, transform, transform_geometry
from layers.geometry import to_shapely
from layers.models import District
from layers.selectors.districts import district_list


class DistrictIndex:
    """The districts in force, ready to be asked; reads the database once.

    Raises
    ------
    ExchangeError
        If no district is stored.
    """

    def __init__(self) -> None:
        self.districts = list(district_list())
        if not self.districts:
            raise ExchangeError(
                _("No district is stored, so nothing can be placed: run import_districts or load_demo first.")
            )
        boundary = to_shapely(one.boundary for one in self.districts)
        self._areas = transform_geometry(boundary, source_srid=WGS84, target_srid=settings.METRIC_SRID)
        shapely.prepare(self._areas)
        self._tree = shapely.STRtree(self._areas)

    def nearest(self, place: shapely.Point, *, within_m: float) -> District | None:
        """Return the district that holds a place in degrees, or the nearest one; None beyond `within_m`."""
        x, y = transform(place.x, place.y, source_srid=WGS84, target_srid=settings.METRIC_SRID)
        if not (np.isfinite(x) and np.isfinite(y)):
            return None
        point = shapely.Point(float(x), float(y))
        for hit in self._tree.query(point):
            # The areas are prepared: this costs a hundredth of the distance to a coast of 10,000 corners.
            if shapely.intersects_xy(self._areas[hit], float(x), float(y)):
                return self.districts[int(hit)]
        found: NDArray[np.int64] = self._tree.query_nearest(point, max_distance=within_m, all_matches=False)
        return self.districts[int(found[0])] if found.size else None
