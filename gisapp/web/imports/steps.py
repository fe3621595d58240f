"""The steps of an import as pages: which there are, and which an import has come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.models import DataImport, ImportState, ImportStep
from layers.models.data_import import UNDER_WAY

_ENDED = (ImportState.COMMITTED, ImportState.UNDONE)


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the way.

    Attributes
    ----------
    is_reached
        Whether there is anything to show on it.
    """

    title: str | Promise
    is_reached: Callable[[DataImport], bool]


def _is_looked_at(data_import: DataImport) -> bool:
    return data_import.look is not None and bool(data_import.layer)


def _is_saved(data_import: DataImport) -> bool:
    return data_import.state in _ENDED or data_import.step in (ImportStep.COMMIT, ImportStep.UNDO)


STEPS: Mapping[str, Step] = {
    "look": Step(_("Look"), lambda _data_import: True),
    "columns": Step(_("Match columns"), _is_looked_at),
    "check": Step(_("Dry run"), _is_looked_at),
    "done": Step(_("Save"), _is_saved),
}


def current_step(data_import: DataImport) -> str:
    """Return the step at which an import stands."""
    if data_import.state in _ENDED:
        return "done"
    if data_import.state in UNDER_WAY or data_import.state in (ImportState.FAILED, ImportState.CANCELLED):
        return "check" if data_import.step == ImportStep.CHECK else "done"
    if data_import.state == ImportState.CHECKED:
        return "check"
    return "columns" if _is_looked_at(data_import) else "look"
