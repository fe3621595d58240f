"""SQL that reads a layer. Identifiers and expressions come from the catalog; values are bound."""

from dataclasses import dataclass, field
from typing import Any

from psycopg import sql

from gisapp.ogc.catalog import FeatureSource


@dataclass(frozen=True, slots=True)
class Conditions:
    """Parts of a WHERE clause and the values bound in them."""

    parts: tuple[sql.Composable, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)

    def and_(self, part: sql.Composable, **values: Any) -> "Conditions":
        """Return these conditions and one more."""
        return Conditions((*self.parts, part), {**self.values, **values})

    @property
    def where(self) -> sql.Composable:
        """The whole clause; nothing where there is no condition."""
        return sql.SQL(" WHERE ") + sql.SQL(" AND ").join(self.parts) if self.parts else sql.SQL("")


def fixed_conditions(source: FeatureSource) -> Conditions:
    """Return what makes a row one of this layer's."""
    conditions = Conditions((sql.SQL(source.condition),)) if source.condition else Conditions()
    for name, value in source.fixed:
        expression = sql.SQL(expression_of(source, name))
        if value is None:
            conditions = conditions.and_(expression + sql.SQL(" IS NULL"))
        else:
            bound = f"fixed_{name}"
            conditions = conditions.and_(expression + sql.SQL(" = ") + sql.Placeholder(bound), **{bound: value})
    return conditions


def from_rows(source: FeatureSource) -> sql.Composable:
    """Return ``FROM rows AS o`` with what is joined to it."""
    return sql.SQL(" FROM ") + sql.Identifier(source.rows) + sql.SQL(" AS o" + source.joins)


def from_listed(source: FeatureSource) -> sql.Composable:
    """Return ``FROM listed JOIN rows AS o`` with what is joined to it, for rows whose ids are bound as ``ids``.

    ``listed.place`` counts the rows in the order of the ids.
    """
    return (
        sql.SQL(" FROM unnest({ids}::bigint[]) WITH ORDINALITY AS listed (id, place) JOIN ").format(
            ids=sql.Placeholder("ids")
        )
        + sql.Identifier(source.rows)
        + sql.SQL(" AS o ON o.id = listed.id" + source.joins)
    )


def from_shapes(source: FeatureSource) -> sql.Composable:
    """Return ``FROM shapes AS s JOIN rows AS o`` with what is joined to it.

    Raises
    ------
    LookupError
        If the layer has no table of display shapes.
    """
    if source.shapes is None:
        raise LookupError(f"{source.rows} has no display shapes")
    return (
        sql.SQL(" FROM ")
        + sql.Identifier(source.shapes.shape_model._meta.db_table)
        + sql.SQL(" AS s JOIN ")
        + sql.Identifier(source.rows)
        + sql.SQL(f" AS o ON {source.shape_owner} = s.owner_id" + source.joins)
    )


def expression_of(source: FeatureSource, name: str) -> str:
    """Return the SQL of a property.

    Raises
    ------
    LookupError
        If the layer has no such property.
    """
    found = source.property(name)
    if found is None:
        raise LookupError(f"{source.rows} has no property {name}")
    return found.expression
