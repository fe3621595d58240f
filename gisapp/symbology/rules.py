"""Which rule of a style draws a feature, told from its properties."""

from collections.abc import Mapping
from typing import Any

from gisapp.symbology.model import AnyOf, Condition, Rule, Style


def rule_of(style: Style, values: Mapping[str, Any]) -> Rule | None:
    """Return the first rule whose conditions hold, None where none draws the feature.

    Parameters
    ----------
    values
        By name of the property. A condition on a property that is not among them is taken to hold.
    """
    return next((rule for rule in style.rules if _holds(rule, values)), None)


def _holds(rule: Rule, values: Mapping[str, Any]) -> bool:
    return all(one.property not in values or _meets(one, values[one.property]) for one in rule.conditions)


def _meets(condition: Condition, value: Any) -> bool:
    if value is None:
        return False
    if isinstance(condition, AnyOf):
        return _text(value) in condition.values
    return (condition.above is None or value > condition.above) and (condition.upto is None or value <= condition.upto)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
