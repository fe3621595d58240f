"""Named sets of weights, each with its source; they belong to the product, in ``fixtures/weight_presets.csv``.

A published set may weigh what is no criterion here. Such rows are told as left out, and the engine scales
the remaining weights to a sum of 1.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gisapp.planning.errors import DataMissingError, ParameterError
from gisapp.siting import Criterion, ProblemError, value_function_parse

FILE_NAME = "weight_presets.csv"
CRITERIA = tuple(criterion.value for criterion in Criterion)


@dataclass(frozen=True, slots=True)
class PresetWeight:
    """One row of a preset.

    Attributes
    ----------
    criterion
        A `Criterion`, or a word of the source for what is none here.
    published_as
        What the source calls it; empty for our own sets.
    weight
        As published, or of 100.
    value_function
        In the notation of `value_function_parse`; empty for the default.
    reason_id, reason_en
        Why it weighs so much, or what it stands for.
    """

    criterion: str
    published_as: str
    weight: float
    value_function: str
    reason_id: str
    reason_en: str

    @property
    def reason(self) -> str:
        """Return the reason in the language of the request."""
        return _in_language(self.reason_id, self.reason_en)


@dataclass(frozen=True, slots=True)
class WeightPreset:
    """A set of weights; `confidence` R marks one of our own assumptions."""

    code: str
    name_id: str
    name_en: str
    rows: tuple[PresetWeight, ...]
    source: str
    year: int
    confidence: str

    @property
    def name(self) -> str:
        """Return the name in the language of the request."""
        return _in_language(self.name_id, self.name_en)

    @property
    def weights(self) -> dict[str, float]:
        """Weight of every criterion; 0 for one that the set does not weigh."""
        given = {row.criterion: row.weight for row in self.rows}
        return {name: given.get(name, 0.0) for name in CRITERIA}

    @property
    def value_functions(self) -> dict[str, str]:
        """Value function of each criterion that has its own."""
        return {row.criterion: row.value_function for row in self.rows if row.value_function}

    @property
    def left_out(self) -> tuple[PresetWeight, ...]:
        """Rows that weigh what is no criterion here."""
        return tuple(row for row in self.rows if row.criterion not in CRITERIA)

    @property
    def left_out_share(self) -> float:
        """Share of the whole weight that is left out."""
        return sum(row.weight for row in self.left_out) / sum(row.weight for row in self.rows)


def preset_get(code: object) -> WeightPreset:
    """Return a preset.

    Raises
    ------
    ParameterError
        If there is none of this code.
    """
    presets = weight_presets()
    if not isinstance(code, str) or code not in presets:
        raise ParameterError(name="preset", value=code, allowed=", ".join(presets))
    return presets[code]


def preset_list() -> list[dict[str, Any]]:
    """Describe every preset, in the language of the request."""
    return [
        {
            "code": preset.code,
            "name": preset.name,
            "weights": preset.weights,
            "value_functions": preset.value_functions,
            "reasons": {row.criterion: row.reason for row in preset.rows if row.criterion in CRITERIA},
            "left_out": [
                {
                    "criterion": row.criterion,
                    "published_as": row.published_as,
                    "weight": row.weight,
                    "reason": row.reason,
                }
                for row in preset.left_out
            ],
            "left_out_share": preset.left_out_share,
            "source": preset.source,
            "year": preset.year,
            "confidence": preset.confidence,
        }
        for preset in weight_presets().values()
    ]


@cache
def weight_presets() -> Mapping[str, WeightPreset]:
    """Return all presets by code, in the order of the file.

    Raises
    ------
    DataMissingError
        If the file is missing or wrong.
    """
    return presets_read(Path(settings.BASE_DIR) / "fixtures" / FILE_NAME)


def presets_read(path: Path) -> dict[str, WeightPreset]:
    """Read presets from a CSV file, one row a weight.

    Raises
    ------
    DataMissingError
        If the file is missing or wrong.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        message = _("%(path)s cannot be read (%(error)s): restore it from the release.")
        raise DataMissingError(message % {"path": path.name, "error": error.strerror}) from error
    codes = dict.fromkeys(row["preset"] for row in rows)
    try:
        presets = {code: _preset([row for row in rows if row["preset"] == code]) for code in codes}
    except (KeyError, ValueError) as error:
        message = _("%(path)s is wrong (%(error)s): correct the row or restore the file.")
        raise DataMissingError(message % {"path": path.name, "error": error}) from error
    return presets


def _preset(rows: list[dict[str, str]]) -> WeightPreset:
    first = rows[0]
    preset = WeightPreset(
        code=first["preset"],
        name_id=first["name_id"],
        name_en=first["name_en"],
        rows=tuple(_weight(row) for row in rows),
        source=first["source"],
        year=int(first["year"]),
        confidence=first["confidence"],
    )
    if not sum(preset.weights.values()) > 0:
        raise ValueError(f"{preset.code}: no criterion has a weight above 0")
    return preset


def _weight(row: dict[str, str]) -> PresetWeight:
    weight = float(row["weight"])
    if not 0 <= weight <= 100:
        raise ValueError(f"{row['preset']}: weight {weight:g} of {row['criterion']} is not within 0-100")
    if row["value_function"]:
        try:
            value_function_parse(row["value_function"])
        except ProblemError as error:
            raise ValueError(f"{row['preset']}: {error}") from error
    return PresetWeight(
        criterion=row["criterion"],
        published_as=row["published_as"],
        weight=weight,
        value_function=row["value_function"],
        reason_id=row["reason_id"],
        reason_en=row["reason_en"],
    )


def _in_language(indonesian: str, english: str) -> str:
    return english if (get_language() or "id").startswith("en") else indonesian
