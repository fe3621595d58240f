"""Least-cost transport: existing plants served as if one hand steered every truck.

The transportation problem: as many tonnes as possible are served, and those at the least tonne-minutes.
"""

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.codes import Floats, Ints

# Tonnes are reckoned in whole milligrams, so that nothing is lost to rounding and the last step is known as such.
_MG_PER_T = 1e9
Counts = NDArray[np.int64]


def _milligrams(tonnes: Floats) -> Counts:
    return np.floor(tonnes * _MG_PER_T).astype(np.int64)


class _Flow:
    """A flow that is the cheapest for what it serves, while plants may still be over their capacity.

    Sources that no plant takes in stand at a last plant, *nowhere*, which has room for all and is dearer than
    any chain of detours could be: so no tonne stays there that could be served.
    """

    def __init__(self, minutes: Floats, supply: Counts, capacity: Counts) -> None:
        n_source, n_plant = minutes.shape
        dearest = float(minutes[np.isfinite(minutes)].max(initial=0.0))
        nowhere_min = (n_plant + 1) * (dearest + 1.0)
        self.minutes = np.column_stack([minutes, np.full(n_source, nowhere_min)])
        self.taken = np.zeros(self.minutes.shape, dtype=np.int64)
        self.taken[np.arange(n_source), np.argmin(self.minutes, axis=1)] = supply
        self.room = np.append(capacity, supply.sum() + 1) - self.taken.sum(axis=0)
        # What moving one tonne from plant to plant adds at least, and whose tonne that is.
        self.detour_min = np.full((n_plant + 1, n_plant + 1), np.inf)
        self.mover = np.zeros(self.detour_min.shape, dtype=np.int64)
        for plant in range(n_plant + 1):
            self.look_again(plant)

    def look_again(self, plant: int) -> None:
        """Find the cheapest detours from a plant once it has lost a source."""
        source = np.flatnonzero(self.taken[:, plant] > 0)
        if not source.size:
            self.detour_min[plant] = np.inf
            return
        detours_min = self.minutes[source] - self.minutes[source, plant][:, None]
        best = np.argmin(detours_min, axis=0)
        self.mover[plant] = source[best]
        self.detour_min[plant] = detours_min[best, np.arange(best.size)]

    def cheapest_chain(self, start: int) -> Ints:
        """Return the plants of the cheapest chain of detours from one over capacity to one with room (Bellman-Ford)."""
        total_min, before = np.full(self.room.size, np.inf), np.full(self.room.size, -1)
        total_min[start] = 0.0
        reached = np.array([start])
        while reached.size:
            by_min = total_min[reached, None] + self.detour_min[reached]
            # What differs by rounding alone is no shorter way; it could lead in a circle.
            shorter = np.flatnonzero(by_min.min(axis=0) < total_min - 1e-9)
            via = np.argmin(by_min[:, shorter], axis=0)
            total_min[shorter], before[shorter] = by_min[via, shorter], reached[via]
            reached = shorter
        chain = [int(np.argmin(np.where(self.room > 0, total_min, np.inf)))]
        while chain[-1] != start:
            chain.append(int(before[chain[-1]]))
        return np.array(chain[::-1])

    def relieve(self, plant: int) -> None:
        """Move along the cheapest chain what is over the capacity of a plant, or as much as the chain bears."""
        chain = self.cheapest_chain(plant)
        away, into = chain[:-1], chain[1:]
        source = self.mover[away, into]
        amount = min(-self.room[plant], self.room[chain[-1]], self.taken[source, away].min())
        self.taken[source, away] -= amount
        self.taken[source, into] += amount
        self.room[plant] += amount
        self.room[chain[-1]] -= amount
        self._offer(source, into)
        for emptied in away[self.taken[source, away] == 0].tolist():
            self.look_again(emptied)

    def _offer(self, source: Ints, plant: Ints) -> None:
        """Let sources that came to plants move on from there, where that is cheaper than before."""
        detours_min = self.minutes[source] - self.minutes[source, plant][:, None]
        row, other = np.nonzero(detours_min < self.detour_min[plant])
        self.detour_min[plant[row], other] = detours_min[row, other]
        self.mover[plant[row], other] = source[row]


def least_cost(minutes: Floats, supply_t_per_year: Floats, capacity_t_per_year: Floats) -> Floats:
    """Return what each plant takes from each source when tonne-minutes are least.

    Every source begins at its nearest plant; plants over their capacity then pass tonnes on along the cheapest
    chain of detours until none is (successive shortest paths), which keeps the flow the cheapest of its kind
    throughout. So the answer is exact, and the same for the same order of rows.

    Parameters
    ----------
    minutes
        (n_source, n_plant); infinite beyond reach.

    Returns
    -------
    numpy.ndarray
        (n_source, n_plant) tonnes a year; of all ways to serve the most tonnes, one with the least tonne-minutes.

    References
    ----------
    Ahuja, R. K., Magnanti, T. L., Orlin, J. B. (1993). Network Flows. Prentice Hall, section 9.7.
    """
    supply = _milligrams(supply_t_per_year)
    flow = _Flow(minutes, supply, _milligrams(capacity_t_per_year))
    for plant in range(flow.room.size):
        while flow.room[plant] < 0:
            flow.relieve(plant)
    return flow.taken[:, :-1] / np.maximum(supply, 1)[:, None] * supply_t_per_year[:, None]
