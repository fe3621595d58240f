"""Small made-up location problems."""

import numpy as np
from hypothesis import strategies as st

from gisapp.siting.location import Effort, site_rules


def ample(seed=0):
    """More time than any small problem takes, on a clock that stands still."""
    return Effort(time_limit_s=1.0, clock=lambda: 0.0, seed=seed)


def ticking(limit_s):
    """A clock that moves on by a second whenever it is read."""
    seconds = iter(range(10**9))
    return Effort(time_limit_s=limit_s, clock=lambda: float(next(seconds)))


@st.composite
def costs(draw, *, n_source, n_candidate, out_of_reach=True):
    """(n_source, n_candidate) small costs, whole or not, a few of them infinite; every source reaches one."""
    whole = draw(st.booleans())
    values = st.integers(0, 20).map(float) if whole else st.floats(0, 20, width=16)
    if out_of_reach:
        values = st.one_of(values, values, values, values, st.just(np.inf))
    rows = draw(
        st.lists(st.lists(values, min_size=n_candidate, max_size=n_candidate), min_size=n_source, max_size=n_source)
    )
    cost = np.array(rows)
    cost[np.isinf(cost).all(axis=1), 0] = 20.0
    return cost


@st.composite
def rules(draw, n_candidate):
    """Rules that leave most candidates free."""
    fates = draw(st.lists(st.sampled_from("....efx"), min_size=n_candidate, max_size=n_candidate))
    listed = {letter: tuple(k for k, fate in enumerate(fates) if fate == letter) for letter in "efx"}
    return site_rules(n_candidate, existing=listed["e"], forced=listed["f"], forbidden=listed["x"])
