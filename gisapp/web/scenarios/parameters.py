"""What was asked of a run, in short words, and where two questions differ."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gisapp.planning.changed_inputs import changed_at
from gisapp.planning.numbers import minutes, number, per_year, share
from gisapp.planning.parameters import CRITERIA
from gisapp.planning.texts import criterion_label
from gisapp.siting import PlanningMethod, SupplyModel
from gisapp.web.profiles.units import not_recorded
from layers.models import ExclusionReason, SitingRun

WORDS: dict[str, Any] = {
    SupplyModel.LEAST_COST: gettext_lazy("least cost"),
    SupplyModel.HUFF: gettext_lazy("suppliers choose freely"),
    PlanningMethod.TOGETHER: gettext_lazy("chosen together"),
    PlanningMethod.IN_TURN: gettext_lazy("each the best next one"),
    "dry": gettext_lazy("dry season"),
    "wet": gettext_lazy("wet season"),
}


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter of two runs."""

    title: str
    a: str
    b: str
    differs: bool


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A parameter: its title, what is compared, and its words."""

    title: Any
    key: Callable[[SitingRun], Any]
    words: Callable[[SitingRun], str]


def parameter_words(run: SitingRun) -> list[tuple[str, str]]:
    """Return title and value of every parameter of a run."""
    return [(str(one.title), one.words(run)) for one in _PARAMETERS]


def parameter_rows(a: SitingRun, b: SitingRun) -> list[ParameterRow]:
    """Compare the questions of two runs."""
    return [
        ParameterRow(str(one.title), one.words(a), one.words(b), differs=one.key(a) != one.key(b))
        for one in _PARAMETERS
    ]


def same_weights(a: SitingRun, b: SitingRun) -> bool:
    """Tell whether two runs weigh alike, so that their scores can be compared."""
    return _weights(a) == _weights(b)


def titles(rows: Iterable[ParameterRow], *, differs: bool) -> str:
    """Return the names of the parameters that differ, or of those that do not, in a sentence."""
    return ", ".join(_within_sentence(row.title) for row in rows if row.differs is differs)


def _within_sentence(title: str) -> str:
    return title[:1].lower() + title[1:]


def _given(name: str) -> Callable[[SitingRun], Any]:
    return lambda run: run.parameters.get(name)


def _used(name: str) -> Callable[[SitingRun], Any]:
    """Return what a run went by, which the process decides where the question leaves it open."""
    return lambda run: run.summary.get(name)


def _named(name: str) -> Callable[[SitingRun], str]:
    return lambda run: str(WORDS.get(run.parameters.get(name, ""), run.parameters.get(name) or not_recorded()))


def _weights(run: SitingRun) -> dict[str, float]:
    weights = run.parameters["weights"]
    total = sum(weights.values())
    return {code: round(weights[code] / total, 6) for code in CRITERIA if code in weights}


def _weight_words(run: SitingRun) -> str:
    return ", ".join(f"{criterion_label(code)} {share(weight, 0)}" for code, weight in _weights(run).items())


def _sizes(run: SitingRun) -> str:
    sizes = run.summary.get("sizes_per_year") or ()
    return _(" or ").join(per_year(size, run.process.feed_unit) for size in sizes) or not_recorded()


def _least(run: SitingRun) -> str:
    least = run.summary.get("min_utilisation")
    return not_recorded() if least is None else share(least, 0)


def _limit(run: SitingRun) -> str:
    limit = run.summary.get("max_minutes")
    return not_recorded() if limit is None else minutes(limit)


def _exclusions(run: SitingRun) -> str:
    left_out = run.parameters.get("ignored_exclusions") or ()
    names = ", ".join(str(ExclusionReason(code).label) for code in left_out)
    return _("all but: %(names)s") % {"names": names} if names else _("all")


def _budget(run: SitingRun) -> str:
    budget = run.parameters.get("budget_million_idr")
    return _("no limit") if budget is None else _("Rp %(amount)s billion") % {"amount": number(budget / 1_000, 1)}


def _places(name: str) -> Callable[[SitingRun], str]:
    def words(run: SitingRun) -> str:
        count = len(run.parameters.get(name) or ())
        return ngettext("%(count)d place", "%(count)d places", count) % {"count": count} if count else _("none")

    return words


def _value_functions(run: SitingRun) -> str:
    functions = run.parameters.get("value_functions") or {}
    return ", ".join(f"{criterion_label(code)}: {text}" for code, text in functions.items()) or _("straight lines")


def _data(run: SitingRun) -> str:
    versions = run.summary.get("versions") or {}
    newest = max((changed_at(version) for version in versions.values()), default=None)
    return not_recorded() if newest is None else format_date(localtime(newest), "j F Y, H.i")


_PARAMETERS: tuple[_Parameter, ...] = (
    _Parameter(gettext_lazy("Industry"), lambda run: run.process_id, lambda run: run.process.name),
    _Parameter(gettext_lazy("Number of plants"), _given("plants"), lambda run: number(run.parameters["plants"])),
    _Parameter(gettext_lazy("Size of a plant"), _used("sizes_per_year"), _sizes),
    _Parameter(gettext_lazy("Travel-time limit"), _used("max_minutes"), _limit),
    _Parameter(gettext_lazy("Least share of the size filled"), _used("min_utilisation"),
               _least),
    _Parameter(gettext_lazy("Supply model"), _given("supply_model"), _named("supply_model")),
    _Parameter(gettext_lazy("Season"), _given("season"), _named("season")),
    _Parameter(gettext_lazy("Method"), _given("method"), _named("method")),
    _Parameter(gettext_lazy("Weights"), _weights, _weight_words),
    _Parameter(gettext_lazy("Value functions"), lambda run: run.parameters.get("value_functions") or {},
               _value_functions),
    _Parameter(gettext_lazy("Excluded areas"), _given("ignored_exclusions"), _exclusions),
    _Parameter(gettext_lazy("Budget"), _given("budget_million_idr"), _budget),
    _Parameter(gettext_lazy("Existing plants are served first"), lambda run: run.parameters.get("serve_existing", True),
               lambda run: _("yes") if run.parameters.get("serve_existing", True) else _("no")),
    _Parameter(gettext_lazy("Existing plants may be enlarged"), _given("allow_upgrades"),
               lambda run: _("yes") if run.parameters.get("allow_upgrades") else _("no")),
    _Parameter(gettext_lazy("Places set for a plant"), _given("forced_sites"), _places("forced_sites")),
    _Parameter(gettext_lazy("Places without a plant"), _given("forbidden_sites"), _places("forbidden_sites")),
    _Parameter(gettext_lazy("Land for a plant"), _given("site_area_ha"),
               lambda run: _area(run.parameters.get("site_area_ha"))),
    _Parameter(gettext_lazy("Cells of the search"), _given("cell_size_m"),
               lambda run: f"{number(run.parameters['cell_size_m'])} m"),
    _Parameter(gettext_lazy("State of the data"), _used("versions"), _data),
)  # fmt: skip


def _area(area_ha: float | None) -> str:
    return _("as the industry needs") if area_ha is None else f"{number(area_ha, 1)} ha"
