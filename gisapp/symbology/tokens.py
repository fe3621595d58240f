"""The design tokens: `tokens.json` is read once and handed out by name."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from gisapp.symbology.errors import UnknownTokenError

TOKENS_FILE = Path(__file__).with_name("tokens.json")

# Value chains in English, as the data names them, and the Indonesian names that the palette uses.
PALETTE_OF_CHAIN = {
    "oil_palm": "sawit",
    "rubber": "karet",
    "rattan": "rotan",
    "coconut": "kelapa",
    "rice": "padi",
    "maize": "jagung",
    "cattle": "sapi",
    "fish": "ikan",
}


@lru_cache(maxsize=1)
def tokens() -> dict[str, Any]:
    """Return all design tokens. Do not change what is returned: it is shared."""
    loaded: dict[str, Any] = json.loads(TOKENS_FILE.read_text(encoding="utf-8"))
    return loaded


def colour(name: str) -> str:
    """Return a colour of the user interface or of the base map.

    Raises
    ------
    UnknownTokenError
        If there is none of that name.
    """
    known: dict[str, str] = {**tokens()["base"], **tokens()["computed"], **tokens()["ui"]}
    if name not in known:
        raise UnknownTokenError(name, list(known))
    return known[name]


def commodity_ramp(chain: str) -> list[str]:
    """Return the six steps from little to much of a value chain, light to dark.

    A chain without a colour of its own gets the neutral sequential ramp.
    """
    palette = PALETTE_OF_CHAIN.get(chain, chain)
    ramps: dict[str, list[str]] = tokens()["commodity_ramp"]
    neutral: list[str] = tokens()["sequential"][1:]
    return ramps.get(palette, neutral)


def chain_colours() -> dict[str, str]:
    """Return the colour of each value chain that has one."""
    colours: dict[str, str] = tokens()["commodity"]
    return {chain: colours[palette] for chain, palette in PALETTE_OF_CHAIN.items()}


def score_part_colours() -> dict[str, str]:
    """Return the colour of each part of a score, in the order in which parts are shown."""
    parts: dict[str, str] = tokens()["score_part"]
    return parts
