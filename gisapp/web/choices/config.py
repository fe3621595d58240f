"""What the form offers, as plain JSON values."""

from dataclasses import asdict
from typing import Any

from gisapp import conf
from gisapp.planning.exclusion_choices import exclusion_choices
from gisapp.planning.parameters import CHOICES, CRITERIA
from gisapp.planning.presets import preset_list
from gisapp.planning.run_times import run_times_read
from gisapp.siting.ahp import MAX_RATIO, RANDOM_INDEX, RANDOM_INDEX_SOURCE
from gisapp.symbology.tokens import tokens

MILLION_PER_BILLION = 1_000
PERCENT = 100


def choices_config() -> dict[str, Any]:
    """Return choices, limits and defaults, in the language of the request."""
    return {
        "defaults": {choice.name: choice.default for choice in CHOICES},
        "exclusions": [asdict(choice) for choice in exclusion_choices()],
        "presets": preset_list(),
        "ahp": {"randomIndex": RANDOM_INDEX[len(CRITERIA)], "source": RANDOM_INDEX_SOURCE, "mostRatio": MAX_RATIO},
        "limits": _limits(),
        "runTimes": [asdict(time) for time in run_times_read()],
        "suitability": tokens()["sequential"],
        "suitabilityOpacity": tokens()["site"]["raster_opacity"],
    }


def _limits() -> dict[str, Any]:
    """Return ranges in the units of the form's fields."""
    budget, least = conf.BUDGET_MILLION_IDR, conf.MIN_UTILISATION
    return {
        "budgetBillion": {"low": 1, "high": budget.high / MILLION_PER_BILLION},
        "siteArea": asdict(conf.SITE_AREA_HA),
        "leastFilled": {"low": least.low * PERCENT, "high": least.high * PERCENT},
        "defaultLeastFilled": conf.DEFAULT_MIN_UTILISATION * PERCENT,
        "reserves": asdict(conf.RESERVES),
        "defaultReserves": conf.DEFAULT_RESERVES,
        "radiusKm": asdict(conf.FORBIDDEN_RADIUS_KM),
        "defaultRadiusKm": conf.DEFAULT_FORBIDDEN_RADIUS_KM,
        "forbidden": conf.MAX_FORBIDDEN_SITES,
    }
