"""Find a style by its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from gisapp.symbology.categories import Category, Steps
from gisapp.symbology.errors import UnknownStyleError
from gisapp.symbology.model import Style
from gisapp.symbology.styles.areas import choropleth, districts, districts_outline, subdistricts
from gisapp.symbology.styles.industry import facilities
from gisapp.symbology.styles.land_use import exclusion_zones, roads
from gisapp.symbology.styles.suggestions import catchments, exclusion, raster, suggested_sites, suitability
from gisapp.symbology.styles.supply import DENSITY, source_areas, source_areas_supply


@dataclass(frozen=True, slots=True)
class StyleFacts:
    """What styles take from the data; a style ignores what it does not need.

    Attributes
    ----------
    raster_range
        Lowest and highest value of the cells.
    """

    commodities: tuple[Category, ...] = ()
    processes: tuple[Category, ...] = ()
    steps: Steps = field(default_factory=lambda: Steps(property=DENSITY, breaks=()))
    raster_range: tuple[float, float] = (0.0, 1.0)


STYLES: Final[Mapping[str, Callable[[StyleFacts], Style]]] = MappingProxyType(
    {
        "districts": lambda _facts: districts(),
        "districts-outline": lambda _facts: districts_outline(),
        "subdistricts": lambda _facts: subdistricts(),
        "choropleth": lambda facts: choropleth(facts.steps),
        "source-areas": lambda facts: source_areas(facts.commodities),
        "source-areas-supply": lambda facts: source_areas_supply(facts.steps),
        "facilities": lambda facts: facilities(facts.processes),
        "exclusion-zones": lambda _facts: exclusion_zones(),
        "roads": lambda _facts: roads(),
        "suggested-sites": lambda _facts: suggested_sites(),
        "catchments": lambda _facts: catchments(),
        "suitability": lambda _facts: suitability(),
        "exclusion": lambda _facts: exclusion(),
        "raster": lambda facts: raster(*facts.raster_range),
    }
)


def style_find(name: str, facts: StyleFacts | None = None) -> Style:
    """Return a style.

    Raises
    ------
    UnknownStyleError
        If there is none of that name.
    """
    if name not in STYLES:
        raise UnknownStyleError(name, list(STYLES))
    return STYLES[name](facts or StyleFacts())
