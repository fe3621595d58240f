"""The figures that docs/siting.md tells planners are those of the code."""

import re
from collections.abc import Mapping
from dataclasses import astuple, is_dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gisapp.planning.parameters import DEFAULT_WEIGHTS
from gisapp.siting import Criterion, value_function_parse
from gisapp.siting.criteria import DEFAULT_VALUE_FUNCTIONS
from gisapp.siting.uncertainty import Uncertainty

PAGE = (Path(settings.BASE_DIR) / "docs" / "siting.md").read_text(encoding="utf-8")
CONSTANTS = re.findall(r"^\| `(gisapp\.[\w.]+)` \| ([^|]+) \|", PAGE, re.MULTILINE)
CRITERIA = re.findall(r"^\| `(\w+)` [^|]+\|[^|]+\| (\d+) \| (?:`([^`]+)` )?\|$", PAGE, re.MULTILINE)


def _step(owner: Any, name: str) -> Any:
    """Go from a module, class, record or mapping to what it holds by a name; a class stands for its defaults."""
    owner = owner() if owner is Uncertainty else owner
    return owner[int(name) if name.isdigit() else name] if isinstance(owner, Mapping) else getattr(owner, name)


def _constant(path: str) -> Any:
    names = path.split(".")
    # The module is all that is written in small letters; figures and classes are not.
    depth = next(k for k, name in enumerate(names) if not name.islower())
    found: Any = import_module(".".join(names[:depth]))
    for name in names[depth:]:
        found = _step(found, name)
    return found


def _figures(value: Any) -> list[float]:
    if is_dataclass(value) and not isinstance(value, type):
        return [float(part) for part in astuple(value)]
    if isinstance(value, Mapping):
        return [float(part) for part in value.values()]
    return [float(part) for part in value] if isinstance(value, tuple) else [float(value)]


def test_there_are_figures_to_compare() -> None:
    assert len(CONSTANTS) > 30
    assert len(CRITERIA) == 2 * len(Criterion)


@pytest.mark.parametrize(("path", "told"), CONSTANTS)
def test_a_figure_is_that_of_its_constant(path: str, told: str) -> None:
    assert [float(Fraction(part.strip())) for part in told.split(",")] == pytest.approx(_figures(_constant(path)))


@pytest.mark.parametrize(("criterion", "weight", "function"), CRITERIA)
def test_weights_and_scales_are_the_defaults(criterion: str, weight: str, function: str) -> None:
    assert float(weight) == DEFAULT_WEIGHTS[criterion]
    told = value_function_parse(function) if function else None
    assert told == DEFAULT_VALUE_FUNCTIONS.get(Criterion(criterion))
