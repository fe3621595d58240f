"""What the parts of a filter are turned into SQL with."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from psycopg import sql

from gisapp.ogc.catalog import FeatureSource
from gisapp.ogc.crs import Crs


class Kind(StrEnum):
    """What can be compared with what."""

    STRING = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "time"
    GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class Operand:
    """SQL of a value.

    Attributes
    ----------
    told
        How the value is named in an error.
    """

    sql: sql.Composable
    kind: Kind
    told: str


@dataclass(slots=True)
class Values:
    """Values that are bound in a statement, under names of their own."""

    prefix: str
    bound: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: Any, sql_type: str) -> sql.Composable:
        """Return the placeholder of a value."""
        name = f"{self.prefix}{len(self.bound)}"
        self.bound[name] = value
        return sql.Placeholder(name) + sql.SQL("::" + sql_type)


@dataclass(frozen=True, slots=True)
class Scope:
    """The layer that a filter is about, the system of its geometries, and what is bound so far."""

    source: FeatureSource
    crs: Crs
    values: Values
