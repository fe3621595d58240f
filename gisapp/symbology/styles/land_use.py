"""What the law says of the land, and the roads across it."""

from gisapp.symbology.model import AnyOf, Hatch, Rule, Sizes, Stroke, Style, Symbol, same
from gisapp.symbology.sizes import scaled, token_sizes
from gisapp.symbology.tokens import colour, tokens

# Ground and line of the hatch, and its angle: reasons differ in the direction of the lines too.
_REASONS: tuple[tuple[str, str, str, str, float], ...] = (
    ("protected_forest", "Protected forest", "#DDE7DA", "#5F7F62", 45.0),
    ("peat", "Peatland", "#E6DDD3", "#80644A", -45.0),
    ("water", "Water body", "#DDE8EC", "#4F83A1", 0.0),
    ("steep", "Slope above the limit", "#E8E4DA", "#8A7A52", 90.0),
    ("disaster", "Disaster-prone", "#F1DFDB", "#A4503F", 45.0),
    ("settlement", "Settlement", "#E6E3E8", "#6E6480", -45.0),
)
ZONE_OPACITY = 0.75

# Share of the token's width that a class of road has, and from which span of zooms on it is drawn.
_ROADS: tuple[tuple[str, str, float, int], ...] = (
    ("national", "National road", 1.0, 0),
    ("provincial", "Provincial road", 0.85, 0),
    ("district", "District road", 0.65, 0),
    ("hauling", "Hauling road", 0.65, 1),
    ("village", "Village or estate road", 0.5, 1),
)
FERRY_WIDTHS: Sizes = (1.0, 1.2, 1.4, 1.6)
FERRY_DASH = (6.0, 4.0)


def exclusion_zones() -> Style:
    """Return a hatch by reason."""
    other = tokens()["pattern"]["excluded"]
    return Style(
        name="exclusion-zones",
        title="By reason",
        rules=(
            *(
                Rule(
                    name=reason,
                    title=title,
                    conditions=(AnyOf("reason", (reason,)),),
                    symbols=_zone(line=line, ground=ground, angle=angle, outline=line),
                )
                for reason, title, ground, line, angle in _REASONS
            ),
            Rule(
                name="other",
                title="Excluded for another reason",
                symbols=_zone(
                    line=other["line"], ground=other["ground"], angle=other["angle"], outline=other["outline"]
                ),
            ),
        ),
    )


def roads() -> Style:
    """Return roads by class, each a core upon a casing, and ferries as dashes."""
    ferry = Stroke(colour("label-sea"), FERRY_WIDTHS, dash=FERRY_DASH)
    return Style(
        name="roads",
        title="By class of road",
        rules=(
            Rule("ferry", "Ferry", (ferry,), conditions=(AnyOf("road_class", ("ferry",)),)),
            *(
                Rule(road, title, (_road(share, first_span),), conditions=(AnyOf("road_class", (road,)),))
                for road, title, share, first_span in _ROADS
            ),
        ),
    )


def _zone(*, line: str, ground: str, angle: float, outline: str) -> tuple[Symbol, ...]:
    pattern = tokens()["pattern"]["excluded"]
    hatch = Hatch(
        line=line,
        ground=ground,
        spacing=pattern["size"],
        angle=angle,
        width=pattern["width"],
        opacity=ZONE_OPACITY,
    )
    return (hatch, Stroke(outline, same(pattern["width"])))


def _road(share: float, first_span: int) -> Stroke:
    core = _from_span(scaled(token_sizes("road", part=1), share), first_span)
    casing = _from_span(scaled(token_sizes("road", part=0), share), first_span)
    return Stroke(colour=colour("road-core"), width=core, casing=colour("road-case"), casing_width=casing)


def _from_span(sizes: Sizes, first: int) -> Sizes:
    one, two, three, four = (size if span >= first else 0.0 for span, size in enumerate(sizes))
    return (one, two, three, four)
