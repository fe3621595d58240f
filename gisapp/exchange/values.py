"""Turn the cells of a file into the values of model fields, or say why not.

Limits are not repeated here: they are read from the models' own fields, choices and check constraints.
"""

from __future__ import annotations  # Django's fields are generic only to the type checker

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.report import shown
from layers.errors import nearest_code_hint

TRUE = frozenset({"1", "true", "t", "yes", "y", "ya"})
FALSE = frozenset({"0", "false", "f", "no", "n", "tidak"})
ARRAY_SEPARATOR = ";"
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$")
_DECIMAL_COMMA = re.compile(r"-?\d{1,3}(\.\d{3})*,\d+|-?\d+,\d+")


class ValueRefusedError(ValueError):
    """A cell cannot become the value of its field: which value, which limit, which fix; `code` says what it is."""

    def __init__(self, field: str, value: object, *, limit: str, fix: str, code: str = "invalid_value") -> None:
        self.field, self.value, self.limit, self.fix, self.code = field, shown(value), limit, fix, code
        super().__init__(f"{field} = {self.value}: {limit}. {fix}")


def is_wished(given: object) -> bool:
    """Tell whether an option is on, as JSON or as a text says it."""
    return given is True or str(given).strip().lower() in TRUE


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the check constraints of a model allow for one number."""

    low: float = -math.inf
    high: float = math.inf
    is_low_open: bool = False

    def __contains__(self, value: float) -> bool:
        return (value > self.low if self.is_low_open else value >= self.low) and value <= self.high

    def __str__(self) -> str:
        if math.isfinite(self.high):
            return _("from %(low)g to %(high)g") % {"low": self.low, "high": self.high}
        return (_("above %(low)g") if self.is_low_open else _("%(low)g or more")) % {"low": self.low}


@lru_cache(maxsize=64)
def bounds_of(model: type[models.Model]) -> Mapping[str, Bounds]:
    """Return the numeric limits by field that the check constraints of a model set."""
    limits: dict[str, dict[str, Any]] = {}
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint):
            continue
        for lookup, value in _leaves(constraint.condition):
            field, _sep, operator = lookup.rpartition("__")
            if isinstance(value, int | float) and operator in ("gte", "gt"):
                limits.setdefault(field, {}).update(low=value, is_low_open=operator == "gt")
            elif isinstance(value, int | float) and operator == "lte":
                limits.setdefault(field, {}).update(high=value)
    return {field: Bounds(**limit) for field, limit in limits.items()}


def _leaves(condition: Any) -> Iterator[tuple[str, Any]]:
    """Yield the comparisons of a Q object."""
    for child in getattr(condition, "children", []):
        if isinstance(child, tuple):
            yield child
        else:
            yield from _leaves(child)


def value_of(field: models.Field[Any, Any], cell: object) -> Any:
    """Turn a cell into the value of a field that is neither a link nor a geometry.

    Parameters
    ----------
    cell
        Text or a plain Python value; None where the cell is empty.

    Raises
    ------
    ValueRefusedError
        If it cannot be.
    """
    if cell is None:
        return _empty(field)
    if isinstance(field, ArrayField):
        parts = (part.strip() for part in str(cell).split(ARRAY_SEPARATOR))
        return [value_of(_named(field.base_field, field.name), part) for part in parts if part]
    for kind, parse in _PARSERS.items():
        if isinstance(field, kind):
            return _validated(field, parse(field, cell))
    raise TypeError(f"no parser for {field!r}")


def _validated(field: models.Field[Any, Any], value: Any) -> Any:
    """Return the value if the field's own validators take it: what a slug is, what fits the column."""
    try:
        field.run_validators(value)
    except ValidationError as error:
        raise ValueRefusedError(field.name, value, limit=" ".join(error.messages), fix=_("Correct it.")) from None
    return value


def _named(field: models.Field[Any, Any], name: str) -> models.Field[Any, Any]:
    field.name = name
    return field


def _empty(field: models.Field[Any, Any]) -> Any:
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if field.blank and field.empty_strings_allowed:
        return ""
    fix = _("Fill the cell, or give --set.")
    raise ValueRefusedError(field.name, None, limit=_("must be given"), fix=fix, code="missing_value")


def _number(field: models.Field[Any, Any], cell: object) -> float:
    text = str(cell).strip()
    try:
        number = float(text)
    except ValueError:
        fix = _("Write digits with a point before the decimals, and no unit.")
        if _DECIMAL_COMMA.fullmatch(text):
            fix = _("Write %(number)s: a point before the decimals, no separator of thousands.") % {
                "number": text.replace(".", "").replace(",", ".")
            }
        raise ValueRefusedError(field.name, cell, limit=_("a number"), fix=fix) from None
    if not math.isfinite(number):
        raise ValueRefusedError(field.name, cell, limit=_("a finite number"), fix=_("Leave it empty where unknown."))
    bounds = bounds_of(field.model).get(field.name) if hasattr(field, "model") else None
    if bounds is not None and number not in bounds:
        fix = _("Correct it, or leave it empty where unknown.")
        raise ValueRefusedError(field.name, cell, limit=str(bounds), fix=fix, code="out_of_range")
    return number


def _whole_number(field: models.Field[Any, Any], cell: object) -> int:
    number = _number(field, cell)
    if number != int(number) or number < 0:
        raise ValueRefusedError(field.name, cell, limit=_("a whole number, 0 or more"), fix=_("Correct it."))
    is_year = field.name == "year" or field.name.endswith("_year")
    if is_year and number not in conf.RECORD_YEAR:
        fix = _("Write the year with four digits.")
        raise ValueRefusedError(field.name, cell, limit=str(conf.RECORD_YEAR), fix=fix, code="out_of_range")
    return int(number)


def _truth(field: models.Field[Any, Any], cell: object) -> bool:
    text = str(cell).strip().lower()
    if text in TRUE | FALSE:
        return text in TRUE
    raise ValueRefusedError(field.name, cell, limit=_("true or false"), fix=_("Write true or false."))


def _day(field: models.Field[Any, Any], cell: object) -> date:
    found = _DATE.match(str(cell).strip())
    try:
        if found is None:
            raise ValueError
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        fix = _("Write it as 2025-12-31.")
        raise ValueRefusedError(field.name, cell, limit=_("a day"), fix=fix) from None


def _text(field: models.Field[Any, Any], cell: object) -> str:
    text = str(cell).strip()
    if field.choices:
        return _choice(field, text)
    if "\0" in text:
        raise ValueRefusedError(field.name, cell, limit=_("a text without NUL signs"), fix=_("Delete that sign."))
    if field.max_length is not None and len(text) > field.max_length:
        limit = _("at most %(limit)d characters (it has %(length)d)") % {"limit": field.max_length, "length": len(text)}
        raise ValueRefusedError(field.name, cell, limit=limit, fix=_("Shorten it."))
    return text


def _choice(field: models.Field[Any, Any], text: str) -> str:
    known = {str(value): str(value) for value, _label in field.flatchoices if value}
    by_case = {value.lower(): value for value in known}
    if text.lower() not in by_case:
        limit = _("one of %(values)s") % {"values": ", ".join(known)}
        hint = nearest_code_hint(text.lower(), known)
        raise ValueRefusedError(field.name, text, limit=limit, fix=hint, code="unknown_code")
    return by_case[text.lower()]


_PARSERS: dict[type[models.Field[Any, Any]], Callable[[models.Field[Any, Any], object], Any]] = {
    models.BooleanField: _truth,
    models.IntegerField: _whole_number,
    models.FloatField: _number,
    models.DateField: _day,
    models.CharField: _text,
    models.TextField: _text,
}
