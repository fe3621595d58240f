"""What was computed is violet: suggested sites, their catchments, and the rasters of a run."""

from gisapp.symbology.model import (
    Face,
    Fill,
    Label,
    Marker,
    Placement,
    Raster,
    RasterStop,
    Rule,
    Sizes,
    Stroke,
    Style,
    same,
)
from gisapp.symbology.tokens import colour, tokens

PIN = "pin"
PIN_LABEL_SIZES: Sizes = (13.0, 13.0, 13.0, 13.0)
CASING_OPACITY = 0.7
# Scores run from 0 to 1 in as many steps as the sequential ramp has colours.
SCORE_STEPS = 7


def suggested_sites() -> Style:
    """Return numbered pins whose tip is the site."""
    violet, size = colour("saran-700"), same(float(tokens()["site"]["pin"]))
    number = Label("rank", colour("white"), PIN_LABEL_SIZES, Placement.ON_PIN, face=Face.SEMIBOLD)
    return Style(
        name="suggested-sites",
        title="By rank",
        rules=(Rule("site", "Suggested site", (Marker(PIN, violet, size),)),),
        labels=(number,),
    )


def catchments() -> Style:
    """Return dashed violet outlines with a breath of fill."""
    line = tokens()["site"]["catchment"]
    violet = colour("saran-700")
    outline = Stroke(
        colour=violet,
        width=same(line["line"]),
        dash=tuple(float(length) for length in line["dash"]),
        casing=colour("white"),
        casing_width=same(line["casing"]),
        casing_opacity=CASING_OPACITY,
    )
    return Style(
        name="catchments",
        title="Catchments",
        rules=(Rule("catchment", "Catchment", (Fill(violet, line["fill_opacity"]), outline)),),
    )


def suitability() -> Style:
    """Return the score of cells from light to dark."""
    opacity: float = tokens()["site"]["raster_opacity"]
    ramp: list[str] = tokens()["sequential"]
    stops = tuple(
        RasterStop(value=number / SCORE_STEPS, colour=shade, opacity=opacity, title=_step_title(number))
        for number, shade in enumerate(ramp)
    )
    return Style(name="suitability", title="Score", rules=(Rule("score", "Score, 0 to 1", (Raster(stops),)),))


def raster(low: float, high: float) -> Style:
    """Return any raster, from light at its lowest value to dark at its highest."""
    opacity: float = tokens()["site"]["raster_opacity"]
    ramp: list[str] = tokens()["sequential"]
    step = (high - low) / len(ramp)
    stops = tuple(
        RasterStop(
            low + number * step, shade, opacity, f"{low + number * step:.3g}\N{EN DASH}{low + (number + 1) * step:.3g}"
        )
        for number, shade in enumerate(ramp)
    )
    return Style(name="raster", title="Value", rules=(Rule("value", "Value", (Raster(stops),)),))


def exclusion() -> Style:
    """Return excluded land in its colour, whatever the reasons; what lies off the land, their first bit, is no such."""
    shade = tokens()["pattern"]["excluded"]["line"]
    opacity: float = tokens()["site"]["raster_opacity"]
    stops = (RasterStop(0, shade, 0.0), RasterStop(2, shade, opacity, "Excluded"))
    return Style(name="exclusion", title="Excluded cells", rules=(Rule("excluded", "Excluded", (Raster(stops),)),))


def _step_title(number: int) -> str:
    return f"{number / SCORE_STEPS:.2f}\N{EN DASH}{(number + 1) / SCORE_STEPS:.2f}"
