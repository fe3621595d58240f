"""The parameters of a siting run: declared once, for validation, the command line and the API's description."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gisapp import conf
from gisapp.planning.errors import ParameterError
from gisapp.planning.presets import CRITERIA as CRITERIA
from gisapp.planning.weighting import Rows, weighting_parse
from gisapp.planning.wishes import ForbiddenSite, ForcedSite, method_checked, wishes_parse
from gisapp.siting import Criterion, PlanningMethod, SupplyModel
from gisapp.siting.codes import DEFAULT_SUPPLY_MODEL
from layers.models import ExclusionReason

REASONS = tuple(reason.value for reason in ExclusionReason)
CODE_LENGTH = 60

DEFAULT_WEIGHTS: Mapping[str, float] = {
    # A planning assumption (raw material first, then access), to be changed by whoever plans: no
    # published set for an agricultural processing plant with visible weights was found.
    Criterion.SUPPLY: 34,
    Criterion.ROAD: 20,
    Criterion.MARKET: 18,
    Criterion.ENERGY: 12,
    Criterion.LABOUR: 8,
    Criterion.SPATIAL_PLAN: 8,
}


@dataclass(frozen=True, slots=True)
class NumberField:
    """One numeric parameter; `default` None lets the process decide."""

    name: str
    limits: conf.Range
    default: float | None
    unit: str
    description: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One parameter that takes one of a few words."""

    name: str
    choices: tuple[str, ...]
    default: str
    description: str


NUMBERS: tuple[NumberField, ...] = (
    NumberField(
        "plants", conf.PLANTS, conf.DEFAULT_PLANTS, "", gettext_noop("Plants wanted at the same time."), is_whole=True
    ),
    NumberField(
        "reserves", conf.RESERVES, conf.DEFAULT_RESERVES, "", gettext_noop("Stand-ins shown besides."), is_whole=True
    ),
    NumberField(
        "max_minutes",
        conf.MAX_MINUTES,
        None,
        "min",
        gettext_noop("Longest drive from a source to a plant; by default from how long the raw material keeps."),
    ),
    NumberField(
        "min_utilisation",
        conf.MIN_UTILISATION,
        conf.DEFAULT_MIN_UTILISATION,
        "1",
        gettext_noop("Least share of its size that a plant must be able to fill."),
    ),
    NumberField(
        "size_per_year",
        conf.SIZE_PER_YEAR,
        None,
        "t",
        gettext_noop("The one size to plan with, in raw material a year; by default the usual sizes of the process."),
    ),
    NumberField(
        "site_area_ha",
        conf.SITE_AREA_HA,
        None,
        "ha",
        gettext_noop("Connected free land that a plant needs; by default that of the process, or 10 ha."),
    ),
    NumberField(
        "cell_size_m",
        conf.CELL_SIZE_M,
        conf.DEFAULT_CELL_SIZE_M,
        "m",
        gettext_noop("Edge of the cells in which sites are sought."),
    ),
    NumberField(
        "budget_million_idr",
        conf.BUDGET_MILLION_IDR,
        None,
        "million Rp",
        gettext_noop("Most that all plants may cost to build together, in rupiah of 2025; by default no limit."),
    ),
)
CHOICES: tuple[ChoiceField, ...] = (
    ChoiceField(
        "season",
        conf.SEASONS,
        conf.DEFAULT_SEASON,
        gettext_noop("Season whose speeds count: in the wet one, earth roads and open land are slower."),
    ),
    ChoiceField(
        "supply_model",
        tuple(model.value for model in SupplyModel),
        DEFAULT_SUPPLY_MODEL.value,
        gettext_noop("How existing plants draw first: at the least transport, or as free growers choose (Huff)."),
    ),
    ChoiceField(
        "method",
        tuple(method.value for method in PlanningMethod),
        PlanningMethod.TOGETHER.value,
        gettext_noop("How several plants are chosen: together, for the best sum of scores, or each the best next one."),
    ),
)
_NUMBER_BY_NAME = {number.name: number for number in NUMBERS}
WEIGHTING = ("weights", "pairwise", "preset", "value_functions")
WISHES = ("forced_sites", "forbidden_sites", "allow_upgrades", "serve_existing")
NAMES = (
    "process",
    *_NUMBER_BY_NAME,
    *(choice.name for choice in CHOICES),
    *WEIGHTING,
    *WISHES,
    "ignored_exclusions",
)


@dataclass(frozen=True, slots=True)
class SitingParameters:
    """What a user may choose; every figure has been checked against its range.

    Weights are those that count, wherever they come from; `preset` and `pairwise` tell from where.
    """

    process: str
    plants: int = conf.DEFAULT_PLANTS
    reserves: int = conf.DEFAULT_RESERVES
    max_minutes: float | None = None
    min_utilisation: float = conf.DEFAULT_MIN_UTILISATION
    size_per_year: float | None = None
    site_area_ha: float | None = None
    cell_size_m: float = conf.DEFAULT_CELL_SIZE_M
    season: str = conf.DEFAULT_SEASON
    supply_model: str = DEFAULT_SUPPLY_MODEL.value
    weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    pairwise: Rows | None = None
    preset: str | None = None
    value_functions: Mapping[str, str] = field(default_factory=dict)
    ignored_exclusions: tuple[str, ...] = ()
    method: str = PlanningMethod.TOGETHER.value
    forced_sites: tuple[ForcedSite, ...] = ()
    forbidden_sites: tuple[ForbiddenSite, ...] = ()
    budget_million_idr: float | None = None
    allow_upgrades: bool = False
    serve_existing: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return what `parameters_parse` accepts, to be stored with a run."""
        return {
            **asdict(self),
            "pairwise": None if self.pairwise is None else [list(row) for row in self.pairwise],
            "ignored_exclusions": list(self.ignored_exclusions),
            "forced_sites": [asdict(site) for site in self.forced_sites],
            "forbidden_sites": [asdict(site) for site in self.forbidden_sites],
        }


def parameters_parse(given: Mapping[str, object]) -> SitingParameters:
    """Check what a user gave, and fill in defaults; None counts as not given.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown, missing or outside its range.
    """
    for name in given:
        if name not in NAMES:
            raise ParameterError(name="parameter", value=name, allowed=", ".join(NAMES))
    values: dict[str, Any] = {"process": process_code_checked(given.get("process"))}
    for number in NUMBERS:
        if given.get(number.name) is not None:
            values[number.name] = checked_number(number, given[number.name])
    for choice in CHOICES:
        if given.get(choice.name) is not None:
            values[choice.name] = _choice(choice, given[choice.name])
    weighting = weighting_parse(given, default_weights=DEFAULT_WEIGHTS)
    values |= {name: getattr(weighting, name) for name in WEIGHTING}
    if given.get("ignored_exclusions") is not None:
        values["ignored_exclusions"] = _reasons(given["ignored_exclusions"])
    values |= wishes_parse(given, plants=values.get("plants", conf.DEFAULT_PLANTS))
    method_checked(values)
    return SitingParameters(**values)


def checked_number(number: NumberField, value: object) -> float:
    """Return a number within its limits.

    Raises
    ------
    ParameterError
        If it is no number, not finite, not whole where it must be, or out of range.
    """
    kind = _("a whole number, %(range)s") if number.is_whole else _("a number, %(range)s")
    allowed = kind % {"range": f"{number.limits} {number.unit if number.unit != '1' else ''}".strip()}
    # bool is an int to Python, but true is no number of plants.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ParameterError(name=number.name, value=value, allowed=allowed)
    if not math.isfinite(value) or value not in number.limits or (number.is_whole and value != int(value)):
        raise ParameterError(name=number.name, value=value, allowed=allowed)
    return int(value) if number.is_whole else float(value)


def _choice(choice: ChoiceField, value: object) -> str:
    if not isinstance(value, str) or value not in choice.choices:
        raise ParameterError(name=choice.name, value=value, allowed=", ".join(choice.choices))
    return value


def process_code_checked(value: object) -> str:
    """Return what could be the code of a process.

    Raises
    ------
    ParameterError
        If it could not.
    """
    if not isinstance(value, str) or not 0 < len(value) <= CODE_LENGTH or "\x00" in value:
        raise ParameterError(name="process", value=value, allowed=_("the code of a process, such as palm_oil_mill"))
    return value


def _reasons(value: object) -> tuple[str, ...]:
    if not isinstance(value, Iterable) or isinstance(value, str | Mapping):
        raise ParameterError(name="ignored_exclusions", value=value, allowed=", ".join(REASONS))
    given = list(value)
    for reason in given:
        if reason not in REASONS:
            raise ParameterError(name="ignored_exclusions", value=reason, allowed=", ".join(REASONS))
    return tuple(sorted({str(reason) for reason in given}))
