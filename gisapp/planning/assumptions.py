"""What a plan rests on: facts with their source and year, and assumptions, kept as codes and figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class AssumptionCode(StrEnum):
    """What is said; the words are found in `gisapp.planning.texts`."""

    SUPPLY_FROM = "supply_from"
    SUPPLY_FROM_PLANTS = "supply_from_plants"
    CAPACITY_FROM_TOTAL = "capacity_from_total"
    CAPACITY_USUAL_SIZE = "capacity_usual_size"
    CAPACITY_UNKNOWN = "capacity_unknown"
    CAPACITY_NOT_LOCATED = "capacity_not_located"
    POSITIONS_APPROXIMATE = "positions_approximate"
    DISTRICTS_APPROXIMATE = "districts_approximate"
    SPEEDS_ASSUMED = "speeds_assumed"
    LAYER_SOURCE = "layer_source"
    EXCLUSIONS_IGNORED = "exclusions_ignored"
    EXISTING_IGNORED = "existing_ignored"
    WEIGHTS_FROM_PRESET = "weights_from_preset"
    WEIGHTS_FROM_COMPARISONS = "weights_from_comparisons"
    SPREADS_ASSUMED = "spreads_assumed"
    HAULAGE_ASSUMED = "haulage_assumed"
    CAPEX_SCALED = "capex_scaled"
    FINANCE_ASSUMED = "finance_assumed"
    MARGIN_FROM_PRICES = "margin_from_prices"
    ECONOMICS_DRAWN = "economics_drawn"
    ECONOMICS_MISSING = "economics_missing"
    ECONOMICS_NOT_IN_TONNES = "economics_not_in_tonnes"
    PUBLIC_ROADS_BARRED = "public_roads_barred"
    SUPPLY_FROM_PLANNED = "supply_from_planned"
    RASTER_JUDGED = "raster_judged"
    RASTER_TOO_COARSE = "raster_too_coarse"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One statement; `confidence` R marks a figure that was recalled and not verified.

    Amounts of raw material are in `unit`, which is that of the feed.
    """

    code: AssumptionCode
    figures: Mapping[str, float] = field(default_factory=dict)
    subject: str = ""
    source: str = ""
    year: int | None = None
    confidence: str = ""
    unit: str = "t"

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with a run."""
        return {
            "code": self.code.value,
            "figures": dict(self.figures),
            "subject": self.subject,
            "source": self.source,
            "year": self.year,
            "confidence": self.confidence,
            "unit": self.unit,
        }
