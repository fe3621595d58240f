"""Which rows of a file are new, which differ from what is stored and in what, and what the file lacks."""

from __future__ import annotations  # Django's fields are generic only to the type checker

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.intake import Intake
from gisapp.exchange.report import Change, FieldChange, shown
from gisapp.geo.crs import geodesic_area_m2, geodesic_length_m
from layers.services.rows import current

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """How a row of a file is known again among the stored ones.

    Attributes
    ----------
    key
        Fields that together are of one row.
    scope
        Fields in which a stored row must be like one of the file for its absence to mean anything.
    is_partial
        Whether a file is about some rows alone, so that no absence means anything.
    """

    key: tuple[str, ...]
    scope: tuple[str, ...] = ()
    is_partial: bool = False


@dataclass(slots=True)
class Differences:
    """Rows of a file beside the stored ones, by their position.

    Attributes
    ----------
    new, unchanged
        Positions.
    changed
        Primary key of the stored row by position.
    changes
        The first of them, field by field.
    missing
        Names of stored rows that the file does not have.
    """

    new: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    changed: dict[int, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def differences_find(intake: Intake, model: type[models.Model], *, known: Known, fields: Sequence[str]) -> Differences:
    """Compare the good rows with the stored ones.

    Parameters
    ----------
    fields
        What the file gives of a row; the rest of a stored row stays as it is.
    """
    compared = [name for name in fields if name not in known.key]
    columns = {name: _plain(intake.values[name]) for name in {*known.key, *compared, *known.scope}}
    keys: list[Key] = list(zip(*(columns[name] for name in known.key), strict=True))
    stored = _stored(model, known=known, compared=compared, columns=columns)
    found = Differences()
    for at in np.flatnonzero(intake.is_good).tolist():
        old = stored.get(keys[at])
        if old is None:
            found.new.append(at)
            continue
        differing = [name for name in compared if old.values[name] != columns[name][at]]
        if not differing:
            found.unchanged.append(at)
            continue
        found.changed[at] = old.pk
        if len(found.changes) < conf.CHANGES_LISTED:
            told = [_told(model, name, before=old.values[name], after=columns[name][at]) for name in differing]
            found.changes.append(Change(int(intake.rows[at]), intake.name(at), tuple(told)))
    in_file = set(keys)
    found.missing = [old.name for key, old in stored.items() if old.is_in_scope and key not in in_file]
    return found


@dataclass(frozen=True, slots=True)
class _Stored:
    pk: int
    name: str
    values: Mapping[str, Any]
    is_in_scope: bool


def _stored(
    model: type[models.Model],
    *,
    known: Known,
    compared: Sequence[str],
    columns: Mapping[str, Sequence[Any]],
) -> dict[Key, _Stored]:
    scopes = set(zip(*(columns[name] for name in known.scope), strict=True))
    rows = current(model)
    first = known.key[0]
    same = Q(**{f"{first}__in": [value for value in set(columns[first]) if value is not None]})
    if known.is_partial:
        rows = rows.filter(same)
    elif known.scope:
        # A row of the file may be known again where nothing else is like it.
        rows = rows.filter(_any_of(known.scope, scopes) | same)
    names = list(dict.fromkeys([*known.key, *known.scope, *compared]))
    attributes = [str(model._meta.get_field(name).attname) for name in names]  # type: ignore[union-attr]
    naming = "name" if any(one.name == "name" for one in model._meta.fields) else known.key[0]
    found = {}
    for pk, name, *values in rows.values_list("pk", naming, *attributes):
        by_name = dict(zip(names, map(_comparable, values), strict=True))
        key = tuple(by_name[part] for part in known.key)
        told = " ".join(dict.fromkeys(str(part) for part in (*key, name)))
        is_in_scope = tuple(by_name[part] for part in known.scope) in scopes
        found[key] = _Stored(pk, told, by_name, is_in_scope)
    return found


def _any_of(fields: Sequence[str], scopes: set[Key]) -> Q:
    if len(fields) == 1:
        return Q(**{f"{fields[0]}__in": [value for (value,) in scopes if value is not None]})
    found = Q(pk__in=[])
    for scope in scopes:
        if None not in scope:
            found |= Q(**dict(zip(fields, scope, strict=True)))
    return found


def _plain(values: Sequence[Any]) -> list[Any]:
    """Return values as they are compared: links by key, geometries as WKB."""
    if isinstance(values, np.ndarray) and values.dtype == object:
        return list(shapely.to_wkb(values))
    return [getattr(value, "pk", value) for value in values]


def _comparable(value: Any) -> Any:
    return bytes(value.wkb) if hasattr(value, "wkb") else value


def _told(model: type[models.Model], name: str, *, before: Any, after: Any) -> FieldChange:
    found: Any = model._meta.get_field(name)
    if found.is_relation:
        rows = {
            row.pk: str(row) for row in found.related_model._default_manager.filter(pk__in={before, after} - {None})
        }
        return FieldChange(name, shown(rows.get(before)), shown(rows.get(after)))
    return FieldChange(name, _text(before), _text(after))


def _text(value: Any) -> str:
    if not isinstance(value, bytes):
        return shown(value)
    shape: Any = shapely.from_wkb(value)
    corners = _("%(count)d corners") % {"count": shapely.get_num_coordinates(shape)}
    if shape.geom_type == "Point":
        return f"{shape.x:.6f} {shape.y:.6f}"
    if shape.geom_type.endswith("LineString"):
        return f"{geodesic_length_m(shape):,.0f} m, {corners}"
    return f"{geodesic_area_m2(shape):,.0f} m2, {corners}"
