"""How little the weights must change for the best site to lose its place.

Both measures are exact. A site is dethroned when another scores as much.
"""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Floats

_EQUAL = 1e-12


@dataclass(frozen=True, slots=True)
class SingleChange:
    """The smallest change of one weight, the others keeping their proportions, that dethrones the best site.

    Attributes
    ----------
    criterion
        Column of the weight.
    weight, new_weight
        Before and after; all weights sum to 1 both times.
    rival
        Row of the site that draws level.
    """

    criterion: int
    weight: float
    new_weight: float
    rival: int

    @property
    def change(self) -> float:
        """Points by which the weight changes."""
        return self.new_weight - self.weight


@dataclass(frozen=True, slots=True, eq=False)
class TotalChange:
    """The smallest change of all weights together that dethrones the best site.

    Attributes
    ----------
    moved
        Share of the weight that moves from some criteria to another: half the sum of absolute changes.
    new_weights
        (n_criterion,) after the change.
    rival
        Row of the site that draws level.
    """

    moved: float
    new_weights: Floats
    rival: int


def smallest_single_change(values: Floats, weights: Floats, *, best: int = 0) -> SingleChange | None:
    """Return the smallest change of one weight that dethrones a site; None where none does.

    With criterion k at x and the others at their share of 1 - x, the lead over a rival is the straight line
    x d_k + (1 - x) s, where d is the lead by criterion and s its mean over the other weights; it vanishes at
    x = s / (s - d_k).

    Parameters
    ----------
    values
        (n_site, n_criterion) 0-1.
    weights
        (n_criterion,) summing to 1.
    best
        Row of the site that leads.
    """
    lead = values[best] - values
    margin = lead @ weights
    others = 1.0 - weights
    movable = others > _EQUAL
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = (margin[:, None] - weights * lead) / others
        level = rest / (rest - lead)
    reachable = np.isfinite(level) & (level >= 0) & (level <= 1) & movable
    reachable[best] = False
    change = np.where(reachable, np.abs(level - weights), np.inf)
    rival, criterion = np.unravel_index(int(np.argmin(change)), change.shape)
    if not np.isfinite(change[rival, criterion]):
        return None
    return SingleChange(
        criterion=int(criterion),
        weight=float(weights[criterion]),
        new_weight=float(level[rival, criterion]),
        rival=int(rival),
    )


def smallest_total_change(values: Floats, weights: Floats, *, best: int = 0) -> TotalChange | None:
    """Return the smallest change of all weights, by the sum of absolute changes, that dethrones a site.

    The linear program min sum |w' - w| with w' >= 0, sum w' = 1 and no lead left over the rival is a
    fractional knapsack: weight moves to the criterion in which the rival does best, and leaves first the
    criteria in which the leader leads most. None where no weights make a rival draw level.

    Parameters
    ----------
    values, weights, best
        As for `smallest_single_change`.
    """
    found: TotalChange | None = None
    for rival in range(len(values)):
        if rival == best:
            continue
        new_weights = _level(values[best] - values[rival], weights)
        if new_weights is None:
            continue
        moved = float(np.abs(new_weights - weights).sum() / 2)
        if found is None or moved < found.moved:
            found = TotalChange(moved=moved, new_weights=new_weights, rival=rival)
    return found


def _level(lead: Floats, weights: Floats) -> Floats | None:
    """Return the nearest weights at which a lead vanishes, None where it cannot."""
    receiver = int(np.argmin(lead))
    margin = float(lead @ weights)
    if lead[receiver] > 0:
        return None
    new_weights = weights.copy()
    for donor in np.argsort(-lead, kind="stable").tolist():
        gain = float(lead[donor] - lead[receiver])
        if margin <= _EQUAL or gain <= 0:
            break
        moved = min(float(weights[donor]), margin / gain)
        new_weights[donor] -= moved
        new_weights[receiver] += moved
        margin -= moved * gain
    return new_weights
