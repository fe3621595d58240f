"""In what a district is specialised, and where that is heading: location quotients."""

import numpy as np

from gisapp.potential.growth import compound_growth
from gisapp.potential.tables import Floats, checked_row, checked_table, ratio, recorded_total


def sector_shares(values: Floats) -> Floats:
    """Return the share of each sector in the recorded total of its district, 0 to 1.

    Parameters
    ----------
    values
        (n_district, n_sector) in one unit; NaN where not recorded.

    Returns
    -------
    Floats
        (n_district, n_sector).

    Raises
    ------
    TableError
        If a figure is below 0 or infinite.
    """
    values = checked_table("values", values)
    return ratio(values, recorded_total(values))


def location_quotient(values: Floats, base: Floats) -> Floats:
    """Compare the share of each sector in its district with its share in a base region.

    ``LQ_ij = (x_ij / x_i) / (X_j / X)``: above 1 the sector weighs more here than in the base.
    In the row of a district the total of the base counts the same sectors as that of the district,
    so that a sector without a record makes the others look neither larger nor smaller.

    Parameters
    ----------
    values
        (n_district, n_sector) x_ij in one unit; NaN where not recorded.
    base
        (n_sector,) X_j of the base in the same unit, such as the province or the nation.

    Returns
    -------
    Floats
        (n_district, n_sector); NaN where a side is not recorded or the base has none of the sector.

    Raises
    ------
    TableError
        If shapes do not match, or a figure is below 0 or infinite.

    References
    ----------
    Florence, P. S. (1939). Report of the Location of Industry. Political and Economic Planning, London.
    Isard, W. (1960). Methods of Regional Analysis, ch. 7. MIT Press.

    Examples
    --------
    >>> location_quotient(np.array([[30.0, 70.0]]), np.array([10.0, 90.0])).round(3).tolist()
    [[3.0, 0.778]]
    """
    values = checked_table("values", values)
    base = checked_row("base", base, length=values.shape[1])
    recorded = ~np.isnan(values) & ~np.isnan(base)
    district = np.where(recorded, values, np.nan)
    compared = np.where(recorded, base, np.nan)
    return ratio(ratio(district, recorded_total(district)), ratio(compared, recorded_total(compared)))


def dynamic_location_quotient(
    values: Floats, later_values: Floats, *, base: Floats, later_base: Floats, years: float
) -> Floats:
    """Compare the growth of each sector, relative to its district, with that in a base region.

    ``DLQ_ij = [((1 + g_ij) / (1 + g_i)) / ((1 + G_j) / (1 + G))] ** t`` with compound yearly rates:
    g_ij of the sector and g_i of the total in the district, G_j and G in the base, over t years.
    Above 1 the district's weight in the sector rises. The rates of growth of totals are used and not the
    mean of the rates of sectors, in which a tiny sector would weigh as much as mining.

    Parameters
    ----------
    values, later_values
        (n_district, n_sector) at both ends of the period; one unit, constant prices; NaN where not recorded.
    base, later_base
        (n_sector,) of the base region.
    years
        Length t of the period.

    Returns
    -------
    Floats
        (n_district, n_sector); NaN where an end is not recorded or is 0. Totals count only sectors
        recorded at both ends, in district and base alike.

    Raises
    ------
    TableError
        If shapes do not match, the period is not above 0, or a figure is below 0 or infinite.

    References
    ----------
    Suyatno (2000). Analisa Economic Base terhadap pertumbuhan ekonomi daerah tingkat II Wonogiri.
    Jurnal Ekonomi Pembangunan 1(2). (The index as used in Indonesian planning.)
    """
    values = checked_table("values", values)
    later_values = checked_table("later_values", later_values, shape=values.shape)
    base = checked_row("base", base, length=values.shape[1])
    later_base = checked_row("later_base", later_base, length=values.shape[1])
    recorded = ~np.isnan(values) & ~np.isnan(later_values) & ~np.isnan(base) & ~np.isnan(later_base)

    def relative_growth(earlier: Floats, later: Floats) -> Floats:
        earlier, later = np.where(recorded, earlier, np.nan), np.where(recorded, later, np.nan)
        total = compound_growth(recorded_total(earlier), recorded_total(later), years=years)
        return ratio(1 + compound_growth(earlier, later, years=years), 1 + total)

    return np.asarray(ratio(relative_growth(values, later_values), relative_growth(base, later_base)) ** years)
