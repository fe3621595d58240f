"""District indices: arrays in, arrays or frozen dataclasses out.

Tables are (n_district, n_sector) arrays of value added, workers or tonnes of one year and one
statistical series. A figure that is not recorded is NaN, never 0, and whatever rests on it alone
is NaN too. Where only part of a district's row is missing, the district is compared with the same
part of the base.
"""

from gisapp.potential.complexity import Complexity, economic_complexity
from gisapp.potential.concentration import (
    herfindahl_hirschman,
    herfindahl_hirschman_normalised,
    shannon_entropy,
    shannon_entropy_normalised,
)
from gisapp.potential.diversification import Diversification, diversification_potential, lq_saturation
from gisapp.potential.errors import PotentialError, TableError
from gisapp.potential.growth import compound_growth
from gisapp.potential.klassen import KlassenQuadrant, klassen_quadrants
from gisapp.potential.relatedness import co_specialisation_proximity, relatedness_density, specialised
from gisapp.potential.shift_share import ShiftShare, shift_share
from gisapp.potential.specialisation import dynamic_location_quotient, location_quotient, sector_shares
from gisapp.potential.tables import Floats
from gisapp.potential.value_added import Estimate, Product, gross_margin_per_tonne

__all__ = [
    "Complexity",
    "Diversification",
    "Estimate",
    "Floats",
    "KlassenQuadrant",
    "PotentialError",
    "Product",
    "ShiftShare",
    "TableError",
    "co_specialisation_proximity",
    "compound_growth",
    "diversification_potential",
    "dynamic_location_quotient",
    "economic_complexity",
    "gross_margin_per_tonne",
    "herfindahl_hirschman",
    "herfindahl_hirschman_normalised",
    "klassen_quadrants",
    "location_quotient",
    "lq_saturation",
    "relatedness_density",
    "sector_shares",
    "shannon_entropy",
    "shannon_entropy_normalised",
    "shift_share",
    "specialised",
]
