"""Store the rows of an import: new ones added, stored ones changed where they differ, and all of it told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from django.contrib.gis.db import models
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.checks.numbers import NUMBER
from gisapp.exchange.differences import Differences, Known, differences_find
from gisapp.exchange.errors import MappingError
from gisapp.exchange.intake import Intake
from gisapp.exchange.report import Report
from layers.errors import nearest_code_hint
from layers.progress import progress_tell
from layers.services.bulk import Values, columns_create, columns_update

Keys = Mapping[str, Known]


def known_by(intake: Intake, keys: Keys, *, default: str = "") -> Known | None:
    """Return how rows are known again by the chosen key, or by the default one; None where they are only added.

    Raises
    ------
    MappingError
        If there is no such key, or the file does not give a part of it.
    """
    chosen = intake.options.key or default
    if not chosen:
        return None
    if chosen not in keys:
        message = _("“%(key)s” is no key of these rows. %(hint)s")
        raise MappingError(message % {"key": chosen[:40], "hint": nearest_code_hint(chosen, keys)})
    found = keys[chosen]
    for name in found.key:
        if name not in intake.values:
            message = _("The key %(key)s needs a column for %(field)s.")
            raise MappingError(message % {"key": chosen, "field": name})
    scope = tuple(name for name in found.scope if name in intake.values)
    return replace(found, scope=scope)


def rows_store(
    intake: Intake,
    model: type[models.Model],
    *,
    fields: Sequence[str],
    known: Known | None = None,
    is_changing: bool = True,
    remove: Callable[[], dict[str, int]] | None = None,
) -> Report:
    """Write the rows that are taken, and complete the report; a dry run writes nothing.

    Parameters
    ----------
    fields
        Those of `intake.values` that are written.
    known
        How stored rows are known again; None where all rows are new.
    is_changing
        Whether stored rows that differ are changed; otherwise the rows of the file are refused.
    remove
        Removes the rows that give way to those of the file, if there are any to take; returns how many by model.
    """
    progress_tell(_("comparing with what is stored"))
    report = intake.report
    fields = [name for name in fields if name != NUMBER]
    found = Differences(new=np.flatnonzero(intake.is_good).tolist())
    if known is not None:
        found = differences_find(intake, model, known=known, fields=fields)
        if not is_changing:
            _changed_refuse(intake, found, key=known.key)
    taken = set(intake.taken.tolist())
    new = [at for at in found.new if at in taken]
    changed = {at: pk for at, pk in found.changed.items() if at in taken}
    report.created, report.updated = len(new), len(changed)
    report.unchanged, report.missing = len(found.unchanged), len(found.missing)
    report.missing_names = found.missing[: conf.MISSING_LISTED]
    report.changes = found.changes if changed else []
    report.findings.sort(key=lambda one: (one.row is None, one.row or 0))
    if remove is not None and (new or changed or found.unchanged):
        report.removed = {name: count for name, count in remove().items() if count}
    if not intake.options.is_dry_run:
        progress_tell(_("writing the rows"))
        columns_create(model, _part(intake, fields, at=new), count=len(new))
        columns_update(model, list(changed.values()), _part(intake, fields, at=list(changed)))
    transaction.set_rollback(intake.options.is_dry_run)
    return report


def _changed_refuse(intake: Intake, found: Differences, *, key: Sequence[str]) -> None:
    """Refuse rows that are stored with other values."""
    at = sorted(found.changed)
    intake.tell(
        at,
        "stored_already",
        field=", ".join(key),
        value=[" ".join(str(intake.values[name][one]) for name in key) for one in at],
        limit=_("not stored yet"),
        fix=_(
            "Choose by what stored rows are known again (--key), or “The file takes the place of what is stored”"
            " (--replace), or give it another code."
        ),
    )
    found.changed.clear()
    found.changes.clear()


def _part(intake: Intake, fields: Sequence[str], *, at: Sequence[int]) -> Values:
    """Return the values of some rows."""
    return {name: _picked(intake.values[name], at) for name in fields}


def _picked(values: Any, at: Sequence[int]) -> Any:
    return values[list(at)] if isinstance(values, np.ndarray) else [values[one] for one in at]
