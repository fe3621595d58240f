"""How every candidate stands while a given supply is left: its size, what it takes, and its score."""

from dataclasses import dataclass, replace

import numpy as np

from gisapp.siting.alternatives import Sizes
from gisapp.siting.codes import Bools, Criterion, Floats, Ints
from gisapp.siting.criteria import CRITERIA, CriteriaTable, filled_value
from gisapp.siting.supply import NearestFirst, drawn

SUPPLY = CRITERIA.index(Criterion.SUPPLY)
# Tonnes summed in another order differ in the last digits; a plant is not lost to that.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How candidates stand.

    Attributes
    ----------
    score, supply_value
        (n_candidate,); the score is minus infinity where no size can be filled.
    size
        (n_candidate,) column of `Sizes`, -1 for none.
    room_t_per_year, least_t_per_year
        (n_candidate,) of the size, 0 for none.
    reachable_t_per_year
        (n_candidate,) supply left within reach.
    tonnes
        (n_candidate, n_rank) taken, in the order of `NearestFirst`.
    """

    score: Floats
    supply_value: Floats
    size: Ints
    room_t_per_year: Floats
    least_t_per_year: Floats
    reachable_t_per_year: Floats
    tonnes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One chosen candidate.

    Attributes
    ----------
    value
        (6,) in the order of `Criterion`; weight x value sums to `score`.
    size
        Column of `Sizes`.
    room_t_per_year, least_t_per_year
        Most and least that the plant is to take, besides what one there takes already.
    found_t_per_year
        (n_source,) supply that others leave it.
    taken_t_per_year
        (n_source,) what the plant takes of it.
    """

    candidate: int
    is_reserve: bool
    score: float
    value: Floats
    size: int
    room_t_per_year: float
    least_t_per_year: float
    reachable_t_per_year: float
    found_t_per_year: Floats
    taken_t_per_year: Floats


def chosen_size(reachable_t_per_year: Floats, sizes: Sizes, *, left_million_idr: float = np.inf) -> Ints:
    """Return (n_candidate,) the largest size that can be filled to its least and paid; -1 for none."""
    fits = _fillable(reachable_t_per_year, sizes)
    fits &= sizes.outlay_million_idr <= left_million_idr * (1 + ROUNDING)
    n_size = fits.shape[1]
    return np.asarray(np.where(fits.any(axis=1), n_size - 1 - np.argmax(fits[:, ::-1], axis=1), -1))


def _fillable(reachable_t_per_year: Floats, sizes: Sizes) -> Bools:
    enough = reachable_t_per_year[:, None] * (1 + ROUNDING)
    return np.asarray((sizes.room_t_per_year > 0) & (sizes.least_t_per_year <= enough))


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Judges candidates on any supply.

    Attributes
    ----------
    reach_min
        Longest drive to a plant.
    largest_t_per_year
        Largest modular size, by which supply is valued.
    """

    near: NearestFirst
    table: CriteriaTable
    sizes: Sizes
    reach_min: float
    largest_t_per_year: float

    @property
    def base(self) -> Floats:
        """(n_candidate,) what all criteria but supply add to the score."""
        return np.asarray(self.table.value @ self.table.weight)

    def fillable(self, residual_t_per_year: Floats) -> Bools:
        """Return (n_candidate, n_size) which sizes a supply would fill to their least if each had it to itself."""
        return _fillable(self.near.offered(residual_t_per_year).sum(axis=1), self.sizes)

    def standing(self, residual_t_per_year: Floats, *, left_million_idr: float = np.inf) -> Standing:
        """Judge every candidate on the supply that is left.

        Parameters
        ----------
        residual_t_per_year
            (n_source,).
        left_million_idr
            Most that a plant may cost.
        """
        offered = self.near.offered(residual_t_per_year)
        reachable = offered.sum(axis=1)
        size = chosen_size(reachable, self.sizes, left_million_idr=left_million_idr)
        at = (np.arange(size.size), size)
        room = np.where(size >= 0, self.sizes.room_t_per_year[at], 0.0)
        tonnes = drawn(offered, room)
        filled = filled_value(
            tonnes, self.near.minutes, reach_min=self.reach_min, largest_t_per_year=self.largest_t_per_year
        )
        supply_value = self.table.supply_value(filled)
        score = self.base + self.table.weight[SUPPLY] * supply_value
        return Standing(
            score=np.where(size >= 0, score, -np.inf),
            supply_value=supply_value,
            size=size,
            room_t_per_year=room,
            least_t_per_year=np.where(size >= 0, self.sizes.least_t_per_year[at], 0.0),
            reachable_t_per_year=reachable,
            tonnes=tonnes,
        )

    def choice(
        self, state: Standing, candidate: int, *, found_t_per_year: Floats, is_reserve: bool = False, row: int = -1
    ) -> Choice:
        """Return a candidate as it stands.

        Parameters
        ----------
        found_t_per_year
            (n_source,) supply on which it was judged.
        row
            Its row in the standing, where that is not the number of the candidate.
        """
        row = candidate if row < 0 else row
        taken = np.zeros(found_t_per_year.size)
        taken[self.near.order[candidate]] = state.tonnes[row]
        value = self.table.value[candidate].copy()
        value[SUPPLY] = state.supply_value[row]
        return Choice(
            candidate=candidate,
            is_reserve=is_reserve,
            score=float((self.table.weight * value).sum()),
            value=value,
            size=int(state.size[row]),
            room_t_per_year=float(state.room_t_per_year[row]),
            least_t_per_year=float(state.least_t_per_year[row]),
            reachable_t_per_year=float(state.reachable_t_per_year[row]),
            found_t_per_year=found_t_per_year,
            taken_t_per_year=taken,
        )

    def choice_of_size(self, candidate: int, size: int, *, found_t_per_year: Floats) -> Choice:
        """Judge one candidate in one size on the supply that others leave it.

        Parameters
        ----------
        found_t_per_year
            (n_source,) raw material that is left at each source.
        """
        row = slice(candidate, candidate + 1)
        alone = replace(
            self,
            near=NearestFirst(self.near.order[row], self.near.minutes[row]),
            table=replace(self.table, value=self.table.value[row]),
            sizes=self.sizes[row, slice(size, size + 1)],
        )
        state = alone.standing(found_t_per_year)
        return replace(self.choice(state, candidate, found_t_per_year=found_t_per_year, row=0), size=size)
