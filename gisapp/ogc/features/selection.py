"""From what a request selects to conditions in SQL."""

from datetime import date, datetime
from typing import Any

from psycopg import sql

from gisapp.ogc.catalog import FeatureSource
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.errors import InvalidParameterError
from gisapp.ogc.features.boxes import Box
from gisapp.ogc.features.cql2.predicates import predicate
from gisapp.ogc.features.cql2.scope import Scope, Values
from gisapp.ogc.features.intervals import Interval, moment_parse
from gisapp.ogc.features.requests import Selection
from gisapp.ogc.features.schemas import queryable, time_property
from gisapp.ogc.properties import SQL_TYPE, Property, PropertyKind
from gisapp.ogc.query import Conditions, fixed_conditions

_WORDS = {"true": True, "false": False}
_INTEGER_LIMIT = 2**63


def conditions_of(selection: Selection, source: FeatureSource) -> Conditions:
    """Return what a row must meet to be of the layer and selected.

    Raises
    ------
    InvalidParameterError
        If the layer has no such property, or a value is not of the property's kind.
    """
    conditions = fixed_conditions(source)
    values = Values("asked_")
    parts: list[sql.Composable] = []
    if selection.box is not None:
        parts.append(_in_box(selection.box, source, values))
    if selection.interval is not None:
        parts.append(_in_interval(selection.interval, source, values))
    parts += [_equal(name, text, source, values) for name, text in selection.equal]
    if selection.filter is not None:
        parts.append(predicate(selection.filter.expression, Scope(source, selection.filter.crs, values)))
    return Conditions((*conditions.parts, *parts), {**conditions.values, **values.bound})


def value_parse(text: str, one: Property) -> Any:
    """Return a value of a property's kind, None where the text is none.

    Examples
    --------
    >>> value_parse("2024", Property(name="year", expression="o.year", kind=PropertyKind.INTEGER, title="year"))
    2024
    """
    try:
        match one.kind:
            case PropertyKind.STRING:
                return text
            case PropertyKind.INTEGER:
                number = int(text)
                return number if -_INTEGER_LIMIT <= number < _INTEGER_LIMIT else None
            case PropertyKind.NUMBER:
                return float(text)
            case PropertyKind.BOOLEAN:
                return _WORDS.get(text.lower())
    except ValueError:
        return None
    return _moment(text, is_day=one.kind is PropertyKind.DATE)


def _moment(text: str, *, is_day: bool) -> date | datetime | None:
    found = moment_parse(text)
    return found if isinstance(found, datetime) is not is_day else None


def _in_box(box: Box, source: FeatureSource, values: Values) -> sql.Composable:
    geometry = sql.SQL(source.geometry)
    shape = sql.SQL("ST_GeomFromWKB({wkb}, {srid})").format(
        wkb=values.bind(box.wkb, "bytea"), srid=sql.Literal(STORAGE_SRID)
    )
    touching = sql.SQL("ST_Intersects({geometry}, {shape})").format(geometry=geometry, shape=shape)
    if not box.is_rectangle:
        return touching
    # What lies wholly inside need not be looked at vertex by vertex.
    inside = sql.SQL("{geometry} @ {shape} OR ").format(geometry=geometry, shape=shape)
    near = sql.SQL("{geometry} && {shape}").format(geometry=geometry, shape=shape)
    return sql.SQL("({near} AND ({inside}{touching}))").format(near=near, inside=inside, touching=touching)


def _in_interval(interval: Interval, source: FeatureSource, values: Values) -> sql.Composable:
    one = time_property(source)
    if one is None:
        raise InvalidParameterError("the layer has no year and no date; leave datetime out", locator="datetime")
    ends = (("{value} >= {end}", interval.start), ("{value} <= {end}", interval.end))
    parts = [
        sql.SQL(pattern).format(
            value=sql.SQL(one.expression), end=values.bind(_as_kind(moment, one.kind), SQL_TYPE[one.kind])
        )
        for pattern, moment in ends
        if moment is not None
    ]
    return sql.SQL("(") + sql.SQL(" AND ").join(parts) + sql.SQL(")")


def _as_kind(moment: datetime, kind: PropertyKind) -> int | date | datetime:
    """Return a moment as the year, the day or the time that holds it."""
    if kind is PropertyKind.INTEGER:
        return moment.year
    return moment.date() if kind is PropertyKind.DATE else moment


def _equal(name: str, text: str, source: FeatureSource, values: Values) -> sql.Composable:
    one = queryable(source, name)
    if one is None:
        raise InvalidParameterError(f"the layer has no property {name[:80]!r}", locator=name[:80])
    value = value_parse(text, one)
    if value is None:
        raise InvalidParameterError(f"{name}={text[:80]!r}: the property is a {one.kind}", locator=name)
    return sql.SQL("{property} = {value}").format(
        property=sql.SQL(one.expression), value=values.bind(value, SQL_TYPE[one.kind])
    )
