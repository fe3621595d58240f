"""Which of the tables that a run read have changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.apps import apps
from django.db.models import Model

from layers.models import SitingRun


@dataclass(frozen=True, slots=True)
class ChangedInput:
    """One kind of data, in the language of the request, and when it last changed."""

    title: str
    changed_at: datetime


def changed_inputs(run: SitingRun, current: Mapping[str, str]) -> tuple[ChangedInput, ...]:
    """Return what has changed since a run read it, the latest first; nothing while it has read nothing.

    Parameters
    ----------
    current
        What `gisapp.planning.adapters.versions_read` returns now; read once for many runs.
    """
    read: Mapping[str, str] | None = run.summary.get("versions")
    if read is None:
        return ()
    changed = [
        ChangedInput(_title(table), changed_at(version))
        for table, version in current.items()
        if version != read.get(table)
    ]
    return tuple(sorted(changed, key=lambda one: one.changed_at, reverse=True))


def changed_at(version: str) -> datetime:
    """Return the time that is part of a table's version."""
    return datetime.fromisoformat(version.partition(" ")[2])


def _title(table: str) -> str:
    return str(_models()[table]._meta.verbose_name_plural)


@cache
def _models() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_app_config("layers").get_models()}
