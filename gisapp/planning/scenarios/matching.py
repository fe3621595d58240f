"""Which site of one run stands for which of another."""

from collections.abc import Sequence
from dataclasses import dataclass

from gisapp.geo.crs import geodesic_distance_m

M_PER_KM = 1_000.0
LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Match:
    """A site of A, one of B, or both, by their place in the lists that were given.

    Attributes
    ----------
    distance_km
        None where one of the two has nothing near.
    """

    a: int | None
    b: int | None
    distance_km: float | None = None


def sites_match(a: Sequence[LonLat], b: Sequence[LonLat], *, limit_km: float) -> tuple[Match, ...]:
    """Pair the sites of two runs, the nearest two first; every site stands in one row.

    Parameters
    ----------
    a, b
        Longitude and latitude, degrees.
    limit_km
        Sites farther apart are no pair.
    """
    distances = sorted(
        (float(geodesic_distance_m(*a[i], lon_b=b[j][0], lat_b=b[j][1])) / M_PER_KM, i, j)
        for i in range(len(a))
        for j in range(len(b))
    )
    pairs: dict[int, Match] = {}
    taken: set[int] = set()
    for distance_km, i, j in distances:
        if distance_km <= limit_km and i not in pairs and j not in taken:
            pairs[i] = Match(i, j, distance_km)
            taken.add(j)
    of_a = tuple(pairs.get(i, Match(i, None)) for i in range(len(a)))
    return of_a + tuple(Match(None, j) for j in range(len(b)) if j not in taken)
