"""How much of a district's growth is its own: shift-share analysis."""

from dataclasses import dataclass

import numpy as np

from gisapp.potential.tables import Floats, checked_row, checked_table, ratio


@dataclass(frozen=True, slots=True, eq=False)
class ShiftShare:
    """The three parts of change, (n_district, n_sector) each, in the unit of the figures.

    Attributes
    ----------
    reference_growth
        What the sector would have gained, had it grown as the whole base did.
    industrial_mix
        What it gained more because its sector grew otherwise than the whole in the base.
    competitive
        What it gained more because it grew otherwise here than in the base.
    """

    reference_growth: Floats
    industrial_mix: Floats
    competitive: Floats

    @property
    def change(self) -> Floats:
        """Return the sum of the parts: the change itself."""
        return self.reference_growth + self.industrial_mix + self.competitive


def shift_share(values: Floats, later_values: Floats, *, base: Floats, later_base: Floats) -> ShiftShare:
    """Split the change of each sector of each district into three parts that sum to it.

    ``N = x G``, ``M = x (G_j - G)``, ``C = x' - x (1 + G_j)``, with x and x' the figure at both ends, G_j
    the growth of the sector and G that of the whole base over the period.

    Parameters
    ----------
    values, later_values
        (n_district, n_sector) at both ends; one unit, constant prices; NaN where not recorded.
    base, later_base
        (n_sector,) of the base region. The whole is that of all sectors recorded at both ends.

    Returns
    -------
    ShiftShare
        NaN where an end is not recorded, or the base had none of the sector.

    Raises
    ------
    TableError
        If shapes do not match, or a figure is below 0 or infinite.

    References
    ----------
    Dunn, E. S. (1960). A statistical and analytical technique for regional analysis.
    Papers of the Regional Science Association 6, 97-112.
    """
    values = checked_table("values", values)
    later_values = checked_table("later_values", later_values, shape=values.shape)
    base = checked_row("base", base, length=values.shape[1])
    later_base = checked_row("later_base", later_base, length=values.shape[1])
    recorded = ~np.isnan(base) & ~np.isnan(later_base)
    whole = ratio(later_base[recorded].sum(keepdims=True), base[recorded].sum(keepdims=True)) - 1
    sector = ratio(later_base, base) - 1
    known = np.where(np.isnan(values) | np.isnan(later_values) | np.isnan(sector), np.nan, 1.0)
    return ShiftShare(
        reference_growth=values * whole * known,
        industrial_mix=values * (sector - whole) * known,
        competitive=(later_values - values * (1 + sector)) * known,
    )
