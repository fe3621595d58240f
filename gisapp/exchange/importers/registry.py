"""The kinds of imports: what each takes, and who brings it in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gisapp.exchange.importers import (
    disaggregated,
    districts,
    exclusions,
    facilities,
    raster_kind,
    roads,
    source_areas,
    statistics,
)
from gisapp.exchange.intake import PROVENANCE_FIELDS
from gisapp.exchange.options import FieldNames, ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.units import units_of
from layers.models import (
    District,
    ExclusionZone,
    Facility,
    ProductionStatistic,
    RasterLayer,
    RoadLink,
    SectorStatistic,
    SourceArea,
    Subdistrict,
)


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
    keys
        Fields by which stored rows may be known again, the usual one first.
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
    keys: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


_ALL = (
    ImportKind(
        code="districts",
        title=_("districts"),
        fields={**districts.DISTRICT_FIELDS, **PROVENANCE_FIELDS},
        required=("code", "name"),
        run=districts.districts_import,
        models=(District,),
        keys=tuple(districts.KEYS),
    ),
    ImportKind(
        code="subdistricts",
        title=_("subdistricts"),
        fields={**districts.SUBDISTRICT_FIELDS, **PROVENANCE_FIELDS},
        required=("code", "name"),
        run=districts.subdistricts_import,
        models=(Subdistrict,),
        keys=tuple(districts.KEYS),
    ),
    ImportKind(
        code="source_areas",
        title=_("source areas"),
        fields={**source_areas.PLACED_FIELDS, **PROVENANCE_FIELDS},
        required=("commodity", "year"),
        run=source_areas.source_areas_import,
        models=(SourceArea,),
        units=units_of("area_ha", "annual_tonnes", "yield_t_per_ha", "availability"),
        keys=tuple(source_areas.KEYS),
    ),
    ImportKind(
        code="disaggregation",
        title=_("figures of districts, spread over their land"),
        fields={**disaggregated.STATISTIC_FIELDS, **PROVENANCE_FIELDS},
        required=("commodity", "year", "district"),
        run=disaggregated.disaggregated_import,
        models=(SourceArea,),
        units=units_of("area_ha", "annual_tonnes", "yield_t_per_ha", "availability"),
        has_geometry=False,
        extras=disaggregated.EXTRAS,
    ),
    ImportKind(
        code="facilities",
        title=_("facilities"),
        fields={**facilities.PLACED_FIELDS, **PROVENANCE_FIELDS},
        required=("name", "kind"),
        run=facilities.facilities_import,
        models=(Facility,),
        units=units_of("capacity_t_per_year", "area_ha", "utilisation"),
        keys=tuple(facilities.KEYS),
    ),
    ImportKind(
        code="exclusion_zones",
        title=_("exclusion zones"),
        fields={**exclusions.FIELDS, **PROVENANCE_FIELDS},
        required=("reason", "legal_basis"),
        run=exclusions.zones_import,
        models=(ExclusionZone,),
        keys=tuple(exclusions.KEYS),
        extras=exclusions.EXTRAS,
    ),
    ImportKind(
        code="roads",
        title=_("roads"),
        fields={**roads.FIELDS, **PROVENANCE_FIELDS},
        required=("road_class",),
        run=roads.roads_import,
        models=(RoadLink,),
        units=units_of("length_m", "duration_min"),
        keys=tuple(roads.KEYS),
    ),
    ImportKind(
        code="production_statistics",
        title=_("production statistics"),
        fields={**statistics.PRODUCTION_FIELDS, **PROVENANCE_FIELDS},
        required=("region_code", "commodity", "year", "series", "measure", "value", "unit"),
        run=statistics.production_import,
        models=(ProductionStatistic,),
        units=units_of("value"),
        has_geometry=False,
        keys=tuple(statistics.PRODUCTION_KEYS),
    ),
    ImportKind(
        code="sector_statistics",
        title=_("sector statistics"),
        fields={**statistics.SECTOR_FIELDS, **PROVENANCE_FIELDS},
        required=("region_code", "section", "year", "series", "measure", "unit"),
        run=statistics.sectors_import,
        models=(SectorStatistic,),
        units=units_of("value"),
        has_geometry=False,
        keys=tuple(statistics.SECTOR_KEYS),
    ),
    ImportKind(
        code="rasters",
        title=_("raster layers"),
        fields={},
        required=(),
        run=raster_kind.raster_layer_import,
        models=(RasterLayer,),
        is_raster=True,
        extras=raster_kind.EXTRAS,
    ),
)
KINDS: Mapping[str, ImportKind] = {kind.code: kind for kind in _ALL}
