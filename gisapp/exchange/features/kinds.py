"""The kinds of features that are drawn by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.contrib.gis.db import models
from django.utils.translation import gettext as _

from gisapp.exchange.checks.numbers import NUMBER
from gisapp.exchange.errors import FeatureMissingError
from gisapp.exchange.importers.registry import KINDS, ImportKind
from layers.errors import nearest_code_hint
from layers.geometry import shape_of

# Fields of files that a drawn feature has by its place.
_OF_THE_PLACE = frozenset({NUMBER, "lon", "lat", "district"})


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """A kind of import whose rows are drawn as well.

    Attributes
    ----------
    geometry
        Name of the field with the shape.
    is_point
        Whether the shape is a point; else it is an area.
    computed
        Fields that are reckoned where they are left empty.
    """

    of: ImportKind
    geometry: str
    is_point: bool = False
    computed: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Code of the kind."""
        return self.of.code

    @property
    def model(self) -> type[models.Model]:
        """Whose rows they are."""
        return self.of.models[0]

    @property
    def fields(self) -> list[str]:
        """Names of the fields that a form asks for, the required ones first."""
        names = [name for name in self.of.fields if name not in _OF_THE_PLACE]
        return sorted(names, key=lambda name: not self.is_required(name))

    def is_required(self, name: str) -> bool:
        """Tell whether a field must be filled."""
        return name in self.of.required or name == "source"

    def field(self, name: str) -> Any:
        """Return the model's field."""
        return self.model._meta.get_field(name)

    def shape(self, row: models.Model) -> shapely.Geometry:
        """Return the shape of a row, in degrees."""
        return shape_of(getattr(row, self.geometry))


FEATURE_KINDS: Mapping[str, FeatureKind] = {
    "source_areas": FeatureKind(
        KINDS["source_areas"], "boundary", computed=("area_ha", "yield_t_per_ha", "annual_tonnes")
    ),
    "facilities": FeatureKind(KINDS["facilities"], "location", is_point=True, computed=("code",)),
    "exclusion_zones": FeatureKind(KINDS["exclusion_zones"], "boundary", computed=("name",)),
}


def feature_kind(code: str) -> FeatureKind:
    """Return the kind of a code.

    Raises
    ------
    FeatureMissingError
        If there is none; the message offers the nearest one.
    """
    if code not in FEATURE_KINDS:
        message = _("No feature of a kind “%(kind)s” is drawn by hand. %(hint)s")
        raise FeatureMissingError(message % {"kind": code[:40], "hint": nearest_code_hint(code, FEATURE_KINDS)})
    return FEATURE_KINDS[code]
