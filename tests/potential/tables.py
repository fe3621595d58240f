"""Tables for property tests."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

FIGURES = st.floats(0.01, 1e6)


@st.composite
def complete_tables(draw, least=2, most=6):
    """A table of districts by sectors, every figure above 0."""
    shape = (draw(st.integers(least, most)), draw(st.integers(least, most)))
    return draw(hnp.arrays(np.float64, shape, elements=FIGURES))


@st.composite
def gappy_tables(draw):
    """A table in which some figures are missing and some are 0, but every district has one."""
    table = draw(complete_tables())
    hole = draw(hnp.arrays(np.float64, table.shape, elements=st.sampled_from([1.0, 0.0, np.nan])))
    hole[:, 0] = 1.0
    return table * hole
