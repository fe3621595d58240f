"""Facilities on the map: the shape tells the kind, the colour the commodity."""

from typing import Final

# Outlines on a 24 x 24 canvas. Solid shapes are filled with the commodity's colour;
# glyphs are line drawings on a white disc, for what belongs to no commodity.
SHAPES: Final[dict[str, str]] = {
    "square": "M4 4H20V20H4Z",
    "diamond": "M12 2L22 12L12 22L2 12Z",
    "hexagon": "M6.5 3H17.5L23 12L17.5 21H6.5L1 12Z",
    "triangle-up": "M12 2.5L22.5 21H1.5Z",
    "triangle-down": "M12 21.5L1.5 3H22.5Z",
    "plus": "M8 2H16V8H22V16H16V22H8V16H2V8H8Z",
    "circle": "M12 2.5A9.5 9.5 0 1 1 12 21.5A9.5 9.5 0 1 1 12 2.5Z",
    "pentagon": "M12 1.5L23 9.7L18.8 22H5.2L1 9.7Z",
    "octagon": "M7.5 2H16.5L22 7.5V16.5L16.5 22H7.5L2 16.5V7.5Z",
    "star": "M12 1L15.2 8.4L23 9.1L17 14.3L18.9 22L12 17.9L5.1 22L7 14.3L1 9.1L8.8 8.4Z",
}
GLYPHS: Final[dict[str, str]] = {
    "anchor": "M12 8V20M12 4A2 2 0 1 1 12 8A2 2 0 1 1 12 4M9 11H15M5 13C5 17 8 20 12 20C16 20 19 17 19 13",
    "estate": "M5 19V10L10 13V10L15 13V5H19V19Z",
    "bolt": "M13 4L6 13H12L11 20L18 11H12Z",
}

SHAPE_OF_KIND: Final[dict[str, str]] = {
    "ikm_centre": "star",
    "industrial_estate": "estate",
    "port": "anchor",
    "ferry_port": "anchor",
    "fishing_port": "anchor",
    "power_plant": "bolt",
    "other": "octagon",
}
SHAPE_OF_PROCESS: Final[dict[str, str]] = {
    "palm_oil_mill": "square",
    "mini_palm_oil_mill": "square",
    "biodiesel": "hexagon",
}
SHAPE_OF_CHAIN: Final[dict[str, str]] = {
    "oil_palm": "diamond",
    "rubber": "triangle-up",
    "rice": "triangle-down",
    "maize": "triangle-down",
    "cattle": "plus",
    "poultry": "plus",
    "fish": "circle",
    "coconut": "pentagon",
}


def facility_shape(*, kind: str, process: str = "", chain: str = "") -> str:
    """Return the name of the shape that stands for a facility.

    Parameters
    ----------
    kind
        A `FacilityKind`.
    process, chain
        Codes of the plant's process and of its value chain; empty where not recorded.
    """
    if kind != "plant":
        return SHAPE_OF_KIND.get(kind, "octagon")
    return SHAPE_OF_PROCESS.get(process) or SHAPE_OF_CHAIN.get(chain, "octagon")
