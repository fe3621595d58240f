"""From what is asked for to conditions in SQL; values are bound."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from psycopg import sql

from gisapp.exchange.exports.request import ExportRequest
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.properties import SQL_TYPE, Property, PropertyKind
from gisapp.ogc.query import Conditions, fixed_conditions
from gisapp.planning.errors import ParameterError
from layers.errors import UnknownCodeError
from layers.models import Commodity, District

_INTEGER_LIMIT = 2**63
_WORDS = {"true": True, "1": True, "false": False, "0": False}


def conditions_of(layer: PublishedLayer, request: ExportRequest) -> Conditions:
    """Return what a row must meet to be exported.

    Raises
    ------
    ParameterError
        If the layer knows no commodities, or has no such property, or a value is not of the property's kind.
    """
    conditions = fixed_conditions(layer.source)
    if request.district:
        conditions = _of_district(conditions, layer, request.district)
    if request.commodity:
        conditions = _of_commodity(conditions, layer, request.commodity)
    if request.bbox is not None:
        box = request.bbox
        conditions = conditions.and_(
            sql.SQL(
                "ST_Intersects({geometry}, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, {srid}))"
            ).format(geometry=sql.SQL(layer.source.geometry), srid=sql.Literal(STORAGE_SRID)),
            west=box.west,
            south=box.south,
            east=box.east,
            north=box.north,
        )
    for number, (name, text) in enumerate(request.where):
        conditions = _equal(conditions, layer, name=name, text=text, bound=f"where_{number}")
    return conditions


def filters_check(request: ExportRequest) -> None:
    """See that district and commodity are known.

    Raises
    ------
    UnknownCodeError
        If one is not; the message offers the nearest.
    """
    current = District.objects.filter(valid_to__isnull=True)
    if request.district and not current.filter(code=request.district).exists():
        raise UnknownCodeError(_("district"), request.district, known=current.values_list("code", flat=True))
    if request.commodity and not Commodity.objects.filter(code=request.commodity).exists():
        raise UnknownCodeError(
            _("commodity"), request.commodity, known=Commodity.objects.values_list("code", flat=True)
        )


def _of_district(conditions: Conditions, layer: PublishedLayer, code: str) -> Conditions:
    """Limit rows to those of a district; where rows have none, to those that touch it."""
    if layer.source.model is District:
        return conditions.and_(sql.SQL("o.code = %(district)s"), district=code)
    of_row = layer.source.property("district")
    if of_row is not None:
        return conditions.and_(sql.SQL(of_row.expression + " = %(district)s"), district=code)
    touching = sql.SQL(
        "EXISTS (SELECT FROM layers_district AS within WHERE within.code = %(district)s AND within.valid_to IS NULL"
        " AND ST_Intersects(within.boundary, {geometry}))"
    ).format(geometry=sql.SQL(layer.source.geometry))
    return conditions.and_(touching, district=code)


def _of_commodity(conditions: Conditions, layer: PublishedLayer, code: str) -> Conditions:
    of_row = layer.source.property("commodity")
    if of_row is None:
        allowed = _("only for layers of commodities; %(layer)s has none") % {"layer": layer.name}
        raise ParameterError(name="commodity", value=code, allowed=allowed)
    return conditions.and_(sql.SQL(of_row.expression + " = %(commodity)s"), commodity=code)


def _equal(conditions: Conditions, layer: PublishedLayer, *, name: str, text: str, bound: str) -> Conditions:
    one = layer.source.property(name)
    if one is None:
        names = ", ".join(known.name for known in layer.source.properties)
        raise ParameterError(name=f"where ({layer.name})", value=name, allowed=names)
    try:
        value = value_read(text, one)
    except ValueError as error:
        allowed = _("a value of the kind %(kind)s") % {"kind": one.kind.value}
        raise ParameterError(name=f"where {name}", value=text, allowed=allowed) from error
    return conditions.and_(
        sql.SQL(one.expression + " = ") + sql.Placeholder(bound) + sql.SQL(f"::{SQL_TYPE[one.kind]}"), **{bound: value}
    )


def value_read(text: str, one: Property) -> Any:
    """Return a value of a property's kind.

    Raises
    ------
    ValueError
        If the text is none.
    """
    return _READERS[one.kind](text)


def _string(text: str) -> str:
    # PostgreSQL keeps no text with this sign.
    if "\0" in text:
        raise ValueError(text)
    return text


def _integer(text: str) -> int:
    number = int(text)
    if not -_INTEGER_LIMIT <= number < _INTEGER_LIMIT:
        raise ValueError(text)
    return number


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _boolean(text: str) -> bool:
    if text.lower() not in _WORDS:
        raise ValueError(text)
    return _WORDS[text.lower()]


_READERS: Mapping[PropertyKind, Callable[[str], Any]] = {
    PropertyKind.STRING: _string,
    PropertyKind.INTEGER: _integer,
    PropertyKind.NUMBER: _number,
    PropertyKind.BOOLEAN: _boolean,
    PropertyKind.DATE: date.fromisoformat,
    PropertyKind.DATE_TIME: datetime.fromisoformat,
}
