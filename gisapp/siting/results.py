"""What the siting engine answers with.

Coordinates are metric, in the study area's CRS; only `Site.lon` and `Site.lat` are degrees (EPSG:4326).
Texts are not made here: results hold codes and figures, and whoever shows them finds the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import shapely

from gisapp.siting.codes import (
    Criterion,
    ExclusionEffect,
    Figures,
    NoteCode,
    PlaceKind,
    PlanningMethod,
    ProofStatus,
    RefusalCode,
    RuleState,
    Status,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is suggested, with the figures that prove it."""

    code: RefusalCode
    figures: Figures


@dataclass(frozen=True, slots=True)
class Note:
    """An assumption or a gap in the data.

    Attributes
    ----------
    subject
        What the note is about where the code alone does not tell, such as a criterion.
    """

    code: NoteCode
    figures: Figures
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion's part of a score.

    Attributes
    ----------
    raw
        The figure at the site, in `unit`; None where nothing is recorded, infinite where no way leads.
    reference
        Name of what the figure refers to: the nearest market, the district, the zone.
    value
        0 to 1; neutral where `raw` is None and the criterion is not known.
    weight, contribution
        Weight (all sum to 1) and weight x value (all sum to the score).
    """

    criterion: Criterion
    raw: float | None
    unit: str
    reference: str
    value: float
    weight: float
    contribution: float


@dataclass(frozen=True, slots=True)
class SourceSupply:
    """What a site takes from one source."""

    source_id: int
    district: int
    minutes: float
    supply_t_per_year: float


@dataclass(frozen=True, slots=True)
class DistrictSupply:
    """What a site takes from one district; district -1 where it is unknown."""

    district: int
    supply_t_per_year: float


@dataclass(frozen=True, slots=True)
class Competitor:
    """An existing plant that is within reach or takes supply from within reach.

    Attributes
    ----------
    minutes
        From the plant to the site; infinite where it cannot be driven within the limit.
    takes_t_per_year
        What it takes from the sources within the site's reach.
    """

    plant_id: int
    name: str
    minutes: float
    capacity_t_per_year: float
    capacity_is_assumed: bool
    takes_t_per_year: float


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """How the site stands to one rule."""

    code: str
    state: RuleState
    legal_basis: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Nearby:
    """The nearest reference point of a kind."""

    kind: PlaceKind
    place_id: int
    name: str
    minutes: float


@dataclass(frozen=True, slots=True)
class GrownPlant:
    """An existing plant that is to be enlarged.

    Attributes
    ----------
    capacity_t_per_year, takes_t_per_year
        What it can take in now, and what it takes.
    """

    plant_id: int
    name: str
    capacity_t_per_year: float
    takes_t_per_year: float


@dataclass(frozen=True, slots=True)
class Site:
    """One suggested site and why it is suggested.

    Attributes
    ----------
    rank
        1 is best; reserves follow the plants.
    is_reserve
        A stand-in for the last plant: it draws on the same supply, so its tonnes are not
        to be added to those of the plants.
    x_m, y_m
        Centre of the cell.
    district
        Row of `Districts`, -1 where unknown.
    reachable_t_per_year
        Supply left within reach, of which the plant takes `supply_t_per_year`.
    supply_t_per_year
        What it takes; where a plant is enlarged, what it takes more.
    capacity_t_per_year
        The modular size chosen; `utilisation` is the share of it that is filled, with what an enlarged
        plant takes already.
    outlay_million_idr
        What it costs; None where that is not reckoned with.
    grown
        The plant that is enlarged; None for a new one.
    mean_minutes
        Drive from the sources, weighted by tonnes.
    catchment
        MultiPolygon, metric CRS: land within `catchment_minutes` of the site, the time to
        its farthest source.
    """

    rank: int
    is_reserve: bool
    x_m: float
    y_m: float
    lon: float
    lat: float
    district: int
    score: float
    parts: tuple[Part, ...]
    reachable_t_per_year: float
    supply_t_per_year: float
    capacity_t_per_year: float
    utilisation: float
    mean_minutes: float
    supply_by_source: tuple[SourceSupply, ...]
    supply_by_district: tuple[DistrictSupply, ...]
    competitors: tuple[Competitor, ...]
    rules: tuple[RuleCheck, ...]
    nearby: tuple[Nearby, ...]
    catchment: shapely.MultiPolygon
    catchment_minutes: float
    outlay_million_idr: float | None = None
    grown: GrownPlant | None = None


@dataclass(frozen=True, slots=True)
class SiteStability:
    """How one suggested site fared under drawn weights and values.

    Attributes
    ----------
    rank_share
        Share of draws in which it took each rank, the first rank first, down to the number of sites.
    filled_share
        Share of drawn supplies that fill the suggested size to the least utilisation.
    drawn_t_per_year, drawn_minutes
        (n_value_draw,) what the site takes of each drawn supply, and the drive weighted by tonnes, None where it
        takes nothing.
    """

    rank: int
    rank_share: tuple[float, ...]
    filled_share: float
    drawn_t_per_year: tuple[float, ...]
    drawn_minutes: tuple[float | None, ...]

    @property
    def first_share(self) -> float:
        """Share of draws in which it was first."""
        return self.rank_share[0]

    @property
    def holds_share(self) -> float:
        """Share of draws in which it kept its rank."""
        return self.rank_share[self.rank - 1]


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A smallest change of weights that dethrones the first site.

    Attributes
    ----------
    weights
        After the change, by criterion, summing to 1.
    criterion
        The one weight that changed while the others kept their proportions; None where several changed.
    moved
        Share of the weight that moved between criteria: half the sum of absolute changes.
    rival_rank
        Rank of the site that draws level; 0 for a place that is not among the suggested sites.
    """

    weights: Mapping[Criterion, float]
    criterion: Criterion | None
    moved: float
    rival_rank: int


@dataclass(frozen=True, slots=True)
class Robustness:
    """How the suggestion holds when weights, yields and the cost of transport are not what was assumed.

    Attributes
    ----------
    n_draw, n_value_draw
        Draws of weights, and of values among which they are shared out.
    n_rival
        Other places that could have been ranked, one for every stretch of land around a good candidate.
    concentration
        Of the Dirichlet distribution around the given weights.
    first_confidence
        Share of drawn values with which the first site is first under the weights that favour it most
        (confidence factor of SMAA); None where no draw put it first.
    single_change, total_change
        The smallest change of one weight, and of all together; None where none dethrones the first site.
    """

    sites: tuple[SiteStability, ...]
    n_draw: int
    n_value_draw: int
    n_rival: int
    concentration: float
    first_confidence: float | None
    single_change: WeightChange | None
    total_change: WeightChange | None


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the chosen plants are together.

    Attributes
    ----------
    objective
        Sum of their scores.
    bound
        No plan has a greater sum; None where no bound is known.
    """

    method: PlanningMethod
    status: ProofStatus
    objective: float
    bound: float | None

    @property
    def gap(self) -> float | None:
        """How far the sum is from the best possible at most, as a share of that; None where not known."""
        if self.bound is None:
            return None
        return (self.bound - self.objective) / self.bound if self.bound > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell cannot be chosen, or is worth less.

    Attributes
    ----------
    penalty
        Share taken off what the spatial plan makes of a cell, where the reason penalises.
    """

    code: str
    legal_basis: str
    effect: ExclusionEffect
    penalty: float = 0.0


@dataclass(frozen=True, slots=True)
class SitingResult:
    """The engine's answer: equal for equal problems, timings apart.

    Attributes
    ----------
    refusal
        Set exactly when `status` is ``refused``; then `sites` is empty.
    quality
        None for a refusal.
    robustness
        None for a refusal, and where no random numbers were passed in.
    taken_by_plant_t_per_year
        By plant id: what existing plants draw; empty where the answer came before that was known.
    counts
        Cells, sources, groups of sources, plants, road nodes, candidates.
    timings_s
        Seconds by stage, by the clock that was passed in; empty without one.
    """

    status: Status
    refusal: Refusal | None
    sites: tuple[Site, ...]
    notes: tuple[Note, ...]
    counts: Mapping[str, int]
    engine_version: str
    quality: Quality | None = None
    robustness: Robustness | None = None
    taken_by_plant_t_per_year: Mapping[int, float] = field(default_factory=dict)
    timings_s: Mapping[str, float] = field(compare=False, default_factory=dict)
