"""Rows that are known again by the number under which they are stored."""

from collections.abc import Mapping

import numpy as np
from django.contrib.gis.db import models
from django.utils.translation import gettext as _

from gisapp.exchange.checks.repeats import key_check
from gisapp.exchange.differences import Known
from gisapp.exchange.intake import Intake
from layers.services.rows import current

NUMBER = "id"
# Files have columns of this name for other numbers: only one that is named for it counts.
NUMBER_FIELD: Mapping[str, tuple[str, ...] | None] = {NUMBER: None}
BY_NUMBER: Mapping[str, Known] = {NUMBER: Known((NUMBER,), is_partial=True)}


def numbers_check(intake: Intake, model: type[models.Model]) -> None:
    """Refuse rows whose number no stored row has, where rows are known again by it; else numbers do not count."""
    if intake.options.key != NUMBER:
        intake.values.pop(NUMBER, None)
        return
    numbers = intake.values.get(NUMBER, [])
    key_check(intake, fields=[NUMBER] if numbers else [])
    stored = set(current(model).filter(pk__in=numbers_known(intake)).values_list("pk", flat=True))
    at = [one for one, number in enumerate(numbers) if number is not None and number not in stored]
    intake.tell(
        np.array(at, dtype=np.int64),
        "unknown_number",
        field=NUMBER,
        value=[str(numbers[one]) for one in at],
        limit=_("the number of a stored row"),
        fix=_("Take it from a fresh download, or leave the row out: it may have been deleted."),
    )


def numbers_known(intake: Intake) -> list[int]:
    """Return the numbers by which rows are known again; none where they are not."""
    is_known = intake.options.key == NUMBER
    return [number for number in intake.values.get(NUMBER, []) if number is not None] if is_known else []
