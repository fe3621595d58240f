"""What is told of each feature: name, kind, title, and the values it can take.

Names and expressions come from `layers.selectors.shape_catalog`; kind, title and values from the model's field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class PropertyKind(StrEnum):
    """The types that every format of ours can tell apart."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date-time"


# The types of PostgreSQL in which their values are compared and read.
SQL_TYPE = {
    PropertyKind.STRING: "text",
    PropertyKind.INTEGER: "bigint",
    PropertyKind.NUMBER: "float8",
    PropertyKind.BOOLEAN: "boolean",
    PropertyKind.DATE: "date",
    PropertyKind.DATE_TIME: "timestamptz",
}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a layer's features.

    Attributes
    ----------
    expression
        SQL over the aliases of the layer's query, written by us; nothing a user sends becomes one.
    values
        The values it can take, with what they mean; empty where any value of the kind can occur.
    """

    name: str
    expression: str
    kind: PropertyKind
    title: Text
    values: tuple[tuple[str, Text], ...] = ()


_KIND_OF_FIELD = (
    (models.BooleanField, PropertyKind.BOOLEAN),
    (models.IntegerField, PropertyKind.INTEGER),
    (models.FloatField, PropertyKind.NUMBER),
    (models.DateTimeField, PropertyKind.DATE_TIME),
    (models.DateField, PropertyKind.DATE),
)

# What is joined to a row has no field of its own in the row's model.
_JOINED: dict[str, tuple[PropertyKind, Text]] = {
    "district": (PropertyKind.STRING, _("district, code")),
    "district_name": (PropertyKind.STRING, _("district")),
    "commodity": (PropertyKind.STRING, _("commodity, code")),
    "commodity_name_id": (PropertyKind.STRING, _("commodity (Indonesian)")),
    "commodity_name_en": (PropertyKind.STRING, _("commodity (English)")),
    "run": (PropertyKind.STRING, _("run")),
    "process": (PropertyKind.STRING, _("process, code")),
    "process_name_id": (PropertyKind.STRING, _("process (Indonesian)")),
    "process_name_en": (PropertyKind.STRING, _("process (English)")),
}


def properties_of(model: type[models.Model], expressions: Mapping[str, str]) -> tuple[Property, ...]:
    """Describe the published properties of a model's rows.

    Parameters
    ----------
    expressions
        SQL by name; `o.column` is a column of the row itself.

    Raises
    ------
    KeyError
        If a joined property is not described here.
    """
    return tuple(_property(model, name, expression) for name, expression in expressions.items())


def _property(model: type[models.Model], name: str, expression: str) -> Property:
    alias, _dot, column = expression.partition(".")
    if alias != "o":
        kind, title = _JOINED[name]
        return Property(name=name, expression=expression, kind=kind, title=title)
    field = model._meta.get_field(column)
    kind = next((kind for of, kind in _KIND_OF_FIELD if isinstance(field, of)), PropertyKind.STRING)
    # An empty code means that nothing is known; it is no value to choose.
    values = tuple((str(value), label) for value, label in getattr(field, "choices", None) or () if value != "")
    return Property(
        name=name, expression=expression, kind=kind, title=getattr(field, "verbose_name", name), values=values
    )
