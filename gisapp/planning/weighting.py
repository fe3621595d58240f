"""How criteria are weighed: weights given directly, by pairwise comparison, or by a named preset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.planning.errors import ParameterError
from gisapp.planning.presets import CRITERIA, preset_get
from gisapp.planning.texts import criterion_label
from gisapp.siting import ProblemError, value_function_parse
from gisapp.siting.ahp import (
    MAX_RATIO,
    RANDOM_INDEX,
    RANDOM_INDEX_SOURCE,
    InconsistentError,
    Priorities,
    Triad,
    priorities,
    reciprocal,
    weights_from_comparisons,
)

PERCENT = 100.0
# Weights that were stored beside the comparisons that they come from.
SAME_WEIGHT = 1e-6
Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights, and where they come from.

    Attributes
    ----------
    weights
        By criterion, of any scale.
    pairwise
        Comparisons above the diagonal, row by row; None where the weights come from elsewhere.
    value_functions
        In the notation of `value_function_parse`, by criterion; those absent have the default.
    """

    weights: Mapping[str, float]
    preset: str | None
    pairwise: Rows | None
    value_functions: Mapping[str, str]


def weighting_parse(given: Mapping[str, object], *, default_weights: Mapping[str, float]) -> Weighting:
    """Check what a user gave of weights, comparisons, a preset and value functions.

    Weights or comparisons replace those of a preset, and value functions its value functions one by one.

    Raises
    ------
    ParameterError
        If one is malformed, or weights and comparisons disagree.
    """
    preset = preset_get(given["preset"]) if given.get("preset") is not None else None
    pairwise = _comparisons(given["pairwise"]) if given.get("pairwise") is not None else None
    weights = _weights(given["weights"]) if given.get("weights") is not None else None
    if pairwise is not None:
        weights = _agreeing(weights, _weights_of(pairwise))
    elif weights is None:
        weights = dict(preset.weights if preset else default_weights)
    own = _value_functions(given["value_functions"]) if given.get("value_functions") is not None else {}
    return Weighting(
        weights=weights,
        preset=preset.code if preset else None,
        pairwise=pairwise,
        value_functions={**(preset.value_functions if preset else {}), **own},
    )


def consistency_of(pairwise: Rows) -> Priorities:
    """Return the weights of comparisons and how consistent these are."""
    return priorities(reciprocal(np.array([cell for row in pairwise for cell in row])))


def comparisons_from_text(text: str) -> list[list[str]]:
    """Return rows of comparisons from a text that divides rows by bars, such as ``3 5 1/2 | 2 1 | 1/3``."""
    return [row.split() for row in text.split("|")]


def _weights(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping) or set(value) != set(CRITERIA):
        allowed = _("a number for each of %(names)s") % {"names": ", ".join(CRITERIA)}
        raise ParameterError(name="weights", value=value, allowed=allowed)
    weights = {name: _weight(name, value[name]) for name in CRITERIA}
    if not sum(weights.values()) > 0:
        raise ParameterError(name="weights", value=value, allowed=_("at least one weight above 0"))
    return weights


def _weight(name: str, value: object) -> float:
    # bool is an int to Python, but true is no weight; NaN lies in no range.
    if isinstance(value, bool) or not isinstance(value, int | float) or value not in conf.WEIGHT:
        allowed = _("a number, %(range)s") % {"range": conf.WEIGHT}
        raise ParameterError(name=f"weights.{name}", value=value, allowed=allowed)
    return float(value)


def _comparisons(value: object) -> Rows:
    """Return the comparisons above the diagonal, from those alone or from the whole matrix."""
    n = len(CRITERIA)
    lengths = [len(row) if _is_list(row) else -1 for row in value] if _is_list(value) else []  # type: ignore[attr-defined]
    is_upper, is_whole = lengths == list(range(n - 1, 0, -1)), lengths == [n] * n
    if not (is_upper or is_whole):
        raise ParameterError(name="pairwise", value=value, allowed=_comparisons_allowed())
    rows: Any = value
    cells = np.array([_comparison(cell) for row in rows for cell in row])
    matrix = reciprocal(cells) if is_upper else cells.reshape(n, n)
    try:
        weights_from_comparisons(matrix)
    except InconsistentError as error:
        raise ParameterError(name="pairwise", value=value, allowed=_consistent(error)) from error
    except ProblemError as error:
        raise ParameterError(name="pairwise", value=value, allowed=f"{_comparisons_allowed()} ({error})") from error
    return tuple(tuple(matrix[row, row + 1 :].tolist()) for row in range(n - 1))


def _comparison(value: object) -> float:
    number = np.nan
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        # By hand and not by Fraction, which would spend minutes on 1e999999999.
        try:
            above, _slash, below = str(value).partition("/")
            number = float(above) / float(below or 1)
        except (ValueError, ZeroDivisionError):
            number = np.nan
    if not 0 < number < np.inf:
        raise ParameterError(name="pairwise", value=value, allowed=_("comparisons of 1/9 to 9, such as 3 or 1/3"))
    return number


def _comparisons_allowed() -> str:
    return _(
        "how many times as important each criterion is as each later one, 1/9 to 9: rows of 5, 4, 3, 2 and 1"
        " comparisons, or the whole matrix of 6 by 6, in the order %(names)s"
    ) % {"names": ", ".join(CRITERIA)}


def _consistent(error: InconsistentError) -> str:
    triad = error.triad
    labels = [criterion_label(CRITERIA[place]) for place in (triad.i, triad.j, triad.k)]
    return _(
        "comparisons with a consistency ratio of at most %(limit)s; it is %(ratio)s (random index %(index)s,"
        " %(source)s). Those that contradict each other most: %(i)s over %(j)s is %(ij)s and %(j)s over %(k)s is"
        " %(jk)s, so %(i)s over %(k)s would be %(consistent)s, but is %(ik)s. Correct one of the three"
    ) % {
        "limit": f"{MAX_RATIO:.2f}",
        "ratio": f"{error.ratio:.3f}",
        "index": RANDOM_INDEX[len(CRITERIA)],
        "source": RANDOM_INDEX_SOURCE,
        **dict(zip("ijk", labels, strict=True)),
        **_ratios(triad),
    }


def _ratios(triad: Triad) -> dict[str, str]:
    return {
        "ij": ratio_text(triad.i_over_j),
        "jk": ratio_text(triad.j_over_k),
        "ik": ratio_text(triad.i_over_k),
        "consistent": ratio_text(triad.consistent_i_over_k),
    }


def ratio_text(ratio: float) -> str:
    """Return a comparison as it is written: 3, or 1/3."""
    return f"{ratio:.3g}" if ratio >= 1 else f"1/{1 / ratio:.3g}"


def _weights_of(pairwise: Rows) -> dict[str, float]:
    return dict(zip(CRITERIA, (PERCENT * consistency_of(pairwise).weights).tolist(), strict=True))


def _agreeing(weights: Mapping[str, float] | None, of_comparisons: dict[str, float]) -> dict[str, float]:
    """Return the weights of comparisons; weights that were given too must be the same."""
    if weights is not None:
        scale = sum(weights.values()) / PERCENT
        if any(abs(weights[name] / scale - of_comparisons[name]) > SAME_WEIGHT for name in CRITERIA):
            allowed = _("either weights or pairwise comparisons, not both")
            raise ParameterError(name="weights", value=dict(weights), allowed=allowed)
    return of_comparisons


def _value_functions(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not set(value) <= set(CRITERIA):
        allowed = _("a value function for some of %(names)s") % {"names": ", ".join(CRITERIA)}
        raise ParameterError(name="value_functions", value=value, allowed=allowed)
    for name, text in value.items():
        try:
            value_function_parse(text if isinstance(text, str) else "")
        except ProblemError as error:
            raise ParameterError(name=f"value_functions.{name}", value=text, allowed=str(error)) from error
    return {name: value[name].strip() for name in CRITERIA if name in value}


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
