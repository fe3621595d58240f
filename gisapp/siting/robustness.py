"""How a ranking holds when weights, and values, are not what was assumed: rank acceptability.

References
----------
Lahdelma, R., Hokkanen, J., Salminen, P. (1998): SMAA - stochastic multiobjective acceptability analysis.
European Journal of Operational Research 106, 137-143.
Lahdelma, R., Salminen, P. (2001): SMAA-2. Operations Research 49, 444-454.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.errors import ProblemError

# Multiplications in one product of weights and values. OpenBLAS shares larger ones out among threads, which
# for thin matrices costs more than it gains, and on a busy machine many times more; and the block of scores
# stays in the cache.
BLOCK_PRODUCTS = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class Acceptability:
    """How often sites took which rank.

    Attributes
    ----------
    share
        (n_site, n_rank) share of draws in which a site took a rank, the first rank first.
    central_weights
        (n_site, n_criterion) mean of the weights under which a site was first; NaN where it never was.
    n_draw
        Number of draws.
    """

    share: Floats
    central_weights: Floats
    n_draw: int


def dirichlet_weights(rng: np.random.Generator, weights: Floats, *, concentration: float, n_draw: int) -> Floats:
    """Draw weights around given ones.

    The mean is the given weights w; the standard deviation of w_k is
    sqrt(w_k (1 - w_k) / (concentration + 1)). A weight of 0 stays 0: the criterion was left out on purpose.

    Returns
    -------
    numpy.ndarray
        (n_draw, n_criterion) rows summing to 1.

    Raises
    ------
    ProblemError
        If the concentration is not above 0, or no weight is.
    """
    if not 0 < concentration < np.inf:
        raise ProblemError(f"concentration: {concentration} is not above 0; 10 is loose, 100 is tight")
    if np.any(weights < 0) or not weights.sum() > 0:
        raise ProblemError(f"weights: {weights.tolist()}; give weights of 0 or more, one above 0")
    drawn = np.zeros((n_draw, weights.size))
    used = weights > 0
    drawn[:, used] = rng.dirichlet(concentration * weights[used] / weights.sum(), size=n_draw)
    return drawn


def order(values: Floats, weights: Floats) -> Ints:
    """Return the rows of sites, best first, equal scores in the order of rows.

    Parameters
    ----------
    values
        (n_site, n_criterion).
    weights
        (n_criterion,).
    """
    return np.argsort(-(values @ weights), kind="stable")


def leaders(values: Floats, weights: Floats, *, n_rank: int) -> Ints:
    """Return (n_draw, n_rank) the best sites under each draw of weights; the first of equals.

    Parameters
    ----------
    values
        (n_site, n_criterion).
    weights
        (n_draw, n_criterion).
    """
    n_rank = min(n_rank, len(values))
    found = np.empty((len(weights), n_rank), dtype=np.int64)
    by_criterion = np.ascontiguousarray(values.T)
    block = max(1, BLOCK_PRODUCTS // max(values.size, 1))
    for start in range(0, len(weights), block):
        score = weights[start : start + block] @ by_criterion
        draw = np.arange(len(score))
        for rank in range(n_rank):
            # The few best by as many scans: several times quicker than a partial sort.
            best = np.argmax(score, axis=1)
            found[start : start + block, rank] = best
            score[draw, best] = -np.inf
    return found


def rank_acceptability(draws: Iterable[tuple[Floats, Floats]], *, n_rank: int) -> Acceptability:
    """Count how often sites take each of the first ranks.

    Parameters
    ----------
    draws
        Pairs of values (n_site, n_criterion) and weights (n_draw, n_criterion) to judge them by. One pair
        where only the weights are uncertain.

    Raises
    ------
    ProblemError
        If there are no draws.
    """
    counts: Ints | None = None
    central = np.empty(0)
    n_draw = 0
    for values, weights in draws:
        if counts is None:
            counts, central = np.zeros((len(values), min(n_rank, len(values))), dtype=np.int64), np.zeros(values.shape)
        found = leaders(values, weights, n_rank=n_rank)
        for rank in range(counts.shape[1]):
            counts[:, rank] += np.bincount(found[:, rank], minlength=len(values))
        np.add.at(central, found[:, 0], weights)
        n_draw += len(weights)
    if counts is None or not n_draw:
        raise ProblemError("rank acceptability: no draws; give one or more")
    firsts = counts[:, :1]
    return Acceptability(
        share=counts / n_draw,
        central_weights=np.where(firsts > 0, central / np.maximum(firsts, 1), np.nan),
        n_draw=n_draw,
    )


def confidence_of(values_drawn: Iterable[Floats], central_weights: Floats, *, site: int) -> float:
    """Return the share of drawn values with which a site is first under the weights that favour it.

    The confidence factor of SMAA: low where the values are too uncertain to tell sites apart even so.

    Parameters
    ----------
    values_drawn
        (n_site, n_criterion) each.
    central_weights
        (n_criterion,) of the site.
    """
    firsts = [int(np.argmax(values @ central_weights)) == site for values in values_drawn]
    return sum(firsts) / len(firsts) if firsts else 0.0
