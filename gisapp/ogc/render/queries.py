"""The SQL with which Mapnik reads a layer at a zoom: `shape` in EPSG:3857, `rule` and what labels write.

Which rule of the style draws a feature is found in the database: one whole number is quicker to send and to compare
than the properties that it rests on.
"""

from collections.abc import Callable
from dataclasses import dataclass

from psycopg import sql

from gisapp.ogc.catalog import FeatureSource, GeometryType
from gisapp.ogc.query import Conditions, expression_of, fixed_conditions, from_rows, from_shapes
from gisapp.ogc.render.literals import inlined, literal
from gisapp.ogc.render.request import LayerView
from gisapp.symbology.model import AnyOf, Condition, Style
from layers.models import FULL_BAND, GROUPED_BANDS, UngroupedTile
from layers.selectors.shapes import band_for_zoom
from layers.shape_tables import ShapeTable

# Mapnik puts the box of the picture, in EPSG:3857, in place of this.
BOX = "!bbox!"
# And this is its metres to a pixel.
PIXEL_WIDTH = "!pixel_width!::double precision"
# A corner that stands out by less than this cannot be seen.
_CORNER_PIXELS = 0.5
_GROUPED_PROPERTIES = frozenset({"commodity"})

_Expression = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query is to return besides `shape`.

    Attributes
    ----------
    rules
        Conditions of each rule; the number of the first that holds is returned as `rule`.
    order
        Properties by which the features are drawn, the least first, or with a minus before it the greatest.
    written
        Properties that labels write.
    """

    rules: tuple[tuple[Condition, ...], ...] = ()
    order: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """Names of all properties that the query looks at."""
        return {
            *(condition.property for rule in self.rules for condition in rule),
            *(name.lstrip("-") for name in self.order),
            *self.written,
        }


def drawing_of(style: Style) -> Wanted:
    """Return what is wanted to draw all of a style but its labels."""
    return Wanted(rules=tuple(rule.conditions for rule in style.rules), order=style.order)


def layer_query(view: LayerView, source: FeatureSource, wanted: Wanted, *, zoom: float) -> str:
    """Return the query of a layer.

    Parameters
    ----------
    zoom
        Decides which generalisation is read.

    Raises
    ------
    LookupError
        If the layer does not have a property.
    """
    table = source.shapes
    if table is None:
        return _from_stored(view, source, wanted)
    band = band_for_zoom(zoom)
    if band not in table.bands:
        band = FULL_BAND
    if not _is_limited(view, source):
        if table.group_model is not None and band in GROUPED_BANDS and _is_of_groups(wanted, source, table):
            return _from_groups(source, table, wanted, band=band)
        if wanted.names | _fixed_names(source) <= set(table.drawn) and source.shape_owner == "o.id":
            return _from_drawn(source, table, wanted, band=band)
    return _from_joined(view, source, table, wanted, band=band)


def lower_box(by_px: int) -> str:
    """Return the box of the picture, cut by some pixels at the top and at the bottom."""
    return f"ST_Expand({BOX}, 0, -{by_px} * !pixel_height!::double precision)"


def thinned(query: str, *, written: str, cell_m: tuple[float, float]) -> str:
    """Return a query of labels of points that gives one in each cell of a grid: more would not find room.

    Parameters
    ----------
    written
        The property that is written: of the names in a cell the first in the alphabet stays.
    cell_m
        Width and height of a cell, EPSG:3857 m.
    """
    width, height = cell_m
    cell = f"floor(ST_X(shape) / {width!r}), floor(ST_Y(shape) / {height!r})"
    return f'SELECT DISTINCT ON ({cell}) * FROM ({query}) AS named ORDER BY {cell}, "{written}"'


def _is_limited(view: LayerView, source: FeatureSource) -> bool:
    """Tell whether rows are limited by more than fixed values."""
    return bool(view.conditions.parts or source.condition or source.time)


def _fixed_names(source: FeatureSource) -> set[str]:
    return {name for name, _value in source.fixed}


def _is_of_groups(wanted: Wanted, source: FeatureSource, table: ShapeTable) -> bool:
    """Tell whether groups, made for one order of drawing, have all that is asked."""
    of_rules = {condition.property for rule in wanted.rules for condition in rule}
    names = of_rules | set(wanted.written) | _fixed_names(source)
    return names <= _GROUPED_PROPERTIES and wanted.order == table.group_order


def _from_groups(source: FeatureSource, table: ShapeTable, wanted: Wanted, *, band: int) -> str:
    """Return groups, and in tiles that have changed since they were grouped the shapes themselves."""
    groups = table.group_model._meta.db_table if table.group_model else ""
    shapes, ungrouped = table.shape_model._meta.db_table, UngroupedTile._meta.db_table
    return (  # names come from the models, values through `literal`
        f"SELECT shape{_columns(wanted, lambda name: name)} FROM ("
        "SELECT g.shape, g.commodity, g.level, 0::double precision AS density"
        f" FROM {groups} AS g WHERE g.band = {band} AND g.shape && {BOX}{_fixed(source, 'g')}"
        f" AND NOT EXISTS (SELECT FROM {ungrouped} AS u WHERE u.band = g.band AND u.tile = g.tile)"
        " UNION ALL "
        f"SELECT s.shape, s.commodity, 0, s.density_t_per_km2 FROM {shapes} AS s"
        f" JOIN {ungrouped} AS u ON u.band = s.band AND u.tile = s.tile"
        f" WHERE s.band = {band} AND s.shape && {BOX}{_fixed(source, 's')}"
        ") AS drawn ORDER BY level, density"
    )


def _from_drawn(source: FeatureSource, table: ShapeTable, wanted: Wanted, *, band: int) -> str:
    """Return shapes with the columns that they carry for drawing."""

    def expression(name: str) -> str:
        return f"s.{name}"

    return (
        f"SELECT {_shape(source, band)}{_columns(wanted, expression)} FROM {table.shape_model._meta.db_table} AS s"
        f" WHERE s.band = {band} AND s.shape && {BOX}{_fixed(source, 's')}"
        f" ORDER BY {_order(wanted, expression, key='s.owner_id')}"
    )


def _from_joined(view: LayerView, source: FeatureSource, table: ShapeTable, wanted: Wanted, *, band: int) -> str:
    """Return shapes with what their rows tell."""

    def expression(name: str) -> str:
        return f"s.{name}" if name in table.drawn else expression_of(source, name)

    conditions = _conditions(view, source).and_(sql.SQL(f"s.band = {band} AND s.shape && {BOX}"))
    rest = inlined(from_shapes(source) + conditions.where, conditions.values)
    shape = _shape(source, band)
    return f"SELECT {shape}{_columns(wanted, expression)}{rest} ORDER BY {_order(wanted, expression, key='o.id')}"


def _shape(source: FeatureSource, band: int) -> str:
    """Return the shape of a band; where that is the full one, without corners that the picture cannot show."""
    if band != FULL_BAND or source.geometry_type is GeometryType.POINT:
        return "s.shape"
    return f"ST_Simplify(s.shape, {PIXEL_WIDTH} * {_CORNER_PIXELS}, true) AS shape"


def _from_stored(view: LayerView, source: FeatureSource, wanted: Wanted) -> str:
    """Return geometry as it is stored, brought to EPSG:3857 on the way."""

    def expression(name: str) -> str:
        return expression_of(source, name)

    conditions = _conditions(view, source).and_(sql.SQL(f"{source.geometry} && ST_Transform({BOX}, 4326)"))
    rest = inlined(from_rows(source) + conditions.where, conditions.values)
    shape = f"ST_Transform({source.geometry}, 3857) AS shape"
    return f"SELECT {shape}{_columns(wanted, expression)}{rest} ORDER BY {_order(wanted, expression, key='o.id')}"


def _columns(wanted: Wanted, expression: _Expression) -> str:
    """Return the columns after `shape`, each with a comma before it."""
    cases = [
        f" WHEN {' AND '.join(_test(condition, expression) for condition in rule) or 'true'} THEN {number}"
        for number, rule in enumerate(wanted.rules)
    ]
    rule = f", CASE{''.join(cases)} END AS rule" if cases else ""
    return rule + "".join(f', {expression(name)} AS "{name}"' for name in wanted.written)


def _test(condition: Condition, expression: _Expression) -> str:
    tested = expression(condition.property)
    if isinstance(condition, AnyOf):
        return f"{tested} IN ({', '.join(map(literal, condition.values))})"
    limits = ((">", condition.above), ("<=", condition.upto))
    tests = [f"{tested} {sign} {literal(limit)}" for sign, limit in limits if limit is not None]
    return " AND ".join(tests) or f"{tested} IS NOT NULL"


def _order(wanted: Wanted, expression: _Expression, *, key: str) -> str:
    terms = [
        f"{expression(name.lstrip('-'))} DESC" if name.startswith("-") else expression(name) for name in wanted.order
    ]
    return ", ".join((*terms, key))


def _conditions(view: LayerView, source: FeatureSource) -> Conditions:
    conditions = fixed_conditions(source)
    conditions = Conditions((*conditions.parts, *view.conditions.parts), conditions.values | view.conditions.values)
    if source.time and view.year is not None:
        year = sql.SQL(f"{expression_of(source, source.time)} = {literal(view.year)}")
        conditions = conditions.and_(year)
    return conditions


def _fixed(source: FeatureSource, alias: str) -> str:
    return "".join(f" AND {alias}.{name} = {literal(value)}" for name, value in source.fixed)
