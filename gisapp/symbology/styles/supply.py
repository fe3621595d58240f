"""Source areas: by commodity, or by tonnes a square kilometre."""

from collections.abc import Sequence

from gisapp.symbology.categories import Category, Steps
from gisapp.symbology.colours import darkened
from gisapp.symbology.model import AnyOf, Fill, Rule, Stroke, Style, Symbol
from gisapp.symbology.ramps import step_rules
from gisapp.symbology.tokens import chain_colours

DENSITY = "density_t_per_km2"
# Farther out an area is a pixel or two wide, and its outline would be all that is seen of it.
OUTLINE_WIDTHS = (0.0, 0.0, 0.6, 0.8)


def source_areas(commodities: Sequence[Category]) -> Style:
    """Return areas in the colour of their commodity; where several share the land, the densest lies on top."""
    return Style(
        name="source-areas",
        title="By commodity",
        rules=tuple(
            Rule(
                name=commodity.code,
                title=commodity.title,
                conditions=(AnyOf("commodity", (commodity.code,)),),
                symbols=_area(chain_colours().get(commodity.chain, commodity.colour)),
                is_translated=False,
            )
            for commodity in commodities
        ),
        order=(DENSITY,),
    )


def source_areas_supply(steps: Steps) -> Style:
    """Return areas by tonnes a square kilometre and year."""
    return Style(
        name="source-areas-supply",
        title="By tonnes per square kilometre",
        rules=step_rules(steps, symbols_of=_area),
        order=(DENSITY,),
    )


def _area(colour: str) -> tuple[Symbol, ...]:
    return (Fill(colour), Stroke(darkened(colour), OUTLINE_WIDTHS))
