"""The kinds of imports: what each takes, and who brings it in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gisapp.exchange.importers.districts import (
    DISTRICT_FIELDS,
    SUBDISTRICT_FIELDS,
    districts_import,
    subdistricts_import,
)
from gisapp.exchange.importers.facilities import FIELDS as FACILITY_FIELDS
from gisapp.exchange.importers.facilities import facilities_import
from gisapp.exchange.importers.roads import FIELDS as ROAD_FIELDS
from gisapp.exchange.importers.roads import roads_import
from gisapp.exchange.importers.source_areas import OWN_FIELDS as SOURCE_AREA_FIELDS
from gisapp.exchange.importers.source_areas import source_areas_import
from gisapp.exchange.intake import PROVENANCE_FIELDS
from gisapp.exchange.options import FieldNames, ImportOptions
from gisapp.exchange.report import Report
from layers.models import District, Facility, RoadLink, SourceArea, Subdistrict


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of import.

    Attributes
    ----------
    fields
        What a file may give, by the names under which it may.
    required
        Fields that it must give.
    units
        Units that a column of a field may have, ours first.
    run
        Brings rows in; a raster is given by its path.
    models
        Whose rows it makes.
    extras
        Options of this kind alone.
    """

    code: str
    title: str | Promise
    fields: FieldNames
    required: Collection[str]
    run: Callable[[Any, ImportOptions], Report]
    models: tuple[type[models.Model], ...]
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has_geometry: bool = True
    is_raster: bool = False
    extras: tuple[str, ...] = ()


_ALL = (
    ImportKind(
        code="districts",
        title=_("districts"),
        fields={**DISTRICT_FIELDS, **PROVENANCE_FIELDS},
        required=("code", "name"),
        run=districts_import,
        models=(District,),
    ),
    ImportKind(
        code="subdistricts",
        title=_("subdistricts"),
        fields={**SUBDISTRICT_FIELDS, **PROVENANCE_FIELDS},
        required=("code", "name"),
        run=subdistricts_import,
        models=(Subdistrict,),
    ),
    ImportKind(
        code="source_areas",
        title=_("source areas"),
        fields={**dict.fromkeys(SOURCE_AREA_FIELDS, ()), **PROVENANCE_FIELDS},
        required=("commodity", "year"),
        run=source_areas_import,
        models=(SourceArea,),
    ),
    ImportKind(
        code="facilities",
        title=_("facilities"),
        fields={**FACILITY_FIELDS, **PROVENANCE_FIELDS},
        required=("name", "kind"),
        run=facilities_import,
        models=(Facility,),
    ),
    ImportKind(
        code="roads",
        title=_("roads"),
        fields={**ROAD_FIELDS, **PROVENANCE_FIELDS},
        required=("road_class",),
        run=roads_import,
        models=(RoadLink,),
    ),
)
KINDS: Mapping[str, ImportKind] = {kind.code: kind for kind in _ALL}
