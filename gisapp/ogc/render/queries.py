"""The SQL with which Mapnik reads a layer at a zoom: `shape` in EPSG:3857 and the properties that the style names."""

from collections.abc import Iterable

from psycopg import sql

from gisapp.ogc.catalog import FeatureSource
from gisapp.ogc.query import Conditions, expression_of, fixed_conditions, from_rows, from_shapes
from gisapp.ogc.render.literals import inlined, literal
from gisapp.ogc.render.request import LayerView
from gisapp.symbology.model import Style
from layers.models import FULL_BAND, GROUPED_BANDS, UngroupedTile
from layers.selectors.shapes import band_for_zoom
from layers.shape_tables import ShapeTable

# Mapnik puts the box of the picture, in EPSG:3857, in place of this.
BOX = "!bbox!"
_GROUPED_PROPERTIES = frozenset({"commodity"})


def layer_query(view: LayerView, source: FeatureSource, *, style: Style, zoom: float) -> str:
    """Return the query of a layer.

    Parameters
    ----------
    zoom
        Decides which generalisation is read.

    Raises
    ------
    LookupError
        If the style names a property that the layer does not have.
    """
    table = source.shapes
    if table is None:
        return _from_stored(view, source, style)
    band = band_for_zoom(zoom)
    if band not in table.bands:
        band = FULL_BAND
    if _is_grouped(view, source, style=style, band=band):
        return _from_groups(source, table, band=band)
    if _needs_no_row(view, source, style, table):
        return _from_drawn(source, table, style=style, band=band)
    return _from_joined(view, source, table, style=style, band=band)


def _is_grouped(view: LayerView, source: FeatureSource, *, style: Style, band: int) -> bool:
    names = {*style.properties, *(name for name, _value in source.fixed)}
    return (
        source.shapes is not None
        and source.shapes.group_model is not None
        and band in GROUPED_BANDS
        and names <= _GROUPED_PROPERTIES
        and _is_whole(view, source)
    )


def _needs_no_row(view: LayerView, source: FeatureSource, style: Style, table: ShapeTable) -> bool:
    names = {*style.properties, *(name for name, _value in source.fixed)}
    return names <= set(table.drawn) and source.shape_owner == "o.id" and _is_whole(view, source)


def _is_whole(view: LayerView, source: FeatureSource) -> bool:
    """Tell whether rows are limited by nothing but fixed values."""
    return not (view.conditions.parts or source.condition or source.time)


def _from_groups(source: FeatureSource, table: ShapeTable, *, band: int) -> str:
    """Return groups, and in tiles that have changed since they were grouped the shapes themselves."""
    assert table.group_model is not None  # noqa: S101
    groups, shapes = table.group_model._meta.db_table, table.shape_model._meta.db_table
    ungrouped = UngroupedTile._meta.db_table
    return (
        "SELECT shape, commodity FROM ("
        "SELECT g.shape, g.commodity, g.level, 0::double precision AS density"
        f" FROM {groups} AS g WHERE g.band = {band} AND g.shape && {BOX}{_fixed(source, 'g')}"
        f" AND NOT EXISTS (SELECT FROM {ungrouped} AS u WHERE u.band = g.band AND u.tile = g.tile)"
        " UNION ALL "
        f"SELECT s.shape, s.commodity, 0, s.density_t_per_km2 FROM {shapes} AS s"
        f" JOIN {ungrouped} AS u ON u.band = s.band AND u.tile = s.tile"
        f" WHERE s.band = {band} AND s.shape && {BOX}{_fixed(source, 's')}"
        ") AS drawn ORDER BY level, density"
    )


def _from_drawn(source: FeatureSource, table: ShapeTable, *, style: Style, band: int) -> str:
    """Return shapes with the columns that they carry for drawing."""
    columns = "".join(f", s.{name}" for name in style.properties)
    order = ", ".join(_ordered(f"s.{name.lstrip('-')}", name) for name in (*style.order, "owner_id"))
    return (
        f"SELECT s.shape{columns} FROM {table.shape_model._meta.db_table} AS s"
        f" WHERE s.band = {band} AND s.shape && {BOX}{_fixed(source, 's')} ORDER BY {order}"
    )


def _from_joined(view: LayerView, source: FeatureSource, table: ShapeTable, *, style: Style, band: int) -> str:
    """Return shapes with what their rows tell."""

    def expression(name: str) -> str:
        return f"s.{name}" if name in table.drawn else expression_of(source, name)

    conditions = _conditions(view, source).and_(sql.SQL(f"s.band = {band} AND s.shape && {BOX}"))
    columns = _columns((name, expression(name)) for name in style.properties)
    order = ", ".join((*(_ordered(expression(name.lstrip("-")), name) for name in style.order), "o.id"))
    query = sql.SQL("SELECT s.shape") + columns + from_shapes(source) + conditions.where
    return f"{inlined(query, conditions.values)} ORDER BY {order}"


def _from_stored(view: LayerView, source: FeatureSource, style: Style) -> str:
    """Return geometry as it is stored, brought to EPSG:3857 on the way."""
    box = sql.SQL(f"{source.geometry} && ST_Transform({BOX}, 4326)")
    conditions = _conditions(view, source).and_(box)
    columns = _columns((name, expression_of(source, name)) for name in style.properties)
    order = ", ".join((*(_ordered(expression_of(source, name.lstrip("-")), name) for name in style.order), "o.id"))
    shape = sql.SQL(f"SELECT ST_Transform({source.geometry}, 3857) AS shape")
    query = shape + columns + from_rows(source) + conditions.where
    return f"{inlined(query, conditions.values)} ORDER BY {order}"


def _columns(expressions: Iterable[tuple[str, str]]) -> sql.Composable:
    return sql.SQL("").join(sql.SQL(f", {expression} AS ") + sql.Identifier(name) for name, expression in expressions)


def _ordered(expression: str, name: str) -> str:
    """Return a term of ORDER BY; a minus before the name turns it round."""
    return f"{expression} DESC" if name.startswith("-") else expression


def _conditions(view: LayerView, source: FeatureSource) -> Conditions:
    conditions = fixed_conditions(source)
    conditions = Conditions((*conditions.parts, *view.conditions.parts), conditions.values | view.conditions.values)
    if source.time and view.year is not None:
        year = sql.SQL(f"{expression_of(source, source.time)} = {literal(view.year)}")
        conditions = conditions.and_(year)
    return conditions


def _fixed(source: FeatureSource, alias: str) -> str:
    return "".join(f" AND {alias}.{name} = {literal(value)}" for name, value in source.fixed)
