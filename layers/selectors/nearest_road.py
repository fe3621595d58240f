"""The road that passes nearest to a point."""

from django.contrib.gis.db.models import MultiLineStringField
from django.contrib.gis.db.models.functions import Distance, GeometryDistance
from django.contrib.gis.geos import Point
from django.db.models.functions import Cast

from layers.models import RoadLink

# The index orders by degrees, which are not of one length: so many are measured on the spheroid.
_MEASURED = 20


def nearest_road(*, lon: float, lat: float) -> tuple[RoadLink, float] | None:
    """Return the road, and its distance in m on the spheroid; None where no road is recorded. Ferries are no roads."""
    point = Point(lon, lat, srid=4326)
    near = (
        RoadLink.objects.filter(is_ferry=False)
        .order_by(GeometryDistance("path", point))
        .annotate(away=Distance(Cast("path", MultiLineStringField(geography=True)), point))[:_MEASURED]
    )
    found = min(near, key=lambda road: road.away.m, default=None)
    return None if found is None else (found, float(found.away.m))
